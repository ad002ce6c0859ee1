"""A second opinion on which paragraphs are the report's: that of trafilatura, asked when the page's own structure is
in doubt.

On pages whose structure is plain it would change nothing and take most of the time (docs/reading.md has the figures).
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from copy import deepcopy

from lxml.html import HtmlElement

from comity.folding import fold
from comity.reading.html.structure import Structure, part_of, prose
from comity.reading.html.walk import Piece

_MOST_PIECES = 3000
_LEAST, _LEAST_SHARE = 250, 0.4
_SHORTEST = 30


def doubtful(found: Structure) -> bool:
    """Whether a page shows much more prose than its column holds."""
    told = [piece for piece in found.pieces if prose(piece) and part_of(piece.node) not in ("comments", "related")]
    whole = sum(len(piece.text) for piece in told)
    if not whole > _LEAST:
        return False
    column = found.column
    held = sum(
        len(piece.text)
        for piece in told
        if column is not None
        and column.first <= piece.index <= column.last
        and piece.index not in found.cards
        and part_of(piece.node) is None
    )
    return held < _LEAST_SHARE * whole


def kept_by_trafilatura(root: HtmlElement, pieces: Sequence[Piece]) -> frozenset[int]:
    """The indexes of the paragraphs that trafilatura takes for the report's; none when it finds nothing."""
    if len(pieces) > _MOST_PIECES:
        return frozenset()
    # loaded at first use: most pages do not need it
    import trafilatura

    # it tells on a log what it does not find, as if that were an error
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.extract(
            deepcopy(root), output_format="txt", include_comments=False, include_tables=True, deduplicate=False
        )
    except Exception:  # any fault of the second opinion leaves the first
        return frozenset()
    text = fold(found or "")
    if not text:
        return frozenset()
    kept = (piece.index for piece in pieces if len(piece.text) >= _SHORTEST and fold(piece.text) in text)
    return frozenset(kept)
