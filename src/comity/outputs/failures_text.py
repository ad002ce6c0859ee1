"""What failed, for the terminal: by the source that the user named, each page with the reason and the tries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.console import RenderableType
from rich.padding import Padding

from comity.outputs.dossier_text import plain
from comity.register.views import Missed


def failure_lines(missed: Iterable[Missed]) -> Iterator[RenderableType]:
    """The failures under their sources, in the order in which the sources first failed."""
    order: dict[str, list[Missed]] = {}
    for one in missed:
        order.setdefault(one.root, []).append(one)
    if not order:
        yield "Nothing failed that has not succeeded since."
    for root, failed in order.items():
        yield plain(f"{root} ({len(failed)})", "bold")
        for code, some in groupby(sorted(failed, key=lambda one: one.failure.code), key=lambda one: one.failure.code):
            for one in some:
                message = one.failure.message
                told = message if one.name in message else f"{one.name}: {message}"
                tries = "once" if one.tries == 1 else f"{one.tries} times"
                last = one.last[:16].replace("T", " ")
                yield Padding(plain(f"{told} [{code}; tried {tries}, last {last}]"), (0, 0, 0, 2))
