"""What only looks like an act: a question, a forecast, a view of an observer, a state, a habit, a setting."""

from __future__ import annotations

from spacy.tokens import Token

from comity.coding.circumstances import Circumstances
from comity.coding.frames import Match
from comity.coding.modality import is_intended
from comity.coding.slots import Grammar
from comity.coding.speech import OPENING
from comity.folding import fold

# acts that are none before they are done: what is feared or foretold of them is no plan of both sides
_DONE_TO = frozenset({"ASSAULT", "COERCE"})
_NOT_AHEAD = frozenset({"ASSAULT", "ACCUSE", "REJECT", "COERCE", "MOBILIZE"})
_SOURCE = 5  # words after *selon* within which it is told whose view it is


class Background(Circumstances):
    """Says of a match why it tells no act."""

    def _refusal(self, match: Match) -> str:
        modality = match.modality
        if match.grammar.sentence.text.rstrip(' »"”').endswith("?"):
            return "a question"
        if modality.status in {"planned", "postponed", "cancelled"} and match.frame.plover in _NOT_AHEAD:
            return "force or blame to come: a forecast"
        if modality.status == "planned" and match.frame.plover == "AID" and is_intended(match.grammar, match.predicate):
            return "told elsewhere in the story"
        if self._by_expert(match):
            return "what an observer says"
        if modality.none and modality.status not in {"postponed", "cancelled"}:
            return modality.none
        if match.frame.plover == "CONSULT" and match.predicate.pos_ == "NOUN" and self._setting(match):
            return "the setting of something else"
        if self._modifier(match):
            return "a participle beside a noun: background"
        if self._presides(match):
            return "a relative clause in the present: a state"
        if self._habit(match):
            return "imperfect: a state, not an act"
        if (
            modality.standing
            and match.predicate.pos_ in {"VERB", "AUX"}
            and not match.frame.speech
            and not self._dated_or_noun(match)
            and not self._tells_next(match)
        ):
            return "imperfect: a state, not an act"
        return ""

    def _setting(self, match: Match) -> bool:
        """*en marge d'une conférence*: says where something else was done."""
        before = match.grammar.sentence.words[max(0, match.first - 3) : match.first]
        return any(self.language.has("settings", word) for word in before)

    def _modifier(self, match: Match) -> bool:
        """*un mouvement soutenu par X*: says what a thing is, unless it tells a meeting, a document or a gift."""
        verb = match.predicate
        if (
            verb.pos_ != "VERB"
            or match.frame.plover == "CONSULT"
            or match.frame.object_instrument
            or match.frame.plover == "AID"
        ):
            return False
        if (
            verb.dep_ not in {"acl", "amod"}
            or "Past" not in verb.morph.get("Tense", [])
            or any(c.dep_.startswith("aux") for c in verb.children)
        ):
            return False
        if match.frame.plover in _DONE_TO and match.slots.found.get("par"):
            return False  # *deux pêcheurs abattus par des soldats de X*: who did it is told
        dated = self.timeline.in_sentence(match.grammar.sentence)
        return not any(d.mention.start > verb.idx for d in dated)  # a day before it is the main verb's

    def _habit(self, match: Match) -> bool:
        """*accuse depuis longtemps*, *a traditionnellement soutenu*: a position held over time, no act of a day."""
        if match.predicate.pos_ not in {"VERB", "AUX"} or match.frame.commits == "affirmed":
            return False
        near = match.grammar.sentence.words[max(0, match.predicate.i - 2) : match.predicate.i + 4]
        text = f" {' '.join(near)} "
        return any(f" {fold(cue)} " in text for cue in self.language.syntax["status"]["habit"])

    def _dated_or_noun(self, match: Match) -> bool:
        return match.predicate.pos_ == "NOUN" or self.timeline.has_mention(match.grammar.sentence)

    def _tells_next(self, match: Match) -> bool:
        """*Quelques heures plus tard, X renvoyait …*; *X, qui recevait Y, …*: an imperfect that tells an act."""
        verb = match.predicate
        if match.frame.persons and verb.dep_ in {"acl:relcl", "ccomp"} and verb.head.pos_ != "VERB":
            return True
        return self._says_one_of(match, "sequence")

    def _by_expert(self, match: Match) -> bool:
        """*Selon un politologue, X accuse Y pour …*, *« X a trahi Y », juge une chercheuse*: a view, no act."""
        grammar = match.grammar
        return any(
            self.language.has("observers", grammar.sentence.words[token.i])
            and (self._as_source(grammar, token.i) or self._says_it(match, token))
            for token in grammar.doc
        )

    def _as_source(self, grammar: Grammar, at: int) -> bool:
        words = grammar.sentence.words
        opens = at < _SOURCE and self.language.has("in_the_eyes_of", words[0])
        return opens or any(self.language.has("according_to", word) for word in words[max(0, at - _SOURCE) : at])

    def _says_it(self, match: Match, observer: Token) -> bool:
        """Is the observer the subject of a verb of saying or judging, and the act within what is said?"""
        verb, act = observer.head, match.predicate
        if not observer.dep_.startswith("nsubj") or verb.i == act.i or verb.pos_ not in {"VERB", "AUX"}:
            return False
        if not (match.grammar.is_verb(verb, "say") or match.grammar.is_verb(verb, "judge")):
            return False
        quoted = any(t.text in OPENING for t in match.grammar.doc)
        return quoted or any(above.i == verb.i for above in act.ancestors) or observer.i > act.i
