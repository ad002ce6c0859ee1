"""Grammar of a parsed sentence: which mentions stand in which slot of a predicate.

Works on Universal Dependencies labels and on the prepositions of the language's syntax file. Mentions joined by commas
and *et* form one group; a slot holds groups.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from spacy.tokens import Token

from comity.coding.mentions import Mention
from comity.coding.parse import Sentence
from comity.folding import fold
from comity.lexicon.frames import Frame
from comity.lexicon.language import Language
from comity.lexicon.project import remembered

_COMPLEMENTS = frozenset({"obj", "iobj", "obl:arg", "obl:mod", "obl:agent", "nmod"})
_PLACES = frozenset({"country", "city", "subdivision"})
_NO_AGENTS = frozenset({"a", "en", "dans", "sur", "avec"})  # *arrêtés à Bouna*
_GO_TO = frozenset({"a", "en", "dans", "sur"})
_NO_DESCENT = frozenset({"acl:relcl", "advcl", "ccomp", "parataxis", "acl"})


@dataclass(slots=True, eq=False)
class Group:
    """Coordinated mentions that share a slot, and the preposition before the first."""

    members: list[Mention]
    preposition: str | None

    @property
    def lead(self) -> Mention:
        return self.members[0]


@dataclass(slots=True)
class Slots:
    """The groups found in each slot of a predicate, nearest first."""

    found: dict[str, list[Group]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str, group: Group) -> None:
        if group not in self.found[name]:
            self.found[name].append(group)

    def first(self, names: tuple[str, ...]) -> tuple[str, Group] | None:
        """The first group in the first of these slots that is filled."""
        for name in names:
            if self.found.get(name):
                return name, self.found[name][0]
        return None


class Grammar:
    """The grammar of one sentence and its mentions."""

    def __init__(self, sentence: Sentence, mentions: list[Mention], language: Language) -> None:
        self.sentence = sentence
        self.doc = sentence.parse
        self.language = language
        self.mentions = mentions = [m for m in mentions if not _only_adjective(m, self.doc[m.root])]
        self.over: dict[int, Mention] = {i: m for m in mentions for i in range(m.start, m.end)}
        # frames whose words stand here and whose conditions do not hold: frame, token, the frame's key, words
        self.unfit: list[tuple[Frame, Token, str, str]] = []
        self._prepositions = prepositions(language)
        self._verbs = _verbs(language)
        self.groups = self._groups()
        self.group_of = {id(m): g for g in self.groups for m in g.members}

    # -- words ----------------------------------------------------------------------------------------------------

    def lemma(self, token: Token) -> str:
        return fold(token.lemma_)

    def is_verb(self, token: Token, name: str) -> bool:
        """Is the token a verb of the list `name` of the syntax file?"""
        return self.lemma(token) in self._verbs[name]

    # -- groups ---------------------------------------------------------------------------------------------------

    def _groups(self) -> list[Group]:
        groups: list[Group] = []
        previous: Mention | None = None
        for mention in self.mentions:
            if mention.kind == "adjective":
                groups.append(Group([mention], "adjective"))
                continue
            if mention.kind == "pronoun":
                groups.append(Group([mention], None))
                previous = mention
                continue
            own = self.preposition(mention.start)
            if previous and groups and previous.kind != "pronoun" and self._joined(previous, mention, groups[-1], own):
                groups[-1].members.append(mention)
            else:
                groups.append(Group([mention], own))
            previous = mention
        return groups

    def _joined(self, left: Mention, right: Mention, group: Group, own: str | None) -> bool:
        between = [self.doc[i] for i in range(left.end, right.start)]
        if not between:
            return False
        conjoined = self.doc[right.root].dep_ == "conj" and left.start <= self.doc[right.root].head.i < left.end
        if conjoined and own is None and any(fold(t.text) == "et" for t in between[-3:]):
            return True
        if conjoined and group.preposition is None and [fold(t.text) for t in between] == ["et", "des"]:
            return True  # *des navires et des avions béninois*: an article
        if any(t.pos_ in {"VERB", "AUX"} for t in between) or (own is None and group.preposition == "except"):
            return False  # *selon X, les soldats …*
        if own is not None and own != group.preposition and not (own == "de" and group.preposition in {"entre", "par"}):
            # *les dirigeants de Tonga, de Tuvalu et de Nauru*
            shared = own == "de" and group.lead.kind in {"group", "office"} and right.kind in {"country", "city"}
            if not (shared and self.sentence.words[group.lead.start].endswith("s")):
                return False
        words = [fold(t.text) for t in between]
        ands = [w for w in words if w == "et"] or ("ainsi" in words and "que" in words)
        commas = any(t.text == "," for t in between)
        rest = [
            t
            for t, w in zip(between, words, strict=True)
            if t.text != ","
            and w not in {"et", "ainsi", "que", "de", "meme"}
            and t.pos_ not in {"DET", "ADP"}
            and not self.language.has("articles", w)
        ]
        if len(rest) > 2 or any(t.pos_ in {"NOUN", "PROPN", "NUM", "PRON", "SCONJ"} for t in rest):
            return False
        root = self.doc[right.root]
        if ands and group.preposition == "entre" and len(group.members) == 1:
            return True
        if root.dep_.startswith("nsubj") and self.doc[left.root].dep_ in _COMPLEMENTS and root.head.i != left.root:
            return False
        if ands:
            return True
        if not commas:
            return False
        if root.dep_ == "conj" or group.preposition == "entre":
            return True
        return self._list_goes_on(right)

    def _list_goes_on(self, mention: Mention) -> bool:
        tail = self.sentence.words[mention.end : mention.end + 1]
        return (
            tail == ["et"]
            and mention.end + 1 < len(self.doc)
            and any(mention.end < i <= mention.end + 3 for i in self.over)
        )

    def preposition(self, start: int) -> str | None:
        """The slot that the words right before token `start` open, skipping articles and quotes."""
        index = start
        words = self.sentence.words
        while index > 1 and self.doc[index - 1].pos_ == "ADJ" and index - 1 not in self.over:
            if self.doc[index - 2].pos_ not in {"DET", "ADP"}:
                break
            index -= 1  # *au nouveau président*
        while (
            index > 0
            and (self.doc[index - 1].pos_ in {"DET", "NUM"} or self.doc[index - 1].text in {"«", '"', "“"})
            and words[index - 1] not in {"du", "des", "d", "au", "aux"}
        ):
            index -= 1
        if index > 0 and words[index - 1] in {"des", "du"} and self.doc[index - 1].pos_ == "DET":
            index -= 1
        inside = words[start] if start < len(words) else ""
        if index == start and inside in {"du", "des", "au", "aux", "de", "d"}:
            index = start + 1
        for length in range(5, 0, -1):
            if index - length < 0:
                continue
            slot = self._prepositions.get(" ".join(w for w in words[index - length : index] if w))
            if slot == "de" and index > length and self.language.has("those", words[index - length - 1]):
                outer = self.preposition(index - length - 1)
                return slot if outer in _GO_TO else outer  # *par le gouvernement de X et par ceux de Y*
            if slot:
                return slot
        return None

    # -- the slots of a predicate ---------------------------------------------------------------------------------

    def slots(self, predicate: Token, *partners: Token) -> Slots:
        """The slots of a predicate: a verb, a noun, or a verb with its noun (`partners`)."""
        slots = Slots()
        heads = {predicate.i, *(p.i for p in partners)}
        verb = next((t for t in (predicate, *partners) if t.pos_ in {"VERB", "AUX"}), None)
        for group in self.groups:
            if any(m.start <= h < m.end for h in heads for m in group.members):
                continue
            self._place(slots, group, heads)
        if verb is not None:
            for deep in ("", "deep:") if not self.is_passive(verb) else ():
                if slots.found.get(f"{deep}psubj"):
                    slots.found[f"{deep}subj"] = slots.found.pop(f"{deep}psubj") + slots.found.get(f"{deep}subj", [])
            self._subject(slots, verb)
            self._relative(slots, verb)
            if self.is_passive(verb):
                self._turn_passive(slots, verb)
            elif not slots.found.get("obj") and predicate is verb:
                cut_off = self._right_of(verb)
                if cut_off is not None:
                    slots.add("obj", cut_off)
        return slots

    def _place(self, slots: Slots, group: Group, heads: set[int]) -> None:
        token = self.doc[group.lead.root]
        path: list[Token] = []
        while token.i not in heads and token.head.i != token.i:
            path.append(token)
            token = token.head
        if token.i not in heads or not path:
            return
        child = path[-1]
        if group.preposition == "adjective":
            if len(path) == 1 and child.dep_ == "amod":
                slots.add("compound", group)
            elif child.dep_ in {"obj", "nsubj:pass", "obl:arg", "nmod", "obl:mod"}:
                slots.add("deep:obj", group)
            return
        if any(t.pos_ in {"VERB", "AUX"} and (t.dep_ in _NO_DESCENT or "Fin" in _finiteness(t)) for t in path):
            return
        if any(t.dep_ == "conj" and t.pos_ in {"VERB", "AUX"} for t in path):
            return
        role = self._role(child, group if len(path) == 1 or group.lead.start <= child.i < group.lead.end else None)
        if role is None:
            if group.preposition:
                slots.add(group.preposition, group)
            return
        if (
            len(path) > 1
            and not (group.lead.start <= child.i < group.lead.end)
            and not all(self._proxy(t) for t in path[1:])
        ):
            slots.add(f"deep:{role}", group)
            if group.preposition and role not in {"subj", "psubj"}:
                slots.add(group.preposition, group)
            return
        slots.add(role, group)
        if group.preposition and role == "obj" and (group.preposition != "de" or group.lead.kind in _PLACES):
            slots.add(group.preposition, group)

    def _role(self, child: Token, group: Group | None) -> str | None:
        dep = child.dep_
        if dep in {"nsubj", "csubj"}:
            return "subj"
        if dep in {"nsubj:pass"}:
            return "psubj"
        preposition = (
            group.preposition
            if group
            else self.preposition(child.left_edge.i + 1 if child.left_edge.pos_ == "ADP" else child.left_edge.i)
        )
        if dep == "obl:agent":
            return preposition if preposition in _NO_AGENTS else "par"
        if preposition == "led":
            preposition = "par"
        if dep == "obj":
            return preposition if preposition and preposition not in {"de"} else "obj"
        if dep == "iobj":
            return "a"
        if dep == "conj":
            return preposition
        if dep in {"dislocated", "appos"}:
            return "subj" if dep == "dislocated" else preposition
        return preposition

    # -- subjects -------------------------------------------------------------------------------------------------

    def _subject(self, slots: Slots, verb: Token) -> None:
        if slots.found.get("subj") or slots.found.get("psubj"):
            return
        group = self.subject(verb)
        if group is None and "Fin" in _finiteness(verb):
            bare = [g for g in slots.found.get("deep:subj", ()) if g.preposition is None]
            group = bare[0] if bare else None if self.other_subject(verb) else self._left_of(verb)
        if group is not None:
            group = self._whole_list(group, verb)
            slots.add("psubj" if self.is_passive(verb) and verb.dep_ != "conj" else "subj", group)

    def other_subject(self, verb: Token) -> bool:
        """Is the subject a thing or somebody else, and no side: *la crise … menace*, *des propos qui accusent*?"""
        child = next((c for c in verb.children if c.dep_.startswith("nsubj")), None)
        if child is None or child.i > verb.i or self.is_passive(verb):
            return False
        if _is_relative_pronoun(child):
            return _is_relative(verb) and verb.head.pos_ in {"NOUN", "PROPN", "PRON"}
        return child.pos_ == "NOUN" and child.i not in self.over

    def _mere_place(self, group: Group, relative: Token) -> bool:
        """*la crise au Mali qui …*: without a comma the relative clause is not of a name of a place."""
        return group.members[-1].kind in _PLACES and self.doc[relative.i - 1].text not in {",", "(", "-", "–"}

    def _whole_list(self, group: Group, verb: Token) -> Group:
        """*X, chef de …, et Y ont signé*: a plural verb has more than its last, singular subject."""
        lead = group.lead
        at = lead.start
        while at > 0 and self.doc[at - 1].pos_ == "DET":
            at -= 1
        joined = at > 0 and self.language.has("and", self.sentence.words[at - 1])
        if _number(verb) != ["Plur"] or len(group.members) > 1 or not joined or lead.pair or lead.start > verb.i:
            return group
        place = self.groups.index(group)
        before = [g for g in self.groups[:place] if g.preposition is None and g.lead.kind not in {"pronoun", "pair"}]
        if not before or any(_is_finite(t) for t in self.doc[before[-1].members[-1].end : at]):
            return group
        return Group([*before[-1].members, *group.members], None)

    def _relative(self, slots: Slots, verb: Token) -> None:
        """*X, qu'il recevait*, *Y, avec lequel il s'est entretenu*: the antecedent, in the slot of its pronoun."""
        for i in range(verb.i - 1, max(-1, verb.i - 12), -1):
            token = self.doc[i]
            if token.pos_ in {"VERB", "AUX"} and token.head.i != verb.i:
                return
            slot = self._relative_slot(token, verb)
            if slot is None:
                continue
            before = i - 1 if slot == "obj" or self.doc[i - 1].pos_ != "ADP" else i - 2
            comma = before > 0 and self.doc[before].text == ","
            mention = self.over.get(before - 1 if comma else before)
            if mention is None or (slot == "obj" and (slots.found.get("obj") or not comma) and not _is_relative(verb)):
                return
            group = self.group_of[id(mention)]
            if not any(group in groups for groups in slots.found.values()):
                slots.add(slot, group)
            return

    def _relative_slot(self, token: Token, verb: Token) -> str | None:
        """The slot that a relative pronoun fills in its clause; None for other words."""
        word = self.sentence.words[token.i]
        if token.i == 0:
            return None
        if word in self.language.words["relative_object"]:
            return "obj" if not self.is_passive(verb) else None
        if word in self.language.words["relative_to"]:
            return "a"
        if word in self.language.words["relative_after"]:
            return self.preposition(token.i)
        return None

    def subject(self, verb: Token, depth: int = 0) -> Group | None:
        """The group that is the verb's grammatical subject, followed through relatives, participles, infinitives."""
        if depth > 5:
            return None
        for child in verb.children:
            if child.dep_.startswith("nsubj"):
                return self._subject_child(verb, child)
        head = verb.head
        if verb.dep_ == "conj" and head.pos_ in {"VERB", "AUX"}:
            while head.head.i != head.i and head.head.pos_ in {"VERB", "AUX"} and _disagree(verb, head):
                head = head.head  # *X soutient que ses agents ont agi et accuse Y*
            return self.subject(head, depth + 1)
        if verb.dep_ == "advcl" and "Fin" in _finiteness(verb) and head.pos_ in {"VERB", "AUX"}:
            theirs = next((c for c in head.children if c.dep_.startswith("nsubj")), None)
            if theirs is not None and theirs.i > verb.i and not any(c.dep_ == "mark" for c in verb.children):
                aside = [c for v in verb.children if v.i < verb.i for c in v.children if c.dep_.startswith("nsubj")]
                # *X, arrivé lundi à W, sera reçu par Y, a appris Z*
                return self._group_at(aside[0]) if aside else self._left_of(verb)
        if verb.dep_ in {"xcomp", "advcl", "aux", "cop", "aux:tense", "aux:pass"} or (
            verb.dep_ == "ccomp" and "Inf" in verb.morph.get("VerbForm", [])
        ):
            return (
                self.subject(head, depth + 1) if head.pos_ in {"VERB", "AUX"} else self.subject_of_clause(verb, depth)
            )
        if verb.dep_ in {"acl", "acl:relcl"}:
            if (
                "Pres" in verb.morph.get("Tense", [])
                and "Part" in verb.morph.get("VerbForm", [])
                and verb.i
                and self.doc[verb.i - 1].text == ","
            ):
                return self.subject_of_clause(verb, depth)
            if "Inf" in _finiteness(verb):
                return self.subject_of_clause(verb, depth)
            return self._group_at(head)
        if verb.dep_ == "obl:mod" or verb.dep_ == "nmod":
            return self.subject_of_clause(verb, depth)
        return self._left_of(verb) if verb.dep_ == "ROOT" else None

    def _subject_child(self, verb: Token, child: Token) -> Group | None:
        if _is_relative_pronoun(child):
            anchor = verb
            while anchor.dep_ == "conj" and anchor.head.pos_ in {"VERB", "AUX"}:
                anchor = anchor.head
            if anchor.dep_ not in {"acl:relcl", "acl"}:
                return self._left_of(child) or self._right_before(child, verb)
            group = self._group_at(anchor.head)
            return None if group is not None and self._mere_place(group, child) else group
        return self._group_at(child)

    def _right_before(self, relative: Token, verb: Token) -> Group | None:
        """*entre X et Y, qui accuse …*: a singular verb goes with whoever stands right before the comma."""
        mention = self.over.get(relative.i - 2) if relative.i > 1 and self.doc[relative.i - 1].text == "," else None
        if mention is None or mention.end != relative.i - 1 or _number(verb) == ["Plur"]:
            return None
        where = self.group_of[id(mention)].preposition in _GO_TO  # *l'armée, basée à X, qui accuse …*
        return None if where else Group([mention], None)

    def _group_at(self, token: Token) -> Group | None:
        mention = self.over.get(token.i)
        if mention is None:
            for child in token.children:
                if child.dep_ in {"nmod", "appos", "flat:name", "conj"} and child.i in self.over and self._proxy(token):
                    mention = self.over[child.i]
                    break
        return self.group_of.get(id(mention)) if mention else None

    def _proxy(self, token: Token) -> bool:
        """May the complement of this noun stand for it (*un avion de l'armée …*)? Not where it is an act."""
        word = fold(token.text)
        return word in self.language.words["quantities"] or self.language.has("those", word) or token.pos_ == "NUM"

    def subject_of_clause(self, token: Token, depth: int = 0) -> Group | None:
        """The subject of the nearest verb above a token."""
        above = token.head
        seen = 0
        while above.head.i != above.i and above.pos_ not in {"VERB", "AUX"} and seen < 30:
            above = above.head
            seen += 1
        if above.pos_ in {"NOUN", "ADJ"}:
            said = next((c for c in above.children if c.dep_ == "nsubj"), None)
            return self._group_at(said) if said is not None else None  # *X a été le premier à …*
        return self.subject(above, depth + 1) if above.i != token.i and above.pos_ in {"VERB", "AUX"} else None

    def _left_of(self, token: Token) -> Group | None:
        """The nearest group to the left without a preposition and without a finite verb between."""
        best: Group | None = None
        for group in self.groups:
            last = group.members[-1]
            if last.end <= token.i and group.preposition is None and not self._is_object(last, token):
                if any(
                    self.doc[i].pos_ in {"VERB", "AUX"}
                    and "Fin" in self.doc[i].morph.get("VerbForm", [])
                    and self.doc[i].head.i != token.i
                    and self.doc[i].i != token.i
                    for i in range(self._after_relative(last.end, token.i), token.i)
                ):
                    continue
                best = group
        return best

    def _after_relative(self, start: int, end: int) -> int:
        """Where a relative clause set between commas after a name is over: *Paris, qui copréside …, a condamné*."""
        inside = self.doc[start].text == "," and start + 1 < end and _is_relative_pronoun(self.doc[start + 1])
        closing = [i for i in range(start + 2, end) if self.doc[i].text == ","] if inside else []
        return closing[-1] if closing else start

    def _is_object(self, mention: Mention, verb: Token) -> bool:
        """*l'*, *lui*: a pronoun that is no subject; *X, qui quittait Bakou, …*: what another verb governs."""
        root = self.doc[mention.root]
        if mention.kind == "pronoun":
            return root.dep_ in {"obj", "iobj", "obl:arg"}
        return root.dep_ == "obj" and root.head.dep_ == "acl:relcl" and root.head.i not in {verb.i, verb.head.i}

    def _right_of(self, verb: Token) -> Group | None:
        """The object that a date or a place cuts off: *a rencontré mercredi à X le roi …*."""
        for group in self.groups:
            lead = group.lead
            if lead.start <= verb.i or group.preposition is not None or lead.kind == "pronoun":
                continue
            between = self.doc[verb.i + 1 : lead.start]
            if any(t.pos_ in {"VERB", "AUX"} for t in between) or self.doc[lead.root].dep_.startswith("nsubj"):
                return None
            return group
        return None

    def _agent_right_of(self, verb: Token) -> list[Group]:
        """*a été reçue, dans la même journée, par …*: the next *par* before another verb."""
        for group in self.groups:
            if group.lead.start <= verb.i or group.preposition not in {"par", "led"}:
                continue
            if any(t.pos_ in {"VERB", "AUX"} for t in self.doc[verb.i + 1 : group.lead.start]):
                return []
            return [group]
        return []

    # -- voice ----------------------------------------------------------------------------------------------------

    def is_passive(self, verb: Token) -> bool:
        """*a été reçu par*, *reçu par* (a participle without auxiliary)."""
        if self.is_verb(verb, "etre") or any(fold(c.text) in {"s", "se"} and c.pos_ == "PRON" for c in verb.children):
            return False
        auxiliaries = {self.lemma(c) for c in verb.children if c.dep_.startswith("aux")}
        been = "etre" in auxiliaries or any(fold(c.text) == "ete" for c in verb.children)
        if "avoir" in auxiliaries and not been:
            return False
        if any(c.dep_ == "aux:pass" for c in verb.children) or any(c.dep_ == "nsubj:pass" for c in verb.children):
            return True
        participle = "Part" in verb.morph.get("VerbForm", []) and "Past" in verb.morph.get("Tense", [])
        if (
            participle
            and verb.dep_ == "conj"
            and verb.head.pos_ in {"VERB", "AUX"}
            and not any(c.dep_.startswith("aux") for c in verb.children)
        ):
            return self.is_passive(verb.head)
        return (
            participle
            and not any(c.dep_.startswith("aux") or c.dep_ == "cop" for c in verb.children)
            and not self._has_far_auxiliary(verb)
        )

    def _announcer(self, verb: Token) -> list[Group]:
        """*X a annoncé un prêt octroyé à Y*: who announces what is given gives it."""
        noun = verb.head
        if verb.dep_ != "acl" or noun.dep_ != "obj" or not self.is_verb(noun.head, "say"):
            return []
        group = self.subject(noun.head)
        return [group] if group else []

    def _has_far_auxiliary(self, verb: Token) -> bool:
        """*avait, lundi, exprimé*: the auxiliary that the parser lost beyond the commas."""
        for i in range(verb.i - 1, max(-1, verb.i - 7), -1):
            token = self.doc[i]
            if token.pos_ == "VERB":
                return False
            if token.pos_ == "AUX":
                return self.lemma(token) == "avoir"
        return False

    def _turn_passive(self, slots: Slots, verb: Token) -> None:
        patients = slots.found.pop("psubj", []) + slots.found.pop("subj", [])
        if not patients and verb.dep_ in {"acl", "acl:relcl"}:
            group = self._group_at(verb.head)
            patients = [group] if group else []
        detached = verb.dep_ not in {"acl", "amod"} or verb.i < verb.head.i or self.doc[verb.i - 1].text == ","
        if not patients and detached and verb.dep_ in {"advcl", "acl", "amod", "obl:mod", "dislocated"}:
            # *Reçue par X, elle …*: the participle is of the main clause's subject
            group = self.subject_of_clause(verb)
            patients = [group] if group and group not in slots.found.get("par", []) else []
        agents = slots.found.get("par", []) or self._agent_right_of(verb) or self._announcer(verb)
        if patients:
            slots.found["obj"] = patients + slots.found.get("obj", [])
        if agents:
            slots.found["subj"] = list(agents)


def _finiteness(verb: Token) -> list[str]:
    """The verb form of a verb or of its auxiliary."""
    forms = list(verb.morph.get("VerbForm", []))
    for child in verb.children:
        if child.dep_.startswith("aux"):
            forms += child.morph.get("VerbForm", [])
    return forms


def _is_finite(token: Token) -> bool:
    return token.pos_ in {"VERB", "AUX"} and "Fin" in token.morph.get("VerbForm", [])


def _is_relative_pronoun(token: Token) -> bool:
    return token.pos_ == "PRON" and (
        "Rel" in token.morph.get("PronType", []) or fold(token.text) in {"qui", "lequel", "laquelle", "lesquels"}
    )


def _only_adjective(mention: Mention, root: Token) -> bool:
    """*des exercices militaires*: no soldiers."""
    return mention.kind == "group" and not mention.countries and root.pos_ == "ADJ" and root.dep_ == "amod"


def _is_relative(verb: Token) -> bool:
    return verb.dep_ in {"acl:relcl", "acl"}


def _disagree(left: Token, right: Token) -> bool:
    """Do two verbs stand in different numbers, so that they cannot have one subject?"""
    mine, theirs = _number(left), _number(right)
    return bool(mine and theirs and mine != theirs)


def _number(verb: Token) -> list[str]:
    forms = [c for c in verb.children if c.dep_.startswith("aux") and "Fin" in c.morph.get("VerbForm", [])]
    return (forms[0] if forms else verb).morph.get("Number", []) if "Fin" in _finiteness(verb) else []


@remembered
def _verbs(language: Language) -> dict[str, frozenset[str]]:
    """The lists of verbs of the syntax file, folded."""
    return {name: frozenset(fold(v) for v in verbs) for name, verbs in language.syntax["verbs"].items()}


@remembered
def prepositions(language: Language) -> dict[str, str]:
    """Folded preposition phrases and the slot each opens; contractions (*auprès du*) are understood."""
    table: dict[str, str] = {}
    for slot, phrases in language.syntax["prepositions"].items():
        for phrase in phrases:
            words = fold(phrase).split()
            variants = [words]
            if words[-1] == "de":
                variants += [words[:-1] + [w] for w in ("du", "des", "d")]
            if words[-1] == "a" and len(words) > 1:
                variants += [words[:-1] + [w] for w in ("au", "aux")]
            for variant in variants:
                table.setdefault(" ".join(variant), slot)
    return table
