"""The register as JSON, for programs: the same records that the pages show."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from comity.outputs.web.asked import asked_filters, asked_part, asked_sides
from comity.register import Register

router = APIRouter(prefix="/api", tags=["register"])


class DossierQuery(BaseModel):
    """What a dossier is asked for. The values are read as the pages read theirs, so that both refuse alike."""

    a: str = Field("", description="One side: a code (VNM, FR-BRE), a name, or a key (IGO/asean)")
    b: str = Field("", description="The other side")
    since: str | None = Field(None, description="EDTF, inclusive: 2018, 2018-07, 2018-07-17")
    until: str | None = Field(None, description="EDTF, inclusive")
    channel: list[str] = Field([], description="Channels, repeated or with commas")
    form: list[str] = Field([], description="Forms of events, repeated or with commas")
    min_confidence: str = Field("", description="From 0 to 1: records of less confidence are left out")
    section: str = Field("", description="Read this section alone: encounter, act, commitment, instrument or office")
    offset: str = Field("", description="Of that section from this record on, counted from 0")
    limit: str = Field("", description="At most so many records of a section; all if it is not given")
    language: Literal["fr", "en"] = Field("en", description="In which the sides are named")


def _json(value: Any) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json")


def _register(request: Request) -> Register:
    register: Register = request.app.state.register
    return register


@router.get("/dossier", summary="What the register holds on two sides")
def dossier(request: Request, asked: Annotated[DossierQuery, Query()]) -> Response:
    """Encounters, other acts, commitments, instruments and offices, each with its reports and evidence.

    `counts` are those of whole sections, also where `limit` leaves records out.
    """
    sides = asked_sides(request.query_params, _register(request), asked.language)
    filters = asked_part(request.query_params, asked_filters(request.query_params), None)
    return _json(_register(request).dossier(*sides, filters))


@router.get("/events/{id}", summary="One event")
def event(request: Request, id: str) -> Response:
    """A register event with its reports, their evidence, and where they differ."""
    return _json(_register(request).event(id))


@router.get("/records/{id}", summary="One record of any kind")
def record(request: Request, id: str) -> Response:
    """An event, a commitment, an instrument or an office."""
    return _json(_register(request).record(id))


@router.get("/pages/{id}", summary="One page")
def page(request: Request, id: str) -> Response:
    """The text of a page, its sources and its stories with their records. Offsets are code points of `text`."""
    return _json(_register(request).page(id))


@router.get("/countries", summary="The countries and bodies of states in the register")
def countries(request: Request, language: Literal["fr", "en"] = "en") -> Response:
    """With the number of records each stands in, most first."""
    return _json(_register(request).countries(language))


@router.get("/dyads", summary="The pairs in the register")
def dyads(
    request: Request, language: Literal["fr", "en"] = "en", limit: Annotated[int, Query(ge=1, le=1000)] = 50
) -> Response:
    """With the number of records that join them, most first."""
    return _json(_register(request).dyads(language, limit=limit))
