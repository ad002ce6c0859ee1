"""The sentences that show what was found, with marks that stand where they say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.register.searching.passages import LONGEST, passages
from comity.register.searching.question import parse
from comity.register.searching.views import Passage

TEXT = (
    "La ville de Saint-Malo reçoit une délégation\n"
    "La maire a reçu lundi M. Đặng Văn Hoàng. Ils ont signé un protocole sur le chemin de fer. Une visite est prévue.\n"
    "Le protocole signé couvre trois ans; des visites suivront.\n"
)


def shown(found: tuple[Passage, ...]) -> list[str]:
    return ["".join(f"[{piece}]" if marked else piece for piece, marked in each.pieces()) for each in found]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("protocoles", ["Ils ont signé un [protocole] sur le chemin de fer."]),
        ("dang van hoang", ["La maire a reçu lundi M. [Đặng Văn Hoàng]."]),
        ('"chemin de fer"', ["Ils ont signé un protocole sur le [chemin de fer]."]),
        ("visiter signe", ["Le protocole [signé] couvre trois ans; des [visites] suivront."]),
        (
            "maire prévu",
            ["La [maire] a reçu lundi M. Đặng Văn Hoàng.", "Une visite est [prévue]."],
        ),
        ("mal*", ["La ville de Saint-[Malo] reçoit une délégation"]),
        ("protocole -visite", ["Ils ont signé un [protocole] sur le chemin de fer."]),
        ("girafe", ["La ville de Saint-Malo reçoit une délégation"]),
        ("", ["La ville de Saint-Malo reçoit une délégation"]),
    ],
)
def test_the_best_sentences_are_shown(words: str, expected: list[str]) -> None:
    assert shown(passages(TEXT, parse(words), "fr")) == expected


def test_of_a_record_only_its_evidence_counts() -> None:
    start = TEXT.index("couvre")
    within = [(start, start + len("couvre trois ans"))]
    assert shown(passages(TEXT, parse("ans protocole"), "fr", within)) == [
        "Le [protocole] signé couvre trois [ans]; des visites suivront."
    ]
    assert shown(passages(TEXT, parse("maire"), "fr", within)) == [
        "Le protocole signé couvre trois ans; des visites suivront."
    ]


def test_a_long_sentence_is_cut_around_what_was_found() -> None:
    text = "mot " * 300 + "girafe " + "mot " * 300
    (passage,) = passages(text, parse("girafe"), "fr")
    assert len(passage.text) <= LONGEST
    assert shown((passage,))[0].count("[girafe]") == 1
    assert passage.text == text[passage.start : passage.end]
    assert not passage.text.startswith("ot")


@given(st.text(st.sampled_from("aàbéÉ đĐ.\n'\"-*½ﷺ\u0301\U0001d54f"), max_size=60), st.text(max_size=8))
def test_pieces_joined_are_the_text(text: str, words: str) -> None:
    for passage in passages(text, parse(words), "fr"):
        assert "".join(piece for piece, _ in passage.pieces()) == passage.text == text[passage.start : passage.end]
        for start, end in passage.marks:
            assert passage.start <= start < end <= passage.end
