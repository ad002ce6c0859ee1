"""The commands of `comity`, in the order in which its help lists them: importing a module of them registers its own."""

from comity.cli import (  # noqa: F401
    adding,
    asking,
    coding,
    following,
    measuring,
    merging,
    people,
    recoding,
    reviewing,
    searching,
    serving,
    upkeep,
    vocabulary,
    watching,
)
from comity.cli.root import app

__all__ = ["app"]
