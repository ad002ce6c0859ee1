from __future__ import annotations

from pathlib import Path

import pytest

from comity.errors import LexiconError
from comity.lexicon.language import DATA
from comity.lexicon.reading import load_reading, load_reading_file

FRENCH = (DATA / "fr" / "reading.toml").read_text(encoding="utf-8")


def test_all_languages_are_merged() -> None:
    words = load_reading()
    assert {"fr", "en", "vi"} <= set(words.orders)
    assert {"Voir plus", "Read more", "Xem thêm"} <= set(words.related.end)
    assert {"janvier", "January"} <= set(words.stamp.months[0])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"Voir plus",', '"Voir plus", "Voir plus",', "repeated"),
        ('"Voir plus",', '"Voir plus", " ",', "empty"),
        ('"Voir plus",', '"Voir plus", "A lire",', "stands in two"),
        ("[related]", "[related]\nstrange = []", "strange"),
        ('order = "dmy"', 'order = "ymd"', "order"),
        ('["décembre", "déc"],', "", "11 entries"),
        ('glued = ["Lire aussi"', 'glued = ["Lire moins"', "Lire moins"),
        ("[related]", "[related", "cannot be read"),
    ],
)
def test_contradictions_are_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in FRENCH
    path = tmp_path / "reading.toml"
    path.write_text(FRENCH.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LexiconError, match=message) as caught:
        load_reading_file(path)
    assert "reading.toml" in str(caught.value)
    assert caught.value.remedy
