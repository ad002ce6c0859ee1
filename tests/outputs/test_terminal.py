"""The dossier and the record in the terminal."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console, RenderableType

from comity.errors import UsageError
from comity.model import Span
from comity.outputs.dossier_text import render_dossier
from comity.outputs.record_text import render_record
from comity.register import Register, open_register
from comity.register.views import RECORD_KINDS, Filters, KeptEvent, ReportRef, StoryRef
from comity.sentences import sentence_around
from tests.register.factory import NEWER, Draft, brittany, party, summit


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with open_register(tmp_path / "comity.db", create=True) as register:
        page = summit(url="https://example.org/1", published="2021-05-05", publisher="AVI")
        list(register.add([page.coding(), brittany().coding()]))
        yield register


def printed(what: RenderableType, **options: object) -> str:
    console = Console(file=io.StringIO(), width=110, **options)  # type: ignore[arg-type]
    console.print(what)
    out = console.file
    assert isinstance(out, io.StringIO)
    return out.getvalue().replace("\N{NO-BREAK SPACE}", " ")


def dossier(register: Register, a: str, b: str, language: str = "fr", **filters: str) -> str:
    sides = (register.side(a, language), register.side(b, language))
    return printed(render_dossier(register.dossier(*sides, Filters(**filters)), language))  # type: ignore[arg-type]


def in_order(said: str, *words: str) -> None:
    """The words are said one after the other."""
    at = 0
    for word in words:
        assert word in said[at:], f"{word!r} is not said after {said[:at][-40:]!r}"
        at = said.index(word, at) + len(word)


def test_a_dossier_in_french(register: Register) -> None:
    said = dossier(register, "VNM", "KHM")
    in_order(said, "Vietnam – Cambodge", "Rencontres (1)", "4 mai 2021", "gouvernement", "Sok Dara", "→", "Lê Van Binh")
    in_order(said, "Engagements (2)", "convenu", "énoncé", "commerce", "jusqu’à 2025", "promis", "éducation")
    in_order(said, "Instruments (1)", "Protocole", "signé", "période 2021–2025", "Autres actes (2)", "sans date")
    in_order(said, "Fonctions (2)", "Cambodge", "Sok Dara", "Premier ministre", "Vietnam", "Lê Van Binh")
    assert "https://example.org/1" in said


def test_a_dossier_in_english(register: Register) -> None:
    said = dossier(register, "VNM", "KHM", "en")
    in_order(said, "Vietnam – Cambodia", "Encounters (1)", "4 May 2021", "Commitments (2)", "agreed", "Instruments (1)")


def test_a_dossier_of_a_region(register: Register) -> None:
    in_order(dossier(register, "FR-BRE", "VNM"), "Bretagne – Vietnam", "mars 2019", "Maël Kerbrat", "ville de Hué")


def test_an_empty_dossier_says_so(register: Register) -> None:
    assert "rien qui réunisse" in dossier(register, "LAO", "KHM")


def test_what_a_date_leaves_out_is_said(register: Register) -> None:
    assert "1 fiche dont l’année est inconnue" in dossier(register, "VNM", "KHM", since="2020")


def test_another_language_is_refused(register: Register) -> None:
    with pytest.raises(UsageError):
        dossier(register, "VNM", "KHM", "vi")


def test_a_record_shows_its_words_in_their_sentence(register: Register) -> None:
    commitment = next(register.export("commitment"))
    said = printed(render_record(commitment, register.text))
    in_order(said, "Engagement", commitment.id, "convenu", "AVI · 5 mai 2021 · https://example.org/1")
    in_order(
        said,
        "« Les deux pays ont convenu de ▸porter leurs échanges à 10 milliards de dollars d'ici 2025◂. »",
        "Établit : propos et force",
        "Règles : fr/commitments/test",
    )


@pytest.mark.parametrize("kind", RECORD_KINDS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_record_can_be_shown(register: Register, kind: str, language: str) -> None:
    for kept in register.export(kind):  # type: ignore[arg-type]
        said = printed(render_record(kept, register.text, language))
        assert kept.id in said
        assert "▸" in said


def test_a_retired_record_says_so(register: Register) -> None:
    kept = next(register.export("office"))
    without = summit(url="https://example.org/1", published="2021-05-05", publisher="AVI")
    without.offices = []
    register.keep(without.coding(NEWER))
    assert "Plus aucun" in printed(render_record(register.record(kept.id), register.text))


def test_a_page_cannot_speak_to_the_terminal(tmp_path: Path) -> None:
    text = "Le [bold]Laos[/bold] \x1b[31ma parlé\x1b]0;titre\x07 au\u202e Vietnam [link=x]ici[/link]. Fin [/].\n"
    draft = Draft(text, publisher="[red]\x1b[5mAVI", title="\x9b31mtitre")
    words = text.partition(". Fin")[0]
    draft.event(words, [party("LAO", "Ana \x1b[2JSol")], [party("VNM", "[b]Binh[/b]")])
    draft.commitment(words, [party("LAO"), party("VNM")], action="[/] \x1b[1mfaire")
    draft.instrument(words, [party("LAO"), party("VNM")], title="\x1b]8;;http://evil\x07lien")
    draft.office("Laos", "Ana\x1b[0m", "mini[i]stre", "LAO")
    with open_register(tmp_path / "c.db", create=True) as register:
        list(register.add([draft.coding()]))
        whole = register.dossier(register.side("LAO"), register.side("VNM"))
        said = printed(render_dossier(whole), no_color=True)
        for kind in RECORD_KINDS:
            said += printed(render_record(next(register.export(kind)), register.text), no_color=True)
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(said)
    assert "[bold]Laos[/bold]" in said
    assert "[b]Binh[/b]" in said


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), min_size=1, max_size=4))
def test_marks_change_no_word_of_a_sentence(spans: list[tuple[int, int]]) -> None:
    text = "Les deux parties ont convenu de renforcer leurs échanges."
    evidence = tuple(Span(start=start, end=start + length, supports=("action",)) for start, length in spans)
    draft = Draft(text).event("Les deux parties", [party("LAO"), party("VNM")], evidence=evidence)
    report = ReportRef(
        page=draft.page().id,
        report="s0/e0",
        story=StoryRef(id="s0", kind="main", title="", start=0, end=len(text)),
        sources=(),
        evidence=evidence,
        rules=(),
    )
    kept = KeptEvent(id="ev-aaaaaaaaaaaa", reports=(report,), record=draft.events[0])
    quoted = next(line for line in printed(render_record(kept, lambda _: text)).splitlines() if "▸" in line)
    assert quoted.count("▸") == quoted.count("◂") == len(spans)
    assert text in "".join(sign for sign in quoted if sign not in "▸◂⁰¹²³⁴⁵⁶⁷⁸⁹")


SENTENCES = [
    ("Rien. Il a dit oui. Trois.", "dit", "Il a dit oui."),
    ("Le général M. Tran a parlé. Fin.", "parlé", "Le général M. Tran a parlé."),
    ("S. E. Mme Sol est venue. Elle repart.", "venue", "S. E. Mme Sol est venue."),
    ("MM. Tran et Sok se sont vus. Fin.", "vus", "MM. Tran et Sok se sont vus."),
    ("« Nous signerons. » Il l'a promis ! Bien.", "promis", "Il l'a promis !"),
    ("Titre sans point\nCorps du texte. Suite.", "Corps", "Corps du texte."),
    ("Titre sans point\nCorps du texte.", "sans", "Titre sans point"),
    ("Le taux est de 3.5 % en 2020. En 2021, il monte.", "3.5", "Le taux est de 3.5 % en 2020."),
    ("Le 2 mai. Le 3 mai.", "2 mai. Le 3", "Le 2 mai. Le 3 mai."),
    ("Le pays compte 17 millions d'habitants. 25 provinces.", "17", "Le pays compte 17 millions d'habitants."),
    ("Hà Nội ngày 3. Ông đến.", "Ông", "Ông đến."),
]


@pytest.mark.parametrize(("text", "words", "sentence"), SENTENCES)
def test_the_sentence_around(text: str, words: str, sentence: str) -> None:
    start = text.index(words)
    first, last = sentence_around(text, start, start + len(words))
    assert text[first:last] == sentence


@given(st.text(alphabet="aB1. \n!»M", max_size=60), st.data())
def test_a_sentence_holds_its_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = sentence_around(text, start, end)
    assert 0 <= first <= start <= end <= last <= len(text)
    assert "\n" not in text[first:start]
    assert "\n" not in text[end:last]
