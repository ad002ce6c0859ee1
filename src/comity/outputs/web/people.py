"""The pages of people and offices, and the same as JSON."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from starlette.requests import Request as PageRequest
from starlette.responses import RedirectResponse
from starlette.routing import Route

from comity.errors import UnknownRecordError
from comity.outputs import people_wording, present
from comity.outputs.dates import edtf_in_words
from comity.outputs.web.asked import AskedError, asked_country, asked_day, asked_number
from comity.outputs.web.pages import render
from comity.register import Register

LINES = 50
RECORDS = 30

router = APIRouter(prefix="/api", tags=["people"])


def people(request: PageRequest) -> Response:
    """The people whom pages name, by name and country."""
    language, register = asked(request)
    words = request.query_params.get("name", "").strip()
    country = request.query_params.get("country", "").strip()
    offset = asked_number(request.query_params, "offset") or 0
    side = asked_country(country, register, language)
    found = register.people.list(words or None, side.key if side else None, limit=LINES, offset=offset)
    return render(
        request,
        language,
        "people.html",
        found=found,
        name=words,
        country_asked=country,
        step=LINES,
        words=people_wording,
    )


def person(request: PageRequest) -> Response:
    """All that is known of a person."""
    language, register = asked(request)
    found = register.people.person(request.path_params["id"], RECORDS)
    if found.id != request.path_params["id"]:  # another way of calling the same
        return RedirectResponse(f"/{language}/people/{found.id}", status_code=308)
    records = []
    for identity in found.records:
        try:
            records.append(register.record(identity))
        except UnknownRecordError:  # retired since the page was asked for
            continue
    return render(
        request,
        language,
        "person.html",
        person=found,
        records=[(kept, present.kind_name(present.kind_of(kept), language)) for kept in records],
        record_name=lambda kept: present.record_name(kept, language),
        words=people_wording,
    )


def offices(request: PageRequest) -> Response:
    """Who was said to hold which office of a country, from when to when; or on one day."""
    language, register = asked(request)
    country = request.query_params.get("country", "").strip()
    on = asked_day(request.query_params, "on")
    side = asked_country(country, register, language)
    found = (
        register.people.offices(side, on, limit=LINES, offset=asked_number(request.query_params, "offset") or 0)
        if side
        else None
    )
    return render(
        request,
        language,
        "offices.html",
        found=found,
        countries=register.countries(language),
        country_asked=country,
        on=request.query_params.get("on", "").strip(),
        on_in_words=edtf_in_words(on, language) if on else None,
        step=LINES,
        offset=asked_number(request.query_params, "offset") or 0,
        words=people_wording,
    )


Language = Literal["fr", "en"]


@router.get("/people", summary="The people whom pages name")
def people_json(
    request: Request,
    name: Annotated[str, Query(description="A name or a part of it, however it is written")] = "",
    country: Annotated[str, Query(description="A country: KHM, Cambodge")] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = LINES,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    language: Language = "en",
) -> Response:
    """Those most often named first."""
    register = _register(request)
    side = asked_country(country, register, language)
    return json_answer(register.people.list(name or None, side.key if side else None, limit=limit, offset=offset))


@router.get("/people/{id}", summary="One person")
def person_json(request: Request, id: str) -> Response:
    """Names, countries, offices, contradictions, and the newest records."""
    return json_answer(_register(request).people.person(id, RECORDS))


@router.get("/offices", summary="Who was said to hold which office")
def offices_json(
    request: Request,
    country: Annotated[str, Query(description="A country or a body of states: KHM, ASEAN")],
    on: Annotated[str, Query(description="EDTF: who held them then")] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 1000,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    language: Language = "en",
) -> Response:
    """From the first to the last sighting of each holder, with contradictions."""
    register = _register(request)
    side = asked_country(country, register, language)
    if side is None:
        raise AskedError("No country is named.", "Give country=KHM.")
    return json_answer(register.people.offices(side, asked_day({"on": on}, "on"), limit=limit, offset=offset))


def json_answer(value: object) -> Response:
    """A record as JSON."""
    return Response(msgspec.json.encode(value), media_type="application/json")


def _register(request: PageRequest) -> Register:
    register: Register = request.app.state.register
    return register


def asked(request: PageRequest) -> tuple[str, Register]:
    """The language of a page that is asked for, and the register."""
    return request.path_params["language"], _register(request)


ROUTES = [
    Route(f"/{{language:language}}{path}", endpoint)
    for path, endpoint in (("/people", people), ("/people/{id}", person), ("/offices", offices))
]
