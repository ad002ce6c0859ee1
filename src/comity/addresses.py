"""Addresses made comparable: which of them lead to the same page.

Pure. A key is for matching only; what is shown, stored as a source and fetched is the address itself.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

MAX_KEY = 1000
"""Signs of the longest key: databases bound what they index. Longer ones end in a hash."""

# what says only how a reader came. Lists made for cleaning links (courlan, ClearURLs) also name `cid`, `eid`, `uid`,
# `source`: some sites number their articles so, and to take two articles for one loses the second
_TRACKING = re.compile(
    r"(?:utm|mtm|pk|piwik|matomo|mc|itm|hsa|oly|vero|at|ns|mkt)_.+"
    r"|(?:fb|g|d|tw|y|ysc|msclk|tt|igsh|gbra|wbra|gad)cl?id|gbraid|wbraid|msclkid|igshid|igsh|srsltid"
    r"|_ga|_gl|_hsenc|_hsmi|xtor|xtref|cmpid|s_cid|ncid|ocid|smid|spm"
    r"|ref_src|ref_url|referr?er|share|fromshare|phpsessid|jsessionid",
    re.IGNORECASE,
)
_AMP_VALUES = {"amp": None, "outputtype": "amp", "output": "amp", "mode": "amp", "view": "amp"}
_HOSTS = re.compile(r"^(?:www\d?|m|mobile|amp|wap|touch)\.(?=[^.]+\.[^.]+)")
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
_AMP_END = re.compile(r"(?:/amp(?:/index)?|\.amp)(?=(?:\.html?)?/?$)|/amp\.html?$", re.IGNORECASE)
_AMP_START = re.compile(r"^/amp(?=/.)", re.IGNORECASE)
_SLASHES = re.compile(r"/+$")
_INDEX = re.compile(r"(?<=/)(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
# copies that caches of AMP pages keep: the address that was copied stands in theirs
_COPIES = (
    re.compile(r"^[^/]+\.cdn\.ampproject\.org/(?:[cvri]/)(?:s/)?(.+)$", re.IGNORECASE),
    re.compile(r"^(?:www\.)?google\.[a-z.]+/amp/(?:s/)?(.+)$", re.IGNORECASE),
)
_SAFE = "/:@!$&'()*+,;=~"
_DEFAULT_PORTS = {"http": 80, "https": 443}


@lru_cache(maxsize=65536)
def address_key(url: str) -> str:
    """The key of an address: equal for addresses of one page, as far as addresses tell.

    The scheme, `www.` and the prefixes of mobile and AMP hosts, AMP paths and parameters, tracking parameters, session
    ids, fragments (but for `#!` routes), the order of parameters, a default page and a slash at the end do not count.
    What is no http or https address is its own key. Never raises.
    """
    url = "".join(url.split())
    try:
        return _bounded(_key(url))
    except ValueError:  # no address that could be fetched, as `http://[`
        return _bounded(url)


def is_story_key(key: str) -> bool:
    """Whether a key may be that of one story: a bare host is a front page, whose text is another every day."""
    return any(mark in key for mark in "/?#")


def _key(url: str) -> str:
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not parts.hostname:
        return url
    for copy in _COPIES:
        found = copy.match(url.partition("://")[2])
        if found is not None:
            return _key(f"{scheme}://{found[1]}")
    host = _stripped(_decoded(parts.hostname).strip("."), _HOSTS)
    if not host:
        return url
    if parts.port is not None and parts.port != _DEFAULT_PORTS[scheme]:
        host = f"{host}:{parts.port}"
    query = _query(parts.query)
    route = parts.fragment if parts.fragment.startswith("!") else ""
    return f"{host}{_path(parts.path)}{'?' + query if query else ''}{'#' + route if route else ''}"


def _decoded(host: str) -> str:
    """`xn--exmple-cua.org` as it is written."""
    try:
        return host.encode("ascii").decode("idna").lower() if "xn--" in host else host.lower()
    except UnicodeError:
        return host.lower()


def _path(path: str) -> str:
    path = re.sub(r"/{2,}", "/", _SESSION.sub("", path)) or "/"
    path = quote(unquote_to_bytes(path), safe=_SAFE)
    return _stripped(path, _AMP_END, _AMP_START, _INDEX, _SLASHES)


def _stripped(text: str, *parts: re.Pattern[str]) -> str:
    """The text without these parts, of which one may stand behind another."""
    before = None
    while text != before:
        before = text
        for part in parts:
            text = part.sub("", text)
    return text


def _query(query: str) -> str:
    # read as Latin-1, which takes every byte and gives it back
    pairs = parse_qsl(quote(query, safe=_SAFE + "%"), keep_blank_values=True, encoding="latin-1", max_num_fields=200)
    kept = [(name, value) for name, value in pairs if not _TRACKING.fullmatch(name) and not _is_amp(name, value)]
    return urlencode(sorted(kept), encoding="latin-1")


def _is_amp(name: str, value: str) -> bool:
    name = name.lower()
    return name in _AMP_VALUES and _AMP_VALUES[name] in (None, value.lower())


def _bounded(key: str) -> str:
    if len(key) <= MAX_KEY:
        return key
    return f"{key[: MAX_KEY - 65]}…{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()}"
