"""How a command ends when something went wrong: what is said on the standard error, and the exit status."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from comity.cli.root import FAILED

if TYPE_CHECKING:
    from comity.outputs.tally import Tally


MOST_NAMED = 20
"""Failures that are named one by one where all of them can be listed afterwards."""


def end(tally: Tally, *, listed_by: str | None = None) -> None:
    """Name what failed on the standard error, and say so in the exit status.

    `listed_by` is the command that lists all failures, where there is one: then many of them are not all named here.
    """
    if tally.failures:
        complain(f"{len(tally.failures)} of {tally.pages} pages could not be coded:", FAILED)
        named = tally.failures[:MOST_NAMED] if listed_by else tally.failures
        for failure in named:
            print(f"  {failure}", file=sys.stderr)
        if len(named) < len(tally.failures):
            print(f"  … and {len(tally.failures) - len(named)} more: {listed_by} lists them all.", file=sys.stderr)
        raise typer.Exit(FAILED)


def complain(words: str, status: int) -> int:
    """Say on the standard error what was wrong, and give the exit status."""
    print(f"comity: {words}", file=sys.stderr)
    return status
