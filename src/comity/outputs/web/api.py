"""The register as JSON, for programs: the same records that the pages show."""

from __future__ import annotations

from itertools import chain
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, Field

from comity.outputs.exports import Format, export
from comity.outputs.found import FoundRecords
from comity.outputs.web.asked import asked_filters, asked_part, asked_query, asked_sides
from comity.register import Register
from comity.register.searching.search import MOST
from comity.register.searching.views import FoundKind, Order
from comity.register.views import RecordKind

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


class SearchQuery(BaseModel):
    """What is searched for. The values are read as the pages read theirs, so that both refuse alike."""

    q: str = Field("", description='Words, "a phrase", begin*, -without')
    a: str = Field("", description="A side that stands in it: a code (VNM, FR-BRE), a name, or a key (IGO/asean)")
    b: str = Field("", description="Another side that stands in it too")
    since: str | None = Field(None, description="EDTF, inclusive: 2018, 2018-07, 2018-07-17")
    until: str | None = Field(None, description="EDTF, inclusive")
    channel: list[str] = Field([], description="Channels; several are alternatives")
    type: list[str] = Field([], description="Types of act")
    form: list[str] = Field([], description="Forms of act")
    field: list[str] = Field([], description="Fields of cooperation")
    status: list[str] = Field([], description="Status of events and instruments")
    place: list[str] = Field([], description="Places, by name or code")
    person: list[str] = Field([], description="Persons, by id (pe-…) or by name: all spellings of one person count")
    publisher: list[str] = Field([], description="Publishers")
    language: list[str] = Field([], description="Languages of pages")
    min_confidence: str = Field("", description="From 0 to 1: of a page that of its surest record")
    interface: Literal["fr", "en"] = Field("en", description="The language of labels")


class PartQuery(SearchQuery):
    """A part of what is found of one kind."""

    kind: FoundKind = Field("event", description="What is searched")
    order: Order | None = Field(None, description="By relevance if there are words, else the newest first")
    limit: int = Field(20, ge=1, le=MOST, description="How many")
    after: str | None = Field(None, description="`after` of the part before")


class FacetsQuery(SearchQuery):
    """What is found of one kind."""

    kind: FoundKind = Field("event", description="What is searched")


class ExportQuery(SearchQuery):
    """All that is found of one kind of record, as a data set."""

    kind: RecordKind = Field("event", description="What is exported")
    format: Format = Field("csv", description="A flat table, or whole records")


@router.get("/search", summary="Records and pages in which words stand", tags=["search"])
def search(request: Request, asked: Annotated[PartQuery, Query()]) -> Response:
    """What is found of one kind, each with the sentences that show it; offsets are code points of the page's text."""
    query = asked_query(request.query_params, _register(request), asked.interface)
    found = _register(request).searching.find(
        query, asked.kind, order=asked.order, limit=asked.limit, after=asked.after
    )
    return _json(found)


@router.get("/search/facets", summary="What may narrow a search", tags=["search"])
def facets(request: Request, asked: Annotated[FacetsQuery, Query()]) -> Response:
    """The values that what is found has, with counts, and how much is found of each kind."""
    query = asked_query(request.query_params, _register(request), asked.interface)
    searching = _register(request).searching
    return _json({"totals": searching.totals(query), "facets": searching.facets(query, asked.kind)})


@router.get("/search/export", summary="What a search finds, as a data set", tags=["search"])
def search_export(request: Request, asked: Annotated[ExportQuery, Query()]) -> Response:
    """All records of a kind that are found, the newest first, as `comity export` prints them."""
    query = asked_query(request.query_params, _register(request), asked.interface)
    lines = export(FoundRecords(_register(request), query), f"{asked.kind}s", format=asked.format)
    # what is wrong with the question is told before the answer begins
    first = next(lines, "")
    media = "text/csv" if asked.format == "csv" else "application/jsonl"
    name = f"comity-{asked.kind}s.{asked.format}"
    return StreamingResponse(
        chain([first], lines),
        media_type=f"{media}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
