"""The root of the commands, to which each module of them adds its own."""

from __future__ import annotations

from typing import Annotated

import typer

DONE, FAILED, USAGE, STOPPED = 0, 1, 2, 130
"""Exit statuses; the last one after Ctrl-C."""

app = typer.Typer(
    name="comity",
    help="Reads the press and keeps the record of what states do with each other, every field with its words.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
lexicon_app = typer.Typer(help="The vocabulary: what it holds, and whether it is sound.", no_args_is_help=True)
app.add_typer(lexicon_app, name="lexicon")


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        from comity import __version__

        print(f"comity {__version__}")
        raise typer.Exit(DONE)
