"""What the parser gets wrong in ways that the words themselves show, put right before anyone reads the parse.

Only closed classes and forms decide: quotation marks, endings, number, and the lists `verbs` of the syntax file. A
sentence that shows none of these signs keeps the parse as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from spacy.tokens import Doc, MorphAnalysis, Token

from comity.folding import fold
from comity.lexicon.clauses import ClauseWords

_VERBAL = frozenset({"VERB", "AUX"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_BEHIND = frozenset({"obj", "obl:mod", "dep"})
_CLOSING = frozenset('»”"')
_INFINITIVE = ("er", "ir", "re", "oir")
_FUTURE = "Mood=Ind|Tense=Fut|VerbForm=Fin"
_CONDITIONAL = "Mood=Cnd|Tense=Pres|VerbForm=Fin"
_MISTAKEN = frozenset({"NOUN", "ADJ", "ADV", "AUX", "X", "PROPN"})
_PARTICIPLES = ("é", "ée", "és", "ées", "i", "ie", "is", "ies")
_PARTICIPLE = "Gender=Masc|Number=Sing|Tense=Past|VerbForm=Part"
_OF = frozenset({"de", "des", "du", "d'", "d’"})
_RELATIVE = frozenset({"qui", "que", "qu'", "qu’", "dont", "où"})
_THAT = frozenset({"que", "qu'", "qu’"})
_DEFINITE = frozenset({"le", "la", "les", "l'", "l’", "son", "sa", "ses"})
_INDEFINITE = frozenset({"un", "une", "«", '"', "“"})
_FINITE = "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"


class Mender:
    """Mends parses with the vocabulary of one language: `syntax` of its `syntax.toml`, the endings of its tenses."""

    def __init__(self, syntax: Mapping[str, Any], tenses: ClauseWords) -> None:
        self._tenses_of = tenses
        verbs = syntax["verbs"]
        self._leading = frozenset(fold(v) for name in ("planned", "wished") for v in verbs[name])
        self._impersonal = frozenset(fold(v) for v in verbs["impersonal"])
        self._impersonal_passive = frozenset(fold(v) for v in verbs["impersonal_passive"])
        self._say = frozenset(fold(v) for name in ("say", "reproach") for v in verbs[name])
        self._nations = frozenset(fold(word) for word in syntax["grammar"]["country_plurals"])
        self._misspelt = {fold(form): verb for form, verb in syntax.get("misspelt", {}).items()}
        self._rules: tuple[Callable[[Doc], None], ...] = (
            self._noun_in_er, self._verbs, self._verb_taken_for_noun, self._lemmas, self._tenses,
            self._not_participles, self._bare_verb, self._verb_of_root, self._main_after_clause,
            self._infinitive_root, self._subject_between, self._inverted, self._pronoun_behind,
            self._main_after_relative, self._main_after_que, self._ago, self._il, self._name_first,
            self._between, self._behind_and, self._coordinated, self._asked_that, self._participle_with_object,
            self._second_object, self._many,
        )  # fmt: skip

    def mend(self, doc: Doc) -> Doc:
        """The parse, mended in place."""
        for rule in self._rules:
            rule(doc)
        return doc

    # -- words ----------------------------------------------------------------------------------------------------

    def _verbs(self, doc: Doc) -> None:
        """*a gelé ses vols*, *X place ses troupes*: what has an auxiliary, or a subject and an object, is a verb."""
        for token in doc:
            if token.pos_ not in _MISTAKEN or any(c.dep_ in {"det", "case", "cop"} for c in token.children):
                continue
            text = token.text.lower()
            kinds = {c.dep_ for c in token.children}
            if "aux:tense" in kinds and token.pos_ != "AUX" and text.endswith(_PARTICIPLES):
                if fold(_infinitive_of(text)) in self._say:
                    continue  # *…, a-t-elle annoncé*: the clause before it is what was said
                token.pos_ = "VERB"
                token.morph = MorphAnalysis(doc.vocab, _PARTICIPLE)
                token.lemma_ = _infinitive_of(text)
            elif "nsubj" in kinds and kinds & {"obj", "obl:arg", "xcomp"} and _like_present(token):
                token.pos_ = "VERB"
                token.morph = MorphAnalysis(doc.vocab, _FINITE)
                token.lemma_ = (text.removesuffix("nt") if text.endswith("ent") else text) + "r"

    def _noun_in_er(self, doc: Doc) -> None:
        """*au sortir d'un entretien*: an infinitive behind *au* is a noun."""
        for before, token in pairwise(doc):
            if before.text.lower() == "au" and token.pos_ == "VERB" and "Inf" in token.morph.get("VerbForm", []):
                token.pos_ = "NOUN"
                token.morph = MorphAnalysis(doc.vocab, "Number=Sing")
                token.dep_ = "obl:mod" if token.dep_ == "advcl" else token.dep_

    def _bare_verb(self, doc: Doc) -> None:
        """*La Lituanie ferme deux postes*: what stands bare between the first name and an article is its verb."""
        root = _root(doc)
        if root is None or root.pos_ not in {"NOUN", "PROPN"} or any(_finite(t) for t in doc):
            return
        verb = self._bare_verb_after(doc, root)
        if verb is None:
            return
        verb.pos_, verb.lemma_ = "VERB", verb.text.lower() + "r"
        verb.morph = MorphAnalysis(doc.vocab, _FINITE)
        _promote(root, verb)
        for token in [t for t in doc[verb.i + 1 :] if t.head.i in {root.i, t.i}]:
            token.head = verb
            plain = token.pos_ in _NOMINAL and not any(c.dep_ == "case" for c in token.children)
            token.dep_ = "obj" if plain and token.dep_ in {"nmod", "appos", "dep", "ROOT"} else token.dep_

    def _bare_verb_after(self, doc: Doc, root: Token) -> Token | None:
        for token in doc[root.i + 1 : root.i + 4]:
            if token.head.i not in {root.i, token.i} or any(c.i < token.i for c in token.children):
                return None
            after = doc[token.i + 1] if token.i + 1 < len(doc) else None
            if after is None:
                return None
            if _like_present(token) and after.pos_ in {"DET", "NUM"} and after.text.lower() not in _OF:
                return token
            if token.dep_ not in {"amod", "flat:name"}:
                break
        return self._bare_verb_after_comma(doc, root)

    def _bare_verb_after_comma(self, doc: Doc, root: Token) -> Token | None:
        """*L'Union, par la voix de son président, presse le Tchad de …*: no noun stands before a definite article."""
        first = next((t.i for t in doc[root.i :] if t.text == ","), len(doc))
        for token in doc[first + 2 : -1]:
            told = (
                _like_present(token) and doc[token.i - 1].text == "," and not any(c.i < token.i for c in token.children)
            )
            if told and doc[token.i + 1].text.lower() in _DEFINITE:
                return token
        return None

    def _lemmas(self, doc: Doc) -> None:
        """*reproche* as the verb's own dictionary form: verbs have the form of an infinitive."""
        for token in doc:
            lemma = token.lemma_
            if token.pos_ == "VERB" and fold(token.text) in self._misspelt:
                token.lemma_ = self._misspelt[fold(token.text)]
                continue
            if token.pos_ != "VERB" or "Inf" in token.morph.get("VerbForm", []) or lemma.endswith(_INFINITIVE[:2]):
                continue
            if lemma.endswith(("re", "oir")) and lemma != token.text.lower():
                continue
            stem = lemma[:-2] if lemma.endswith("ent") else lemma
            if stem.endswith("e") and "-" not in stem:
                token.lemma_ = stem + "r"
            elif stem.endswith("é"):
                token.lemma_ = stem[:-1] + "er"

    def _tenses(self, doc: Doc) -> None:
        """*signeront* is a future, *financerait* a conditional: the parser takes many for presents or participles."""
        known = self._tenses_of
        for token in doc:
            if token.pos_ not in _VERBAL:
                continue
            form, lemma = token.text.lower(), token.lemma_.lower()
            if known.is_future(form, lemma) and "Fut" not in token.morph.get("Tense", []):
                token.morph = MorphAnalysis(doc.vocab, _FUTURE)
            elif known.is_conditional(form, lemma) and "Cnd" not in token.morph.get("Mood", []):
                token.morph = MorphAnalysis(doc.vocab, _CONDITIONAL)

    def _verb_taken_for_noun(self, doc: Doc) -> None:
        """*Téhéran menace de fermer …*: a noun with a subject and without an article is the verb."""
        root = _root(doc)
        if root is None or root.pos_ != "NOUN" or not root.text.endswith("e") or root.i == 0:
            return
        left = [c for c in root.children if c.i < root.i]
        if any(c.dep_ in {"det", "case", "cop", "amod", "nummod"} for c in left) or _root_clause(root):
            return
        if any(c.dep_ == "nsubj" for c in left):
            root.pos_, root.lemma_ = "VERB", root.text.lower() + "r"
            root.morph = MorphAnalysis(doc.vocab, _FINITE)

    def _not_participles(self, doc: Doc) -> None:
        """*séjourne* is no participle: its ending is that of a conjugated verb in *-er*."""
        for token in doc:
            if token.pos_ != "VERB" or "Part" not in token.morph.get("VerbForm", []):
                continue
            text = token.text.lower()
            if "Past" in token.morph.get("Tense", []) and token.lemma_.lower() == text + "r" and text.endswith("e"):
                token.morph = MorphAnalysis(doc.vocab, _FINITE)

    # -- the main verb --------------------------------------------------------------------------------------------

    def _verb_of_root(self, doc: Doc) -> None:
        """*Une délégation séjourne à …*: a conjugated verb that the parser hung on its own subject."""
        root = _root(doc)
        if root is None or root.pos_ not in {"NOUN", "PROPN"}:
            return
        if any(c.dep_.startswith(("nsubj", "cop")) for c in root.children):
            return
        verb = next((c for c in root.children if c.i > root.i and c.dep_ in {"acl", "amod"} and _finite(c)), None)
        if verb is None:
            self._verb_after_relative(doc, root)
            return
        if any(t.dep_ == "nsubj" and t.head.i == verb.i for t in doc):
            return
        _promote(root, verb)
        for child in list(root.children):
            if child.i > verb.i:
                child.head = verb
                if child.dep_ == "nmod":
                    child.dep_ = "obl:mod"

    def _verb_after_relative(self, doc: Doc, root: Token) -> None:
        """*X, qui a convoqué Y, a expulsé …*: the verb after the relative clause is the sentence's."""
        clause = next((c for c in root.children if c.dep_ == "acl:relcl" and c.i > root.i), None)
        if clause is None or not any(doc[i].text == "," for i in range(root.i + 1, clause.i)):
            return
        for verb in doc[clause.i + 1 :]:
            auxiliaries = [c for c in verb.children if c.dep_.startswith("aux") and c.i < verb.i and _finite(c)]
            first = auxiliaries[0].i if auxiliaries else verb.i
            if verb.pos_ != "VERB" or not (auxiliaries or _finite(verb)) or doc[first - 1].text != ",":
                continue
            if any(c.dep_ == "mark" or "Rel" in c.morph.get("PronType", []) for c in verb.children):
                return
            for child in [c for c in verb.children if c.i < first and c.dep_.startswith("nsubj")]:
                child.head, child.dep_ = clause, "obj"
            _promote(root, verb)
            return

    def _main_after_clause(self, doc: Doc) -> None:
        """*Après avoir imposé …, X a …*: the sentence's verb is the conjugated one, with its subject."""
        root = _root(doc)
        if root is None or root.pos_ != "VERB" or not any(c.dep_ == "mark" and c.i < root.i for c in root.children):
            return
        if _finite(root) or any(_finite(c) for c in root.children if c.dep_.startswith(("aux", "cop"))):
            return
        for verb in doc[root.i + 1 :]:
            kept = list(verb.children)
            conjugated = _finite(verb) or any(_finite(c) for c in kept if c.dep_.startswith("aux"))
            subject = next((c for c in kept if c.dep_.startswith("nsubj") and c.i < verb.i), None)
            if verb.pos_ != "VERB" or not conjugated or subject is None:
                continue
            if any(c.dep_ == "mark" or "Rel" in c.morph.get("PronType", []) for c in (subject, *kept)):
                continue
            if any(t.text == "," for t in doc[root.i : subject.i]):
                _promote(root, verb)
                root.dep_ = "advcl"
            return

    def _infinitive_root(self, doc: Doc) -> None:
        """*Budapest compte y déployer …*: the conjugated verb right before an infinitive leads it."""
        root = _root(doc)
        if root is None or "Inf" not in root.morph.get("VerbForm", []):
            return
        at = root.i - 1
        while at > 0 and doc[at].pos_ in {"PRON", "ADV"}:
            at -= 1
        verb = doc[at] if at > 0 else None
        if (
            verb is None
            or verb.pos_ not in {"VERB", "AUX", "NOUN"}
            or fold(verb.lemma_) not in self._leading | _nouns(self._leading)
        ):
            return
        before = [t for t in doc[:at] if t.pos_ in _VERBAL and _finite(t)]
        subject = next((t for t in reversed(doc[:at]) if t.pos_ in _NOMINAL), None)
        if before or subject is None:
            return
        top = subject
        while top.head.i < at and top.head.i != top.i:
            top = top.head
        verb.pos_ = "VERB"
        verb.lemma_ = verb.lemma_ if verb.lemma_.endswith("r") else verb.lemma_ + "r"
        verb.morph = MorphAnalysis(doc.vocab, _FINITE)
        root_children = [c for c in root.children if c.i < at]
        _promote(root, verb)
        root.dep_ = "xcomp"
        top.head = verb
        top.dep_ = "nsubj"
        for child in root_children:
            if child.i != top.i and child.i != verb.i:
                child.head = verb

    def _inverted(self, doc: Doc) -> None:
        """*« … », a déploré le ministre*: after a quotation the noun behind a verb of saying is who said it."""
        for verb in doc:
            if verb.pos_ != "VERB" or fold(verb.lemma_) not in self._say:
                continue
            first = min([verb.i, *(c.i for c in verb.children if c.pos_ in {"AUX", "PRON", "ADV"} and c.i < verb.i)])
            if first < 2 or doc[first - 1].text != ",":
                continue
            quoted = doc[first - 2].text in _CLOSING
            after = [c for c in verb.children if c.i > verb.i and c.pos_ in _NOMINAL]
            behind = next((c for c in after if c.dep_ in _BEHIND), None)
            if behind is None or doc[behind.left_edge.i].pos_ == "ADP":
                continue
            before = [c for c in verb.children if c.dep_.startswith("nsubj") and c.i < first]
            if not quoted and (before or any(c.dep_.startswith("nsubj") for c in verb.children)):
                continue
            behind.dep_ = "nsubj"
            for child in before:
                child.dep_ = "ccomp"

    def _pronoun_behind(self, doc: Doc) -> None:
        """*« … », a-t-il averti*: the pronoun behind the auxiliary is who said it, and the *t* is nobody."""
        for link, pronoun in pairwise(doc):
            verb = link.head
            if link.text.lower() != "-t" or not link.dep_.startswith("nsubj") or verb.pos_ != "VERB" or verb.i < link.i:
                continue
            if not any(t.text in _CLOSING for t in doc[: link.i]) or fold(verb.lemma_) in self._impersonal:
                continue
            pronoun.pos_, pronoun.head, pronoun.dep_ = "PRON", verb, "nsubj"
            link.dep_ = "dep"

    def _main_after_relative(self, doc: Doc) -> None:
        """*Le chef, à qui X a remis …, a reçu Y*: the subject after *qui* is that of the clause."""
        root = _root(doc)
        if root is None or root.pos_ != "VERB":
            return
        subjects = [c for c in root.children if c.dep_.startswith("nsubj") and c.i < root.i]
        later = next((c for c in root.children if c.dep_ == "conj" and c.i > root.i and c.pos_ == "VERB"), None)
        if len(subjects) < 2 or later is None or any(c.dep_.startswith("nsubj") for c in later.children):
            return
        first, second = subjects[0], subjects[1]
        relative = any("Rel" in t.morph.get("PronType", []) for t in doc[first.i + 1 : second.i])
        begins = min([later.i, *(c.i for c in later.children if c.pos_ == "AUX")])
        if not relative or doc[begins - 1].text != ",":
            return
        _promote(root, later)
        root.head = first
        root.dep_ = "acl:relcl"
        first.head = later

    def _main_after_que(self, doc: Doc) -> None:
        """*L'Égypte, que ce barrage inquiète, a dénoncé …*: the auxiliary after the comma is the main verb's."""
        root = _root(doc)
        if root is None or root.pos_ not in _NOMINAL:
            return
        verb = next((c for c in root.children if c.i > root.i and c.pos_ == "VERB" and c.dep_.startswith("acl")), None)
        that = next((t for t in doc[root.i + 1 :] if t.text.lower() in _THAT and doc[t.i - 1].text == ","), None)
        if verb is None or that is None or that.i > verb.i:
            return
        begins = next((c.i for c in verb.children if c.pos_ == "AUX" and doc[c.i - 1].text == ","), None)
        if begins is None or begins < that.i:
            return
        within = [c for c in verb.children if root.i < c.i < begins]
        _promote(root, verb)
        for child in within:
            child.head = root
            child.dep_ = "dep" if child.dep_.startswith("nsubj") else child.dep_

    def _ago(self, doc: Doc) -> None:
        """*Il y a un an, X, Y et Z ont signé …*: the main verb is the one behind the list, which is its subject."""
        root = _root(doc)
        if root is None or root.i != 2 or [fold(t.text) for t in doc[:3]] != ["il", "y", "a"]:
            return
        comma = next((t.i for t in doc[root.i :] if t.text == ","), len(doc))
        later = [t for t in doc[comma:] if t.pos_ == "VERB" and root.i in {t.head.i, t.head.head.i}]
        subjects = ((t, c) for t in later for c in t.children if c.dep_.startswith("nsubj") and comma < c.i < t.i)
        verb, subject = next(subjects, (None, None))
        if verb is None or subject is None:
            return
        listed = [c for c in root.children if comma < c.i < subject.i and c.pos_ in {"PROPN", "NOUN"}]
        _promote(root, verb)
        root.dep_ = "advmod"
        first, *others = [*listed, subject]
        for token in others:
            token.head, token.dep_ = first, "conj"
        first.head, first.dep_ = verb, "nsubj"

    def _il(self, doc: Doc) -> None:
        """*Il leur a demandé*, *il s'est entretenu*: *il* before another pronoun is somebody."""
        for token in doc[:-1]:
            after = doc[token.i + 1]
            if token.dep_.startswith("nsubj") and fold(token.text) == "il" and self._agreed_on(token.head):
                token.dep_ = "expl:subj"  # *il a été convenu de*: nobody
            if token.dep_ != "expl:subj" or after.pos_ != "PRON" or after.head.i != token.head.i:
                continue
            if fold(token.head.lemma_) not in self._impersonal:
                token.dep_ = "nsubj"

    def _agreed_on(self, verb: Token) -> bool:
        been = any(fold(child.text) == "ete" for child in verb.children)
        return been and fold(verb.lemma_) in self._impersonal_passive

    def _name_first(self, doc: Doc) -> None:
        """*Paris, qui préside …, a condamné X*, *La Chine, voisine de …, les a invités*: the name first is who acts."""
        root = _root(doc)
        if root is None or root.pos_ != "VERB":
            return
        name = doc[0] if doc[0].pos_ != "DET" or len(doc) < 2 else doc[1]
        if name.pos_ != "PROPN" or name.head.i != root.i or name.dep_ not in {"dep", "obl:mod", "dislocated"}:
            return
        if name.i + 1 >= len(doc) or doc[name.i + 1].text != ",":
            return
        subjects = [c for c in root.children if c.dep_.startswith("nsubj")]
        if any(c.i < root.i for c in subjects) or not any(c.dep_.startswith("aux") for c in root.children):
            return
        name.dep_ = "nsubj"
        for child in subjects:
            child.dep_ = "obj"

    def _subject_between(self, doc: Doc) -> None:
        """*Au nom de X, Y, ambassadeur, a remercié le gouvernement*: who stands between the commas acts on the rest."""
        root = _root(doc)
        if root is None or root.pos_ != "VERB" or doc[0].pos_ != "ADP":
            return
        begins = next((c.i for c in root.children if c.dep_.startswith("aux")), 0)
        comma = next((t.i for t in doc[:begins] if t.text == ","), begins)
        if not comma < begins - 1 or doc[begins - 1].text != "," or any(t.text in _CLOSING for t in doc[:begins]):
            return
        told = [t for t in doc[:begins] if _finite(t) and not any(c.text.lower() in _RELATIVE for c in t.children)]
        subjects = [c for c in root.children if c.dep_.startswith("nsubj")]
        name = doc[comma + 1]
        if told or any(c.i < root.i for c in subjects) or not name.text[:1].isupper():
            return
        name.head, name.dep_ = root, "nsubj"
        for child in subjects:
            child.dep_ = "obj"
        for token in doc[comma + 2 : begins]:
            if token.dep_ == "appos" and token.head.i <= comma:
                token.head = name

    def _coordinated(self, doc: Doc) -> None:
        """*de rappeler son ambassadeur et d'expulser X*: an infinitive goes on another one, not on its object."""
        for token in doc:
            if token.dep_ != "conj" or token.pos_ != "VERB" or not any(c.dep_ == "cc" for c in token.children):
                continue
            first = self._goes_on(token) if token.head.pos_ in _NOMINAL else self._before(token)
            if first is not None:
                token.head = first

    def _between(self, doc: Doc) -> None:
        """*La session de la commission entre X et Y se tiendra à Z*: Y stands with X, and the session is held."""
        for case in doc:
            first = case.head
            if case.text.lower() != "entre" or case.dep_ != "case" or first.i < case.i:
                continue
            both = next((t for t in doc[first.i + 1 : first.i + 8] if t.text.lower() == "et" and t.dep_ == "cc"), None)
            verb = both.head if both is not None else first
            second = next((c for c in verb.children if c.dep_.startswith("nsubj") and c.i > first.i), None)
            if both is None or second is None or verb.pos_ != "VERB" or verb.dep_ != "conj" or verb.i < second.i:
                continue
            above = verb.head
            if above.pos_ not in _NOMINAL or above.i > case.i or second.left_edge.i < both.i:
                continue
            second.head, second.dep_, both.head = first, "conj", second
            if above.head.i == above.i:
                _promote(above, verb)

    def _behind_and(self, doc: Doc) -> None:
        """*X fournira 2 milliards à Y, et lui consent un prêt*: what stands before *et* is no subject behind it."""
        for verb in doc[2:]:
            if verb.pos_ != "VERB" or not (_finite(verb) or any(_finite(c) for c in verb.children if c.i < verb.i)):
                continue
            at = verb.i - 1
            while at > 0 and doc[at].head.i == verb.i and doc[at].pos_ in {"PRON", "AUX", "ADV"}:
                at -= 1
            if doc[at].dep_ != "cc" or doc[at].text.lower() != "et":
                continue
            last = next((t for t in reversed(doc[:at]) if self._leads(t)), None)
            subjects = [c for c in verb.children if c.dep_.startswith("nsubj")]
            if last is None or last.i == verb.i or any(c.i > at for c in subjects):
                continue
            if subjects or (verb.dep_ == "conj" and verb.head.i < last.i):
                for child in subjects:
                    child.head, child.dep_ = last, "obj" if child.dep_ == "nsubj" else "dep"
                verb.head, verb.dep_ = last, "conj"

    def _leads(self, verb: Token) -> bool:
        """A conjugated verb of the sentence's own level, with a subject of its own before it."""
        told = verb.pos_ == "VERB" and (_finite(verb) or any(_finite(c) for c in verb.children if c.i < verb.i))
        if not told or verb.dep_ not in {"ROOT", "conj", "parataxis"}:
            return False
        subjects = [c for c in verb.children if c.dep_.startswith("nsubj") and c.i < verb.i]
        return any(not c.text.lower().startswith(("qu", "dont")) for c in subjects)

    def _asked_that(self, doc: Doc) -> None:
        """*a exigé à la tribune que X quitte …*: the clause is what is asked, and says nothing of the tribune."""
        for verb in doc:
            noun = verb.head
            if verb.dep_ != "acl:relcl" or noun.pos_ not in _NOMINAL or noun.i > verb.i:
                continue
            that = next((c for c in verb.children if c.dep_ == "mark" and c.text.lower() in _THAT), None)
            subject = next((c for c in verb.children if c.dep_.startswith("nsubj")), None)
            above = noun.head
            asks = above.pos_ == "VERB" and fold(above.lemma_) in self._leading | self._say
            whole = any(c.dep_ == "obj" and c.i > verb.i for c in verb.children)  # no *que* is its object
            if that is not None and subject is not None and that.i < subject.i < verb.i and asks and whole:
                verb.head, verb.dep_ = above, "ccomp"

    def _participle_with_object(self, doc: Doc) -> None:
        """*a convoqué X, Y, dénoncé un acte et suspendu Z*: a participle with an object is told of who acts."""
        for token in doc[1:-1]:
            hung = token.dep_ in {"acl", "amod", "conj"} and token.pos_ == "VERB" and token.head.pos_ in _NOMINAL
            if not hung or doc[token.i - 1].text != "," or not token.text.lower().endswith(_PARTICIPLES):
                continue
            after = doc[token.i + 1]
            object_ = next((c for c in token.children if c.i > token.i and c.dep_ in {"obj", "nsubj"}), None)
            if (
                after.text.lower() not in _DEFINITE | _INDEFINITE
                or object_ is None
                or object_.left_edge.i > after.i + 1
            ):
                continue
            above = token.head
            while above.pos_ in _NOMINAL and above.head.i != above.i:
                above = above.head
            if above.pos_ == "VERB" and above.i < token.i and any(c.dep_ == "aux:tense" for c in above.children):
                token.head, token.dep_, object_.dep_ = above, "conj", "obj"

    def _second_object(self, doc: Doc) -> None:
        """*a salué X et convoqué Y*: what stands behind a coordinated verb is its object, not that of the first."""
        for verb in doc:
            if verb.dep_ != "conj" or verb.pos_ != "VERB" or any(c.dep_ == "obj" for c in verb.children):
                continue
            objects = [c for c in verb.head.children if c.dep_ == "obj" and c.pos_ in _NOMINAL - {"PRON"}]
            if len(objects) == 2 and objects[0].i < verb.i < objects[1].left_edge.i:
                objects[1].head = verb

    def _many(self, doc: Doc) -> None:
        """*Vingt pays, réunis à W, ont condamné X*: states that are counted first are who acts, and X is not."""
        for noun in doc:
            verb = noun.head
            counted = noun.dep_ == "obl:mod" and noun.i < verb.i and fold(noun.text) in self._nations
            if not counted or any(c.dep_ == "case" for c in noun.children):
                continue
            subjects = [c for c in verb.children if c.dep_.startswith("nsubj")]
            plural = any("Plur" in c.morph.get("Number", []) for c in (verb, *verb.children) if c.pos_ in _VERBAL)
            if plural and not any(c.i < verb.i for c in subjects):
                noun.dep_ = "nsubj"
                for child in subjects:
                    child.dep_ = "obj"

    def _before(self, verb: Token) -> Token | None:
        """*va rappeler X et expulser Y*: the infinitive before one that the parser hangs on what governs both."""
        above = verb.head
        if "Inf" not in verb.morph.get("VerbForm", []) or above.pos_ not in _VERBAL or not _finite(above):
            return None
        inner = [c for c in above.children if c.dep_ == "xcomp" and above.i < c.i < verb.i]
        return inner[-1] if inner and "Inf" in inner[-1].morph.get("VerbForm", []) else None

    def _goes_on(self, verb: Token) -> Token | None:
        """The verb above the noun that a coordinated verb hangs on, where it has the same form."""
        above = verb.head
        while above.pos_ in _NOMINAL and above.head.i != above.i:
            above = above.head
        if above.pos_ != "VERB" or above.i > verb.i:
            return None
        if "Inf" in verb.morph.get("VerbForm", []):
            return above if "Inf" in above.morph.get("VerbForm", []) else None
        compound = "Part" in verb.morph.get("VerbForm", []) and not any(c.dep_ == "case" for c in verb.children)
        while compound and above.dep_ == "xcomp" and above.head.i < above.i:
            above = above.head  # *a décidé de rappeler X et expulsé Y*
        return above if compound and any(c.dep_ == "aux:tense" for c in above.children) else None


def _root(doc: Doc) -> Token | None:
    return next((t for t in doc if t.head.i == t.i), None)


def _root_clause(root: Token) -> bool:
    """Has the root a conjugated verb of its own level?"""
    return any(c.dep_ in {"conj", "parataxis", "advcl"} and _finite(c) for c in root.children)


def _like_present(token: Token) -> bool:
    """Has the word the ending of a present in *-er*, and no capital, and may the parser have taken it for another?"""
    text = token.text
    return token.pos_ in _MISTAKEN and text.islower() and text.endswith(("e", "ent")) and len(text) > 3


def _infinitive_of(participle: str) -> str:
    """*gelée* to *geler*, *consenti* to *consentir*."""
    bare = participle.removesuffix("s").removesuffix("e") if participle.endswith(("es", "e")) else participle
    bare = bare.removesuffix("s")
    return bare[:-1] + "er" if bare.endswith("é") else bare + "r"


def _finite(token: Token) -> bool:
    return token.pos_ in _VERBAL and "Fin" in token.morph.get("VerbForm", [])


def _nouns(verbs: frozenset[str]) -> frozenset[str]:
    """The forms of verbs in *-er* that look like nouns: *compte*, *demande*."""
    return frozenset(v[:-1] for v in verbs if v.endswith("er"))


def _promote(root: Token, verb: Token) -> None:
    """Make `verb` the root of the sentence and the old root its subject."""
    verb.head = verb
    verb.dep_ = "ROOT"
    root.head = verb
    root.dep_ = "nsubj"
