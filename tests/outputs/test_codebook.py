"""The codebook as Markdown: whole, in each language, and the documents are what the lexicon says now."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.lexicon.codebook import load_codebook
from comity.lexicon.fingerprint import fingerprint
from comity.lexicon.project import open_project, use
from comity.lexicon.vocabulary import LANGUAGES, vocabulary
from comity.outputs.codebook import codebook_text
from tools.documents import DRAWN


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_tells_every_value_with_its_definition_and_every_rule(language: str) -> None:
    text = codebook_text(language)
    for table in vocabulary().tables():
        section = text.partition(f"\n## {table.title.in_language(language)}\n")[2].partition("\n## ")[0]
        for value in table.values():
            told = section.partition(f"`{value.id}`")[2]
            assert value.label.in_language(language) in told
            assert value.definition.in_language(language) in told
    for rule in load_codebook().rules:
        assert f"**`{rule.id}`** · **{rule.title.in_language(language)}.** {rule.rule.in_language(language)}" in text


def test_scores_sources_and_sentences_stand_with_their_values() -> None:
    text = codebook_text("en")
    accuse = text.partition("### `ACCUSE`")[2].partition("\n### ")[0]
    assert "Score −3 " in accuse
    assert "- Example: « " in accuse
    assert "- Counterexample: « " in accuse
    assert "(`fr/events/" in accuse
    assert "| `CONSULT/visit` | Visit | +4 |" in text
    assert "Departs from: PLOVER manual 2.0.*" in text


def test_versions_stand_at_the_head_when_asked() -> None:
    assert fingerprint() in codebook_text("en")
    assert fingerprint() not in codebook_text("en", versions=False)


def test_a_project_is_named_with_its_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "comity.toml").write_text('name = "Our rules"\n')
    bodies = tmp_path / "lexicon" / "fr" / "people.csv"
    bodies.parent.mkdir(parents=True)
    bodies.write_text("name,country\n")
    project = open_project(tmp_path)
    use(project)
    try:
        text = codebook_text("en")
    finally:
        use(None)
    assert f"Our rules, `{project.fingerprint()}`" in text


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.name)
def test_the_documents_are_what_the_lexicon_says_now(path: Path) -> None:
    assert path.read_text("utf-8") == codebook_text(DRAWN[path], versions=False), (
        "the lexicon has changed: run `make docs` (or `make codebook`, in seconds), then commit docs/codebook*.md"
    )
