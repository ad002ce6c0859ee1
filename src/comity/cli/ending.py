"""How a command ends when something went wrong: what is said on the standard error, and the exit status."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from comity.cli.root import FAILED

if TYPE_CHECKING:
    from comity.outputs.tally import Tally


def end(tally: Tally) -> None:
    """Name what failed on the standard error, and say so in the exit status."""
    if tally.failures:
        complain(f"{len(tally.failures)} of {tally.pages} pages could not be coded:", FAILED)
        for failure in tally.failures:
            print(f"  {failure}", file=sys.stderr)
        raise typer.Exit(FAILED)


def complain(words: str, status: int) -> int:
    """Say on the standard error what was wrong, and give the exit status."""
    print(f"comity: {words}", file=sys.stderr)
    return status
