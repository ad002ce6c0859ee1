"""The command line: reads arguments and settings, wires the rooms together, prints.

Exit status: 0 all went well; 1 something failed, the rest was kept; 2 the command was called wrongly. Everything heavy
is imported by the command that needs it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from comity.errors import ComityError, UnknownRecordError, UnknownSideError, UsageError

if TYPE_CHECKING:
    from comity.explanation import Explanation
    from comity.model import Coding
    from comity.outputs.tally import Tally
    from comity.pipeline import Assumed
    from comity.settings import Settings

DONE, FAILED, USAGE = 0, 1, 2

app = typer.Typer(
    name="comity",
    help="Reads the press and keeps the record of what states do with each other, every field with its words.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
lexicon_app = typer.Typer(help="The vocabulary: what it holds, and whether it is sound.", no_args_is_help=True)
app.add_typer(lexicon_app, name="lexicon")


class RecordFormat(StrEnum):
    """How codings and dossiers are printed."""

    text = "text"
    jsonl = "jsonl"


class ExportFormat(StrEnum):
    """How a data set is printed."""

    csv = "csv"
    jsonl = "jsonl"


class ReportFormat(StrEnum):
    """How an evaluation is printed."""

    text = "text"
    json = "json"


class BookFormat(StrEnum):
    """How the codebook is printed."""

    text = "text"
    markdown = "markdown"


class ExportKind(StrEnum):
    """What may be exported."""

    events = "events"
    commitments = "commitments"
    instruments = "instruments"
    offices = "offices"


Sources = Annotated[
    list[str],
    typer.Argument(metavar="SOURCE...", help="Files, folders, JSON-lines files, or - for the standard input."),
]
Published = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="When pages that do not say it were published: 2018, 2018-07, 2018-07-18."),
]
Publisher = Annotated[str | None, typer.Option(metavar="NAME", help="Who published pages that do not say it.")]
PageLanguage = Annotated[
    str | None, typer.Option("--language", metavar="CODE", help="The language of pages that do not say it.")
]
RegisterPath = Annotated[
    Path | None, typer.Option("--register", metavar="FILE", help="The register (COMITY_REGISTER, or comity.db).")
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
Many = Annotated[list[str] | None, typer.Option(metavar="VALUE", help="Only these; may be given several times.")]


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        from comity import __version__

        print(f"comity {__version__}")
        raise typer.Exit(DONE)


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

    settings = _settings(interface=interface, project=project)
    if explain:
        if min_confidence:
            raise UsageError("--explain tells of every record, however unsure.", "Leave out --min-confidence.")
        _explain(sources, settings, _assumed(settings, published, publisher, language), format or RecordFormat.text)
        return
    codings = pipeline.code(sources, settings, assumed=_assumed(settings, published, publisher, language))
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
    _end(tally)


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

    settings = _settings(register=register, project=project)
    outcomes = pipeline.add(sources, settings, assumed=_assumed(settings, published, publisher, language))
    tally = Tally()
    try:
        with screen.progress("adding") as counted:
            for one in counted(outcomes):
                tally.note(one.name, one.failure)
                tally.count(one.outcome, one.records)
    finally:  # what was kept before a failure of the register, or Ctrl-C, is said too
        print(f"{settings.register_path}: {tally.summary()}.")
    _end(tally)


@app.command()
def dossier(
    a: Annotated[str, typer.Argument(metavar="SIDE", help="A country, region, city or body: VNM, FR-BRE, Viêt Nam.")],
    b: Annotated[str, typer.Argument(metavar="SIDE", help="The other side.")],
    register: RegisterPath = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="From this date on: 2018, 2018-07.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Up to this date.")] = None,
    channel: Many = None,
    form: Many = None,
    status: Many = None,
    field: Many = None,
    min_confidence: MinConfidence = 0,
    format: Annotated[RecordFormat, typer.Option(help="Text to read, or one JSON object.")] = RecordFormat.text,
    interface: Interface = None,
) -> None:
    """Print what the register holds on two sides: encounters, commitments, instruments, offices."""
    from comity.outputs import screen
    from comity.outputs.dossier_text import render_dossier
    from comity.register import open_register
    from comity.register.views import Filters

    settings = _settings(register=register, interface=interface)
    filters = Filters(
        since=since,
        until=until,
        channels=_values(channel),
        forms=_values(form),
        statuses=_values(status),
        fields=_values(field),
        min_confidence=min_confidence or None,
    )
    with open_register(settings.register_path, readonly=True) as opened:
        sides = (opened.side(a, settings.interface), opened.side(b, settings.interface))
        found = opened.dossier(*sides, filters)
    if format is RecordFormat.jsonl:
        screen.write_json_lines([found])
    else:
        screen.show([render_dossier(found, settings.interface)])


@app.command()
def show(
    record: Annotated[str, typer.Argument(metavar="EVENT", help="A register id: ev-…, co-…, in-… or of-….")],
    register: RegisterPath = None,
    min_confidence: MinConfidence = 0,
    interface: Interface = None,
) -> None:
    """Print one record with the words it rests on, in their sentences, and the rules that made it."""
    from comity.outputs import screen
    from comity.outputs.record_text import render_record
    from comity.register import open_register

    settings = _settings(register=register, interface=interface)
    with open_register(settings.register_path, readonly=True) as opened:
        kept = opened.record(record)
        if kept.record.confidence < min_confidence:
            what = f"The record '{record}' has a confidence of {kept.record.confidence}, below {min_confidence}."
            raise UnknownRecordError(what, "Ask for it without --min-confidence.")
        screen.show([render_record(kept, opened.text, settings.interface)])


@app.command()
def export(
    kind: Annotated[ExportKind, typer.Argument(help="What to export.")],
    register: RegisterPath = None,
    format: Annotated[ExportFormat, typer.Option(help="A flat table, or whole records.")] = ExportFormat.csv,
    dyadic: Annotated[bool, typer.Option("--dyadic", help="One row an actor and recipient.")] = False,
    no_text: Annotated[bool, typer.Option("--no-text", help="Leave out the words quoted from pages.")] = False,
    min_confidence: MinConfidence = 0,
) -> None:
    """Print the records of the register as a data set."""
    from comity.outputs import screen
    from comity.outputs.exports import export as lines
    from comity.register import open_register

    settings = _settings(register=register)
    with open_register(settings.register_path, readonly=True) as opened:
        screen.write_text(
            lines(
                opened,
                kind.value,
                format=format.value,
                dyadic=dyadic,
                text=not no_text,
                min_confidence=min_confidence,
            )
        )


@app.command()
def serve(
    register: RegisterPath = None,
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="The port to listen on.")] = None,
) -> None:
    """Serve the dossier in the browser until Ctrl-C."""
    from comity.outputs.web import serve as run

    settings = _settings(register=register)
    at = (host or settings.host, settings.port if port is None else port)
    print(f"The register {settings.register_path} is at http://{at[0]}:{at[1]}/ (Ctrl-C stops it).", flush=True)
    run(settings.register_path, *at)


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

    _settings(project=project)
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


@app.command()
def schema() -> None:
    """Print the JSON Schema of the record."""
    import json

    from comity.lexicon.schema import schema as of_record

    print(json.dumps(of_record(), ensure_ascii=False, indent=2))


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

    settings = _settings(interface=language, project=project)
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

    _settings(project=project, checked=False)
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


# what the commands share


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
    _end(tally)


def _settings(
    *,
    register: Path | None = None,
    interface: str | None = None,
    project: Path | None = None,
    checked: bool = True,
) -> Settings:
    """The settings of a run, with what the command was given; the project's lexicon is in use from then on."""
    from comity.settings import load_settings

    given: dict[str, Any] = {"register_path": register, "interface": interface, "project": project}
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


def _assumed(settings: Settings, published: str | None, publisher: str | None, language: str | None) -> Assumed:
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


def _values(given: list[str] | None) -> tuple[str, ...]:
    """Values given as several options, or joined by commas."""
    return tuple(value.strip() for each in given or () for value in each.split(",") if value.strip())


def _end(tally: Tally) -> None:
    """Name what failed on the standard error, and say so in the exit status."""
    if tally.failures:
        _complain(f"{len(tally.failures)} of {tally.pages} pages could not be coded:", FAILED)
        for failure in tally.failures:
            print(f"  {failure}", file=sys.stderr)
        raise typer.Exit(FAILED)


def _complain(words: str, status: int) -> int:
    print(f"comity: {words}", file=sys.stderr)
    return status


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and give its exit status. Errors are one line on the standard error, without a traceback."""
    try:
        status = app(args=arguments, prog_name="comity", standalone_mode=False)
        sys.stdout.flush()
        return status if isinstance(status, int) else DONE
    except (UsageError, UnknownSideError) as error:
        return _complain(str(error), USAGE)
    except ComityError as error:
        return _complain(str(error), FAILED)
    except BrokenPipeError:  # whoever reads the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except (KeyboardInterrupt, typer.Abort):
        return _complain("stopped.", 130)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _complain(f"{where}{error.strerror or error}. Check the disk and the permissions.", FAILED)
    except Exception as error:
        told = getattr(error, "format_message", None)  # an error of the arguments, of typer's own kinds
        if told is None:
            raise
        return _complain(f"{told().rstrip('.')}. See `comity --help`.", USAGE)


def main() -> None:
    """The entry point of the `comity` program."""
    sys.exit(run())
