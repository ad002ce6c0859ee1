"""`comity add`: pages are read, coded and kept in the register."""

from __future__ import annotations

import typer

from comity.cli.ending import complain, end
from comity.cli.options import (
    PageLanguage,
    ProgressLines,
    ProjectFolder,
    Published,
    Publisher,
    RegisterPath,
    Sources,
    WorkerCount,
    assumed_of,
    settings_of,
)
from comity.cli.root import STOPPED, app


@app.command()
def add(
    sources: Sources,
    register: RegisterPath = None,
    published: Published = None,
    publisher: Publisher = None,
    language: PageLanguage = None,
    project: ProjectFolder = None,
    workers: WorkerCount = None,
    progress: ProgressLines = False,
) -> None:
    """Read and code pages, and keep them in the register."""
    from comity import pipeline
    from comity.outputs.progress import progress_of
    from comity.outputs.tally import Tally

    settings = settings_of(register=register, project=project, workers=workers)
    outcomes = pipeline.add(sources, settings, assumed=assumed_of(settings, published, publisher, language))
    tally = Tally()
    try:
        with progress_of(tally, "adding", None, lines=progress) as advance:
            for one in outcomes:
                tally.note(one.name, one.failure)
                tally.count(one.outcome, one.records)
                advance()
    except KeyboardInterrupt:
        complain("stopped; what is kept stays, and the same command goes on from there.", STOPPED)
        raise typer.Exit(STOPPED) from None
    finally:  # what was kept before a failure of the register, or Ctrl-C, is said too
        print(f"{settings.register_path}: {tally.summary()}.")
    end(tally)
