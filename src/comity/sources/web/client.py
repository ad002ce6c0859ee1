"""The client: an address to what is there, politely, safely and within limits."""

from __future__ import annotations

import re
import ssl
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from types import TracebackType

import httpx2

from comity.model import Stated
from comity.sources.web.connection import GuardedTransport, Resolve, system_resolve
from comity.sources.web.exchange import Answer, Exchange
from comity.sources.web.limits import Budget, WebLimits
from comity.sources.web.politeness import Politeness
from comity.sources.web.robots import Robots
from comity.sources.web.trouble import LATER, OPEN_IT, Trouble
from comity.sources.web.urls import fetch_error, joined, masked, parsed, place

PAGES = "text/html,application/xhtml+xml,application/pdf;q=0.9,application/xml;q=0.8,text/plain;q=0.8,*/*;q=0.5"
"""What is asked for unless something else is: pages first, but anything is looked at."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TOO_MUCH = frozenset({429, 503})
_MEDIA = re.compile(r"\s*([\w!#$&^.+-]+/[\w!#$&^.+-]+)\s*(?:;|$)", re.ASCII)
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:()+-]{1,40})", re.ASCII | re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
"""One language; of several a server does not say which is the page's."""
_LONGEST_VALIDATOR = 1000
_WIRE_SLACK = 1_000_000
"""What may come over the wire besides content: headers, and the marks of chunks."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of the content that one has already, so that it need not send the same again."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What an address answered.

    `asked` is the address as it was given, `address` the one that answered, after redirects. `status` is 200, or 304
    when the content is what the validators are of; it is empty then. `media` is the declared kind as `text/html`, in
    small letters; `charset` the declared encoding, not to be trusted. `content` is unpacked. `etag` and `last_modified`
    are the validators for next time, as the server wrote them. `stated` is what the headers say of the page: its
    language, and when it was changed last, which is no date of publication.
    """

    asked: str
    address: str
    status: int
    media: str | None
    charset: str | None
    content: bytes
    etag: str | None = None
    last_modified: str | None = None
    stated: tuple[Stated, ...] = ()

    @property
    def validators(self) -> Validators:
        """What to ask with next time."""
        return Validators(self.etag, self.last_modified)


class Web:
    """Fetches addresses. Safe to use from several threads: what one host is owed holds across all of them.

    No cookies, no credentials, no proxies, no scripts. `resolve` looks host names up and `tls` says which certificates
    are trusted; without them the system does. To be closed, or used in a `with`.
    """

    def __init__(
        self, limits: WebLimits | None = None, *, resolve: Resolve = system_resolve, tls: ssl.SSLContext | None = None
    ) -> None:
        self.limits = limits or WebLimits()
        self._transport = GuardedTransport(self.limits, resolve, tls)
        self._exchange = Exchange(self._transport, self.limits)
        self._politeness = Politeness(self.limits)
        self._robots = Robots(self.limits, self._ask_robots, _redirected)

    def __enter__(self) -> Web:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Nothing is asked for any more; threads that wait for a host are told so, and do not wait on."""
        self._politeness.close()
        self._transport.close()

    def get(self, address: str, *, validators: Validators | None = None, accept: str | None = None) -> Response:
        """What is at an address. FetchError says why it cannot be had, and whether it may be had later.

        Waits for the host to be free; redirects are followed, and each is checked as the address itself was. With
        `validators` the answer may be a 304 without content. `accept` is the value of the header of that name.
        """
        headers = {"Accept": accept or PAGES}
        if validators is not None and (etag := _sendable(validators.etag)):
            headers["If-None-Match"] = etag
        if validators is not None and (last_modified := _sendable(validators.last_modified)):
            headers["If-Modified-Since"] = last_modified
        try:
            url, answer = self._follow(address, headers)
            return _response(address, url, answer, conditional=len(headers) > 1)
        except Trouble as trouble:
            raise fetch_error(address, trouble) from trouble

    def _follow(self, address: str, headers: dict[str, str]) -> tuple[httpx2.URL, Answer]:
        url = parsed(address)
        budget = Budget(self.limits.seconds, self.limits.content_bytes + _WIRE_SLACK)
        seen = [str(url)]
        while True:
            try:
                answer = self._ask(url, headers, budget)
                target = _redirected(url, answer)
            except Trouble as trouble:
                if len(seen) == 1:
                    raise
                reason = f"it leads to {masked(seen[-1])}, and {trouble.reason}"
                raise replace(trouble, reason=reason) from trouble
            if target is None:
                return url, answer
            if str(target) in seen:
                remedy = "Sites that want cookies do this; open it in a browser and save the page as a file."
                raise Trouble(f"its redirects lead in a circle ({masked(str(target))})", remedy, answer.status)
            if len(seen) > self.limits.redirects:
                raise Trouble(f"it leads on more than {self.limits.redirects} times", OPEN_IT, answer.status)
            url = target
            seen.append(str(url))

    def _ask(self, url: httpx2.URL, headers: dict[str, str], budget: Budget) -> Answer:
        host = place(url)
        delay = self._robots.check(url)
        if delay is not None:
            self._politeness.wants(host, delay)
        tries = 0
        while True:
            tries += 1
            with self._politeness.turn(host):
                answer = self._exchange.ask(url, headers, budget)
                if answer.status not in _TOO_MUCH:
                    self._politeness.well(host)
                    return answer
                wait = self._politeness.refused(host, _retry_after(answer.headers))
            if tries >= self.limits.tries or wait > self.limits.patience:
                reason = f"its server answered {_phrase(answer.status)}, and is left alone for {wait:.0f} seconds"
                raise Trouble(reason, LATER, answer.status, temporary=True, retry_after=wait)

    def _ask_robots(self, url: httpx2.URL) -> Answer:
        limits = self.limits
        budget = Budget(limits.seconds, limits.robots_bytes + _WIRE_SLACK)
        with self._politeness.turn(place(url)):
            answer = self._exchange.ask(
                url, {"Accept": "text/plain,*/*;q=0.5"}, budget, first_bytes=limits.robots_bytes
            )
            if answer.status in _TOO_MUCH:
                self._politeness.refused(place(url), _retry_after(answer.headers))
            return answer


def _redirected(url: httpx2.URL, answer: Answer) -> httpx2.URL | None:
    """Where the answer leads, if it does."""
    location = answer.headers.get("location")
    return joined(url, location) if answer.status in _REDIRECTS and location else None


def _response(asked: str, url: httpx2.URL, answer: Answer, conditional: bool) -> Response:
    status, headers = answer.status, answer.headers
    if not (status in (200, 203) or (status == 304 and conditional)):
        raise _failed(status)
    kind = headers.get("content-type", "")
    media, charset = _MEDIA.match(kind), _CHARSET.search(kind)
    return Response(
        asked=asked,
        address=str(url),
        status=304 if status == 304 else 200,
        media=media[1].lower() if media else None,
        charset=charset[1].lower() if charset else None,
        content=answer.content,
        etag=_sendable(headers.get("etag")),
        last_modified=_sendable(headers.get("last-modified")),
        stated=_stated(headers),
    )


def _sendable(validator: str | None) -> str | None:
    """A validator that can be sent back; what is none of ASCII, or very long, is left out."""
    value = (validator or "").strip()
    return value if value and len(value) <= _LONGEST_VALIDATOR and value.isascii() and value.isprintable() else None


def _stated(headers: httpx2.Headers) -> tuple[Stated, ...]:
    stated = []
    if language := _LANGUAGE.fullmatch(headers.get("content-language", "").strip()):
        stated.append(Stated(field="language", value=language[0], by="http"))
    if (changed := _date(headers.get("last-modified", ""))) is not None:
        stated.append(Stated(field="modified", value=changed.isoformat(), by="http"))
    return tuple(stated)


def _failed(status: int) -> Trouble:
    said = f"its server answered {_phrase(status)}"
    match status:
        case 401 | 402 | 403 | 407 | 451:
            return Trouble(said, "If you may read it, open it in a browser and save the page as a file.", status)
        case 404 | 410:
            return Trouble(said, "Check the address; the page may have moved or gone.", status)
        case 408 | 421 | 425 | 429 | _ if status >= 500 or status in (408, 421, 425, 429):
            return Trouble(said, LATER, status, temporary=True)
        case _:
            return Trouble(said, OPEN_IT, status)


def _phrase(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _retry_after(headers: httpx2.Headers) -> float | None:
    """Seconds that a Retry-After header tells, as a number or a date (RFC 9110, 10.2.3)."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdecimal():
        return float(value[:12])
    date = _date(value)
    return None if date is None else max(0.0, date.timestamp() - time.time())


def _date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value)
        return date if date.tzinfo is not None else date.replace(tzinfo=UTC)  # "-0000" says that no zone is known
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
