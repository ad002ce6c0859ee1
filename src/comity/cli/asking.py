"""What is asked of the register: a dossier, one record, a data set."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from comity.cli.options import Interface, Many, MinConfidence, RecordFormat, RegisterPath, settings_of, values
from comity.cli.root import app
from comity.errors import UnknownRecordError


class ExportFormat(StrEnum):
    """How a data set is printed."""

    csv = "csv"
    jsonl = "jsonl"


class ExportKind(StrEnum):
    """What may be exported."""

    events = "events"
    commitments = "commitments"
    instruments = "instruments"
    offices = "offices"


@app.command()
def dossier(
    a: Annotated[str, typer.Argument(metavar="SIDE", help="A country, region, city or body: VNM, FR-BRE, Viêt Nam.")],
    b: Annotated[str, typer.Argument(metavar="SIDE", help="The other side.")],
    register: RegisterPath = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="From this date on: 2018, 2018-07.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Up to this date.")] = None,
    channel: Many = None,
    form: Many = None,
    status: Many = None,
    field: Many = None,
    min_confidence: MinConfidence = 0,
    limit: Annotated[int | None, typer.Option(min=0, help="At most so many records of each section.")] = None,
    format: Annotated[RecordFormat, typer.Option(help="Text to read, or one JSON object.")] = RecordFormat.text,
    interface: Interface = None,
) -> None:
    """Print what the register holds on two sides: encounters, commitments, instruments, offices."""
    from comity.outputs import screen
    from comity.outputs.dossier_text import render_dossier
    from comity.register import open_register
    from comity.register.views import Filters

    settings = settings_of(register=register, interface=interface)
    filters = Filters(
        since=since,
        until=until,
        channels=values(channel),
        forms=values(form),
        statuses=values(status),
        fields=values(field),
        min_confidence=min_confidence or None,
        limit=limit,
    )
    with open_register(settings.register_path, readonly=True) as opened:
        sides = (opened.side(a, settings.interface), opened.side(b, settings.interface))
        found = opened.dossier(*sides, filters)
    if format is RecordFormat.jsonl:
        screen.write_json_lines([found])
    else:
        screen.show([render_dossier(found, settings.interface)])


@app.command()
def show(
    record: Annotated[str, typer.Argument(metavar="EVENT", help="A register id: ev-…, co-…, in-… or of-….")],
    register: RegisterPath = None,
    min_confidence: MinConfidence = 0,
    interface: Interface = None,
) -> None:
    """Print one record with the words it rests on, in their sentences, and the rules that made it."""
    from comity.outputs import screen
    from comity.outputs.record_text import render_record
    from comity.register import open_register

    settings = settings_of(register=register, interface=interface)
    with open_register(settings.register_path, readonly=True) as opened:
        kept = opened.record(record)
        if kept.record.confidence < min_confidence:
            what = f"The record '{record}' has a confidence of {kept.record.confidence}, below {min_confidence}."
            raise UnknownRecordError(what, "Ask for it without --min-confidence.")
        screen.show([render_record(kept, opened.text, settings.interface)])


@app.command()
def export(
    kind: Annotated[ExportKind, typer.Argument(help="What to export.")],
    register: RegisterPath = None,
    format: Annotated[ExportFormat, typer.Option(help="A flat table, or whole records.")] = ExportFormat.csv,
    dyadic: Annotated[bool, typer.Option("--dyadic", help="One row an actor and recipient.")] = False,
    no_text: Annotated[bool, typer.Option("--no-text", help="Leave out the words quoted from pages.")] = False,
    min_confidence: MinConfidence = 0,
) -> None:
    """Print the records of the register as a data set."""
    from comity.outputs import screen
    from comity.outputs.exports import export as lines
    from comity.register import open_register

    settings = settings_of(register=register)
    with open_register(settings.register_path, readonly=True) as opened:
        screen.write_text(
            lines(
                opened,
                kind.value,
                format=format.value,
                dyadic=dyadic,
                text=not no_text,
                min_confidence=min_confidence,
            )
        )
