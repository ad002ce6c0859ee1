"""Addresses as text: which can be asked for at all. Where a host leads is checked on the connection."""

from __future__ import annotations

import re

import httpx2

from comity.errors import FetchError
from comity.sources.web.trouble import Trouble

LONGEST = 8000
"""Characters of the longest address that is asked for; servers refuse longer ones too (RFC 9110, 4.1)."""

_SCHEMES = {"http": 80, "https": 443}
_HOST = re.compile(rb"[a-z0-9_]([a-z0-9_.-]{0,252})|\[?[0-9a-f:.]+\]?")
_REMEDY = "Give an address that begins with http:// or https://."


def parsed(address: str) -> httpx2.URL:
    """The address without its fragment. Trouble when it cannot be asked for."""
    if len(address) > LONGEST:
        raise Trouble(f"it is longer than {LONGEST} characters", _REMEDY)
    try:
        url = httpx2.URL(address.strip())
    except (httpx2.InvalidURL, ValueError) as error:
        raise Trouble(f"it is no address that can be understood ({error})", _REMEDY) from error
    return _checked(url)


def checked(address: str) -> str:
    """The address as it is asked for: two that ask for the same have the same. FetchError when it cannot be."""
    try:
        return str(parsed(address))
    except Trouble as trouble:
        raise fetch_error(address, trouble) from trouble


def fetch_error(address: str, trouble: Trouble) -> FetchError:
    """What went wrong, told of the address that was asked for."""
    return FetchError(
        f"{masked(address)} could not be fetched: {_printable(trouble.reason)}.",
        trouble.remedy,
        trouble.status,
        trouble.temporary,
        trouble.retry_after,
    )


def joined(base: httpx2.URL, location: str) -> httpx2.URL:
    """Where a redirect leads. Trouble when that cannot be asked for."""
    if len(location) > LONGEST:
        raise Trouble("it leads to an address that is too long", _REMEDY)
    try:
        url = base.join(location)
    except (httpx2.InvalidURL, ValueError) as error:
        raise Trouble(f"it leads to what is no address ({error})", "Tell whoever runs the site.") from error
    return _checked(url)


def masked(address: str) -> str:
    """The address as it may be shown: without the password that it may hold, and no longer than can be read."""
    shown = _printable(re.sub(r"(?<=//)[^/?#\s]*@", "…@", address))
    return shown if len(shown) <= 500 else shown[:499] + "…"


def origin(url: httpx2.URL) -> str:
    """Scheme, host and port: what a robots.txt is for."""
    return f"{url.scheme}://{place(url)}"


def place(url: httpx2.URL) -> str:
    """Host and port: what is to be spared."""
    host = url.raw_host.decode("ascii").rstrip(".")
    return f"{f'[{host}]' if ':' in host else host}:{url.port or _SCHEMES[url.scheme]}"


def _printable(text: str) -> str:
    """The text without what a terminal would obey, or no file could hold: servers write into it."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", "\ufffd", text)


def _checked(url: httpx2.URL) -> httpx2.URL:
    if url.scheme not in _SCHEMES:
        raise Trouble(
            f"only http and https are fetched, not {url.scheme[:40] or 'an address without a scheme'}", _REMEDY
        )
    if url.userinfo:
        raise Trouble("it holds a user name or password, and none are sent", "Take out what stands before the @.")
    if not _HOST.fullmatch(url.raw_host.lower()):
        raise Trouble("its host is none that can exist", "Check the spelling.")
    if url.port is not None and not 0 < url.port < 65536:
        raise Trouble(f"there is no port {url.port}", "Check the address.")
    return url.copy_with(fragment=None)
