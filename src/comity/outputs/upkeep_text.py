"""What keeping a register sound has found, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding

from comity.outputs.dossier_text import plain
from comity.register.upkeep.views import Checked


def checked_lines(found: Checked, place: str) -> Iterator[RenderableType]:
    """How much was looked at, and every rule that is broken: where, and what to do."""
    verdict = "sound" if not found.wrong else "not sound"
    yield (
        f"{place} is {verdict}: {found.pages} pages, {found.reports} reports and {found.records} records, "
        f"{found.checks} rules."
    )
    for wrong in found.wrong:
        yield plain(f"{wrong.rule} [{wrong.check}; broken {wrong.found} times]", "bold")
        for example in wrong.examples:
            yield Padding(plain(example), (0, 0, 0, 2))
        if wrong.found > len(wrong.examples):
            yield Padding(plain(f"… and {wrong.found - len(wrong.examples)} more"), (0, 0, 0, 2))
        yield Padding(plain(wrong.remedy), (0, 0, 0, 2))
