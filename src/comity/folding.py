"""Folding: how names and words are made comparable. One place, so that every room folds alike."""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

_NOT_WORD = re.compile(r"[^0-9a-z]+")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, ASCII, words joined by one space: *Trân Van Lâu* and *TRAN VAN LAU* are equal.

    Every script is romanised rather than erased (anyascii), so that Khmer names keep their letters.
    """
    return _NOT_WORD.sub(" ", anyascii(text).lower()).strip()


def slug(text: str) -> str:
    """The folded text as one word, for look-up keys: *Yong Mao* is `yong-mao`."""
    return fold(text).replace(" ", "-")
