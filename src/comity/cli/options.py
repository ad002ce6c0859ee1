"""Arguments and options that commands share, and the settings of a run that come of them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from comity.errors import UsageError
from comity.location import location

if TYPE_CHECKING:
    from comity.pipeline import Assumed
    from comity.settings import Settings


class RecordFormat(StrEnum):
    """How codings and dossiers are printed."""

    text = "text"
    jsonl = "jsonl"


_SOURCES = "Files, folders, addresses or lists of them, feeds, archives, JSON lines, or - for the standard input."
Sources = Annotated[list[str], typer.Argument(metavar="SOURCE...", help=_SOURCES)]
SourcesIfAny = Annotated[list[str] | None, typer.Argument(metavar="SOURCE...", help=_SOURCES)]
Published = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="When pages that do not say it were published: 2018, 2018-07, 2018-07-18."),
]
Publisher = Annotated[str | None, typer.Option(metavar="NAME", help="Who published pages that do not say it.")]
PageLanguage = Annotated[
    str | None, typer.Option("--language", metavar="CODE", help="The language of pages that do not say it.")
]
RegisterPath = Annotated[
    str | None,
    typer.Option(
        "--register",
        metavar="FILE",
        help="The register, a file or postgresql://user@host/database (COMITY_REGISTER, or comity.db).",
    ),
]
Interface = Annotated[
    str | None, typer.Option("--interface", metavar="fr|en", help="The language in which records are told.")
]
MinConfidence = Annotated[
    float, typer.Option("--min-confidence", metavar="X", min=0, max=1, help="Only records of this confidence or more.")
]
ProjectFolder = Annotated[
    Path | None,
    typer.Option("--project", metavar="DIR", help="The project folder, with its own lexicon (COMITY_PROJECT)."),
]
WorkerCount = Annotated[
    int | None,
    typer.Option(
        "--workers", metavar="N", min=0, max=256, help="How many processes read and code (COMITY_WORKERS, or 1)."
    ),
]
ProgressLines = Annotated[
    bool, typer.Option("--progress", help="Say how far the run is, also where there is no terminal.")
]
Author = Annotated[
    str | None,
    typer.Option("--author", metavar="NAME", help="Who decides (COMITY_AUTHOR, or the name of the login)."),
]
Many = Annotated[list[str] | None, typer.Option(metavar="VALUE", help="Only these; may be given several times.")]


def settings_of(
    *,
    register: str | None = None,
    interface: str | None = None,
    project: Path | None = None,
    workers: int | None = None,
    author: str | None = None,
    checked: bool = True,
) -> Settings:
    """The settings of a run, with what the command was given; the project's lexicon is in use from then on."""
    from comity.settings import load_settings

    given: dict[str, Any] = {
        "register_path": location(register) if register is not None else None,
        "interface": interface,
        "project": project,
        "workers": workers,
        "author": author,
    }
    if author is not None and not author.strip():
        raise UsageError("The author has no name.", "Give the name under which decisions are to be kept.")
    if interface not in (None, "fr", "en"):
        raise UsageError(f"Records cannot be told in the language '{interface}'.", "Use fr or en.")
    settings = load_settings().model_copy(update={name: value for name, value in given.items() if value is not None})
    return settings.model_copy(update={"project": _use_project(settings.project, checked)})


def _use_project(folder: Path | None, checked: bool) -> Path | None:
    """Take the lexicon of the project that was named, or that this folder lies in, if any; gives its folder."""
    from comity.lexicon.project import find_project, open_project, use

    at = folder or find_project(Path.cwd())
    project = open_project(at) if at is not None else None
    use(project)
    if project is not None and project.files and checked:
        from comity.lexicon.check import check_project

        check_project(project)
    return at


def assumed_of(settings: Settings, published: str | None, publisher: str | None, language: str | None) -> Assumed:
    """What is assumed of pages that do not say it. UsageError for a date or a language that is none."""
    from comity.errors import RecordError
    from comity.pipeline import Assumed
    from comity.reading import language_code, published_from

    try:
        day = published_from(published) if published else None
    except RecordError as error:
        raise UsageError(f"--published: {error.what}", error.remedy) from error
    spoken = language or settings.page_language
    if spoken and language_code(spoken) is None:
        raise UsageError(f"'{spoken}' is no language code.", "Give a code of ISO 639, as fr or vi.")
    return Assumed(published=day, publisher=publisher, language=spoken)


def values(given: list[str] | None) -> tuple[str, ...]:
    """Values given as several options, or joined by commas."""
    return tuple(value.strip() for each in given or () for value in each.split(",") if value.strip())
