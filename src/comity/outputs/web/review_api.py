"""Reviewing as JSON, for programs. Deciding is there only where the site was started for a reviewer.

A page elsewhere cannot decide in the reviewer's name: requests that decide are JSON, which a browser sends across sites
only after asking, and are refused when they say that they come from elsewhere.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Body, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from comity.outputs.web.asked import N_, AskedError
from comity.register import Register
from comity.register.review.review import MOST_UNDONE
from comity.register.review.views import Decided
from comity.register.views import RecordKind

MOST_BYTES = 1_000_000
"""The largest body that is read."""

Kind = Literal["event", "commitment", "instrument", "office"]
_HERE = ("same-origin", "none")


class Word(BaseModel):
    """What goes with every decision."""

    model_config = ConfigDict(extra="forbid")

    reason: str | None = Field(None, max_length=2000, description="Why; it is kept with the decision")


class OnState(Word):
    """A decision on what was seen."""

    version: str | None = Field(None, description="That of the item; another state is refused")


class Accepting(OnState):
    """Take a record as it is shown."""

    newest: bool = Field(False, description="As the program tells it now")


class Changing(OnState):
    """Set fields of a record."""

    changes: dict[str, Any] = Field(
        {}, description="Values by field, as records have them, or in short; `event` is the register id it hangs on"
    )
    words: list[str] = Field([], description="Words of the page that say so, or START:END in code points")


class Adding(Word):
    """A record that was missed."""

    kind: Kind
    said: dict[str, Any] = Field({}, description="Values by field; `event` is the register id that it hangs on")
    words: list[str] = Field([], description="Words of the page that say it, or START:END in code points")


class Undoing(Word):
    """The reviewer's last decisions."""

    number: int = Field(1, ge=1, le=MOST_UNDONE, description="How many; a change of several fields is one")


class Merging(Word):
    """Records that are one, or that are not."""

    ids: list[str]


def register_of(request: Request) -> Register:
    """The register of the site."""
    register: Register = request.app.state.register
    return register


def reviewer_of(request: Request) -> str:
    """In whose name the site decides. AskedError where it was started for nobody."""
    reviewer: str | None = request.app.state.reviewer
    if reviewer is None:
        raise AskedError(
            N_("Nobody reviews here."), N_("Start the site for a reviewer: comity serve --review NAME"), status=403
        )
    return reviewer


def from_here(request: Request) -> None:
    """AskedError for a request that a page of another site sent, or that is too large."""
    origin, host = request.headers.get("origin"), request.headers.get("host", "")
    elsewhere = origin is not None and origin != f"{request.url.scheme}://{host}"
    if elsewhere or request.headers.get("sec-fetch-site", "none") not in _HERE:
        raise AskedError(
            N_("This decision was sent by another site."), N_("Decide on the pages of this site itself."), status=403
        )
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        raise AskedError(N_("The request is too large, or does not say how large it is."), N_("Send less."), status=413)


def _as_json(request: Request) -> None:
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json":
        raise AskedError(
            N_("Decisions are sent as JSON."), N_("Set the header Content-Type: application/json"), status=415
        )


reading = APIRouter(prefix="/api/review", tags=["review"])
deciding = APIRouter(prefix="/api/review", tags=["review"], dependencies=[Depends(from_here), Depends(_as_json)])

At = Annotated[Register, Depends(register_of)]
Reviewer = Annotated[str, Depends(reviewer_of)]


def _json(value: Any) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json")


@reading.get("/queue", summary="What is worth a look, the worthiest first")
def queue(
    register: At,
    kind: Annotated[list[Kind], Query(description="Only these kinds")] = [],  # noqa: B006 - FastAPI copies it
    page: str | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """Records with the doubts about them, conflicts first; `version` names the state on which one decides."""
    kinds: list[RecordKind] = list(kind)
    return _json(register.review.queue(kinds=kinds, page=page, limit=limit, offset=offset))


@reading.get("/records/{id}", summary="One record as reviewing shows it")
def item(register: At, id: str) -> Response:
    """Decided or not."""
    return _json(register.review.item(id))


@reading.get("/decisions", summary="What was decided, the last first")
def decisions(register: At, record: str | None = None, limit: Annotated[int, Query(ge=1, le=1000)] = 100) -> Response:
    """With what was superseded and undone."""
    return _json(register.review.decisions(record, limit))


@reading.get("/waiting", summary="How much was looked at")
def waiting(register: At) -> Response:
    """Records by what was said of them, and pages that are done."""
    return _json(register.review.waiting())


@deciding.post("/records/{id}/accept", summary="The record is right as it is shown")
def accept(register: At, who: Reviewer, id: str, said: Annotated[Accepting, Body()]) -> Response:
    """A rejected one comes back."""
    return _json(register.review.accept(id, who, said.reason, newest=said.newest, version=said.version))


@deciding.post("/records/{id}/change", summary="Set fields of the record")
def change(register: At, who: Reviewer, id: str, said: Annotated[Changing, Body()]) -> Response:
    """What follows from the fields follows; the words are kept as evidence."""
    decided: Decided = register.review.change(
        id, said.changes, who, said.reason, words=said.words, version=said.version
    )
    return _json(decided)


@deciding.post("/records/{id}/reject", summary="The record is none")
def reject(register: At, who: Reviewer, id: str, said: Annotated[OnState, Body()]) -> Response:
    """It leaves all lists, and stays in the register."""
    return _json(register.review.reject(id, who, said.reason, version=said.version))


@deciding.post("/records/{id}/undo", summary="Take back the last decision on the record")
def undo(register: At, who: Reviewer, id: str, said: Annotated[Word, Body()]) -> Response:
    """What it superseded is in force again."""
    return _json(register.review.undo(id, who, said.reason))


@deciding.post("/undo", summary="Take back the reviewer's last decisions, the newest first")
def undo_last(register: At, who: Reviewer, said: Annotated[Undoing, Body()]) -> Response:
    """`acts` were taken back; `stopped` says why no more were, where somebody else has decided since."""
    return _json(register.review.undo_last(said.number, who, said.reason))


@deciding.post("/pages/{id}/records", summary="Add a record that was missed")
def add(register: At, who: Reviewer, id: str, said: Annotated[Adding, Body()]) -> Response:
    """On words of the page."""
    return _json(register.review.add(register.review.page_id(id), said.kind, said.said, said.words, who, said.reason))


@deciding.post("/pages/{id}/done", summary="All of the page is decided, and nothing is missing")
def done(register: At, who: Reviewer, id: str, said: Annotated[Word, Body()]) -> Response:
    """Such pages become gold."""
    return _json(register.review.done(register.review.page_id(id), who, said.reason))


@deciding.post("/merge", summary="These records are one")
def merge(register: At, who: Reviewer, said: Annotated[Merging, Body()]) -> Response:
    """The id to which all of them lead from now on."""
    return _json({"id": register.merging.merge(said.ids, who, said.reason)})


@deciding.post("/split", summary="These records are not what they were merged into")
def split(register: At, who: Reviewer, said: Annotated[Merging, Body()]) -> Response:
    """The ids of the records that result."""
    return _json({"ids": register.merging.split(said.ids, who, said.reason)})
