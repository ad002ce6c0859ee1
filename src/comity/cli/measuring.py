"""`comity evaluate`: codings beside gold."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.options import MinConfidence, ProjectFolder, settings_of
from comity.cli.root import app

if TYPE_CHECKING:
    from comity.model import Coding


class ReportFormat(StrEnum):
    """How an evaluation is printed."""

    text = "text"
    json = "json"


@app.command()
def evaluate(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD", help="A folder of gold pages or a file of cases (docs/gold.md).")
    ],
    predictions: Annotated[
        Path | None, typer.Argument(metavar="[PREDICTIONS]", help="What `comity code` printed for the gold's pages.")
    ] = None,
    format: Annotated[ReportFormat, typer.Option(help="Text to read, or everything as JSON.")] = ReportFormat.text,
    findings: Annotated[bool, typer.Option(help="Every miss and extra with its sentence.")] = True,
    min_confidence: MinConfidence = 0,
    project: ProjectFolder = None,
) -> None:
    """Compare codings with gold; without PREDICTIONS the gold's pages are coded."""
    from comity import evaluation, pipeline
    from comity.outputs import screen
    from comity.outputs.confident import confident

    settings_of(project=project)
    pages = evaluation.load_expected(gold)
    if predictions is not None:
        codings: Iterable[Coding] = pipeline.read_codings(predictions)
    else:
        with screen.progress("coding") as counted:
            codings = list(counted(pipeline.code_pages(page.raw for page in pages)))
    sure = (confident(coding, min_confidence) for coding in codings)
    result = evaluation.compare(pages, evaluation.by_page(pages, sure))
    if format is ReportFormat.json:
        screen.write_json_lines([result.to_dict()])
    else:
        screen.write_text([evaluation.render_text(result, findings=findings)])
