"""Keeping a register sound, as its users ask for it."""

from __future__ import annotations

from comity.location import Location, location
from comity.register.concurrency import merging_lock
from comity.register.database import Database
from comity.register.upkeep import checking, copying
from comity.register.upkeep.views import Checked, Copied


class Upkeep:
    """Whether a register is whole, and setting right what can be made anew."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def check(self) -> Checked:
        """Look at every page, report and record, in one state of the register; nothing is written.

        Raises RegisterError when the database is so damaged that it cannot be read.
        """
        with self._database.reading() as connection:
            return checking.check(connection)

    def backup(self, to: Location | str) -> Copied:
        """Copy the register, as it is now, to a new file or an empty database of a server; others may write meanwhile.

        Raises RegisterError when something is in the way, or there is no room.
        """
        return copying.backup(self._database.location, location(to))

    def repair(self) -> None:
        """Make anew what is made from other rows. Nothing that was kept is changed."""
        with self._database.writing() as connection:
            merging_lock(connection)
            checking.repair(connection)
