"""The register as a data set: CSV for tables, JSON lines for everything.

`comity export KIND` prints the live records of one kind, from the earliest day to the latest. JSON lines hold the
records of the contract whole, with the register's ids and, under `reports`, every page that tells of them. CSV is flat,
in UTF-8 without a byte-order mark, with `\\n` line ends and one header line:

- lists are joined by `|`; lists of one slot (`actor_names`, `actor_keys` …) are parallel; an empty cell is "not said";
- line breaks within a cell are blanks; truth is `true` or `false`; `evidence` is `page:start-end`, with as much of the
  page's hash as tells it in `pages`;
- a cell of text that begins with `=`, `+`, `-`, `@` or a tab is preceded by `'`, so that no spreadsheet takes the words
  of a page for a formula. Numbers are left alone.

`dyadic` gives one row a pair of actor and recipient (see `export_rows.pairs`): symmetric acts give each unordered pair
once, so that counting rows counts no act twice for a dyad, and `symmetric` says which they are. `text=False` leaves out
the words quoted from pages (evidence, titles of pages and stories, what a commitment says), and keeps names, addresses,
hashes and offsets.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Literal, Protocol

import msgspec

from comity.errors import UsageError
from comity.outputs.export_rows import SEPARATOR, Text, columns, identity_at, pairs, place_of, quoted
from comity.register.views import (
    AnyKept,
    KeptCommitment,
    KeptEvent,
    KeptInstrument,
    KeptOffice,
    RecordKind,
    ReportRef,
    Reprint,
    SourceRef,
    Step,
)

Row = dict[str, Any]
Format = Literal["csv", "jsonl"]


class Records(Protocol):
    """What can be exported: a register, or a release of one."""

    def export(self, kind: RecordKind) -> Iterator[AnyKept]:
        """All records of a kind."""

    def text(self, identity: str) -> str:
        """The text of a page."""


KINDS: dict[str, RecordKind] = {
    "events": "event",
    "commitments": "commitment",
    "instruments": "instrument",
    "offices": "office",
}
"""What may be exported, as the command line names it."""

_SLOTS = {KeptEvent: ("actor", "recipient"), KeptCommitment: ("by", "to"), KeptInstrument: ("parties", "signatories")}
SLOTS = frozenset(slot for slots in _SLOTS.values() for slot in slots)
"""The fields of records that hold participants."""
_FORMULA = ("=", "+", "-", "@", "\t")
_TEXTS_HELD = 256


def export(
    register: Records,
    kind: str,
    *,
    format: Format = "csv",
    dyadic: bool = False,
    text: bool = True,
    min_confidence: float = 0,
) -> Iterator[str]:
    """The lines of an export, each with its line end. `kind` is `events`, `commitments`, `instruments` or `offices`.

    Records of less than `min_confidence` (0 to 1) are left out; what hangs on one of them still names it.
    Raises UsageError for another kind or format, and for dyadic offices, which have no pairs.
    """
    if kind not in KINDS:
        raise UsageError(f"'{kind}' cannot be exported.", f"Export one of: {', '.join(KINDS)}.")
    if dyadic and kind == "offices":
        raise UsageError("Offices have no actor and recipient.", "Export offices without --dyadic.")
    give = lru_cache(maxsize=_TEXTS_HELD)(register.text) if text else None
    records = (kept for kept in register.export(KINDS[kind]) if kept.record.confidence >= min_confidence)
    if format == "csv":
        return _csv(records, KINDS[kind], give, dyadic)
    if format == "jsonl":
        return _json_lines(records, give, dyadic)
    raise UsageError(f"'{format}' is no format of an export.", "Use csv or jsonl.")


def json_record(kept: AnyKept, text: Text | None) -> Row:
    """A record as JSON lines hold it; `text` gives the words of evidence, without it quoted words are left out."""
    record: Row = msgspec.to_builtins(kept.record)
    for local in ("evidence", "rules"):
        record.pop(local)
    for slot, members in record.items():
        if slot in SLOTS:
            for position, member in enumerate(members):
                member |= _identity(kept, slot, position)
    row = {**record, "id": kept.id}
    if isinstance(kept, KeptOffice):
        for slot in ("person", "of"):
            row |= {f"{slot}_{name}": value for name, value in _identity(kept, slot, 0).items()}
    if isinstance(kept, KeptEvent):
        row["course"] = [_step(step, text is not None) for step in kept.course]
    if isinstance(kept, KeptCommitment | KeptInstrument):
        row["event"] = kept.event
    if isinstance(kept, KeptCommitment):
        row["stage"] = kept.stage
    if isinstance(kept, KeptInstrument):
        row["channel"] = list(kept.channel)
    if text is None:
        row.pop("action", None)
    row["reports"] = [_report(report, text) for report in kept.reports]
    row["differs"] = {difference.field: msgspec.to_builtins(difference.values) for difference in kept.differs}
    return row


def _identity(kept: AnyKept, slot: str, position: int) -> Row:
    """Who a participant is: the ids of the register and of authority files, where they are known."""
    found = identity_at(kept, slot, position)
    return {"id": found.id, "authority": list(found.authority)} if found is not None else {}


def _json_lines(records: Iterable[AnyKept], text: Text | None, dyadic: bool) -> Iterator[str]:
    for kept in records:
        row = json_record(kept, text)
        for one in _json_pairs(kept, row) if dyadic else [row]:
            yield msgspec.json.encode(one).decode() + "\n"


def _json_pairs(kept: AnyKept, row: Row) -> Iterator[Row]:
    slots = _SLOTS.get(type(kept), ())
    rest = {name: value for name, value in row.items() if name not in slots}
    for pair in pairs(kept):
        actor, recipient = (
            {**msgspec.to_builtins(one), **_identity(kept, *place_of(kept, one))} if one else None
            for one in (pair.actor, pair.recipient)
        )
        yield {**rest, "actor": actor, "recipient": recipient, "symmetric": pair.symmetric}


def _report(report: ReportRef, text: Text | None) -> Row:
    evidence = []
    for span in report.evidence:
        one: Row = msgspec.to_builtins(span)
        if text is None and span.meta == "title":
            one.pop("value", None)
        if text is not None and span.start is not None:
            one["text"] = quoted(report, span, text)
        evidence.append(one)
    row: Row = {
        "page": report.page,
        "report": report.report,
        "sources": [_source(source, text is not None) for source in report.sources],
        "evidence": evidence,
        "rules": list(report.rules),
    }
    if report.reprints:
        row["reprints"] = [_reprint(reprint, text is not None) for reprint in report.reprints]
    return row


def _step(step: Step, words: bool) -> Row:
    row: Row = msgspec.to_builtins(step)
    row["source"] = _source(step.source, words) if step.source is not None else None
    return row


def _reprint(reprint: Reprint, words: bool) -> Row:
    sources = [_source(source, words) for source in reprint.sources]
    return {"page": reprint.page, "similarity": reprint.similarity, "sources": sources}


def _source(source: SourceRef, words: bool) -> Row:
    row: Row = msgspec.to_builtins(source)
    if not words:
        row.pop("title", None)
        row["stated"] = [said for said in row["stated"] if said["field"] != "title"]
    if not row["stated"]:
        del row["stated"]
    return row


def _csv(records: Iterable[AnyKept], kind: RecordKind, text: Text | None, dyadic: bool) -> Iterator[str]:
    cells = columns(kind, dyadic=dyadic, text=text)
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    writer.writerow(cells)
    yield _taken(line)
    for kept in records:
        for pair in pairs(kept) if dyadic else [None]:
            writer.writerow([_cell(give(kept, pair)) for give in cells.values()])
            yield _taken(line)


def _taken(line: io.StringIO) -> str:
    text = line.getvalue()
    line.seek(0)
    line.truncate()
    return text


def _cell(value: Any) -> str | float | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        value = SEPARATOR.join(value)
    if isinstance(value, str):
        value = " ".join(value.splitlines())
        return f"'{value}" if value.lstrip(" ").startswith(_FORMULA) else value
    return value  # type: ignore[no-any-return]
