"""What following answers with: frozen records, made for reading."""

from __future__ import annotations

from comity.model import Record


class Reason(Record, omit_defaults=True):
    """Why two records were joined or kept apart: a `code`, what it added to the score, and the values compared."""

    code: str
    points: float = 0.0
    values: tuple[str, ...] = ()
