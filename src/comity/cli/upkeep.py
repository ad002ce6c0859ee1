"""`comity check`: whether the register is sound; `comity backup`: a copy of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.ending import complain
from comity.cli.options import RecordFormat, RegisterPath, settings_of
from comity.cli.root import FAILED, app

if TYPE_CHECKING:
    from comity.register.upkeep.views import Checked


@app.command()
def check(
    register: RegisterPath = None,
    repair: Annotated[
        bool,
        typer.Option("--repair", help="Make anew what is made from other rows: lists, look-ups, the search index."),
    ] = False,
    format: Annotated[RecordFormat, typer.Option(help="Text to read, or one JSON object.")] = RecordFormat.text,
) -> None:
    """Check every rule of the register: say what is wrong, and what to do."""
    from comity.outputs import screen
    from comity.outputs.upkeep_text import checked_lines
    from comity.register import open_register

    settings = settings_of(register=register, checked=False)
    with open_register(settings.register_path, readonly=not repair) as opened:
        found = opened.upkeep.check()
        if repair and any(wrong.repairable for wrong in found.wrong):
            opened.upkeep.repair()
            found = opened.upkeep.check()
    if format is RecordFormat.jsonl:
        screen.write_json_lines([found])
    else:
        screen.show(checked_lines(found, str(settings.register_path)))
    _end(found)


@app.command()
def backup(
    to: Annotated[
        str, typer.Argument(metavar="TO", help="A new file, or an empty database: postgresql://user@host/database.")
    ],
    register: RegisterPath = None,
) -> None:
    """Copy the register, as it is now, while other programs may write to it."""
    from comity.location import location
    from comity.register.upkeep.copying import backup as copy

    settings = settings_of(register=register, checked=False)
    copied = copy(settings.register_path, location(to))
    pages = f"{copied.pages} page{'' if copied.pages == 1 else 's'}"
    print(f"{copied.place}: {pages}, {copied.rows} rows, copied from {settings.register_path}.")


def _end(found: Checked) -> None:
    if found.wrong:
        many = len(found.wrong)
        complain(
            f"{many} rule{'' if many == 1 else 's'} of the register {'is' if many == 1 else 'are'} broken.", FAILED
        )
        raise typer.Exit(FAILED)
