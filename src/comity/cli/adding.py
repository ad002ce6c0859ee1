"""`comity add`: pages are read, coded and kept in the register."""

from __future__ import annotations

from comity.cli.ending import end
from comity.cli.options import (
    PageLanguage,
    ProjectFolder,
    Published,
    Publisher,
    RegisterPath,
    Sources,
    assumed_of,
    settings_of,
)
from comity.cli.root import app


@app.command()
def add(
    sources: Sources,
    register: RegisterPath = None,
    published: Published = None,
    publisher: Publisher = None,
    language: PageLanguage = None,
    project: ProjectFolder = None,
) -> None:
    """Read and code pages, and keep them in the register."""
    from comity import pipeline
    from comity.outputs import screen
    from comity.outputs.tally import Tally

    settings = settings_of(register=register, project=project)
    outcomes = pipeline.add(sources, settings, assumed=assumed_of(settings, published, publisher, language))
    tally = Tally()
    try:
        with screen.progress("adding") as counted:
            for one in counted(outcomes):
                tally.note(one.name, one.failure)
                tally.count(one.outcome, one.records)
    finally:  # what was kept before a failure of the register, or Ctrl-C, is said too
        print(f"{settings.register_path}: {tally.summary()}.")
    end(tally)
