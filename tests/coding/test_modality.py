"""Did it happen? Status, mood and negation of verbs and nouns, on parses made by hand."""

from __future__ import annotations

import pytest

from comity.coding.modality import of_noun, of_verb
from comity.folding import fold
from comity.lexicon.language import load_language
from tests.coding.parses import grammar, token

NOW = "VerbForm=Fin|Tense=Pres"
FUTURE = "VerbForm=Fin|Tense=Fut"
IMPERFECT = "VerbForm=Fin|Tense=Imp"
CONDITIONAL = "VerbForm=Fin|Mood=Cnd"
PAST = "VerbForm=Part|Tense=Past"
INFINITIVE = "VerbForm=Inf"


def perfect(auxiliary: str, morph: str = NOW, before: str = "") -> str:
    """*le Mali … a reçu Lomé*, with that auxiliary."""
    return f"""
    Mali Mali PROPN 3 nsubj
    {auxiliary} avoir AUX 3 aux:tense {morph}
    reçu recevoir VERB 0 ROOT {PAST}
    Lomé Lomé PROPN 3 obj
    {before}
    """


def simple(form: str, morph: str) -> str:
    """*le Mali … reçoit Lomé*, in that form."""
    return f"""
    Mali Mali PROPN 2 nsubj
    {form} recevoir VERB 0 ROOT {morph}
    Lomé Lomé PROPN 2 obj
    """


def under(form: str, lemma: str, morph: str = NOW, mark: str = "de") -> str:
    """*le Mali FORM de recevoir Lomé*."""
    return f"""
    Mali Mali PROPN 2 nsubj
    {form} {lemma} VERB 0 ROOT {morph}
    {mark} {mark} ADP 4 mark
    recevoir recevoir VERB 2 xcomp {INFINITIVE}
    Lomé Lomé PROPN 4 obj
    """


HELD = [
    pytest.param(perfect("a"), "reçu", id="a reçu"),
    pytest.param(simple("reçoit", NOW), "reçoit", id="reçoit"),
    pytest.param(simple("reçut", PAST.replace("Part", "Fin")), "reçut", id="reçut"),
    pytest.param(under("vient", "venir"), "recevoir", id="vient de recevoir"),
    pytest.param(under("annonce", "annoncer"), "recevoir", id="annonce recevoir"),
    pytest.param(
        f"""
        Après après ADP 3 mark
        avoir avoir AUX 3 aux:tense {INFINITIVE}
        reçu recevoir VERB 5 advcl {PAST}
        Lomé Lomé PROPN 3 obj
        part partir VERB 0 ROOT {NOW}
        """,
        "reçu",
        id="après avoir reçu",
    ),
    pytest.param(
        f"""
        Mali Mali PROPN 3 nsubj
        a avoir AUX 3 aux:tense {NOW}
        reçu recevoir VERB 0 ROOT {PAST}
        puis puis CCONJ 5 cc
        remercié remercier VERB 3 conj {PAST}
        """,
        "remercié",
        id="a reçu puis remercié",
    ),
    # *ne … que* says that it happened
    pytest.param(
        f"""
        Mali Mali PROPN 4 nsubj
        n' ne ADV 4 advmod Polarity=Neg
        a avoir AUX 4 aux:tense {NOW}
        reçu recevoir VERB 0 ROOT {PAST}
        que que ADV 4 advmod
        Lomé Lomé PROPN 4 obj
        """,
        "reçu",
        id="n'a reçu que",
    ),
]


@pytest.mark.parametrize(("parse", "verb"), HELD)
def test_acts_that_happened(parse: str, verb: str) -> None:
    made = grammar(parse)
    found = of_verb(made, token(made.sentence, verb))
    assert (found.status, found.mood, found.none) == ("held", "asserted", "")
    assert (found.past_of_past, found.standing) == (False, False)


NO_ACT = [
    pytest.param(
        f"""
        Mali Mali PROPN 5 nsubj
        n' ne ADV 5 advmod
        a avoir AUX 5 aux:tense {NOW}
        pas pas ADV 5 advmod
        reçu recevoir VERB 0 ROOT {PAST}
        Lomé Lomé PROPN 5 obj
        """,
        "reçu",
        id="n'a pas reçu",
    ),
    pytest.param(
        f"""
        Mali Mali PROPN 3 nsubj
        n' ne ADV 3 advmod Polarity=Neg
        accueillera accueillir VERB 0 ROOT {FUTURE}
        jamais jamais ADV 3 advmod
        Lomé Lomé PROPN 3 obj
        """,
        "accueillera",
        id="n'accueillera jamais",
    ),
    pytest.param(
        f"""
        Mali Mali PROPN 2 nsubj
        part partir VERB 0 ROOT {NOW}
        sans sans ADP 4 mark
        recevoir recevoir VERB 2 advcl {INFINITIVE}
        Lomé Lomé PROPN 4 obj
        """,
        "recevoir",
        id="sans recevoir",
    ),
    pytest.param(
        f"""
        Si si SCONJ 3 mark
        Mali Mali PROPN 3 nsubj
        reçoit recevoir VERB 5 advcl {NOW}
        Lomé Lomé PROPN 3 obj
        part partir VERB 0 ROOT {NOW}
        """,
        "reçoit",
        id="si … reçoit",
    ),
    pytest.param(simple("recevrait", CONDITIONAL), "recevrait", id="recevrait"),
    # the parser takes many conditionals for imperfects; their ending tells
    pytest.param(simple("recevrait", IMPERFECT), "recevrait", id="recevrait, misread"),
    pytest.param(under("promet", "promettre"), "recevoir", id="promet de recevoir"),
    pytest.param(under("souhaite", "souhaiter"), "recevoir", id="souhaite recevoir"),
    pytest.param(under("refuse", "refuser"), "recevoir", id="refuse de recevoir"),
    pytest.param(under("convient", "convenir"), "recevoir", id="convient de recevoir"),
    pytest.param(under("part", "partir", mark="pour"), "recevoir", id="part pour recevoir"),
    pytest.param(
        f"""
        Mali Mali PROPN 2 nsubj
        souhaite souhaiter VERB 0 ROOT {NOW}
        que que SCONJ 5 mark
        Togo Togo PROPN 5 nsubj
        reçoive recevoir VERB 2 ccomp VerbForm=Fin|Mood=Sub
        Lomé Lomé PROPN 5 obj
        """,
        "reçoive",
        id="souhaite que … reçoive",
    ),
    pytest.param(
        f"""
        Mali Mali PROPN 2 nsubj
        promet promettre VERB 0 ROOT {NOW}
        de de ADP 4 mark
        recevoir recevoir VERB 2 xcomp {INFINITIVE}
        et et CCONJ 6 cc
        remercier remercier VERB 4 conj {INFINITIVE}
        """,
        "remercier",
        id="promet de recevoir et remercier",
    ),
]


@pytest.mark.parametrize(("parse", "verb"), NO_ACT)
def test_words_that_tell_no_act(parse: str, verb: str) -> None:
    made = grammar(parse)
    assert of_verb(made, token(made.sentence, verb)).none


PLANNED = [
    pytest.param(simple("recevra", FUTURE), "recevra", id="recevra"),
    pytest.param(perfect("aura", FUTURE), "reçu", id="aura reçu"),
    pytest.param(
        f"""
        Lomé Lomé PROPN 3 nsubj:pass
        sera être AUX 3 aux:pass {FUTURE}
        reçu recevoir VERB 0 ROOT {PAST}
        """,
        "reçu",
        id="sera reçu",
    ),
    pytest.param(under("doit", "devoir"), "recevoir", id="doit recevoir"),
    pytest.param(under("va", "aller"), "recevoir", id="va recevoir"),
    pytest.param(under("prévoit", "prévoir"), "recevoir", id="prévoit de recevoir"),
    pytest.param(under("devrait", "devoir", CONDITIONAL), "recevoir", id="devrait recevoir"),
    pytest.param(
        f"""
        Mali Mali PROPN 3 nsubj
        a avoir AUX 3 aux:tense {NOW}
        annoncé annoncer VERB 0 ROOT {PAST}
        qu' que SCONJ 6 mark
        il il PRON 6 nsubj
        recevrait recevoir VERB 3 ccomp {CONDITIONAL}
        Lomé Lomé PROPN 6 obj
        """,
        "recevrait",
        id="a annoncé qu'il recevrait",
    ),
    pytest.param(
        f"""
        Mali Mali PROPN 2 nsubj
        doit devoir VERB 0 ROOT {NOW}
        recevoir recevoir VERB 2 xcomp {INFINITIVE}
        et et CCONJ 5 cc
        remercier remercier VERB 3 conj {INFINITIVE}
        """,
        "remercier",
        id="doit recevoir et remercier",
    ),
]


@pytest.mark.parametrize(("parse", "verb"), PLANNED)
def test_acts_to_come(parse: str, verb: str) -> None:
    made = grammar(parse)
    found = of_verb(made, token(made.sentence, verb))
    assert (found.status, found.none) == ("planned", "")


def test_a_perfect_conditional_is_hearsay() -> None:
    made = grammar(perfect("aurait", CONDITIONAL))
    found = of_verb(made, token(made.sentence, "reçu"))
    assert (found.mood, found.none) == ("conditional", "")


def test_a_pluperfect_is_the_past_of_the_past() -> None:
    made = grammar(perfect("avait", IMPERFECT))
    found = of_verb(made, token(made.sentence, "reçu"))
    assert found.past_of_past
    assert found.none == ""


def test_an_imperfect_tells_a_state() -> None:
    made = grammar(simple("recevait", IMPERFECT))
    found = of_verb(made, token(made.sentence, "recevait"))
    assert found.standing
    assert found.none == ""


CUES = {name: frozenset(fold(w) for w in words) for name, words in load_language("fr").syntax["status"].items()}


def carried(form: str, lemma: str, morph: str, *, noun: str = "visite", negation: str = "") -> str:
    """*la visite … FORM*: the noun is the subject of the verb."""
    lines = [f"la le DET 2 det\n{noun} {noun} NOUN {{verb}} nsubj"]
    if negation:
        lines.append(f"{negation} ne ADV {{verb}} advmod Polarity=Neg")
    lines.append(f"{form} {lemma} VERB 0 ROOT {morph}")
    return "\n".join(lines).format(verb=4 if negation else 3)


NOUNS = [
    pytest.param(carried("commence", "commencer", NOW), "held", False, id="commence"),
    pytest.param(carried("commencera", "commencer", FUTURE), "planned", False, id="commencera"),
    pytest.param(carried("annulée", "annuler", PAST), "cancelled", False, id="annulée"),
    pytest.param(carried("reportée", "reporter", PAST), "postponed", False, id="reportée"),
    pytest.param(carried("prévue", "prévoir", PAST), "planned", False, id="prévue"),
    pytest.param(carried("commence", "commencer", NOW, negation="ne"), "held", True, id="ne commence pas"),
    pytest.param(
        """
        la le DET 3 det
        prochaine prochain ADJ 3 amod
        visite visite NOUN 0 ROOT
        """,
        "planned",
        False,
        id="prochaine visite",
    ),
    pytest.param(
        """
        la le DET 2 det
        visite visite NOUN 0 ROOT
        """,
        "held",
        False,
        id="no verb",
    ),
]


@pytest.mark.parametrize(("parse", "status", "none"), NOUNS)
def test_a_noun_of_act_goes_with_its_verb(parse: str, status: str, none: bool) -> None:
    made = grammar(parse)
    modality, _ = of_noun(made, token(made.sentence, "visite"), CUES)
    assert bool(modality.none) is none
    assert modality.status == status


def test_the_verb_that_carries_a_noun_is_told() -> None:
    made = grammar(carried("commencera", "commencer", FUTURE))
    _, verb = of_noun(made, token(made.sentence, "visite"), CUES)
    assert verb is not None
    assert verb.text == "commencera"
    made = grammar("visite visite NOUN 0 ROOT")
    assert of_noun(made, token(made.sentence, "visite"), CUES)[1] is None
