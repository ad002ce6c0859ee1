"""Fit the trained part of coding on the passages and gold pages written for it.

    python -m tools.train                  fit and write the weights (`make train`)
    python -m tools.train --dry            fit and show what is found on what was left out, and write nothing

Read are the passages of `training/fr` and the gold sets and cases that are not kept aside. A passage tells for each act
its word and its sides; a gold page tells only the clause (`anchor`), so that its word is found by the fit itself: the
word that a rule has for that type, else the likeliest of the clause, after a first fit without it.

How likely an act is follows from three fits, each without a third of the stories: an act gets the chance by which acts
as likely were right in the third that was left out. The table that is printed says what rules find in the passages, and
what rules and trained part find together at several thresholds; no rule was written with the passages.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression

from comity.coding.cast import Cast
from comity.coding.coder import PageJob
from comity.coding.drafts import Draft
from comity.coding.events import EventDrafter
from comity.coding.parse import parse
from comity.coding.slots import Grammar
from comity.coding.story import StoryCoder
from comity.coding.trained import siding, telling, weighing
from comity.coding.trained.proposals import choose
from comity.evaluation import load_expected
from comity.evaluation.matching import countries, pair_stories
from comity.lexicon.frames import load_frames
from comity.lexicon.language import DATA, load_language
from comity.lexicon.trained import FILE, Model, Trained, save_trained
from comity.model import CodedStory, RawPage
from comity.reading.reader import read

ROOT = Path(__file__).resolve().parent.parent
PASSAGES = ROOT / "training" / "fr"
GOLD = ROOT / "tests" / "gold"
CASES = ROOT / "tests" / "cases"
SAMPLES = ROOT / "samples" / "gold"
THRESHOLD = 0.5
"""The least chance at which an act is proposed; see the table."""
THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)
FOLDS = 3
OFTEN = 5  # times, for a word that never tells an act to be left aside
FLOOR = 0.02  # of the chances that are looked at

# how much a large weight costs: the less, the closer the fit
_TELLING, _SIDING = 1.0, 0.1
_STEPS, _TOLERANCE = 200, 1e-3
Place = tuple[int, int]  # a sentence of the story, a token of it
Act = tuple[str, frozenset[str]]  # type, countries


@dataclass(slots=True)
class Wanted:
    """An act as it is expected: its type, its sides, where its words stand, and whether they are just its own."""

    plover: str
    actor: frozenset[str]
    recipient: frozenset[str]
    start: int
    end: int
    exact: bool
    optional: bool


@dataclass(slots=True)
class Weighed:
    """A word with its features, and those of every country as its side."""

    start: int
    end: int
    names: list[str]
    meaning: telling.Vector
    sides: dict[str, tuple[list[str], list[str]]]
    barred: bool = False

    def ruled(self, plover: str) -> bool:
        """Whether a rule has the word for that type."""
        return f"drafted={plover}" in self.names or f"refused={plover}" in self.names


@dataclass(slots=True)
class Told:
    """A story: its words that could tell an act, what is expected of it and what the rules make of it."""

    id: str
    words: dict[Place, Weighed]
    wanted: list[Wanted]
    ruled: Counter[Act]
    passage: bool
    chosen: list[Place | None] = field(default_factory=list)

    def expected(self) -> list[tuple[Act, bool]]:
        """The acts that are expected, and whether careful readers differ on them."""
        return [((act.plover, act.actor | act.recipient), act.optional) for act in self.wanted]

    def acts(self) -> set[Act]:
        """The acts that are expected, those on which careful readers differ among them."""
        return {act for act, _ in self.expected()}

    def places(self, act: Wanted) -> list[Place]:
        """The words that could be the act's."""
        return [at for at, word in self.words.items() if word.start < act.end and word.end > act.start]


class Watcher(StoryCoder):
    """Codes a story by its rules alone, and takes down what the trained part would be shown of each sentence."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.words: dict[Place, Weighed] = {}  # a story that is told twice is told whole the last time
        self.drafted: list[Wanted] = []
        self.coded: CodedStory

    def _proposed(self, drafter: EventDrafter, grammar: Grammar, told: list[Draft]) -> list[Draft]:
        for draft in told:
            start, end = grammar.sentence.span(draft.match.predicate.i, draft.match.predicate.i + 1)
            sides = (frozenset(e.country or "" for e in held) for held in (draft.actor, draft.recipient))
            self.drafted.append(Wanted(draft.plover, *sides, start, end, exact=True, optional=False))
        scene = self._scene(drafter, grammar, told)
        among = siding.candidates(scene)
        for token in telling.words_to_weigh(scene):
            word = siding.Word.of(scene, token)
            start, end = grammar.sentence.span(token.i, token.i + 1)
            self.words[grammar.sentence.index, token.i] = Weighed(
                start,
                end,
                telling.features(scene, token),
                telling.meaning(scene, token),
                {code: siding.features(word, code, among) for code in among},
                token.i in scene.barred,
            )
        return []


def passages(path: Path) -> Iterator[Told]:
    """The passages of a file of JSON lines (see `training/README.md`)."""
    for line in path.read_text("utf-8").splitlines():
        told = json.loads(line)
        page = RawPage(
            name=told["id"], text=told["text"], media="text/plain", ref=told["id"], language="fr",
            publisher=told.get("publisher"),
        )  # fmt: skip
        wanted = []
        for act in told["events"]:
            start = act.get("at", told["text"].find(act["trigger"]))
            end = start + len(act["trigger"])
            actor, recipient = frozenset(act["actor"]), frozenset(act["recipient"] or {})
            wanted.append(Wanted(act["plover"], actor, recipient, start, end, True, act.get("optional", False)))
        for watcher, ruled in _coded(page):
            yield Told(told["id"], watcher.words, wanted, ruled, passage=True)


def pages(path: Path) -> Iterator[Told]:
    """The stories of a gold set or of a file of cases."""
    for page in load_expected(path):
        held = _coded(page.raw)
        for gold, story in pair_stories(page.stories, [w.coded for w, _ in held]):
            if story is None:
                continue
            watcher, ruled = next((w, r) for w, r in held if w.coded is story)
            text, wanted = watcher.page.text, []
            for event in gold.events if gold is not None else ():
                start = max(text.find(event.anchor, story.start), text.find(event.anchor)) if event.anchor else -1
                start, end = (start, start + len(event.anchor)) if start >= 0 else (story.start, story.end)
                actor, recipient = countries(event.actor), countries(event.recipient)
                wanted.append(Wanted(event.plover, actor, recipient, start, end, False, event.optional))
            yield Told(page.id, watcher.words, wanted, ruled, passage=False)


def counterexamples() -> Iterator[Told]:
    """The sentences that a frame must leave alone: in them the rules tell all there is."""
    for frame in load_frames("fr"):
        for number, text in enumerate(frame.counterexamples):
            page = RawPage(name=f"{frame.name}#{number}", text=text, media="text/plain", ref=frame.name, language="fr")
            for watcher, ruled in _coded(page):
                yield Told(page.name, watcher.words, watcher.drafted, ruled, passage=False)


def _coded(raw: RawPage) -> list[tuple[Watcher, Counter[Act]]]:
    reading, language = read(raw), load_language("fr")
    job = PageJob(reading, language)
    parse(job.worth_parsing(), "fr")
    cast = Cast(language, reading.page.publisher)
    cast.meet(language, [s for held in job.sentences for s in held if s.doc is not None])
    found = []
    for story, held in zip(reading.stories, job.sentences, strict=True):
        watcher = Watcher(reading.page, story, language, cast)
        watcher.coded = watcher.code(held)
        ruled = Counter((e.plover, countries((*e.actor, *e.recipient))) for e in watcher.coded.events)
        found.append((watcher, ruled))
    return found


# --- fitting ---------------------------------------------------------------------------------------------------------


def fit(stories: Sequence[Told]) -> Trained:
    """The models that fit the stories best; the same stories in the same order give the same models."""
    for told in stories:
        told.chosen = [_first_guess(told, act) for act in told.wanted]
    for _ in range(2):
        model = _fit_telling(stories)
        for told in stories:
            told.chosen = _choose(model, told)
    return Trained(_fit_telling(stories), _fit_siding(stories), FLOOR)


def proposed(trained: Trained, told: Told) -> dict[Act, float]:
    """The acts that would be proposed for a story beside those of the rules, each with its highest chance."""
    found: dict[Act, float] = {}
    for word in told.words.values():
        done = word.barred or any(name.startswith("drafted=") for name in word.names)
        if done or len(word.sides) < 2:
            continue
        choice = choose(trained, weighing.types(trained, word.names, word.meaning), word.sides)
        if choice is not None:
            act = choice.plover, frozenset((*choice.actor, *choice.recipient))
            if act not in told.ruled:
                found[act] = max(found.get(act, 0.0), choice.chance)
    return found


def left_out(stories: Sequence[Told]) -> list[tuple[Told, dict[Act, float]]]:
    """What is proposed for every story by models that were fitted without it."""
    found = []
    for fold in range(FOLDS):
        trained = fit([told for n, told in enumerate(stories) if n % FOLDS != fold])
        found += [(told, proposed(trained, told)) for n, told in enumerate(stories) if n % FOLDS == fold]
    return found


def scaled(trained: Trained, found: Sequence[tuple[Told, dict[Act, float]]]) -> Trained:
    """The models with the scale by which what they proposed for stories that were left out came true."""
    seen = [(chance, act in told.acts()) for told, acts in found for act, chance in acts.items()]
    chances = np.array([chance for chance, _ in seen])
    odds = np.log(chances / (1 - chances)).reshape(-1, 1)
    fitted = LogisticRegression(C=1e6).fit(odds, np.array([right for _, right in seen]))
    idle = idle_words([told for told, _ in found])
    slope, offset = float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
    return replace(trained, threshold=THRESHOLD, slope=round(slope, 3), offset=round(offset, 3), idle=idle)


def idle_words(stories: Iterable[Told]) -> frozenset[str]:
    """The lemmas that stand often in the stories and never where an act is told."""
    often: Counter[str] = Counter()
    telling_words: set[str] = set()
    for told in stories:
        meant = {at for act in told.wanted for at in (told.places(act) if act.exact else [])} | set(told.chosen)
        for at, word in told.words.items():
            lemma = next(name for name in word.names if name.startswith("lemma=")).removeprefix("lemma=")
            often[lemma] += 1
            if at in meant or any(name.startswith(("drafted=", "refused=")) for name in word.names):
                telling_words.add(lemma)
    return frozenset(lemma for lemma, times in often.items() if times >= OFTEN) - telling_words


def table(trained: Trained, found: Sequence[tuple[Told, dict[Act, float]]]) -> str:
    """Precision, recall and F1 on the passages, of the rules and with what is proposed at each threshold."""
    rows = [_row("rules", [(told, Counter(told.ruled)) for told, _ in found if told.passage])]
    for threshold in THRESHOLDS:
        both = [
            (told, told.ruled + Counter(act for act, c in acts.items() if trained.calibrated(c) >= threshold))
            for told, acts in found
            if told.passage
        ]
        rows.append(_row(f"{threshold:.2f}", both))
    return "\n".join(rows)


def _row(name: str, coded: Sequence[tuple[Told, Counter[Act]]]) -> str:
    right = extra = missed = 0
    for told, acts in coded:
        wanted = Counter(act for act, optional in told.expected() if not optional)
        optional = Counter(act for act, optional in told.expected() if optional)
        hit = sum((wanted & acts).values())
        right += hit
        missed += sum(wanted.values()) - hit
        extra += sum((acts - wanted - optional).values())
    precision, recall = right / max(right + extra, 1), right / max(right + missed, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"{name:6} precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}"


def _first_guess(told: Told, act: Wanted) -> Place | None:
    places = told.places(act)
    ruled = [at for at in places if told.words[at].ruled(act.plover)]
    return next(iter(ruled or (places if act.exact else [])), None)


def _choose(model: Model, told: Told) -> list[Place | None]:
    chosen: list[Place | None] = []
    for act in told.wanted:
        places = told.places(act)
        ruled = [] if act.exact else [at for at in places if told.words[at].ruled(act.plover)]
        column = model.labels.index(act.plover) if act.plover in model.labels else None
        if column is None or not places:
            chosen.append(None)
            continue
        scores = {at: _chance(model, told.words[at], column) for at in ruled or places}
        chosen.append(max(scores, key=lambda at: scores[at]))
    return chosen


def _chance(model: Model, word: Weighed, column: int) -> float:
    scores = model.scores(word.names, word.meaning)
    weights = np.exp(scores - scores.max())
    return float(weights[column] / weights.sum())


def _fit_telling(stories: Iterable[Told]) -> Model:
    names, meanings, labels = [], [], []
    for told in stories:
        label: dict[Place, str] = {}
        for act, at in zip(told.wanted, told.chosen, strict=True):
            if at is not None:
                label.setdefault(at, act.plover)
        unsure = {at for act in told.wanted if not act.exact or act.optional for at in told.places(act)}
        for at, word in told.words.items():
            if at in label or at not in unsure:
                names.append(word.names)
                meanings.append(word.meaning)
                labels.append(label.get(at, weighing.NOTHING))
    return _logistic(names, labels, _TELLING, np.array(meanings))


def _fit_siding(stories: Iterable[Told]) -> Model:
    names, labels = [], []
    for told in stories:
        for act, at in zip(told.wanted, told.chosen, strict=True):
            if at is None or act.optional:
                continue
            for code, (by_type, plain) in told.words[at].sides.items():
                names.append(weighing.crossed(by_type, plain, act.plover))
                side = weighing.RECIPIENT if code in act.recipient else weighing.NOTHING
                labels.append(weighing.ACTOR if code in act.actor else side)
    return _logistic(names, labels, _SIDING)


def _logistic(
    names: Sequence[Sequence[str]], labels: Sequence[str], closeness: float, dense: np.ndarray | None = None
) -> Model:
    rows = {name: row for row, name in enumerate(sorted({name for held in names for name in held}))}
    held = [[rows[name] for name in found] for found in names]
    ends = np.cumsum([0, *map(len, held)])
    matrix = sparse.csr_matrix((np.ones(ends[-1], np.float32), np.concatenate(held), ends), (len(held), len(rows)))
    if dense is not None:
        matrix = sparse.hstack([matrix, sparse.csr_matrix(dense)]).tocsr()
    fitted = LogisticRegression(C=closeness, max_iter=_STEPS, tol=_TOLERANCE).fit(matrix, np.array(labels))
    weights = fitted.coef_.T.astype(np.float32)
    return Model(
        tuple(str(label) for label in fitted.classes_),
        rows,
        weights[: len(rows)],
        fitted.intercept_.astype(np.float32),
        weights[len(rows) :],
    )


# --- what is read, and what comes of it ------------------------------------------------------------------------------


def sources() -> list[Path]:
    """The gold sets and files of cases that the models are fitted on, none of them kept aside."""
    sets = [path for path in sorted(GOLD.iterdir()) if path.is_dir() and not path.name.startswith("aside")]
    return [*sets, SAMPLES, *(path for path in sorted(CASES.glob("*.jsonl")) if not path.name.startswith("aside"))]


def stories() -> list[Told]:
    """All that is learnt from: passages first."""
    found = [told for path in sorted(PASSAGES.glob("*.jsonl")) for told in passages(path)]
    return [*found, *(told for path in sources() for told in pages(path)), *counterexamples()]


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=DATA / "fr" / FILE, help="where the weights are written")
    parser.add_argument("--dry", action="store_true", help="write nothing")
    args = parser.parse_args(argv)
    learnt = stories()
    found = left_out(learnt)
    trained = scaled(fit(learnt), found)
    print(table(trained, found))
    if args.dry:
        return
    save_trained(trained, args.out)
    acts = sum(len(told.wanted) for told in learnt)
    sizes = ", ".join(f"{len(m.rows)} features" for m in (trained.telling, trained.siding))
    print(f"{len(learnt)} stories with {acts} acts: {sizes}; {args.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
