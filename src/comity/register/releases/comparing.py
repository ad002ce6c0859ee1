"""What is different between two states of a record. Pure.

What a record *says* is compared: neither how it was found (rules), nor its name within a page. Confidence counts when
its second decimal is another one.
"""

from __future__ import annotations

from typing import Any

import msgspec

from comity.model import Commitment, Event, Instrument, Office
from comity.register.releases.views import FieldChange
from comity.register.views import AnyKept, KeptCommitment, KeptInstrument

AnyRecord = Event | Commitment | Instrument | Office

_NOT_SAID = frozenset({"id", "event", "rules"})


def record_changes(before: AnyRecord, after: AnyRecord) -> tuple[FieldChange, ...]:
    """The fields in which two versions of a record differ, in the order of the record. Both are of one kind."""
    found = []
    for field in before.__struct_fields__:
        if field not in _NOT_SAID:
            one, other = _said(before, field), _said(after, field)
            if one != other:
                found.append(FieldChange(field=field, before=one, after=other))
    return tuple(found)


def kept_changes(before: AnyKept, after: AnyKept) -> tuple[FieldChange, ...]:
    """As `record_changes`, and with what the register adds: stage, the event it hangs on, the pages that tell of it."""
    found = list(record_changes(before.record, after.record))
    for field, one, other in zip(("stage", "event", "pages"), _added(before), _added(after), strict=True):
        if one != other:
            found.append(FieldChange(field=field, before=one, after=other))
    return tuple(found)


def _said(record: AnyRecord, field: str) -> Any:
    value = getattr(record, field)
    if field == "confidence":
        return round(value, 2)
    if field == "evidence":
        return [[span.start, span.end] if span.start is not None else [span.meta, span.value] for span in value]
    return msgspec.to_builtins(value)


def _added(kept: AnyKept) -> tuple[Any, Any, Any]:
    stage = kept.stage if isinstance(kept, KeptCommitment) else None
    event = kept.event if isinstance(kept, KeptCommitment | KeptInstrument) else None
    return stage, event, sorted({report.page for report in kept.reports})
