"""A rule of the register, and how it is looked after."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection, Table

from comity.register.upkeep.views import Wrong

REPAIR = "Run comity check --repair: it is made anew from what is kept."
RESTORE = "Restore a copy made by comity backup, or add the pages again to a new register; and please report it."

_NAMED = 5


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold. `breaches` gives, in words, each place where it does not; `of` are the tables it tells of."""

    check: str
    rule: str
    breaches: Callable[[Connection], Iterable[str]]
    repairable: bool = False
    of: tuple[Table, ...] = ()

    def broken(self, connection: Connection) -> Wrong | None:
        """Where it is broken, if it is."""
        breaches = iter(self.breaches(connection))
        examples = tuple(islice(breaches, _NAMED))
        return self._wrong(len(examples) + sum(1 for _ in breaches), examples) if examples else None

    @property
    def tables(self) -> frozenset[str]:
        """The names of the tables that it is about; empty for a rule of the database as a whole."""
        return frozenset(table.name for table in self.of)

    def unreadable(self, why: str) -> Wrong:
        """That it could not be looked after."""
        return self._wrong(1, (f"it cannot be read: {why}",))

    def _wrong(self, found: int, examples: tuple[str, ...]) -> Wrong:
        return Wrong(
            check=self.check,
            rule=self.rule,
            found=found,
            examples=examples,
            remedy=REPAIR if self.repairable else RESTORE,
            repairable=self.repairable,
        )
