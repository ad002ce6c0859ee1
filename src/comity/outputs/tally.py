"""What became of the pages of a run, in a line that says it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, ClassVar

from comity.model import Failure


class Tally:
    """Counts pages by outcome, new records by kind, and keeps why pages failed."""

    _WORDS: ClassVar = {
        "added": "new",
        "recoded": "coded anew",
        "similar": "told elsewhere in nearly the same words",
        "known": "known already",
        "failed": "not coded",
    }

    def __init__(self) -> None:
        self.pages = 0
        self.failures: list[str] = []
        self.outcomes: Counter[str] = Counter()
        self.records: Counter[str] = Counter()
        self.events = 0

    def note(self, name: str, failure: Failure | None) -> None:
        """One page, and why it failed if it did."""
        self.pages += 1
        if failure is not None:
            self.failures.append(failure.message if name in failure.message else f"{name}: {failure.message}")

    def count(self, outcome: str, records: Mapping[Any, int]) -> None:
        """What the register says of a page: `outcome` and `records` as in `comity.register.views.Added`."""
        self.outcomes[outcome] += 1
        if outcome in ("added", "recoded"):
            self.records.update(records)
            self.events += records.get("event", 0)

    def summary(self) -> str:
        """*3 pages: 2 new, 1 known already; 5 events, 2 offices*."""
        pages = ", ".join(
            f"{self.outcomes[name]} {words}" for name, words in self._WORDS.items() if self.outcomes[name]
        )
        records = ", ".join(_many(number, kind) for kind, number in self.records.items() if number)
        return f"{_many(self.pages, 'page')}{': ' if pages else ''}{pages}; {records or 'no new records'}"


def _many(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
