"""Which reports are one record, why, and what people say of it."""

from __future__ import annotations

from collections import deque
from typing import Annotated

import typer

from comity.cli.options import Author, Interface, RecordFormat, RegisterPath, settings_of
from comity.cli.root import app
from comity.errors import UsageError

_IDS = "Register ids: ev-…, co-…, in-… or of-…, all of one kind."
Note = Annotated[str | None, typer.Option(metavar="TEXT", help="Why, in your words; it is kept.")]


@app.command()
def why(
    record: Annotated[str, typer.Argument(metavar="RECORD", help="A register id: ev-…, co-…, in-… or of-….")],
    register: RegisterPath = None,
    format: Annotated[RecordFormat, typer.Option(help="Text to read, or one JSON object.")] = RecordFormat.text,
    interface: Interface = None,
) -> None:
    """Print why reports are one record: every decision with its reasons, by the rule or by people."""
    from comity.outputs import screen
    from comity.outputs.merging_text import render_judged
    from comity.register import open_register

    settings = settings_of(register=register, interface=interface)
    with open_register(settings.register_path, readonly=True) as opened:
        kept, judged = opened.record(record), opened.merging.judgements(record)
    if format is RecordFormat.jsonl:
        screen.write_json_lines([judged])
    else:
        screen.show([render_judged(kept, judged, settings.interface)])


@app.command()
def merge(
    records: Annotated[list[str] | None, typer.Argument(metavar="[RECORD RECORD...]", help=_IDS)] = None,
    register: RegisterPath = None,
    all_records: Annotated[
        bool, typer.Option("--all", help="Judge the whole register anew by the rule; what people decided stays.")
    ] = False,
    note: Note = None,
    author: Author = None,
) -> None:
    """Make one record of several: a person's word, which the rule never takes back and comity split does."""
    from comity.register import open_register

    settings = settings_of(register=register, author=author)
    if bool(records) == all_records:
        raise UsageError("Name the records to merge, or give --all.", "See comity merge --help.")
    with open_register(settings.register_path) as opened:
        if records:
            print(f"{opened.merging.merge(records, settings.author, note)} is the record of them all.")
            return
        for last in deque(opened.merging.judge_all(), maxlen=1):
            print(f"{opened.location}: {last.all} pages judged anew, {last.changed} records changed.")


@app.command()
def split(
    records: Annotated[
        list[str], typer.Argument(metavar="RECORD...", help="Reports by their own ids, as comity why lists them.")
    ],
    register: RegisterPath = None,
    note: Note = None,
    author: Author = None,
) -> None:
    """Take reports out of the record that they were merged into; those that are named stay together."""
    from comity.register import open_register

    settings = settings_of(register=register, author=author)
    with open_register(settings.register_path) as opened:
        found = opened.merging.split(records, settings.author, note)
    print(f"Apart now: {', '.join(found)}.")
