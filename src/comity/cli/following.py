"""What became of what was promised and signed: commitments and agreements over time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from comity.cli.options import Author, Interface, RecordFormat, RegisterPath, settings_of
from comity.cli.root import app
from comity.errors import UsageError

if TYPE_CHECKING:
    from comity.register.following.following import Following
    from comity.register.views import Stage

_SIDE = "A country, region, city or body: VNM, FR-BRE, Viêt Nam."
Format = Annotated[RecordFormat, typer.Option(help="Text to read, or JSON lines.")]
Note = Annotated[str | None, typer.Option(metavar="TEXT", help="Why, in your words; it is kept.")]


@app.command()
def commitments(
    a: Annotated[str, typer.Argument(metavar="SIDE", help=_SIDE)],
    b: Annotated[str, typer.Argument(metavar="SIDE", help="The other side.")],
    register: RegisterPath = None,
    only_open: Annotated[bool, typer.Option("--open", help="Only those that are neither done nor dropped.")] = False,
    format: Format = RecordFormat.text,
    interface: Interface = None,
) -> None:
    """Print what two sides promised, how far it has come, and what may have kept it."""
    from comity.outputs import screen
    from comity.outputs.following_text import render_commitments
    from comity.register import open_register

    settings = settings_of(register=register, interface=interface)
    with open_register(settings.register_path, readonly=True) as opened:
        sides = (opened.side(a, settings.interface), opened.side(b, settings.interface))
        found = opened.following.commitments(*sides, only_open=only_open)
    if format is RecordFormat.jsonl:
        screen.write_json_lines(found.found)
    else:
        screen.show([render_commitments(found, settings.interface)])


@app.command()
def agreements(
    a: Annotated[str, typer.Argument(metavar="SIDE", help=_SIDE)],
    b: Annotated[str | None, typer.Argument(metavar="[SIDE]", help="The other side, if only one is wanted.")] = None,
    register: RegisterPath = None,
    ending: Annotated[
        int | None, typer.Option(metavar="MONTHS", min=1, max=1200, help="Only those that end within so many months.")
    ] = None,
    on: Annotated[str | None, typer.Option(metavar="DAY", help="As they stand on this day; else today.")] = None,
    format: Format = RecordFormat.text,
    interface: Interface = None,
) -> None:
    """Print the agreements of a side, or between two: each with its states, and for what time it holds."""
    from comity.outputs import screen
    from comity.outputs.following_text import render_agreements
    from comity.register import open_register

    settings = settings_of(register=register, interface=interface)
    day = _day(on)
    with open_register(settings.register_path, readonly=True) as opened:
        one = opened.side(a, settings.interface)
        other = opened.side(b, settings.interface) if b is not None else None
        found = opened.following.agreements(one, other, ending=ending, on=day)
    if format is RecordFormat.jsonl:
        screen.write_json_lines(found.found)
    else:
        screen.show([render_agreements(found, settings.interface)])


@app.command()
def follow(
    record: Annotated[
        str | None, typer.Argument(metavar="[RECORD]", help="A commitment (co-…), or the earlier document (in-…).")
    ] = None,
    register: RegisterPath = None,
    by: Annotated[
        str | None, typer.Option(metavar="RECORD", help="Confirm that this act or document keeps or continues it.")
    ] = None,
    begun: Annotated[bool, typer.Option("--begun", help="With --by: it begins it, or does a part of it.")] = False,
    refuse: Annotated[
        str | None, typer.Option(metavar="RECORD", help="Refuse this act or document: it is not proposed again.")
    ] = None,
    stage: Annotated[
        str | None, typer.Option(metavar="STAGE", help="Set the stage: stated, under_way, done, dropped, no_evidence.")
    ] = None,
    score: Annotated[int | None, typer.Option(metavar="-1|0|1", help="Give a score, with --deadline.")] = None,
    deadline: Annotated[str | None, typer.Option(metavar="DATE", help="The day by which the score is given.")] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Withdraw the stage and the score that were set.")] = False,
    all_records: Annotated[bool, typer.Option("--all", help="Compare the whole register anew by the rule.")] = False,
    note: Note = None,
    author: Author = None,
    interface: Interface = None,
) -> None:
    """Show what may keep a commitment or continue a document; confirm or refuse it, or set how far it has come."""
    from comity.outputs import screen
    from comity.outputs.following_text import render_agreement, render_commitment
    from comity.register import open_register

    settings = settings_of(register=register, interface=interface, author=author)
    if (record is None) != all_records:
        raise UsageError("Name one record, or give --all.", "See comity follow --help.")
    if begun and by is None:
        raise UsageError("--begun says something of a record that --by names.", "Give --by too.")
    if deadline is not None and score is None:
        raise UsageError("A deadline belongs to a score.", "Give --score too.")
    decides = clear or all_records or any(each is not None for each in (by, refuse, stage, score))
    with open_register(settings.register_path, readonly=not decides) as opened:
        following = opened.following
        if record is None:
            print(f"{opened.location}: {following.propose()} links stand.")
            return
        if by is not None:
            following.confirm(record, by, settings.author, note, "under_way" if begun else "done")
        if refuse is not None:
            following.refuse(record, refuse, settings.author, note)
        said = {"stage": stage, "score": score, "deadline": deadline, "clear": clear}
        _say(following, record, said, settings.author, note)
        if record.startswith("in-"):
            screen.show([render_agreement(following.agreement(record), settings.interface)])
        else:
            screen.show([render_commitment(following.commitment(record), settings.interface)])


def _say(following: Following, record: str, said: dict[str, Any], author: str, note: str | None) -> None:
    """What is said of the commitment itself."""
    if said["clear"]:
        following.set_stage(record, None, author, note)
        following.set_score(record, None, None, author, note)
    if said["stage"] is not None:
        following.set_stage(record, cast("Stage", said["stage"]), author, note)
    if said["score"] is not None:
        following.set_score(record, said["score"], said["deadline"], author, note)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError as error:
        raise UsageError(f"'{text}' is no day.", "Write it as 2026-11-22.") from error
