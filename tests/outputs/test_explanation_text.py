"""An explanation as it is read in the terminal."""

from __future__ import annotations

import pytest
from rich.console import Console

from comity.explanation import (
    Dropped,
    Explanation,
    Named,
    Seen,
    SentenceExplained,
    Side,
    Slot,
    Source,
    StoryExplained,
    Tried,
)
from comity.model import CodedStory, Coder, Coding, Failure, Page
from comity.outputs.explanation_text import explanation_lines, reason

TEXT = "Le Kenya n'a pas signé l'accord avec la Namibie.\n\nIl pleut."
SIGN = Source(file="fr/frames/support.toml", key="signer")


def told(*tried: Tried, error: Failure | None = None) -> Explanation:
    page = Page(
        id="0" * 64, ref=None, source="a.txt", url=None, publisher=None, language="fr", title="Pluie", text=TEXT,
        published=None,
    )  # fmt: skip
    coder = Coder(version="0", lexicon="sha256:0", project_lexicon=None, model=None, spacy=None)
    stories = (CodedStory(id="s0", kind="main", title="Pluie", start=0, end=len(TEXT), zones=()),)
    sentence = SentenceExplained(
        index=0,
        zone="body",
        start=0,
        end=48,
        speaker=Side(name="Wanjiru", kind="person", country="KEN", inferred=True),
        mentions=(
            Named(
                text="Kenya", start=3, end=8, kind="country", countries=("KEN",),
                sources=(Source(file="fr/countries.csv", key="Kenya"),),
            ),
        ),
        tried=tried,
    )  # fmt: skip
    story = StoryExplained(
        id="s0", sides=("KEN", "NAM"), home=None, topic=None, sentences=(sentence,), silent=1,
        dropped=(Dropped(record="e7", reason="no words"),),
    )  # fmt: skip
    coding = Coding(schema="1", coder=coder, page=page, stories=() if error else stories, error=error)
    return Explanation(coding=coding, stories=() if error else (story,))


def shown(explanation: Explanation, language: str) -> str:
    console = Console(width=300, force_terminal=False, markup=False)
    with console.capture() as captured:
        for line in explanation_lines(explanation, language):
            console.print(line)
    return captured.get().replace("\xa0", " ").replace("\u202f", " ")


REFUSED = Tried(
    rule="fr/events/signer", source=SIGN, words="signé", outcome="refused", weight=0.8, reason="negated",
    parse=(Seen(text="signé", lemma="signer", pos="VERB", dep="ROOT", head=""),),
    slots=(Slot(slot="subj", words=("Kenya",)),), actor=(Side(name=None, kind="country", country="KEN"),),
)  # fmt: skip
UNFIT = Tried(
    rule="fr/events/signer", source=SIGN, words="signé", outcome="unfit", weight=0.8, key="unless", detail="match"
)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ["parties : Kenya et Namibie", "signer [fr/frames/support.toml] « signé » ✗ nié", "subj = Kenya",
                "un mot qui l’exclut « match »", "parle Wanjiru (Kenya ?)", "1 phrase où rien n’a été trouvé",
                "e7 a été retiré (no words)", "[fr/countries.csv: Kenya]"]),
        ("en", ["sides: Kenya and Namibia", "signer [fr/frames/support.toml] « signé » ✗ negated", "VERB ROOT",
                "conditions not met: signer [fr/frames/support.toml, unless] a word that excludes it « match »",
                "1 sentence in which nothing was found"]),
    ],
)  # fmt: skip
def test_a_sentence_is_told_with_its_frames_and_why(language: str, words: list[str]) -> None:
    out = shown(told(REFUSED, UNFIT), language)
    for expected in words:
        assert expected in out


def test_a_sentence_without_a_frame_says_so() -> None:
    assert "no frame has a word of this sentence" in shown(told(), "en")


def test_a_page_that_failed_says_why() -> None:
    assert "no French" in shown(told(error=Failure(code="no_lexicon", message="no French")), "fr")


def test_a_reason_hangs_on_a_verb_and_an_unknown_one_stays_as_it_is() -> None:
    assert reason("under souhaité", "fr") == "dépend de « souhaité »"
    assert reason("quite new", "fr") == "quite new"
