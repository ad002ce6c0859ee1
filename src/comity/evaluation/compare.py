"""Comparing codings with gold, page by page, as the last section of the records' contract says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from comity import edtf
from comity.errors import EvaluationError
from comity.evaluation.describe import describe, sentence_at
from comity.evaluation.evaluation import Evaluation, Finding, Judged, PageResult
from comity.evaluation.figures import Count, Share
from comity.evaluation.gold import (
    GoldCommitment,
    GoldEvent,
    GoldInstrument,
    GoldOffice,
    GoldPage,
    GoldRecord,
    GoldStory,
    load_gold,
)
from comity.evaluation.matching import (
    C,
    G,
    Matching,
    commitment_score,
    countries,
    date_right,
    direction_right,
    event_score,
    instrument_score,
    is_strict,
    match,
    names,
    occurrences,
    office_score,
    pair_stories,
    place_right,
    places,
)
from comity.model import CodedStory, Coding, Commitment, Event, Instrument, Office

CodedRecord = Event | Commitment | Instrument | Office


def evaluate(gold_dir: str | Path, codings_by_page: Mapping[str, Coding]) -> Evaluation:
    """Compare codings, by the id of their gold page, with the gold of a folder. EvaluationError if that is wrong."""
    return compare(load_gold(gold_dir), codings_by_page)


def by_page(gold: Iterable[GoldPage], codings: Iterable[Coding]) -> dict[str, Coding]:
    """Which coding is of which gold page: by `ref`, the id that came with the page, else by the name of its file.

    Raises EvaluationError when none fits, so that figures are never those of the wrong file.
    """
    coded = list(codings)
    found: dict[str, Coding] = {}
    for page in gold:
        for coding in coded:
            stems = {Path(coding.page.source).stem, coding.page.source.rpartition("#")[2]}
            if coding.page.ref == page.raw.ref or page.id == coding.page.ref or page.id in stems:
                found[page.id] = coding
                break
    if coded and not found:
        raise EvaluationError(
            f"None of the {len(coded)} codings is of a page of this gold.",
            "Code the pages of the gold's own pages.jsonl, or give codings whose `ref` is the page's id.",
        )
    return found


def compare(gold: Sequence[GoldPage], codings: Mapping[str, Coding]) -> Evaluation:
    """Compare codings, by the id of their gold page, with gold. A page without a coding counts as missed whole."""
    problems = [problem for page in gold for problem in page.problems]
    results = []
    for page in gold:
        coding = codings.get(page.id)
        if coding is None:
            problems.append(f"{page.id}: there is no coding of this page")
        elif coding.error is not None:
            problems.append(f"{page.id}: not coded ({coding.error.code}): {coding.error.message}")
        results.append(_Comparison(page, coding).result())
    return Evaluation(pages=tuple(results), problems=tuple(problems))


class _Comparison:
    """The comparison of one page, adding up as its stories are gone through."""

    def __init__(self, page: GoldPage, coding: Coding | None) -> None:
        self.page = page
        self.text = coding.page.text if coding else page.raw.text or ""
        self.stories = coding.stories if coding else ()
        self.counts: dict[str, Count] = {}
        self.shares: dict[str, Share] = {}
        self.findings: list[Finding] = []
        self.judged: list[Judged] = []

    def result(self) -> PageResult:
        for gold, coded in pair_stories(self.page.stories, self.stories):
            self._story(gold, coded)
        kinds = ("events", "commitments", "instruments", "offices")
        extra = sum(self.counts.get(kind, Count()).extra for kind in kinds)
        return PageResult(
            page=self.page.id,
            family=self.page.family,
            counts=self.counts,
            shares=self.shares,
            findings=tuple(self.findings),
            judged=tuple(self.judged),
            false_records=extra if self.page.holds_nothing else None,
        )

    def _story(self, gold: GoldStory | None, coded: CodedStory | None) -> None:
        title = gold.title if gold else coded.title if coded else ""
        story = coded.id if coded else ""
        unasked = gold.unasked if gold else frozenset()
        events = match(gold.events if gold else (), coded.events if coded else (), partial(event_score, text=self.text))
        self._kept("event", title, story, events)
        self._events(title, events)
        if "commitments" not in unasked:
            commitments = match(
                gold.commitments if gold else (),
                coded.commitments if coded else (),
                partial(commitment_score, text=self.text),
            )
            self._kept("commitment", title, story, commitments)
            self._commitments(title, commitments)
        if "instruments" not in unasked:
            instruments = match(
                gold.instruments if gold else (),
                coded.instruments if coded else (),
                partial(instrument_score, text=self.text),
            )
            self._kept("instrument", title, story, instruments)
            self._instruments(title, instruments)
        if "offices" not in unasked:
            offices = match(gold.offices if gold else (), coded.offices if coded else (), office_score)
            self._kept("office", title, story, offices)

    # --- counts ---

    def _kept(self, kind: str, title: str, story: str, found: Matching[G, C]) -> None:
        """Count hits, extras and misses of a kind of record, and keep each extra and miss with its sentence."""
        self._count(f"{kind}s", len(found.pairs), len(found.extra), len(found.missed))
        for right, records in ((True, [record for _, record in found.pairs]), (False, found.extra)):
            self.judged += [Judged(kind, record.confidence, right, story, record.id) for record in records]
        for gold in found.missed:
            self._find("miss", kind, title, gold)
        for record in found.extra:
            self._find("extra", kind, title, record)

    def _events(self, title: str, found: Matching[GoldEvent, Event]) -> None:
        strict = sum(is_strict(gold, event) for gold, event in found.pairs)
        loose = len(found.pairs) - strict
        self._count("events_strict", strict, len(found.extra) + loose, len(found.missed) + loose)
        hits = Counter(gold.plover for gold, _ in found.pairs)
        missed = Counter(gold.plover for gold in found.missed)
        extra = Counter(event.plover for event in found.extra)
        for plover in {*hits, *missed, *extra}:
            self._count(f"events/{plover}", hits[plover], extra[plover], missed[plover])
        for gold, event in found.pairs:
            if not gold.bare:
                self._sets("names", names(gold), names(event))
                self._sets("channel", frozenset(gold.channel), frozenset(event.channel))
            self._event_fields(title, gold, event)

    def _event_fields(self, title: str, gold: GoldEvent, event: Event) -> None:
        right = {
            "direction": direction_right(gold, event),
            "form": gold.form == event.form,
            "status": gold.status == event.status,
        }
        if gold.date is not None:
            right["date"] = date_right(gold, event)
        if gold.place is not None and gold.place.country is not None:
            right["place"] = place_right(gold, event)
        for field, is_right in right.items():
            self._share(field, is_right)
        if gold.date is None or not edtf.parse(gold.date).year_known:
            given = event.date is not None and edtf.parse(event.date.edtf).year_known
            self._share("dateless_given_year", given)
            right["date"] = right.get("date", True) and not given
        wrong = [field for field, is_right in right.items() if not is_right]
        if wrong:
            self._find("wrong", "event", title, gold, event, tuple(wrong))

    def _commitments(self, title: str, found: Matching[GoldCommitment, Commitment]) -> None:
        for gold, record in found.pairs:
            right = {"force": gold.force == record.force, "fields": set(gold.fields) == set(record.fields)}
            for field, is_right in right.items():
                self._share(field, is_right)
            if frozenset(gold.by) != countries(record.by):
                right["by"] = False
            wrong = tuple(field for field, is_right in right.items() if not is_right)
            if wrong:
                self._find("wrong", "commitment", title, gold, record, wrong)

    def _instruments(self, title: str, found: Matching[GoldInstrument, Instrument]) -> None:
        for gold, record in found.pairs:
            self._share("kind", gold.kind == record.kind)
            right = {
                "kind": gold.kind == record.kind,
                "status": gold.status == record.status,
                "parties": frozenset(gold.parties) == countries(record.parties),
                "count": gold.count == record.count,
                "period": gold.period == record.period,
                "signed": gold.signed_on == record.signed,
            }
            wrong = tuple(field for field, is_right in right.items() if not is_right)
            if wrong:
                self._find("wrong", "instrument", title, gold, record, wrong)

    def _sets(self, name: str, expected: frozenset[str], coded: frozenset[str]) -> None:
        self._count(name, len(expected & coded), len(coded - expected), len(expected - coded))

    def _count(self, name: str, hits: int, extra: int, missed: int) -> None:
        self.counts[name] = self.counts.get(name, Count()) + Count(hits, extra, missed)

    def _share(self, name: str, right: bool) -> None:
        self.shares[name] = self.shares.get(name, Share()) + Share(int(right), 1)

    # --- findings ---

    def _find(
        self,
        what: str,
        kind: str,
        title: str,
        record: GoldRecord | CodedRecord,
        coded: CodedRecord | None = None,
        wrong: tuple[str, ...] = (),
    ) -> None:
        evident = coded if coded is not None else record
        self.findings.append(
            Finding(
                what=what,
                kind=kind,
                page=self.page.id,
                story=title,
                record=describe(record),
                coded=describe(coded) if coded is not None else None,
                wrong=wrong,
                sentence=self._sentence(record),
                rules=getattr(evident, "rules", ()),
            )
        )

    def _sentence(self, record: GoldRecord | CodedRecord) -> str:
        """The sentence of the anchor or of the first evidence; for an office expected, that which names the person."""
        if isinstance(record, (Event, Commitment, Instrument, Office)):
            where = places(record.evidence)
        else:
            where = occurrences(record.person if isinstance(record, GoldOffice) else record.anchor, self.text)
        return sentence_at(self.text, *where[0]) if where else ""
