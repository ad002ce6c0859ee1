"""When, how much, in what rank, with whom as host, and whether it is still to come: what surrounds an act."""

from __future__ import annotations

from comity import edtf
from comity.coding import nominal
from comity.coding.drafts import Draft, Support
from comity.coding.frames import Match, staying
from comity.coding.money import find_amounts
from comity.coding.parse import Sentence
from comity.coding.timeline import Dated, is_day
from comity.coding.whereabouts import SAID_OR_DONE_THERE, Whereabouts
from comity.folding import fold
from comity.model import Date

_YEAR = len("2025")
_BESIDE = 4  # words between *arrivé* and its day
_SINCE = 7  # days for which what has begun is taken to go on
# what takes days
_LASTING = frozenset(
    {"talks", "negotiation", "mediation", "joint_committee", "conference", "exercise", "training", "exchange"}
)
_ABOUT_ACTS = frozenset(["THREATEN", "ACCUSE", "REQUEST", "REJECT"])


class Circumstances(Whereabouts):
    """Gives a draft its day, sum, rank and status."""

    def _date(self, draft: Draft) -> None:
        if draft.match.frame.status is not None and draft.status == "held":
            draft.status = draft.match.frame.status  # type: ignore[assignment]
        planned = draft.status in {"planned", "postponed", "cancelled"}
        # of a promise, *before the end of the month* is the term
        by_then = planned and (draft.plover != "AGREE" or draft.form == "planned_encounter")
        dated = self.timeline.in_sentence(draft.match.grammar.sentence, planned, by_then)
        chosen = self._nearest(dated, draft)
        if chosen is not None and draft.status == "held" and self._is_to_come(draft, chosen):
            draft.status = "planned"
            chosen = self._nearest(self.timeline.in_sentence(draft.match.grammar.sentence, planned=True), draft)
        if chosen is not None and draft.form == "visit":
            chosen = self.timeline.visit_days(chosen, draft.match.grammar.sentence)
        if chosen is not None:
            draft.date, draft.own_date = chosen.date, True
            draft.counted = chosen.mention.anchor == "last"
            draft.supports.append(Support(chosen.start, chosen.end, ("date",)))
            self._cite_published(draft)
            self.timeline.take(chosen.date, draft.match.grammar.sentence)
            reference = self.current.date if self.current is not None else None
            if draft.status == "held" and self.timeline.is_past(chosen.date, reference):
                draft.recalled = True
            if (
                draft.match.modality.past_of_past
                and self.timeline.report is None
                and chosen.date.resolved == "explicit"
            ):
                draft.recalled = True
            return
        self._inherit_date(draft)

    def _is_undated(self, draft: Draft) -> bool:
        """*l'invasion de X par Y*, without a day in the noun's own phrase: what everyone knows, and no news."""
        match = draft.match
        if not match.frame.dated:
            return False
        doc = match.grammar.doc
        end = nominal.region(match.grammar, match.last)
        limit = doc[end].idx if end < len(doc) else None
        return not self.timeline.has_mention(match.grammar.sentence, doc[match.last - 1].idx, limit)

    def _is_to_come(self, draft: Draft, dated: Dated) -> bool:
        """*se rend mardi à Varsovie*: the present tense with a day of the week other than the report's is ahead."""
        report = self.timeline.report
        if dated.mention.kind != "weekday" or report is None or not self._told_in_present(draft):
            return False
        return not draft.frame.speech and dated.date.edtf != str(report[0])

    def _told_in_present(self, draft: Draft) -> bool:
        verb = next((p for p in (draft.match.predicate, *draft.match.partners) if p.pos_ == "VERB"), None)
        return (
            verb is not None
            and "Pres" in verb.morph.get("Tense", [])
            and "Fin" in verb.morph.get("VerbForm", [])
            and not any(c.dep_.startswith("aux") for c in verb.children)
        )

    def _cite_published(self, draft: Draft) -> None:
        if (
            draft.date is not None
            and draft.date.resolved in {"published", "year_from_published"}
            and self.timeline.published
        ):
            draft.supports.append(Support(0, 0, ("date",), "published", self.timeline.published))

    def _nearest(self, dated: list[Dated], draft: Draft) -> Dated | None:
        sentence = draft.match.grammar.sentence
        at = sentence.parse[draft.match.predicate.i].idx
        spans = [
            d
            for d in dated
            if not self._of_another_verb(draft, at, d.mention.start)
            and not self._of_a_thing(draft, d)
            and not self._of_the_arrival(draft, at, d.mention.start)
            and not self._of_another_clause(draft, at, d)
        ]
        if draft.frame.commits is not None or draft.frame.speech:
            # a date after a verb of saying belongs to what is said
            spans = [d for d in spans if d.mention.start < at + 30]
        return min(spans, key=lambda d: self._distance(sentence, at, d.mention.start), default=None)

    def _of_a_thing(self, draft: Draft, dated: Dated) -> bool:
        """*la ligne de 2024*, *l'accord de 1995*: a bare year after *de* dates the thing, not what is done with it."""
        sentence = draft.match.grammar.sentence
        before = [t for t in sentence.parse if t.idx < dated.mention.start]
        if len(dated.date.edtf) != 4 or not before or fold(before[-1].text) not in {"de", "d"}:
            return False
        return len(before) < 2 or before[-2].i != draft.match.predicate.i

    def _of_another_clause(self, draft: Draft, at: int, dated: Dated) -> bool:
        """A bare year of an aside, or for a visit that goes on beside another act, the day of that act.

        *La Malaisie, qui préside le bloc cette année, a offert …*; *a reçu mardi X, qui effectue une visite à Oslo*.
        """
        doc, other = draft.match.grammar.doc, dated.mention.start
        low, high = min(at, other), max(at, other)
        if not any(t.text in {",", ";"} and low < t.idx < high for t in doc):
            return False
        if other < at and all(len(end) == _YEAR for end in dated.date.edtf.split("/")):
            return any(t.pos_ in {"VERB", "AUX"} and t.idx < other for t in doc)
        return draft.form == "visit" and is_day(dated.date) and self._beside_another_act(draft)

    def _beside_another_act(self, draft: Draft) -> bool:
        """*en visite à A*, *qui effectue une visite à A*."""
        noun = draft.match.predicate
        if noun.pos_ == "NOUN" and staying(noun):
            return True
        return noun.pos_ == "NOUN" and noun.head.dep_ == "acl:relcl" and self._goes_on(draft)

    def _of_the_arrival(self, draft: Draft, at: int, other: int) -> bool:
        """*Arrivée lundi à Oslo, X s'est entretenue avec Y*: the day before the act, set off from it, is another's."""
        doc, grammar = draft.match.grammar.doc, draft.match.grammar
        own = {draft.match.predicate.i, *(p.i for p in draft.match.partners)}
        before = [t for t in doc if t.idx < other]
        set_off = any(t.text == "," and other < t.idx < at for t in doc)
        if not set_off or not before:
            return False
        beside = before[-_BESIDE:]
        for token in reversed(beside):
            if token.text == ",":
                return False
            if grammar.language.has("arrived", grammar.sentence.words[token.i]):
                opens = token.i == 0 or doc[token.i - 1].text == ","
                return opens and token.i not in own
        return False

    def _of_another_verb(self, draft: Draft, at: int, other: int) -> bool:
        """*a rouvert sa frontière, fermée en 2023*: a date after the act, beyond another verb, dates that one."""
        match = draft.match
        own = {match.predicate.i, *(p.i for p in match.partners)}
        carried = match.predicate.pos_ == "NOUN"
        # what is asked or held against someone has its own days, and so has what someone is invited to
        demand = not carried and (draft.plover in _ABOUT_ACTS or draft.form == "invitation")
        return any(
            t.pos_ == "VERB"
            and t.i not in own
            and at < t.idx < other
            and (demand or "Inf" not in t.morph.get("VerbForm", []))
            and not (carried and (match.grammar.is_verb(t, "support") or match.grammar.is_verb(t, "happen")))
            and not (carried and t.dep_ == "acl" and t.head.i == match.predicate.i)
            for t in match.grammar.doc
        )

    def _distance(self, sentence: Sentence, at: int, other: int) -> int:
        """How far a date stands from the predicate; another clause counts as far."""
        low, high = min(at, other), max(at, other)
        between = [t for t in sentence.parse if low < t.idx < high]
        commas = sum(t.text in {",", ";", "("} for t in between)
        verbs = sum(t.pos_ == "VERB" for t in between)
        return high - low + 30 * commas + 50 * verbs

    def _inherit_date(self, draft: Draft) -> None:
        """The day of the encounter at which it was said or signed, or that of the encounter the story is on."""
        if draft.reaction or draft.match.modality.past_of_past:
            return  # *s'était entretenue*: before what the story tells
        self._of_the_day_told(draft)
        setting = self.setting
        if draft.date is not None or setting is None or setting.days is None or not self._in_the_setting(draft):
            return
        if not draft.countries() <= setting.countries or not (setting.many or is_day(setting.days.date)):
            return
        if draft.plover != "CONSULT" or draft.anaphoric or self._tied(draft):
            self._take_day(draft, setting.days)

    def _of_the_day_told(self, draft: Draft) -> None:
        """What is said or signed at an encounter has its day; another encounter only when the text ties them."""
        undated = self.anchor is None or self.anchor.date is None
        there = draft.plover in SAID_OR_DONE_THERE and (
            draft.plover != "CONSULT" or draft.anaphoric or self._tied(draft)
        )
        told_again = draft.headline or (undated and self.is_dispatch() and there)
        if draft.status == "held" and told_again and self._opens(draft):
            return
        if self.opening is not None and self.opening.days is not None and self._in_session(draft):
            self._take_day(draft, self.opening.days)
            return
        source = self.anchor
        if (
            source is None
            or draft.plover not in SAID_OR_DONE_THERE
            or source.date is None
            or draft.status != "held"
            or not (
                is_day(source.date)
                or (draft.frame.speech and source.form not in {"visit", None} and "/" in source.date.edtf)
            )
            or not draft.countries() & source.countries()
            or self._another_day_since(source.match.grammar.sentence.index, source.date, draft)
        ):
            return
        if draft.plover == "CONSULT" and not (draft.anaphoric or self._tied(draft)):
            return
        if draft.plover != "CONSULT" and not self._took_part(draft, source):
            return
        draft.date = source.date
        draft.supports += [s for s in source.supports if "date" in s.fields][:1]
        self._cite_published(draft)

    def _took_part(self, draft: Draft, source: Draft) -> bool:
        """Did one who acts take part in the encounter? At one of many sides, not all of them are named."""
        many = self.setting is not None and self.setting.many
        return many or not {e.country for e in draft.actor}.isdisjoint(source.countries())

    def _another_day_since(self, start: int, day: Date, draft: Draft) -> bool:
        """Do the sentences between two acts tell of another day? Then the second may be of that one."""
        at = draft.match.grammar.sentence.index
        return any(
            start < sentence.index < at
            and any(is_day(d.date) and d.date.edtf > day.edtf for d in self.timeline.in_sentence(sentence))
            for sentence in self.sentences
        )

    def _opens(self, draft: Draft) -> bool:
        """A headline has the day that the first sentence tells, which tells the same act again."""
        opening = self.opening
        if opening is None or opening.day is None or not draft.countries() <= opening.countries:
            return False
        day = opening.day
        if not draft.headline and (opening.lasting or self._another_day_since(opening.sentence, day.date, draft)):
            return False
        self._take_day(draft, day)
        return True

    def _take_day(self, draft: Draft, day: Dated) -> None:
        draft.date = day.date
        draft.supports.append(Support(day.start, day.end, ("date",)))
        self._cite_published(draft)

    def _tied(self, draft: Draft) -> bool:
        """*À son arrivée*, *à cette occasion*, *dans la foulée*."""
        text = " " + " ".join(draft.match.grammar.sentence.subwords) + " "
        return any(f" {fold(cue)} " in text for cue in self.language.syntax["status"]["same_time"])

    def _host_by_place(self, draft: Draft) -> None:
        """With a host the visitor is actor, the host recipient, mode visit (rule 2)."""
        if (
            draft.plover != "CONSULT"
            or not draft.symmetric
            or (draft.status in {"planned", "postponed", "cancelled"} and draft.match.predicate.pos_ == "NOUN")
            or draft.form in {"phone_call", "mediation", "conference", "negotiation"}
        ):
            return
        countries = draft.countries()
        host = draft.hosted_by
        if (
            host is None
            and self.current is not None
            and self.current.recipient
            and draft.countries() == self.current.countries()
            and self.current.plover == "CONSULT"
            and not draft.own_place
        ):
            host = self.current.recipient[0].country
        if host is None and draft.place is not None and draft.place.country in countries:
            host = draft.place.country
        if host is None or host not in countries or len(countries) < 2 or "multilateral" in draft.modes:
            return
        hosts = [e for e in draft.sides() if e.country == host]
        visitors = [e for e in draft.sides() if e.country != host]
        draft.actor, draft.recipient = visitors, hosts
        if "visit" not in draft.modes:
            draft.modes = (*draft.modes, "visit")
        draft.supports = [_both_sides(s) for s in draft.supports]

    def _rank(self, draft: Draft) -> None:
        if draft.plover != "CONSULT" or "visit" not in draft.modes:
            return
        text = " " + " ".join(draft.match.grammar.sentence.subwords) + " "
        for phrase, rank in self.ranks.items():
            if f" {phrase} " in text:
                draft.visit_rank = rank
                break

    def _amount(self, draft: Draft) -> None:
        if draft.plover not in {"AID", "AGREE"} or draft.frame.speech:
            return
        sentence = draft.match.grammar.sentence
        sums = find_amounts(sentence.text, self.language.code)
        if not sums:
            return
        at = draft.match.predicate.idx
        start, end, amount = min(sums, key=lambda s: abs(s[0] - at))
        draft.amount = amount
        draft.supports.append(Support(sentence.page_offset(start), sentence.page_offset(end - 1) + 1, ("amount",)))

    def _planned(self, draft: Draft) -> None:
        """A planned meeting, signing or gift is an agreement to act (PLOVER)."""
        if draft.status not in {"planned", "postponed", "cancelled"}:
            goes_on = self._goes_on if draft.form == "visit" else self._is_under_way
            if draft.status == "held" and goes_on(draft):
                draft.status = "ongoing"
            return
        if draft.plover in {"CONSULT", "COOPERATE"} or draft.form in {
            "signing",
            "document_exchange",
            "inauguration",
            "decoration",
        }:
            draft.plover, draft.form, draft.modes, draft.visit_rank = "AGREE", "planned_encounter", (), draft.visit_rank
        elif draft.plover == "AID":
            draft.plover, draft.form, draft.modes = "AGREE", "offer", ()

    def _goes_on(self, draft: Draft) -> bool:
        """A visit told in the present, or whose last day is not over on the day of the report, goes on."""
        if draft.date is not None and self.timeline.report is not None:
            end = edtf.latest(draft.date.edtf)
            report = edtf.earliest(str(self.timeline.report[0]))
            if end is not None and report is not None and "/" in draft.date.edtf:
                return report <= end
        if draft.frame.traveller and staying(draft.match.predicate) and not draft.headline:
            return True
        return self._told_in_present(draft) and not draft.headline

    def _is_under_way(self, draft: Draft) -> bool:
        """*les pourparlers ont débuté*, *se poursuivent*, *sont en cours*: what takes days, begun not long ago."""
        match = draft.match
        noun = next((t for t in (match.predicate, *match.partners) if t.pos_ == "NOUN"), None)
        if draft.form not in _LASTING or draft.headline or noun is None:
            return False
        course = nominal.course(match.grammar, noun)
        draft.ended = course == "ends"
        if course == "begins" and draft.date is not None and self.timeline.report is not None:
            begun = edtf.latest(draft.date.edtf)
            report = edtf.earliest(str(self.timeline.report[0]))
            return begun is None or report is None or (report - begun).days <= _SINCE
        return course in {"begins", "lasts"}

    def _presides(self, match: Match) -> bool:
        """*X, qui copréside le comité avec Y*: says what X is, unless a day is named."""
        verb = match.predicate
        return (
            match.frame.plover == "CONSULT"
            and match.frame.symmetric
            and verb.pos_ == "VERB"
            and verb.dep_ == "acl:relcl"
            and "Pres" in verb.morph.get("Tense", [])
            and "Fin" in verb.morph.get("VerbForm", [])
            and not self.timeline.has_mention(match.grammar.sentence)
        )

    def _told_as_before(self, match: Match) -> bool:
        """*Auparavant*, *la veille*: a pluperfect that tells the story's own past, not its background."""
        verb = match.predicate
        cleft = verb.dep_ == "acl:relcl" and any(c.dep_ == "cop" for c in verb.head.children)
        told = cleft or self.timeline.has_mention(match.grammar.sentence)  # *c'est X qui avait exhorté Y à …*
        return told or self._says_one_of(match, "before")

    def _says_one_of(self, match: Match, name: str) -> bool:
        """Does the sentence hold one of the cues `name` of the syntax file?"""
        text = " " + " ".join(match.grammar.sentence.subwords) + " "
        return any(f" {fold(cue)} " in text for cue in self.language.syntax["status"][name])


def _both_sides(support: Support) -> Support:
    if "actor" in support.fields or "recipient" in support.fields:
        fields = tuple(dict.fromkeys([*support.fields, "actor", "recipient"]))
        return Support(support.start, support.end, fields, support.meta, support.value)
    return support
