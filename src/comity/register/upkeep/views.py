"""What keeping a register sound answers with."""

from __future__ import annotations

from comity.model import Record


class Wrong(Record):
    """A rule that the register breaks.

    `check` is the stable name of the rule, `rule` what it says; `found` counts where it is broken and `examples` are
    the first of these, in words; `repairable`: `repair` sets it right, without losing anything. `remedy` is what to do.
    """

    check: str
    rule: str
    found: int
    examples: tuple[str, ...]
    remedy: str
    repairable: bool = False


class Checked(Record):
    """What a check of the whole register looked at, and what was wrong; nothing is wrong in a sound one."""

    pages: int
    reports: int
    records: int
    checks: int
    wrong: tuple[Wrong, ...] = ()


class Copied(Record):
    """What a backup holds: its place (without a password), and how many rows and pages."""

    place: str
    pages: int
    rows: int
