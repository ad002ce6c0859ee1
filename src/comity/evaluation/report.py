"""An evaluation as text for a terminal: the figures first, then every miss, extra and wrong field with its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from comity.evaluation.evaluation import COUNTS, SHARES, Evaluation, Finding
from comity.evaluation.figures import Count

_LABELS = {
    "events": "events",
    "events_strict": "events, strict",
    "direction": "direction",
    "dateless_given_year": "without a year, given one",
}
_MARKS = {"miss": "-", "extra": "+", "wrong": "~"}


def render_text(evaluation: Evaluation, findings: bool = True) -> str:
    """The whole evaluation as lines of text; `findings` leaves out what went wrong record by record if False."""
    lines = [*_problems(evaluation), *_main(evaluation), "", *_shares(evaluation), "", *_types(evaluation)]
    lines += ["", *_families(evaluation), "", *_reliability(evaluation)]
    if findings:
        lines += ["", *_findings(evaluation.findings)]
    return "\n".join(lines) + "\n"


def _problems(evaluation: Evaluation) -> Iterator[str]:
    for problem in evaluation.problems:
        yield f"! {problem}"
    if evaluation.problems:
        yield ""


def _percent(value: float | None) -> str:
    return "     –" if value is None else f"{value:6.3f}"


def _row(label: str, count: Count, interval: tuple[float, float] | None = None) -> str:
    bounds = f"  [{interval[0]:.3f}, {interval[1]:.3f}]" if interval else ""
    figures = f"{_percent(count.precision)} {_percent(count.recall)} {_percent(count.f1)}"
    return f"{label:<28}{figures}  {count.hits:>5} {count.extra:>5} {count.missed:>6}{bounds}"


_HEAD = f"{'':<28}{'prec.':>6} {'recall':>6} {'F1':>6}  {'hits':>5} {'extra':>5} {'missed':>6}"


def _main(evaluation: Evaluation) -> Iterator[str]:
    yield f"{len(evaluation.pages)} gold pages; in brackets the 95 % interval of F1, by bootstrap over pages"
    yield _HEAD
    for name in COUNTS:
        yield _row(_LABELS.get(name, name), evaluation.count(name), evaluation.intervals.get(f"{name}.f1"))


def _shares(evaluation: Evaluation) -> Iterator[str]:
    yield "Of matched records, the share right"
    for name in SHARES:
        share = evaluation.share(name)
        bounds = evaluation.intervals.get(name)
        interval = f"  [{bounds[0]:.3f}, {bounds[1]:.3f}]" if bounds else ""
        yield f"{_LABELS.get(name, name):<28}{_percent(share.value)}  {share.part} of {share.whole}{interval}"
    false = evaluation.false_records
    yield f"{'false records':<28}{_percent(false.value)}  a page, on {false.whole} pages with nothing to code"


def _types(evaluation: Evaluation) -> Iterator[str]:
    yield f"{'Events by type':<28}" + _HEAD[28:]
    for plover in evaluation.types:
        yield _row(f"  {plover}", evaluation.count(f"events/{plover}"))


def _families(evaluation: Evaluation) -> Iterator[str]:
    yield f"{'By family':<28}" + _HEAD[28:]
    for family in evaluation.families:
        pages = sum(page.family == family for page in evaluation.pages)
        yield f"  {family} ({pages} pages)"
        for name in ("events", "events_strict", "commitments", "instruments", "offices"):
            yield _row(f"    {_LABELS.get(name, name)}", evaluation.count(name, family))


def _reliability(evaluation: Evaluation) -> Iterator[str]:
    yield "Confidence        records  said   right"
    for found in evaluation.reliability():
        said, right = f"{found.confidence:.2f}", f"{found.right / found.records:.2f}"
        yield f"  {found.low:.1f} to {found.high:.1f}      {found.records:>7}  {said}   {right}"


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
    counts = {what: sum(finding.what == what for finding in findings) for what in _MARKS}
    yield f"Missed (-) {counts['miss']}, extra (+) {counts['extra']}, with wrong fields (~) {counts['wrong']}"
    page, story = "", ""
    for finding in findings:
        if finding.page != page:
            page, story = finding.page, ""
            yield f"\n## {page}"
        if finding.story != story:
            story = finding.story
            yield f"# {story}"
        yield f"{_MARKS[finding.what]} {finding.kind}: {finding.record}"
        if finding.coded is not None:
            yield f"    coded: {finding.coded}"
            yield f"    wrong: {', '.join(finding.wrong)}"
        if finding.sentence:
            yield f"    « {finding.sentence} »"
        if finding.rules:
            yield f"    rules: {', '.join(finding.rules)}"
