"""Which address is the page's own: the canonical one if it is of the same site and no front page, or the final."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from comity.reading.html.stated import Ranked

_HOSTS = ("www.", "amp.", "m.", "mobile.")


def own_address(ranked: Ranked, final: str | None) -> str | None:
    """The page's address. `final` is the one that it came from, after redirects; None for a file."""
    for stated in ranked.ordered():
        if stated.field != "url" or stated.by == "given":
            continue
        address = _joined(final, stated.value)
        if address and (final is None or same_site(address, final)):
            return address
    return final


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one host, or of one within the other's domain."""
    hosts = sorted((_host(one), _host(other)), key=len)
    return bool(hosts[0]) and (hosts[0] == hosts[1] or hosts[1].endswith("." + hosts[0]))


def _joined(final: str | None, value: str) -> str | None:
    try:
        address = urljoin(final or "", value)
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    front = parts.path in ("", "/") and not parts.query
    return None if front and (final is None or urlsplit(final).path not in ("", "/")) else address


def _host(address: str) -> str:
    host = (urlsplit(address).hostname or "").lower()
    for prefix in _HOSTS:
        host = host.removeprefix(prefix)
    return host
