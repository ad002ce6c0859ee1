"""`comity add`: pages are read, coded and kept in the register; `comity failures`: what could not be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.ending import complain, end
from comity.cli.options import (
    PageLanguage,
    ProgressLines,
    ProjectFolder,
    Published,
    Publisher,
    RecordFormat,
    RegisterPath,
    SourcesIfAny,
    WorkerCount,
    assumed_of,
    settings_of,
)
from comity.cli.root import STOPPED, app
from comity.errors import UsageError

if TYPE_CHECKING:
    from comity.pipeline import PageOutcome
    from comity.settings import Settings


@app.command()
def add(
    sources: SourcesIfAny = None,
    register: RegisterPath = None,
    published: Published = None,
    publisher: Publisher = None,
    language: PageLanguage = None,
    project: ProjectFolder = None,
    workers: WorkerCount = None,
    retry: Annotated[
        bool, typer.Option("--retry", help="Only what failed before: in all sources, or in the SOURCEs that are given.")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Fetch addresses that were fetched before, too.")] = False,
    progress: ProgressLines = False,
) -> None:
    """Read and code pages, and keep them in the register."""
    from comity import pipeline

    given = tuple(sources or ())
    if not given and not retry:
        raise UsageError("No SOURCE was given.", "Name a file, a folder, an address or -, or give --retry.")
    if retry and again:
        raise UsageError("--retry tries again what failed, which was never fetched.", "Leave out --again.")
    settings = settings_of(register=register, project=project, workers=workers)
    assumed = assumed_of(settings, published, publisher, language)
    if retry:
        _add(pipeline.retry(settings, given, assumed=assumed), settings, None, progress)
    else:
        _add(pipeline.add(given, settings, assumed=assumed, again=again), settings, given, progress)


def _add(outcomes: Iterator[PageOutcome], settings: Settings, names: Sequence[str] | None, lines: bool) -> None:
    """Add, say how far it is, and in the end what became of the pages."""
    from comity import pipeline
    from comity.outputs.progress import progress_of
    from comity.outputs.tally import Tally

    tally = Tally()
    try:
        with progress_of(tally, "adding", pipeline.estimate(names) if names else None, lines=lines) as advance:
            for one in outcomes:
                tally.note(one.name, one.failure)
                tally.count(one.outcome, one.records)
                advance()
    except KeyboardInterrupt:
        complain("stopped; what is kept stays, and the same command goes on from there.", STOPPED)
        raise typer.Exit(STOPPED) from None
    finally:  # what was kept before a failure of the register, or Ctrl-C, is said too
        print(f"{settings.register_path}: {tally.summary()}.")
    end(tally, listed_by=f"comity failures --register {settings.register_path}")


@app.command()
def failures(
    register: RegisterPath = None,
    format: Annotated[RecordFormat, typer.Option(help="Text to read, or JSON lines.")] = RecordFormat.text,
) -> None:
    """List what could not be read or coded, and why; `comity add --retry` tries it again."""
    from comity import pipeline
    from comity.outputs import screen
    from comity.outputs.failures_text import failure_lines

    missed = pipeline.failures(settings_of(register=register))
    if format is RecordFormat.jsonl:
        screen.write_json_lines(missed)
    else:
        screen.show(failure_lines(missed))
