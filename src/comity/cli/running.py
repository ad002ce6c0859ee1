"""The run of a command: its exit status, and errors in one line."""

from __future__ import annotations

import os
import sys

import typer

from comity.cli.commands import app
from comity.cli.ending import complain
from comity.cli.root import DONE, FAILED, STOPPED, USAGE
from comity.errors import ComityError, UnknownSideError, UsageError


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and give its exit status. Errors are one line on the standard error, without a traceback."""
    try:
        status = app(args=arguments, prog_name="comity", standalone_mode=False)
        sys.stdout.flush()
        return status if isinstance(status, int) else DONE
    except (UsageError, UnknownSideError) as error:
        return complain(str(error), USAGE)
    except ComityError as error:
        return complain(str(error), FAILED)
    except BrokenPipeError:  # whoever reads the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except (KeyboardInterrupt, typer.Abort):
        return complain("stopped.", STOPPED)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return complain(f"{where}{error.strerror or error}. Check the disk and the permissions.", FAILED)
    except Exception as error:
        told = getattr(error, "format_message", None)  # an error of the arguments, of typer's own kinds
        if told is None:
            raise
        return complain(f"{told().rstrip('.')}. See `comity --help`.", USAGE)


def main() -> None:
    """The entry point of the `comity` program."""
    sys.exit(run())
