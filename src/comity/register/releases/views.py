"""What releases and recodings answer with."""

from __future__ import annotations

from typing import Any, Literal

from comity.model import Coder, Failure, Record
from comity.register.views import AnyKept, RecordKind

RecodingState = Literal["open", "accepting", "accepted", "dropped"]
ChangeKind = Literal["appears", "disappears", "changes"]


class Release(Record):
    """A named state of the register: what its live records were at a moment (`made`, UTC, ISO 8601).

    `digest` is the SHA-256 over all records in their order: equal states have equal digests. `records` counts them by
    kind, `coders` are those whose codings the records came of.
    """

    name: str
    made: str
    author: str
    note: str | None
    digest: str
    records: dict[RecordKind, int]
    coders: tuple[Coder, ...] = ()


class FieldChange(Record):
    """A field whose value is another one: before and after, as JSON has them."""

    field: str
    before: Any
    after: Any


class RecordChange(Record):
    """That a record appears, disappears, or says something else.

    `id` is the register id, null for a record that would be new. `before` and `after` are the record as it was and as
    it is; `page` is a page that tells of it. `decided`: a person has decided on it, and that stays.
    """

    what: ChangeKind
    kind: RecordKind
    id: str | None
    page: str
    before: AnyKept | None = None
    after: AnyKept | None = None
    changes: tuple[FieldChange, ...] = ()
    decided: bool = False


class Regrouping(Record):
    """That accepting a recoding would join records (`merges`), tell one apart (`parts`), or both (`regroups`).

    `before` are the records as they are, `after` as they would be; `new` counts reports that would be new among them.
    """

    what: Literal["merges", "parts", "regroups"]
    kind: RecordKind
    before: tuple[AnyKept, ...]
    after: tuple[AnyKept, ...]
    new: int = 0


class Recoding(Record):
    """A run that codes the stored pages anew. Nothing of it counts before it is accepted.

    `pages` are those coded anew so far, `differing` those of which something appears, disappears or changes, `failed`
    those on which the coder failed: they stay as they are. `release` names the state before it was accepted.
    """

    number: int
    coder: Coder
    state: RecodingState
    started: str
    pages: int = 0
    differing: int = 0
    failed: int = 0
    release: str | None = None


class RecodedPage(Record):
    """What coding a page anew gave: how many records appear, disappear and change; or why it could not be coded."""

    page: str
    name: str
    appears: int = 0
    disappears: int = 0
    changes: int = 0
    failure: Failure | None = None
