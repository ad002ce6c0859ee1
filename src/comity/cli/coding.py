"""`comity code`: the records of pages, with nothing stored; `comity schema`: what they are made of."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.ending import end
from comity.cli.options import (
    Interface,
    MinConfidence,
    PageLanguage,
    ProjectFolder,
    Published,
    Publisher,
    RecordFormat,
    Sources,
    assumed_of,
    settings_of,
)
from comity.cli.root import app
from comity.errors import UsageError

if TYPE_CHECKING:
    from comity.explanation import Explanation
    from comity.model import Coding
    from comity.pipeline import Assumed
    from comity.settings import Settings


@app.command()
def code(
    sources: Sources,
    published: Published = None,
    publisher: Publisher = None,
    language: PageLanguage = None,
    format: Annotated[
        RecordFormat | None, typer.Option(help="JSON lines (the default), or text to read (the default of --explain).")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Tell sentence by sentence why there is a record, or none.")
    ] = False,
    min_confidence: MinConfidence = 0,
    project: ProjectFolder = None,
    interface: Interface = None,
) -> None:
    """Print the records of pages, and store nothing."""
    from comity import pipeline
    from comity.outputs import screen
    from comity.outputs.confident import confident
    from comity.outputs.tally import Tally

    settings = settings_of(interface=interface, project=project)
    if explain:
        if min_confidence:
            raise UsageError("--explain tells of every record, however unsure.", "Leave out --min-confidence.")
        _explain(sources, settings, assumed_of(settings, published, publisher, language), format or RecordFormat.text)
        return
    codings = pipeline.code(sources, settings, assumed=assumed_of(settings, published, publisher, language))
    tally = Tally()

    def watched() -> Iterator[Coding]:
        for coding in codings:
            tally.note(coding.page.source, coding.error)
            yield confident(coding, min_confidence)

    with screen.progress("coding", quiet=sys.stdout.isatty()) as counted:
        if format is not RecordFormat.text:
            screen.write_json_lines(counted(watched()))
        else:
            from comity.outputs.coding_text import coding_lines

            screen.show(line for coding in counted(watched()) for line in coding_lines(coding, settings.interface))
    end(tally)


def _explain(sources: list[str], settings: Settings, assumed: Assumed, format: RecordFormat) -> None:
    """Print for each page what was seen in it, and why each frame made a record or none."""
    from comity import pipeline
    from comity.outputs import screen
    from comity.outputs.explanation_text import explanation_lines
    from comity.outputs.tally import Tally

    tally = Tally()

    def watched() -> Iterator[Explanation]:
        for told in pipeline.explain(sources, settings, assumed=assumed):
            tally.note(told.coding.page.source, told.coding.error)
            yield told

    if format is RecordFormat.jsonl:
        screen.write_json_lines(watched())
    else:
        screen.show(line for told in watched() for line in explanation_lines(told, settings.interface))
    end(tally)


@app.command()
def schema() -> None:
    """Print the JSON Schema of the record."""
    import json

    from comity.lexicon.schema import schema as of_record

    print(json.dumps(of_record(), ensure_ascii=False, indent=2))
