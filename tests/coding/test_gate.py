"""The gate lets through whatever the frames could read, and holds back what can hold no record."""

from __future__ import annotations

import pytest

from comity.coding.coder import Coder
from comity.coding.gate import Lemmas, gate, off_topic
from comity.coding.parse import Sentence
from comity.folding import fold
from comity.lexicon.frames import Frame, load_frames
from comity.lexicon.language import load_language
from comity.model import RawPage
from comity.reading import read


def sentence(text: str, zone: str = "body") -> Sentence:
    return Sentence(0, zone, 0, 0, len(text), text, list(range(len(text))))


def kept(*texts: str, publisher: tuple[str, ...] = (), lines: tuple[str, ...] = ()) -> list[str]:
    """The sentences of one story that are parsed."""
    story = [sentence(text) for text in texts]
    return [s.text for s in next(gate(load_language("fr")).worth_parsing([story], publisher, lines))]


FRAMES = load_frames("fr")


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.name)
def test_the_examples_of_every_frame_pass(frame: Frame) -> None:
    triggers = gate(load_language("fr")).triggers
    assert all(frame in triggers(sentence(example)) for example in frame.examples)


@pytest.mark.parametrize(
    ("form", "verb"),
    [
        ("reçut", "recevoir"), ("reçue", "recevoir"), ("recevra", "recevoir"), ("tiendront", "tenir"),
        ("tint", "tenir"), ("promet", "promettre"), ("promis", "promettre"), ("convenu", "convenir"),
        ("conviennent", "convenir"), ("enverra", "envoyer"), ("envoie", "envoyer"), ("appellent", "appeler"),
        ("accueille", "accueillir"), ("souscrit", "souscrire"), ("rejette", "rejeter"), ("élut", "élire"),
        ("offert", "offrir"), ("s'est", "être"), ("conclut", "conclure"), ("Rencontrant", "rencontrer"),
    ],
)  # fmt: skip
def test_irregular_forms_are_known(form: str, verb: str) -> None:
    word = form.split("'")[-1]
    assert fold(verb) in Lemmas("fr").of(word)


@pytest.mark.parametrize(
    "texts",
    [
        ("La Zambie et le Malawi ont signé un accord.",),
        ("Le ministre zambien est arrivé.", "Il a rencontré son homologue du Malawi."),
        ("La ville de Tétouan a accueilli une délégation du conseil départemental de la Vendée.",),
        ("Un sommet de l'ASEAN s'est réuni à huis clos.", "Il pleuvait."),
        ("Le refoulement de deux cents ressortissants guinéens par les autorités angolaises a ému Conakry.",),
        ("Le comité algéro-tunisien s'est réuni.",),
    ],
)
def test_a_story_of_two_sides_is_parsed_whole(texts: tuple[str, ...]) -> None:
    assert kept(*texts) == list(texts)


@pytest.mark.parametrize(
    ("texts", "left"),
    [
        (("La pluie a gâté la récolte.", "Les prix montent."), []),
        (("Le Malawi a mangé.", "Le maire, Jean Banda, est inquiet."), ["Le maire, Jean Banda, est inquiet."]),
        (("Le match entre la Zambie et le Malawi a eu lieu au stade.", "Le buteur a rencontré son club."), []),
    ],
)  # fmt: skip
def test_what_can_hold_no_record_is_held_back(texts: tuple[str, ...], left: list[str]) -> None:
    assert kept(*texts) == left


def test_publisher_and_dateline_may_be_the_second_side() -> None:
    told = "Le gouvernement a reçu une délégation du Malawi."
    assert kept(told, lines=("LUSAKA, 3 mai -",)) == [told]
    assert kept(told, publisher=("ZMB",)) == [told]


def test_a_topic_sets_a_story_aside() -> None:
    language = load_language("fr")
    assert off_topic([sentence("Le match"), sentence("au stade avec le gardien")], language) == "sport"
    assert off_topic([sentence("Le match de la diplomatie")], language) == ""


def test_a_page_that_is_held_back_is_coded_without_records() -> None:
    raw = RawPage(name="rain", text="La pluie\n\nLa pluie a gâté la récolte. Les prix montent.", language="fr")
    (coding,) = Coder().code([read(raw)])
    assert coding.error is None
    assert not list(coding.stories[0].records())
