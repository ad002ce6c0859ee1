"""People and offices over time, and the authority files that name people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from comity.cli.ending import complain
from comity.cli.options import Interface, RecordFormat, RegisterPath, settings_of
from comity.cli.root import FAILED, app

authority_app = typer.Typer(help="Authority files: identifiers and names of people and bodies.", no_args_is_help=True)
app.add_typer(authority_app, name="authority")

Format = Annotated[RecordFormat, typer.Option(help="Text to read, or JSON lines.")]
Limit = Annotated[int, typer.Option(metavar="N", min=1, help="At most so many.")]
Offset = Annotated[int, typer.Option(metavar="N", min=0, help="Leave out the first N.")]


@app.command()
def people(
    words: Annotated[str | None, typer.Argument(metavar="NAME", help="A name, a part of it, or an id: pe-….")] = None,
    register: RegisterPath = None,
    country: Annotated[str | None, typer.Option(metavar="COUNTRY", help="Only people of this country.")] = None,
    limit: Limit = 50,
    offset: Offset = 0,
    format: Format = RecordFormat.text,
    interface: Interface = None,
) -> None:
    """List the people whom pages name, or tell all that is known of one: names, offices, contradictions."""
    from comity.outputs import screen
    from comity.outputs.people_text import render_people, render_person
    from comity.register import open_register

    settings = settings_of(register=register, interface=interface)
    with open_register(settings.register_path, readonly=True) as opened:
        if words and words.startswith("pe-"):
            person = opened.people.person(words)
            if format is RecordFormat.jsonl:
                screen.write_json_lines([person])
            else:
                screen.show([render_person(person, settings.interface)])
            return
        code = opened.side(country, settings.interface).key if country else None
        found = opened.people.list(words, code, limit=limit, offset=offset)
    if format is RecordFormat.jsonl:
        screen.write_json_lines(found.people)
    else:
        screen.show([render_people(found, settings.interface)])


@app.command()
def offices(
    country: Annotated[str, typer.Argument(metavar="COUNTRY", help="A country or a body of states: KHM, ASEAN.")],
    register: RegisterPath = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="Who held them then: 2018, 2018-07-17.")] = None,
    limit: Annotated[int | None, typer.Option(metavar="N", min=1, help="At most so many offices.")] = None,
    offset: Offset = 0,
    format: Format = RecordFormat.text,
    interface: Interface = None,
) -> None:
    """List who was said to hold which office, from when to when, with contradictions."""
    from comity.outputs import screen
    from comity.outputs.people_text import render_offices
    from comity.register import open_register

    settings = settings_of(register=register, interface=interface)
    with open_register(settings.register_path, readonly=True) as opened:
        side = opened.side(country, settings.interface)
        found = opened.people.offices(side, on, limit=limit, offset=offset)
    if format is RecordFormat.jsonl:
        screen.write_json_lines(found.posts)
    else:
        screen.show([render_offices(found, settings.interface)])


@app.command()
def bodies(
    words: Annotated[str | None, typer.Argument(metavar="NAME", help="Words of a name, or an id: bo-….")] = None,
    register: RegisterPath = None,
    country: Annotated[
        str | None, typer.Option(metavar="COUNTRY", help="Only bodies of this country; IGO: of several states.")
    ] = None,
    limit: Limit = 50,
    offset: Offset = 0,
    format: Format = RecordFormat.text,
    interface: Interface = None,
) -> None:
    """List the bodies that pages name, or tell all that is known of one: parents, parts, successors, offices."""
    from comity.outputs import screen
    from comity.outputs.bodies_text import render_bodies, render_body
    from comity.register import open_register

    settings = settings_of(register=register, interface=interface)
    with open_register(settings.register_path, readonly=True) as opened:
        if words and words.startswith("bo-"):
            body = opened.bodies.body(words, language=settings.interface)
            if format is RecordFormat.jsonl:
                screen.write_json_lines([body])
            else:
                screen.show([render_body(body, settings.interface)])
            return
        code = country if country == "IGO" else opened.side(country, settings.interface).country if country else None
        found = opened.bodies.list(words, code, limit=limit, offset=offset, language=settings.interface)
    if format is RecordFormat.jsonl:
        screen.write_json_lines(found.bodies)
    else:
        screen.show([render_bodies(found, settings.interface)])


@authority_app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV with id and name, or FollowTheMoney JSON lines.")],
    register: RegisterPath = None,
) -> None:
    """Keep the identifiers and names of a file; people and bodies that it knows are told apart by it from then on."""
    from comity.register import open_register
    from comity.register.people.authority_file import Unusable, read_authority

    settings = settings_of(register=register)
    entries, wrong = [], 0
    for entry in read_authority(file):
        if isinstance(entry, Unusable):
            wrong += 1
            complain(f"{file}, line {entry.line} is left out: {entry.why}.", FAILED)
        else:
            entries.append(entry)
    with open_register(settings.register_path) as opened:
        told = opened.people.import_authority(entries, file.name)
    named = f"{told.people} names of people and {told.bodies} of bodies of the register are told apart by them"
    print(f"{file}: {told.entries} entries, {told.new} new or changed; {named}.")
    if wrong:
        raise typer.Exit(FAILED)
