"""The pages of bodies, and the same as JSON."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from starlette.requests import Request as PageRequest
from starlette.responses import RedirectResponse
from starlette.routing import Route

from comity.errors import UnknownRecordError
from comity.outputs import bodies_wording, people_wording, present
from comity.outputs.web.asked import asked_country, asked_number
from comity.outputs.web.pages import render
from comity.outputs.web.people import LINES, RECORDS, Language, asked, json_answer
from comity.register import Register

router = APIRouter(prefix="/api", tags=["bodies"])


def bodies(request: PageRequest) -> Response:
    """The bodies that pages name, by name and country."""
    language, register = asked(request)
    words = request.query_params.get("name", "").strip()
    country = request.query_params.get("country", "").strip()
    offset = asked_number(request.query_params, "offset") or 0
    code = _country(country, register, language)
    found = register.bodies.list(words or None, code, limit=LINES, offset=offset, language=language)
    return render(
        request,
        language,
        "bodies.html",
        found=found,
        name=words,
        country_asked=country,
        step=LINES,
        words=people_wording,
        told=bodies_wording,
    )


def body(request: PageRequest) -> Response:
    """All that is known of a body."""
    language, register = asked(request)
    found = register.bodies.body(request.path_params["id"], RECORDS, language)
    if found.id != request.path_params["id"]:  # another name of the same
        return RedirectResponse(f"/{language}/bodies/{found.id}", status_code=308)
    records = []
    for identity in found.records:
        try:
            records.append(register.record(identity))
        except UnknownRecordError:  # retired since the page was asked for
            continue
    return render(
        request,
        language,
        "body.html",
        body=found,
        relations=[(field, name, getattr(found, field)) for field, name in bodies_wording.relations(language).items()],
        records=[(kept, present.kind_name(present.kind_of(kept), language)) for kept in records],
        record_name=lambda kept: present.record_name(kept, language),
        words=people_wording,
        told=bodies_wording,
    )


@router.get("/bodies", summary="The bodies that pages name")
def bodies_json(
    request: Request,
    name: Annotated[str, Query(description="Words of a name, accents apart")] = "",
    country: Annotated[str, Query(description="A country: KHM, Cambodge; IGO for bodies of states")] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = LINES,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    language: Language = "en",
) -> Response:
    """Those most often named first."""
    register: Register = request.app.state.register
    code = _country(country, register, language)
    return json_answer(register.bodies.list(name or None, code, limit=limit, offset=offset, language=language))


@router.get("/bodies/{id}", summary="One body")
def body_json(request: Request, id: str, language: Language = "en") -> Response:
    """Names, parents, parts, predecessors and successors, who held which office in it, and the newest records."""
    register: Register = request.app.state.register
    return json_answer(register.bodies.body(id, RECORDS, language))


def _country(words: str, register: Register, language: str) -> str | None:
    """The code of a country, or `IGO` for all bodies of states."""
    if words.upper() == "IGO":
        return "IGO"
    side = asked_country(words, register, language)
    return side.country if side else None


ROUTES = [
    Route(f"/{{language:language}}{path}", endpoint) for path, endpoint in (("/bodies", bodies), ("/bodies/{id}", body))
]
