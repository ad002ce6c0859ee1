"""What a comparison found: counts by kind, type and family, shares, intervals, and every miss and extra."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from comity.evaluation.figures import Bin, Count, Figure, Share, intervals, reliability, total_count, total_share

COUNTS = ("events", "events_strict", "commitments", "instruments", "offices", "names", "channel")
SHARES = ("direction", "form", "date", "place", "status", "force", "fields", "kind", "dateless_given_year")
KINDS = ("event", "commitment", "instrument", "office")


@dataclass(frozen=True, slots=True)
class Finding:
    """A record that was missed (`miss`), made up (`extra`), or found with `wrong` fields, and the sentence it is about.

    `record` is the expected record in one line (for an extra, the coded one); `coded` the coded one beside it.
    """

    what: str
    kind: str
    page: str
    story: str
    record: str
    sentence: str
    coded: str | None = None
    wrong: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


class Judged(NamedTuple):
    """A coded record that counts: its kind, how sure it was said to be, whether it was right, and which one it is.

    `story` and `record` are ids within the page's coding (`s0`, `e3`).
    """

    kind: str
    confidence: float
    right: bool
    story: str
    record: str


@dataclass(frozen=True, slots=True)
class PageResult:
    """What was found on one page.

    `counts` and `shares` are by the names of COUNTS and SHARES, and `events/CONSULT` for a type. `judged` are the coded
    records that count, optional ones left out. `false_records` is None on pages with something to code.
    """

    page: str
    family: str | None
    counts: Mapping[str, Count]
    shares: Mapping[str, Share]
    findings: tuple[Finding, ...]
    judged: tuple[Judged, ...]
    false_records: int | None


@dataclass(frozen=True)
class Evaluation:
    """The results of all pages; `problems` are faults of gold or pages without a coding."""

    pages: tuple[PageResult, ...]
    problems: tuple[str, ...] = field(default=())

    def count(self, name: str, family: str | None = None) -> Count:
        """Hits, extras and misses: `events`, `events_strict`, `events/CONSULT`, … of all pages or of one family."""
        pages = (page for page in self.pages if family is None or page.family == family)
        return total_count(page.counts.get(name, Count()) for page in pages)

    def share(self, name: str) -> Share:
        """How many matched records have that field right; `dateless_given_year`: how many without a year got one."""
        return total_share(page.shares.get(name, Share()) for page in self.pages)

    @property
    def types(self) -> tuple[str, ...]:
        """The PLOVER types that were expected or coded."""
        found = {name.partition("/")[2] for page in self.pages for name in page.counts if "/" in name}
        return tuple(sorted(found))

    @property
    def families(self) -> tuple[str, ...]:
        """The families of gold pages."""
        return tuple(sorted({page.family for page in self.pages if page.family}))

    @property
    def false_records(self) -> Share:
        """Records coded on pages with nothing to code (`part`), and the number of those pages (`whole`)."""
        found = [page.false_records for page in self.pages if page.false_records is not None]
        return Share(sum(found), len(found))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every miss, extra and wrong field, page by page."""
        return tuple(finding for page in self.pages for finding in page.findings)

    def reliability(self, kind: str | None = None) -> tuple[Bin, ...]:
        """How often records of a confidence were right, for one kind of record or all."""
        judged = (one for page in self.pages for one in page.judged if kind in (None, one.kind))
        return reliability((one.confidence, one.right) for one in judged)

    def figures(self) -> dict[str, float]:
        """The figures by name, for floors and comparisons: `events.f1`, `direction`, `events/AGREE.recall` …

        A figure of nothing (no such record expected or coded) is left out.
        """
        found: dict[str, float | None] = {}
        for name in (*COUNTS, *(f"events/{plover}" for plover in self.types)):
            count = self.count(name)
            found |= {f"{name}.precision": count.precision, f"{name}.recall": count.recall, f"{name}.f1": count.f1}
        found |= {name: self.share(name).value for name in SHARES}
        found["false_records_per_page"] = self.false_records.value
        return {name: value for name, value in found.items() if value is not None}

    @cached_property
    def intervals(self) -> Mapping[str, tuple[float, float]]:
        """95 % intervals by bootstrap over pages, for the F1 of COUNTS and for SHARES."""
        figures: dict[str, Figure] = {f"{name}.f1": _f1_of([p.counts.get(name) for p in self.pages]) for name in COUNTS}
        figures |= {name: _share_of([p.shares.get(name) for p in self.pages]) for name in SHARES}
        return intervals(len(self.pages), figures)

    def to_dict(self) -> dict[str, Any]:
        """Everything, as what JSON can hold."""
        return {
            "pages": len(self.pages),
            "figures": self.figures(),
            "intervals": {name: list(bounds) for name, bounds in self.intervals.items()},
            "counts": {name: asdict(self.count(name)) for name in COUNTS},
            "types": {plover: asdict(self.count(f"events/{plover}")) for plover in self.types},
            "families": {
                family: {name: asdict(self.count(name, family)) for name in COUNTS} for family in self.families
            },
            "shares": {name: asdict(self.share(name)) for name in SHARES},
            "false_records": asdict(self.false_records),
            "reliability": {kind: [asdict(found) for found in self.reliability(kind)] for kind in KINDS},
            "findings": [asdict(finding) for finding in self.findings],
            "problems": list(self.problems),
        }


def below(figures: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """Which figures lie below their floor or are missing, each in words; empty when the floor holds.

    A floor on `dateless_given_year` and `false_records_per_page`, where less is better, is a ceiling.
    """
    wrong = []
    for name, floor in sorted(floors.items()):
        value = figures.get(name)
        ceiling = name in ("dateless_given_year", "false_records_per_page")
        if value is None:
            wrong.append(f"{name} is not measured; its floor is {floor:.3f}")
        elif value > floor + 1e-9 if ceiling else value < floor - 1e-9:
            wrong.append(f"{name} is {value:.3f}, {'above its ceiling' if ceiling else 'below its floor'} {floor:.3f}")
    return wrong


def _f1_of(counts: Sequence[Count | None]) -> Figure:
    double = [2 * count.hits if count else 0 for count in counts]
    whole = [2 * count.hits + count.extra + count.missed if count else 0 for count in counts]
    return _ratio(double, whole)


def _share_of(shares: Sequence[Share | None]) -> Figure:
    return _ratio([share.part if share else 0 for share in shares], [share.whole if share else 0 for share in shares])


def _ratio(part: Sequence[int], whole: Sequence[int]) -> Figure:
    def figure(chosen: Sequence[int]) -> float | None:
        total = sum(whole[page] for page in chosen)
        return sum(part[page] for page in chosen) / total if total else None

    return figure
