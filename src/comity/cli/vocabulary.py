"""The vocabulary as the command line shows it: the codebook, and whether all of it is sound."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from comity.cli.options import ProjectFolder, settings_of
from comity.cli.root import FAILED, app, lexicon_app


class BookFormat(StrEnum):
    """How the codebook is printed."""

    text = "text"
    markdown = "markdown"


@app.command()
def codebook(
    language: Annotated[
        str | None, typer.Option("--language", metavar="fr|en", help="The language it is in; else the interface's.")
    ] = None,
    format: Annotated[BookFormat, typer.Option(help="Text to read, or Markdown.")] = BookFormat.text,
    project: ProjectFolder = None,
) -> None:
    """Print the codebook: every value a record may hold, with examples, and the rules of decision."""
    from rich.markdown import Markdown

    from comity.outputs import screen
    from comity.outputs.codebook import codebook_text

    settings = settings_of(interface=language, project=project)
    text = codebook_text(settings.interface)
    if format is BookFormat.markdown:
        screen.write_text([text])
    else:
        screen.show([Markdown(text)])


@lexicon_app.command("check")
def lexicon_check(
    languages: Annotated[
        list[str] | None, typer.Argument(metavar="[LANGUAGE...]", help="By default every one.")
    ] = None,
    project: ProjectFolder = None,
) -> None:
    """Load the whole vocabulary, with the project's, and run the examples and counterexamples of its rules."""
    from comity.coding.selfcheck import check_lexicon
    from comity.lexicon.language import DATA
    from comity.lexicon.project import active

    settings_of(project=project, checked=False)
    own = active()
    if own is not None:
        print(f"With the project {own.name}.")
    wrong = 0
    for language in languages or sorted(path.parent.name for path in DATA.glob("*/syntax.toml")):
        report = check_lexicon(language)
        faults = [*map(str, report.problems), *map(str, report.unmet), *report.unmet_dates]
        wrong += len(faults)
        met = f"{report.examples_met} examples and {report.counterexamples_met} counterexamples come out right"
        print(f"{language}: {report.frames} rules; {met}; {len(faults)} faults.")
        for fault in faults:
            print(f"  {fault}")
        for what, rules in (
            ("example", report.without_examples),
            ("counterexample", report.without_counterexamples),
        ):
            if rules:
                print(f"  Rules without any {what}: {', '.join(rules)}")
    if wrong:
        raise typer.Exit(FAILED)
