"""A web page's markup as a tree. Nothing is fetched, no script is run, no entity is expanded from elsewhere.

Pages may be of any size and nesting: what is beyond the limits is left out, and no step recurses.
"""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

# code points of markup; the largest pages of the press have about a tenth of it
LONGEST = 8_000_000
_UNUSABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DATA = re.compile(r"""(["'(])data:[^"')]{500,}""")


def parse(markup: str) -> HtmlElement | None:
    """The root element, or None when the markup holds no element at all."""
    if len(markup) > LONGEST:
        markup = _DATA.sub(r"\1", markup)[:LONGEST]  # pictures within the page go before its words do
    clean = _UNUSABLE.sub("\ufffd", markup).removeprefix("\ufeff")
    if not clean.strip():
        return None
    # libxml2 cuts what is nested deeper than 2,048 elements
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = document_fromstring(clean.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return root if isinstance(root.tag, str) else None
