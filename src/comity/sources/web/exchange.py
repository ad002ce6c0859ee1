"""One request and its answer, and all that can go wrong between them said in words."""

from __future__ import annotations

import contextlib
import re
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import httpcore2
import httpx2

from comity.sources.web.connection import GuardedTransport, Refused, Unresolved, spending
from comity.sources.web.encoding import ACCEPTED, BadEncodingError, decoders, unpack
from comity.sources.web.limits import Budget, Spent, WebLimits
from comity.sources.web.trouble import LATER, OPEN_IT, Trouble

_READ = frozenset({200, 203})
_SMALL = 1_000_000
# what no server calls a page, not even by mistake, and is often large
_NO_PAGE = re.compile(r"\s*(?:image|audio|video|font|model)/|\s*(?:text|application)/(?:css|(?:x-)?javascript)\b", re.I)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came. `content` is read for 200 and 203 only, and is empty else."""

    status: int
    headers: httpx2.Headers
    content: bytes = b""


class Exchange:
    """Asks servers. Safe to use from several threads."""

    def __init__(self, transport: GuardedTransport, limits: WebLimits) -> None:
        self._transport = transport
        self._limits = limits

    def ask(
        self, url: httpx2.URL, headers: Mapping[str, str], budget: Budget, *, first_bytes: int | None = None
    ) -> Answer:
        """The answer, whatever its status. Trouble when there is none, or it breaks a limit.

        `first_bytes`: no more than these are wanted of the content; the rest is left unread, and no trouble.
        """
        request = httpx2.Request(
            "GET",
            url,
            headers={
                "User-Agent": self._limits.user_agent,
                "Accept-Encoding": ACCEPTED,
                "Connection": "close",
                **headers,
            },
        )
        with _told(url, self._limits), spending(budget), contextlib.closing(self._send(request)) as response:
            answer = Answer(response.status_code, response.headers)
            if sum(len(name) + len(value) for name, value in response.headers.raw) > self._limits.header_bytes:
                raise Trouble(f"its headers are larger than {self._limits.header_bytes // 1000} kB", OPEN_IT)
            if answer.status not in _READ:
                return answer
            media = response.headers.get("content-type", "")
            if first_bytes is None and _NO_PAGE.match(media):
                what = f"what is there is no page: its server calls it {media.partition(';')[0].strip()[:60]}"
                raise Trouble(what, "Give the address of a page.", answer.status)
            return Answer(answer.status, answer.headers, self._content(response, first_bytes))

    def _send(self, request: httpx2.Request) -> httpx2.Response:
        return self._transport.handle_request(request)

    def _content(self, response: httpx2.Response, first_bytes: int | None) -> bytes:
        limit = first_bytes or self._limits.content_bytes
        told = response.headers.get("content-length", "")
        if first_bytes is None and told.isdecimal() and int(told[:20]) > limit:
            raise self._too_large()
        chain = decoders(response.headers.get("content-encoding", ""))
        content = bytearray()
        packed = 0
        for data in response.iter_raw():
            packed += len(data)
            for piece in unpack(chain, data):
                content += piece
                if len(content) > limit:
                    if first_bytes is not None:
                        return bytes(content[:limit])
                    raise self._too_large()
                if chain and len(content) > max(_SMALL, self._limits.ratio * packed):
                    raise Trouble(
                        f"it is more than {self._limits.ratio} times as large as it was sent, once it is unpacked",
                        "It may be made to exhaust the machine; leave it out.",
                    )
        for decoder in chain:
            decoder.close()
        return bytes(content)

    def _too_large(self) -> Trouble:
        return Trouble(f"it is larger than {self._limits.content_bytes / 1e6:g} MB", "Download it and give the file.")


@contextlib.contextmanager
def _told(url: httpx2.URL, limits: WebLimits) -> Iterator[None]:
    """What libraries and the system raise, in words that tell what to do."""
    try:
        yield
    except Refused as error:
        raise _refused(error, limits) from error
    except Unresolved as error:
        raise _unresolved(error) from error
    except Spent as error:
        raise _spent(error, limits) from error
    except BadEncodingError as error:
        raise Trouble(f"what came {error}", OPEN_IT, temporary=True) from error
    except httpcore2.TimeoutException as error:
        raise _late(error, url, limits) from error
    except (httpcore2.ConnectError, ssl.SSLError) as error:
        raise _unconnected(error, url) from error
    except httpcore2.ProtocolError as error:
        raise _unspoken(error, limits) from error
    except (httpcore2.NetworkError, OSError) as error:
        raise Trouble(f"the connection was lost ({error})", LATER, temporary=True) from error


def _refused(error: Refused, limits: WebLimits) -> Trouble:
    remedy = "If it is a network of your own and you mean it, set COMITY_ALLOW_PRIVATE_ADDRESSES=1."
    some = ", ".join(error.addresses[:3])
    where = f"{error.host} is" if error.addresses == (error.host,) else f"{error.host} leads to {some},"
    return Trouble(
        f"{where} no address of the public internet, and others are not fetched",
        "Check the address." if limits.allow_private else remedy,
        whole_host=True,
    )


def _unresolved(error: Unresolved) -> Trouble:
    if error.temporary:
        reason = f"the name service does not answer for {error.host}"
        return Trouble(reason, "Check the network, and try again later.", temporary=True, whole_host=True)
    return Trouble(f"there is no host {error.host}", "Check the spelling, and the network.", whole_host=True)


def _spent(error: Spent, limits: WebLimits) -> Trouble:
    if str(error) == "time":
        return Trouble(f"it took longer than {limits.seconds:g} seconds", LATER, temporary=True)
    return Trouble(f"more than {limits.content_bytes / 1e6:g} MB came", "Download it and give the file.")


def _late(error: Exception, url: httpx2.URL, limits: WebLimits) -> Trouble:
    if isinstance(error, httpcore2.ConnectTimeout):
        return Trouble(f"{url.host} does not answer", LATER, temporary=True, whole_host=True)
    return Trouble(f"{url.host} sent nothing for {limits.silence_seconds:g} seconds", LATER, temporary=True)


def _unconnected(error: Exception, url: httpx2.URL) -> Trouble:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        reason = f"the certificate of {url.host} is not valid ({cause.verify_message})"
        return Trouble(reason, "Check the address; tell whoever runs the site.", whole_host=True)
    if isinstance(cause, ssl.SSLError):
        reason = f"no secure connection to {url.host} can be made ({cause.reason or cause})"
        return Trouble(reason, "Check whether its address begins with http://.", whole_host=True)
    return Trouble(f"no connection to {url.host} can be made ({error})", LATER, temporary=True, whole_host=True)


def _unspoken(error: Exception, limits: WebLimits) -> Trouble:
    said = str(error)
    if "Receive buffer too long" in said:
        return Trouble(f"its headers are larger than {limits.header_bytes // 1000} kB", OPEN_IT)
    if "without sending complete" in said or "incomplete" in said:
        return Trouble("the connection ended before all of it had come", LATER, temporary=True)
    if "without sending a response" in said:
        return Trouble("the connection ended without an answer", LATER, temporary=True)
    return Trouble(f"its server does not answer as the protocol wants ({said[:200]})", LATER, temporary=True)
