"""Whether an act that a page tells of is new: first seen, told differently from what was known, or known.

Pure.
"""

from __future__ import annotations
