"""The site as a whole: its routes, what every answer carries, and what is said when something is wrong."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from ipaddress import ip_address

import msgspec
import uvicorn
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import comity
from comity.errors import ComityError, UnknownRecordError, UsageError
from comity.location import Location
from comity.outputs.translation import LANGUAGES, translations
from comity.outputs.web import bodies, people, review_api, review_page
from comity.outputs.web.api import router
from comity.outputs.web.asked import AskedError, preferred_language
from comity.outputs.web.environment import query
from comity.outputs.web.following_page import ROUTES as FOLLOWING_ROUTES
from comity.outputs.web.following_page import router as following_router
from comity.outputs.web.pages import ROUTES, render
from comity.outputs.web.search_page import ROUTES as SEARCH_ROUTES
from comity.register import open_register

_POLICY, _REFERRER = "Content-Security-Policy", "Referrer-Policy"
HEADERS = {
    _POLICY: "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    _REFERRER: "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def create_app(
    register_path: Location | str, *, hosts: tuple[str, ...] = ("*",), reviewer: str | None = None
) -> FastAPI:
    """The site over one register, which is only read, unless there is a reviewer. RegisterError if it cannot be opened.

    `hosts` are the names under which the site may be asked for: a site for this machine alone takes `LOOPBACK`, so that
    a page elsewhere cannot reach it under a name of its own. With a `reviewer` whoever reaches the site decides on
    records, in that name.
    """
    register = open_register(register_path, readonly=reviewer is None)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        with register:
            yield

    app = FastAPI(
        title="Comity",
        version=comity.__version__,
        description="What states do with each other, as the press reported it, with the words it rests on.",
        # the interactive pages of FastAPI load scripts from elsewhere; the description itself stays, at /openapi.json
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.register = register
    app.state.reviewer = reviewer
    app.state.token = secrets.token_urlsafe(24)
    app.include_router(router)
    app.include_router(review_api.reading)
    if reviewer is not None:
        app.include_router(review_api.deciding)
        app.router.routes.extend(review_page.ROUTES)
    app.include_router(people.router)
    app.include_router(bodies.router)
    app.include_router(following_router)
    app.router.routes.extend([*ROUTES, *SEARCH_ROUTES, *FOLLOWING_ROUTES, *people.ROUTES, *bodies.ROUTES])
    app.mount("/static", StaticFiles(directory=str(files("comity.outputs.web") / "static")), name="static")
    app.add_exception_handler(ComityError, _on_comity_error)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(Exception, _on_failure)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    app.add_middleware(_Headers)
    return app


def serve(
    register_path: Location | str, host: str = "127.0.0.1", port: int = 8000, reviewer: str | None = None
) -> None:
    """Serve the site until it is stopped. RegisterError if the register cannot be opened.

    UsageError for a reviewer on a site that other machines reach: anybody could decide in that name.
    """
    if reviewer is not None and not _is_loopback(host):
        raise UsageError(
            f"Whoever reaches http://{host}:{port}/ would decide as '{reviewer}'.",
            "Review on this machine: leave --host out. From elsewhere, use comity review, or a tunnel.",
        )
    hosts = LOOPBACK if _is_loopback(host) else ("*",)
    app = create_app(register_path, hosts=hosts, reviewer=reviewer)
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Headers:
    """Every answer carries the headers that keep a page's text from acting."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # what one page may beyond the others, it says itself
                more = {name: headers[name] for name in (_POLICY, _REFERRER) if name in headers}
                headers.update({**HEADERS, **more})
                if _POLICY in more:
                    headers[_POLICY] = f"{HEADERS[_POLICY]}; {more[_POLICY]}"
            await send(message)

        await self.app(scope, receive, sending if scope["type"] == "http" else send)


async def _on_comity_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, ComityError)
    if isinstance(error, AskedError):
        return _wrong(request, error.status, error.code, error)
    if isinstance(error, UnknownRecordError):
        return _wrong(request, 404, error.code, error)
    status = 400 if error.code == "usage" else 500
    return _wrong(request, status, error.code, error)


async def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _wrong(request, error.status_code, "http", ComityError(error.detail, ""))


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    wrong = "; ".join(f"{'.'.join(map(str, each['loc'][1:]))}: {each['msg']}" for each in error.errors())
    return _wrong(request, 400, "usage", ComityError(wrong, "See /openapi.json."))


async def _on_failure(request: Request, _: Exception) -> Response:
    """What nobody foresaw: the server logs it. No middleware sees this answer, so it takes the headers here."""
    answer = _wrong(request, 500, "error", ComityError("The page could not be made.", "Look at the server's log."))
    answer.headers.update(HEADERS)
    return answer


def _wrong(request: Request, status: int, code: str, error: ComityError) -> Response:
    """An error as JSON for programs, and as a page in the reader's language for people."""
    if request.url.path.startswith("/api/"):
        told = {"error": {"code": code, "message": error.what, "remedy": error.remedy}}
        return Response(msgspec.json.encode(told), status_code=status, media_type="application/json")
    first = request.url.path.split("/")[1] if "/" in request.url.path else ""
    language = first if first in LANGUAGES else preferred_language(request.headers.get("accept-language", ""))
    heading, what, remedy = _told(status, error, language)
    return render(
        request,
        language,
        "error.html",
        status,
        number=status,
        heading=heading,
        what=what,
        remedy=remedy,
        candidates=_candidates(request, error, language),
    )


def _told(status: int, error: ComityError, language: str) -> tuple[str, str, str]:
    """Heading, what was wrong, what to do."""
    say = translations(language).gettext
    headings = {400: say("That cannot be answered"), 403: say("Not allowed"), 404: say("Not found")}
    headings[500] = say("Something is wrong here")
    heading = headings.get(status, str(status))
    if isinstance(error, AskedError):
        return heading, *error.told(language)
    if status == 404:
        what = say("The register holds no page or record at this address.")
        return heading, what, say("It may have been removed, or the address may be cut short.")
    return heading, error.what, error.remedy or say("Go back and try again.")


def _candidates(request: Request, error: ComityError, language: str) -> list[tuple[str, str]]:
    """Sides that may have been meant, each with the address of the form filled in with it."""
    if not isinstance(error, AskedError) or not error.candidates:
        return []
    asked = {name: request.query_params.get(name, "") for name in ("a", "b")}
    wrong = next((name for name, words in asked.items() if words.strip() == error.words), "a")
    return [(each, f"/{language}/dossier?{query(**{**asked, wrong: each})}") for each in error.candidates]
