"""What the first bytes show of a source whose name does not say what it is."""

from __future__ import annotations

import re

_BOM = b"\xef\xbb\xbf"
_JSON = re.compile(rb'\s*\{\s*["}]')
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.DOTALL
)


def looks_json(head: bytes) -> bool:
    """Whether the first thing is a JSON object."""
    return bool(_JSON.match(head.removeprefix(_BOM)))


def looks_html(head: bytes) -> bool:
    """Whether the first thing is an HTML document."""
    return bool(_HTML.match(head.removeprefix(_BOM)[:4096]))
