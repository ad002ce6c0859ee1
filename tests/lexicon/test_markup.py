"""The vocabulary of markup: names are cut into words, kinds have an order, contradictions are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.errors import LexiconError
from comity.lexicon import markup, metadata
from comity.lexicon.language import DATA
from comity.lexicon.markup import load_markup, name_words
from comity.lexicon.metadata import load_meta_names
from comity.lexicon.project import open_project, use


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("article__relatedLinks", ("article", "related", "links")),
        ("post-5512", ("post", "5512")),
        ("HTMLBody", ("html", "body")),
        ("", ()),
    ],
)
def test_words_of_a_name(name: str, words: tuple[str, ...]) -> None:
    assert name_words(name) == words


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        ("entry-content clearfix", "body"),
        ("yuzo_related_post", "related"),
        ("article-relate sidebar-relate", "related"),  # the kind that stands first in the file
        ("post-tags", "furniture"),
        ("post tag-economie category-monde", None),  # `tag` is no part's name unless a name ends with it
        ("wp-caption-text", "caption"),
        ("comment-list", "comments"),
        ("css-1n6ve7k e1p3vdyi0", None),
        ("has-large-font-size", None),
    ],
)
def test_kind_of_a_part(names: str, kind: str | None) -> None:
    found = load_markup()
    assert found.first(found.classes(names)) == kind


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("zones.toml", 'elements = ["figcaption"]', 'elements = ["figcaption", "figcaption"]', "twice"),
        ("zones.toml", 'elements = ["figcaption"]', 'elements = ["FigCaption"]', "no name can have"),
        ("zones.toml", "[quote]", "[quotes]", "quotes"),
        ("zones.toml", 'elements = ["figcaption"]', 'elemente = ["figcaption"]', "elemente"),
        ("metadata.toml", 'loose = ["title"]', 'loose = ["og:title"]', "stands twice"),
        ("metadata.toml", "[section]", "[sections]", "sections"),
    ],
)
def test_contradictions_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str, message: str
) -> None:
    (tmp_path / "markup").mkdir()
    for path in (DATA / "markup").iterdir():
        text = path.read_text("utf-8")
        if path.name == file:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / "markup" / path.name).write_text(text, "utf-8")
    loader, module = (load_markup, markup) if file == "zones.toml" else (load_meta_names, metadata)
    monkeypatch.setattr(module, "DATA", tmp_path)
    with pytest.raises(LexiconError, match=message):
        loader.__wrapped__()  # type: ignore[attr-defined]


def test_a_project_adds_the_names_of_a_site(tmp_path: Path) -> None:
    (tmp_path / "comity.toml").write_text("")
    (tmp_path / "lexicon" / "markup").mkdir(parents=True)
    (tmp_path / "lexicon" / "markup" / "zones.toml").write_text('[furniture]\nwords = ["zorglub"]\n')
    try:
        use(open_project(tmp_path))
        assert load_markup().classes("box-zorglub") == {"furniture"}
    finally:
        use(None)
    assert not load_markup().classes("box-zorglub")
