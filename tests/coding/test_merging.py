"""One act told several times is one event, with one more piece of evidence each time; two acts stay two."""

from __future__ import annotations

import pytest

from comity.model import CodedStory, Event
from tests.coding.pages import coded, countries

MET = (
    "Le ministre tchèque de la Défense, Jan Novak, a rencontré à Lima le ministre péruvien de la Défense, Luis Quispe."
)
AGREED = "Les deux ministres ont convenu de former des marins."


def story(text: str) -> CodedStory:
    return coded(text).stories[0]


def told(event: Event) -> tuple[str, str, str | None]:
    """Type, countries and day of an event."""
    return event.plover, " ".join(sorted(countries(event))), event.date.edtf if event.date else None


ONE = [
    pytest.param([MET, MET], ("CONSULT", "CZE PER", None), id="a paragraph twice"),
    pytest.param(
        [MET, "La rencontre entre Jan Novak et Luis Quispe a eu lieu le 4 mai 2021."],
        ("CONSULT", "CZE PER", "2021-05-04"),
        id="its day comes later",
    ),
    pytest.param(
        [MET, "La réunion entre les deux ministres a eu lieu le 4 mai 2021."],
        ("CONSULT", "CZE PER", "2021-05-04"),
        id="the two ministers",
    ),
    pytest.param(
        [
            "La Tchéquie et le Pérou ont signé un accord de pêche.",
            "La Tchéquie et le Pérou ont signé cet accord à Lima.",
        ],
        ("SUPPORT", "CZE PER", None),
        id="a signing and its place",
    ),
    pytest.param(
        ["Le Pérou a remercié la Tchéquie.", "Le Pérou a remercié la Tchéquie pour son aide."],
        ("SUPPORT", "CZE PER", None),
        id="thanks said twice",
    ),
]


@pytest.mark.parametrize(("paragraphs", "expected"), ONE)
def test_one_act_is_one_event(paragraphs: list[str], expected: tuple[str, str, str | None]) -> None:
    (event,) = story("\n\n".join(paragraphs)).events
    assert told(event) == expected
    (once,) = story(paragraphs[0]).events
    assert len(event.evidence) > len(once.evidence)


TWO = [
    pytest.param(
        [
            "La Tchéquie et le Pérou ont signé le 4 mai 2021 un accord de pêche.",
            "La Tchéquie et le Pérou ont signé le 9 mai 2021 un accord de pêche.",
        ],
        [("SUPPORT", "CZE PER", "2021-05-04"), ("SUPPORT", "CZE PER", "2021-05-09")],
        id="two days",
    ),
    pytest.param(
        [
            "La Tchéquie et le Pérou ont signé un accord de pêche.",
            "Le Chili et le Ghana ont signé un accord de pêche.",
        ],
        [("SUPPORT", "CZE PER", None), ("SUPPORT", "CHL GHA", None)],
        id="other countries",
    ),
    pytest.param(
        [
            MET,
            MET.replace("Défense", "Santé").replace("Jan Novak", "Petr Dvorak").replace("Luis Quispe", "Juan Flores"),
        ],
        [("CONSULT", "CZE PER", None), ("CONSULT", "CZE PER", None)],
        id="other persons",
    ),
    pytest.param(
        ["Le Pérou a remercié la Tchéquie.", "La Tchéquie a remercié le Pérou."],
        [("SUPPORT", "CZE PER", None), ("SUPPORT", "CZE PER", None)],
        id="thanks both ways",
    ),
    pytest.param(
        ["Le Pérou a remercié la Tchéquie.", "Le Pérou a remercié le Ghana."],
        [("SUPPORT", "CZE PER", None), ("SUPPORT", "GHA PER", None)],
        id="thanks to two",
    ),
    pytest.param(
        ["La Tchéquie et le Pérou ont signé un accord.", "En 2011, les deux pays avaient signé un accord de pêche."],
        [("SUPPORT", "CZE PER", None), ("SUPPORT", "CZE PER", "2011")],
        id="one recalled",
    ),
    pytest.param(
        [
            "Le président péruvien a reçu le président tchèque.",
            "Le président péruvien s'est entretenu au téléphone avec le président tchèque.",
        ],
        [("CONSULT", "CZE PER", None), ("CONSULT", "CZE PER", None)],
        id="a call is no audience",
    ),
    pytest.param(
        [
            "Le ministre tchèque a rencontré à Lima son homologue péruvien.",
            "Le ministre tchèque rencontrera à Prague son homologue péruvien le 3 juin 2024.",
        ],
        [("CONSULT", "CZE PER", None), ("AGREE", "CZE PER", "2024-06-03")],
        id="one is to come",
    ),
]


@pytest.mark.parametrize(("paragraphs", "expected"), TWO)
def test_two_acts_are_two_events(paragraphs: list[str], expected: list[tuple[str, str, str | None]]) -> None:
    assert sorted(map(str, map(told, story("\n\n".join(paragraphs)).events))) == sorted(map(str, expected))


def test_a_recalled_act_is_told_apart() -> None:
    events = story(
        "La Tchéquie et le Pérou ont signé un accord.\n\nEn 2011, les deux pays avaient signé un accord de pêche."
    ).events
    assert {(event.date.edtf if event.date else None): event.recalled for event in events} == {
        None: False,
        "2011": True,
    }


def test_captions_that_repeat_a_paragraph_add_evidence_alone() -> None:
    plain = f"Entretien à Lima\n\n{MET}\n\n{AGREED}\n"
    captioned = f"Entretien à Lima\n\n{MET}\n\n![]() |\n{MET} |\n\n{AGREED}\n\n![]() |\n{AGREED} |\n"
    once, again = story(plain), story(captioned)
    assert [told(event) for event in again.events] == [told(event) for event in once.events]
    assert [promise.action for promise in again.commitments] == ["former des marins"]
    assert [office.person for office in again.offices] == [office.person for office in once.offices]
    for before, after in zip(once.events, again.events, strict=True):
        assert len(after.evidence) > len(before.evidence)
    cited = {span.start for event in again.events for span in event.evidence if span.start is not None}
    first = captioned.index(MET)
    caption = captioned.index(MET, first + 1)
    assert any(first <= start < first + len(MET) for start in cited)
    assert any(caption <= start < caption + len(MET) for start in cited)


def test_a_promise_said_twice_is_one() -> None:
    found = story(
        "La Tchéquie et le Pérou ont convenu de former des marins.\n\n"
        "La Tchéquie et le Pérou ont convenu de former des marins et d'ouvrir une école."
    )
    assert [promise.action for promise in found.commitments] == ["former des marins", "ouvrir une école"]
    assert {promise.event for promise in found.commitments} == {found.events[0].id}
    assert len(found.events) == 1
