"""Coding the stored pages anew, and the named states of the register that can be exported again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.asking import ExportFormat, ExportKind
from comity.cli.ending import complain
from comity.cli.options import (
    Author,
    Interface,
    MinConfidence,
    ProgressLines,
    ProjectFolder,
    RecordFormat,
    RegisterPath,
    WorkerCount,
    settings_of,
)
from comity.cli.root import STOPPED, app
from comity.errors import UsageError

if TYPE_CHECKING:
    from comity.register import Register
    from comity.register.releases.views import RecodedPage, RecordChange, Regrouping
    from comity.register.views import RecordKind
    from comity.settings import Settings

releases = typer.Typer(no_args_is_help=True, help="Named states of the register, to be cited and exported again.")
app.add_typer(releases, name="release")

ReleaseName = Annotated[str, typer.Argument(metavar="NAME", help="The name of a release.")]


@app.command()
def recode(
    register: RegisterPath = None,
    show: Annotated[bool, typer.Option("--show", help="Only print what the recoding that waits would change.")] = False,
    accept: Annotated[bool, typer.Option("--accept", help="Make the new codings count.")] = False,
    drop: Annotated[bool, typer.Option("--drop", help="Forget the recoding that waits.")] = False,
    release: Annotated[
        str | None, typer.Option(metavar="NAME", help="What to call the state before, with --accept.")
    ] = None,
    author: Author = None,
    project: ProjectFolder = None,
    workers: WorkerCount = None,
    format: Annotated[RecordFormat, typer.Option(help="Text to read, or JSON lines.")] = RecordFormat.text,
    progress: ProgressLines = False,
    interface: Interface = None,
) -> None:
    """Code the stored pages anew, and print what that would change; nothing changes before --accept."""
    if sum((show, accept, drop)) > 1:
        raise UsageError("--show, --accept and --drop are three commands.", "Give one of them, or none to code.")
    if release is not None and not accept:
        raise UsageError("--release names the state that --accept replaces.", "Give it with --accept.")
    settings = settings_of(register=register, project=project, workers=workers, interface=interface)
    if accept:
        _accept(settings, release, author, progress)
    elif drop:
        _drop(settings)
    else:
        if not show:
            _code(settings, progress)
        _show(settings, format, drop_empty=not show)


def _code(settings: Settings, lines: bool) -> None:
    """Code the pages, and say how far it is."""
    from comity import pipeline

    failed = _counted(pipeline.recode(settings), "coding", lines)
    for one in failed:
        if one.failure is not None:
            complain(f"{one.name}: {one.failure.message}", 0)


def _counted(pages: Iterator[RecodedPage], verb: str, lines: bool) -> list[RecodedPage]:
    """Go through the pages, and say how far it is; gives those that failed."""
    from comity.outputs.progress import progress_of
    from comity.outputs.tally import Tally

    tally, failed = Tally(), []
    try:
        with progress_of(tally, verb, None, lines=lines) as advance:
            for one in pages:
                tally.note(one.name, one.failure)
                failed += [one] if one.failure is not None else []
                advance()
    except KeyboardInterrupt:
        complain("stopped; what is kept stays, and the same command goes on from there.", STOPPED)
        raise typer.Exit(STOPPED) from None
    return failed


def _show(settings: Settings, format: RecordFormat, *, drop_empty: bool) -> None:
    """Print what the recoding that waits would change; one without pages is none."""
    from comity.outputs import screen
    from comity.outputs.changes_text import change_lines, regrouping_lines
    from comity.register import open_register

    with open_register(settings.register_path, readonly=not drop_empty) as opened:
        waiting = opened.recodings.current()
        if drop_empty and not waiting.pages:
            opened.recodings.drop()
            complain("every page is coded by this version, lexicon and project already.", 0)
            return
        changes = opened.recodings.changes()
        if format is RecordFormat.jsonl:
            screen.write_json_lines(changes)
            screen.write_json_lines(_foretold(opened))
            return
        screen.show(change_lines(changes, opened.text, settings.interface))
        screen.show(regrouping_lines(_foretold(opened), settings.interface))
    left = f"; {waiting.failed} could not be coded and stay as they are" if waiting.failed else ""
    pages = "1 page" if waiting.pages == 1 else f"{waiting.pages} pages"
    print(f"{pages} coded anew, {waiting.differing} of them with other records{left}.")
    if waiting.state == "open":
        print("Nothing has changed yet: comity recode --accept makes it count, comity recode --drop forgets it.")
    else:
        print("It is being accepted, and was interrupted: comity recode --accept finishes it.")


def _accept(settings: Settings, release: str | None, author: str | None, lines: bool) -> None:
    from comity.register import open_register

    with open_register(settings.register_path) as opened:
        waiting = opened.recodings.current()
        name = waiting.release or release or f"before-recoding-{waiting.number}"
        who = author or settings.author
        _counted(opened.recodings.accept(release=name, author=who), "accepting", lines)
    print(f"Accepted. The state before is the release {name}; comity release diff {name} tells what is different.")


def _foretold(register: Register) -> tuple[Regrouping, ...]:
    """What would merge and part; without room for the copy in which that is tried, a word of that and nothing."""
    from comity.errors import RegisterError

    try:
        return register.recodings.foretold()
    except RegisterError as error:
        complain(f"what would merge or part cannot be foretold: {error}", 0)
        return ()


def _drop(settings: Settings) -> None:
    from comity.register import open_register

    with open_register(settings.register_path) as opened:
        dropped = opened.recodings.drop()
    pages = "1 page" if dropped.pages == 1 else f"{dropped.pages} pages"
    print(f"Forgotten: the new codings of {pages}. The register is as it was.")


@releases.command()
def create(
    name: ReleaseName,
    register: RegisterPath = None,
    note: Annotated[str | None, typer.Option(metavar="WORDS", help="What it is for.")] = None,
    author: Author = None,
) -> None:
    """Keep what all records say now, under a name."""
    from comity.register import open_register

    settings = settings_of(register=register)
    with open_register(settings.register_path) as opened:
        made = opened.releases.create(name, author=author or settings.author, note=note)
    print(f"{made.name}: {_counts(made.records)} (digest {made.digest[:12]}).")


@releases.command("list")
def list_releases(
    register: RegisterPath = None,
    format: Annotated[RecordFormat, typer.Option(help="Text to read, or JSON lines.")] = RecordFormat.text,
) -> None:
    """List the releases: when, by whom, how many records, by which coders."""
    from comity.outputs import screen
    from comity.register import open_register

    settings = settings_of(register=register)
    with open_register(settings.register_path, readonly=True) as opened:
        found = opened.releases.all()
    if format is RecordFormat.jsonl:
        screen.write_json_lines(found)
        return
    for one in found:
        coders = sorted({f"{coder.version}, lexicon {coder.lexicon[:12]}" for coder in one.coders})
        print(f"{one.name}: {one.made}, {one.author}: {_counts(one.records)} (digest {one.digest[:12]})")
        print(f"  coded by Comity {'; '.join(coders)}" if coders else "  nothing coded")
        if one.note:
            print(f"  {one.note}")
    if not found:
        print("There is no release. comity release create NAME makes one.")


@releases.command("export")
def export_release(
    name: ReleaseName,
    kind: Annotated[ExportKind, typer.Argument(help="What to export.")],
    register: RegisterPath = None,
    format: Annotated[ExportFormat, typer.Option(help="A flat table, or whole records.")] = ExportFormat.csv,
    dyadic: Annotated[bool, typer.Option("--dyadic", help="One row an actor and recipient.")] = False,
    no_text: Annotated[bool, typer.Option("--no-text", help="Leave out the words quoted from pages.")] = False,
    min_confidence: MinConfidence = 0,
) -> None:
    """Print the records of a release as a data set, exactly as when it was made."""
    from comity.outputs import screen
    from comity.outputs.exports import export as lines
    from comity.register import open_register

    settings = settings_of(register=register)
    with open_register(settings.register_path, readonly=True) as opened:
        released = opened.releases.open(name)
        screen.write_text(
            lines(
                released,
                kind.value,
                format=format.value,
                dyadic=dyadic,
                text=not no_text,
                min_confidence=min_confidence,
            )
        )


@releases.command()
def diff(
    one: ReleaseName,
    other: Annotated[str, typer.Argument(metavar="[OTHER]", help="Another release, or the register as it is.")] = "now",
    register: RegisterPath = None,
    format: Annotated[RecordFormat, typer.Option(help="Text to read, or JSON lines.")] = RecordFormat.text,
    interface: Interface = None,
) -> None:
    """Print what appears, disappears and changes from one release to another, or to the register as it is."""
    from comity.outputs import screen
    from comity.outputs.changes_text import change_lines
    from comity.register import open_register

    settings = settings_of(register=register, interface=interface)
    with open_register(settings.register_path, readonly=True) as opened:
        changes: Iterator[RecordChange] = opened.releases.diff(one, other)
        if format is RecordFormat.jsonl:
            screen.write_json_lines(changes)
        else:
            screen.show(change_lines(changes, opened.text, settings.interface))


def _counts(records: Mapping[RecordKind, int]) -> str:
    words = [f"{number} {kind}{'' if number == 1 else 's'}" for kind, number in records.items() if number]
    return ", ".join(words) or "no records"
