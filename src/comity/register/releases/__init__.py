"""Named states of the register that can be exported again exactly, and coding the stored pages anew."""

from __future__ import annotations
