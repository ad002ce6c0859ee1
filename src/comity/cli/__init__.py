"""The command line: reads arguments and settings, wires the rooms together, prints.

Exit status: 0 all went well; 1 something failed, the rest was kept; 2 the command was called wrongly. Everything heavy
is imported by the command that needs it.
"""

from comity.cli.commands import app
from comity.cli.running import main, run

__all__ = ["app", "main", "run"]
