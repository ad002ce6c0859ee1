"""The sentence in which a piece of evidence stands, for all that is shown (see `comity.sentences`)."""

from __future__ import annotations

from comity.sentences import sentence_around

__all__ = ["sentence_around"]
