"""The pages on agreements over time, and commitments and agreements as JSON."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from starlette.requests import Request as PageRequest
from starlette.responses import Response as PageResponse
from starlette.routing import Route

from comity.outputs.web.asked import N_, AskedError, asked_side, asked_sides
from comity.outputs.web.following_view import agreement_view
from comity.outputs.web.pages import render
from comity.register import Register

MONTHS = (6, 12, 24, 60)
"""The terms that the page offers."""

router = APIRouter(prefix="/api", tags=["following"])


def agreements(request: PageRequest) -> PageResponse:
    """The agreements between two sides, as they stand today, or those of them that end soon."""
    language = request.path_params["language"]
    register: Register = request.app.state.register
    sides = asked_sides(request.query_params, register, language)
    ending = _months(request.query_params.get("ending", ""))
    day = date.today()
    found = register.following.agreements(*sides, ending=ending, on=day)
    return render(
        request,
        language,
        "agreements.html",
        found=found,
        views=[agreement_view(each, language, day) for each in found.found],
        ending=ending,
        terms=MONTHS,
    )


class CommitmentsQuery(BaseModel):
    """Between whom commitments are asked for."""

    a: str = Field("", description="One side: a code (VNM, FR-BRE), a name, or a key (IGO/asean)")
    b: str = Field("", description="The other side")
    open: bool = Field(False, description="Only those that are neither done nor dropped")
    language: Literal["fr", "en"] = Field("en", description="In which the sides are named")


class AgreementsQuery(BaseModel):
    """Whose agreements are asked for."""

    a: str = Field("", description="A side: a code (VNM, FR-BRE), a name, or a key (IGO/asean)")
    b: str = Field("", description="The other side; without it the agreements of one with anyone")
    ending: int | None = Field(None, ge=1, le=1200, description="Only those that end within so many months")
    on: date | None = Field(None, description="As they stand on this day; else today")
    language: Literal["fr", "en"] = Field("en", description="In which the sides are named")


@router.get("/commitments", summary="What two sides promised, and what became of it")
def commitments_json(request: Request, asked: Annotated[CommitmentsQuery, Query()]) -> Response:
    """Each with its stage and why, what keeps it, what is proposed with reasons, and what was refused."""
    register: Register = request.app.state.register
    sides = asked_sides(request.query_params, register, asked.language)
    return _json(register.following.commitments(*sides, only_open=asked.open))


@router.get("/commitments/{id}", summary="What became of one commitment")
def commitment_json(request: Request, id: str) -> Response:
    """A commitment with its stage and why, what keeps it, what is proposed, and what was refused."""
    register: Register = request.app.state.register
    return _json(register.following.commitment(id))


@router.get("/agreements", summary="The agreements of a side, or between two, over time")
def agreements_json(request: Request, asked: Annotated[AgreementsQuery, Query()]) -> Response:
    """Each with its states, the links between them with reasons, and for what time it holds."""
    register: Register = request.app.state.register
    following = register.following
    if asked.b.strip() or not asked.a.strip():
        one, other = asked_sides(request.query_params, register, asked.language)
        return _json(following.agreements(one, other, ending=asked.ending, on=asked.on))
    return _json(
        following.agreements(asked_side(register, asked.a.strip(), asked.language), ending=asked.ending, on=asked.on)
    )


def _months(text: str) -> int | None:
    if not text.strip():
        return None
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:5]) <= 1200 or len(text) > 4:
        raise AskedError(N_("'{words}' is no number of months."), N_("Give a number from 1 to 1200."), words=text)
    return int(text)


def _json(value: object) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json")


ROUTES = [Route("/{language:language}/agreements", agreements)]
