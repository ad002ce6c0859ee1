"""PDFs made in several ways: their words in whole paragraphs, or the reason why there are none."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import ReadingError
from comity.model import RawPage
from comity.reading import pdf, read
from comity.reading.pdf import Line, document, text_of
from tests.reading import pdfs
from tests.requirements import require

TITLE = "Kampala et Nairobi renforcent leur coopération sanitaire"
FIRST = (
    "Le ministre des Affaires étrangères a reçu mardi à Kampala son homologue kényan pour une séance de travail "
    "consacrée à la coopération sanitaire entre les deux pays, en présence des ambassadeurs."
)
SECOND = (
    "Les deux parties ont convenu de former cent infirmières et de construire deux centres de santé dans les "
    "provinces frontalières avant la fin de l'année prochaine, selon un communiqué."
)
THIRD = "Le Premier ministre a salué ces résultats."
VIETNAMESE = (
    "Thủ tướng đã hội đàm với người đồng cấp tại Hà Nội về hợp tác quốc phòng, thương mại và giáo dục giữa hai nước "
    "láng giềng, theo thông cáo được công bố hôm thứ Ba."
)


def paragraphs(content: bytes) -> list[str]:
    return document(content, "a.pdf").text.split("\n\n")


@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize(("indent", "space"), [(0, 8), (15, 0)], ids=["spaced", "indented"])
def test_lines_are_joined_into_paragraphs(columns: int, indent: float, space: float) -> None:
    written = [FIRST, SECOND, THIRD] * 6
    made = pdfs.article(TITLE, written, columns=columns, indent=indent, space=space)
    assert paragraphs(made) == [TITLE, *written]


@pytest.mark.parametrize("columns", [1, 2])
def test_what_is_repeated_on_each_page_is_left_out(columns: int) -> None:
    words = f"{FIRST} {SECOND}".replace(".", "").split()
    written = [" ".join(["Le", *words[number:], *words[:number]]) + "." for number in range(len(words))]
    made = pdfs.article(TITLE, written, columns=columns, header="Bulletin du jour – {}", footer="Page {} / 9")
    found = paragraphs(made)
    assert found[0] == TITLE
    assert " ".join(found[1:]) == " ".join(written)
    assert len(found) == len(written) + 1


def test_the_number_of_a_single_page_is_left_out() -> None:
    assert paragraphs(pdfs.article(TITLE, [FIRST], footer="– {} –")) == [TITLE, FIRST]
    assert paragraphs(pdfs.article(TITLE, [FIRST], footer="p. {}")) == [TITLE, FIRST]


def test_letters_of_vietnamese_and_ligatures() -> None:
    require("fonts", pdfs.DEJAVU.is_file(), f"{pdfs.DEJAVU} is not on this machine (fonts-dejavu)")
    found = paragraphs(pdfs.article("Tin tức", [VIETNAMESE] * 3, columns=2, typeface=pdfs.font()))
    assert found == ["Tin tức", *[VIETNAMESE] * 3]
    (line,) = paragraphs(pdfs.drawn((50, 700, "Les ofﬁciers afﬁrment leur conﬁance"), typeface=pdfs.font()))
    assert line == "Les officiers affirment leur confiance"


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["une coopé-", "ration renforcée"], "une coopération renforcée"),
        (["le vice-", "président et le vice-président"], "le vice-président et le vice-président"),
        (["la région Asie-", "Pacifique"], "la région Asie-Pacifique"),
        (["le plan 2024-", "2026 signé"], "le plan 2024-2026 signé"),
    ],
)
def test_words_divided_at_the_end_of_a_line(lines: list[str], whole: str) -> None:
    made = pdfs.drawn(*((50, 700 - 14 * number, line) for number, line in enumerate(lines)))
    assert " ".join(paragraphs(made)) == whole


def _line(text: str, left: float, base: float, size: float = 10) -> Line:
    return Line(text, left, left + 5 * len(text), base, size)


def test_a_heading_an_item_and_a_gap_begin_a_paragraph() -> None:
    long = "un texte assez long pour remplir la ligne"
    page = [
        _line("Un titre en grand", 50, 760, 16),
        _line(long, 50, 700),
        _line("et sa suite", 50, 687),
        _line("- un point de la liste qui est long aussi", 50, 674),
        _line("- un autre", 50, 661),
        _line(long, 50, 600),
        _line("suite", 50, 587),
    ]
    assert text_of([page]).split("\n\n") == [
        "Un titre en grand", f"{long} et sa suite", "- un point de la liste qui est long aussi", "- un autre",
        f"{long} suite",
    ]  # fmt: skip


def test_a_paragraph_goes_on_in_the_next_column_and_page() -> None:
    first = [
        _line("le début de la phrase", 50, 100),
        _line("va beaucoup plus loin", 300, 700),
        _line("et se termine ici.", 300, 687),
    ]
    second = [_line("Une autre phrase", 50, 700)]
    assert (
        text_of([first, second]) == "le début de la phrase va beaucoup plus loin et se termine ici.\n\nUne autre phrase"
    )


@given(
    st.lists(
        st.lists(
            st.builds(
                Line,
                st.text(min_size=1, max_size=20).map(lambda text: text.strip() or "x"),
                *[st.floats(-1000, 2000, allow_nan=False)] * 3,
                st.floats(0, 100),
            ),
            max_size=8,
        ),
        max_size=4,
    )
)
def test_any_lines_give_text(pages: list[list[Line]]) -> None:
    text = text_of(pages)
    assert "\n\n\n" not in text
    assert text == text.strip("\n")


def test_metadata_are_stated() -> None:
    made = pdfs.article(TITLE, [FIRST])
    stated = {one.field: (one.value, one.by) for one in document(made, "a.pdf").stated}
    assert stated["title"] == (TITLE, "meta")
    assert stated["author"] == ("La rédaction", "meta")
    assert stated["published"][0][:2] == "20"
    page = read(RawPage(name="a.pdf", content=made, media="application/pdf", url="https://a.example/a.pdf")).page
    assert page.published is None, "the day on which the file was made is no day of publication"
    assert page.stated == document(made, "a.pdf").stated
    assert page.url == "https://a.example/a.pdf"
    assert page.language == "fr"


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("D:20240311080000+07'00'", "2024-03-11T08:00:00+07:00"),
        ("D:20240311080000Z", "2024-03-11T08:00:00Z"),
        ("D:20240311080000-03'30", "2024-03-11T08:00:00-03:30"),
        ("D:20240311", "2024-03-11"),
        ("D:2024", "2024"),
        ("11 mars", None),
        ("", None),
    ],
)
def test_dates_of_metadata(value: str, iso: str | None) -> None:
    stated = pdf._stated({"CreationDate": value, "Title": "a.docx", "Author": "untitled"})
    assert [one.value for one in stated] == ([iso] if iso else [])


GOOD = pdfs.article(TITLE, [FIRST, SECOND])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (pdfs.scanned(3), "without text: 3 of its 3 pages are pictures, as a scanner makes. Recognise its text"),
        (pdfs.drawn(), "is a PDF without text. Leave it out."),
        (pdfs.article(TITLE, [FIRST], password="secret"), "encrypted with a password"),
        (GOOD[: len(GOOD) // 2], "is damaged"),
        (b"%PDF-1.7\n", "is damaged"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 100, "is damaged"),
        (b"", "is damaged"),
        (pdfs.objects(b"[" * 200_000), "is damaged"),
        (pdfs.objects(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"), "is damaged"),
        (pdfs.objects(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 2000000000>>"), "is a PDF"),
    ],
)
def test_a_pdf_that_gives_no_text_says_why(content: bytes, words: str) -> None:
    failure = read(RawPage(name="a.pdf", content=content, media="application/pdf")).failure
    assert failure is not None
    assert failure.code == "reading"
    assert words in failure.message
    assert failure.message.startswith("a.pdf is a PDF")


def test_a_pdf_that_may_be_read_but_not_printed_is_read() -> None:
    assert paragraphs(pdfs.article(TITLE, [FIRST], password="")) == [TITLE, FIRST]


def test_text_without_letters_is_no_text() -> None:
    signs = "".join(chr(0xE000 + number) for number in range(40))
    require("fonts", pdfs.DEJAVU.is_file(), f"{pdfs.DEJAVU} is not on this machine (fonts-dejavu)")
    with pytest.raises(ReadingError, match=r"does not say which letters|without text"):
        document(pdfs.drawn((50, 700, signs), typeface=pdfs.font()), "a.pdf")


@pytest.mark.parametrize("program", ["import os; os.abort()", "import time; time.sleep(60)", "print('[')", "1/0"])
def test_what_the_library_does_to_its_process_is_only_a_failure(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "program.py"
    path.write_text(program)
    monkeypatch.setattr(pdf, "_PROGRAM", path)
    monkeypatch.setattr(pdf, "_SECONDS", 2)
    start = time.monotonic()
    with pytest.raises(ReadingError, match=r"was not read in 2 seconds|more memory or time than is allowed"):
        document(GOOD, "a.pdf")
    assert time.monotonic() - start < 20


BOMBS = {
    "forms": lambda: pdfs.forms(depth=9, each=10),
    "signs": lambda: pdfs.page_of(
        b"BT /F 12 Tf 50 700 Td " + (b"(" + b"A" * 40 + b") Tj ") * 3_000_000 + b"ET", packed=1
    ),
    "zeros": lambda: pdfs.page_of(b"\0" * 1_500_000_000, packed=2),
}


@pytest.mark.long
@pytest.mark.parametrize("make", BOMBS.values(), ids=BOMBS)
def test_bombs_take_neither_the_machine_nor_the_run(make: Callable[[], bytes]) -> None:
    content = make()
    start = time.monotonic()
    try:
        text = document(content, "a.pdf").text
    except ReadingError as error:
        text = str(error)
    assert len(text) < 30_000_000
    assert time.monotonic() - start < 150


@pytest.mark.long
def test_a_thousand_pages() -> None:
    made = pdfs.article(TITLE, [FIRST * 6, SECOND * 6] * 1500, header="Bulletin {}", footer="{}")
    found = paragraphs(made)
    assert found[0] == TITLE
    assert " ".join(found).count("infirmières") == 9000
    assert "Bulletin" not in " ".join(found)


@pytest.mark.long
def test_pdfs_with_a_bit_or_a_part_wrong_are_pages_or_reasons() -> None:
    """What is wrong is found by seeds, so that a failure comes again."""
    for seed in range(150):
        chance = random.Random(seed)
        made = bytearray(GOOD)
        for _ in range(chance.randint(1, 30)):
            made[chance.randrange(len(made))] = chance.randrange(256)
        if seed % 3 == 0:
            start = chance.randrange(len(made))
            del made[start : start + chance.randrange(2000)]
        reading = read(RawPage(name="a.pdf", content=bytes(made), media="application/pdf"))
        assert reading.page.text or reading.failure, seed
