"""One record in the terminal: what it says, the words it rests on in their sentence, and the rules that made it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import msgspec
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from comity.model import Participant, Span
from comity.outputs.course_words import course_in_words, course_of
from comity.outputs.dates import date_in_words, edtf_in_words
from comity.outputs.dossier_text import participants_in_words, plain
from comity.outputs.present import field_name, kind_name, kind_of, record_name, value_in_words
from comity.outputs.stated import reprint_in_words, stated_in_words
from comity.outputs.translation import translations
from comity.outputs.wording import amount_in_words, confidence_in_words, country_name, list_in_words, value_name
from comity.register.views import AnyKept, KeptCommitment, KeptInstrument, ReportRef, SourceRef
from comity.sentences import sentence_around

_SLOTS = frozenset({"actor", "recipient", "by", "to", "parties", "signatories"})
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NOT_SHOWN = frozenset({"id", "event", "confidence", "rules", "evidence"})


def render_record(kept: AnyKept, text: Callable[[str], str], language: str = "fr") -> RenderableType:
    """One record, in French or English. `text` gives the text of a page by its id, as `Register.text` does.

    Evidence is shown within the sentence in which it stands, set off, with the fields that it supports.
    """
    say = translations(language).gettext
    title = plain(f"{kind_name(kind_of(kept), language)} – {record_name(kept, language)}", "bold")
    parts: list[RenderableType] = [Rule(title), Text(kept.id, style="dim")]
    if kept.retired:
        gone = say("No report stands for this record any more, since %(day)s.")
        parts.append(Text(gone % {"day": edtf_in_words(kept.retired[:10], language)}, style="italic"))
    parts.append(_fields(kept, language))
    parts += course_parts(kept, language)
    if kept.differs:
        parts += ["", Text(say("Where reports differ"), style="bold"), _differences(kept, language)]
    for report in kept.reports:
        parts += ["", *_report(report, text(report.page), language)]
    return Group(*parts)


def course_parts(kept: AnyKept, language: str) -> list[RenderableType]:
    """How an act came from a plan to an outcome, a step a line, with the record under which it stands."""
    steps = course_of(kept)
    if not steps:
        return []
    say = translations(language).gettext
    lines: list[RenderableType] = ["", Text(say("From plan to outcome"), style="bold")]
    for step, words in zip(steps, course_in_words(steps, language), strict=True):
        line = plain(f"– {words}")
        lines.append(Padding(line if step.event == kept.id else line.append(f"  {step.event}", "dim"), (0, 0, 0, 2)))
    return lines


def _fields(kept: AnyKept, language: str) -> RenderableType:
    say = translations(language).gettext
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(min_width=16)
    table.add_column(ratio=1)
    for name in kept.record.__struct_fields__:
        value = getattr(kept.record, name)
        if name not in _NOT_SHOWN and value not in (None, (), False):
            table.add_row(plain(field_name(name, language), "cyan"), plain(_value(kept, name, value, language)))
    if isinstance(kept, KeptCommitment | KeptInstrument) and kept.event:
        table.add_row(Text(say("Said at").lower(), style="cyan"), Text(kept.event))
    if isinstance(kept, KeptCommitment) and kept.stage:
        table.add_row(
            Text(say("Stage").lower(), style="cyan"), plain(value_name("stage", kept.stage, language).lower())
        )
    table.add_row(Text(say("Confidence").lower(), style="cyan"), confidence_in_words(kept.record.confidence, language))
    return Padding(table, (0, 0, 0, 2))


def _differences(kept: AnyKept, language: str) -> RenderableType:
    """The values on which reports contradict each other, each with those who give it."""
    publishers = {(ref.page, ref.report): _publisher(ref) for ref in kept.reports}
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(min_width=16)
    table.add_column(ratio=1)
    for difference in kept.differs:
        for variant in difference.values:
            who = list(dict.fromkeys(publishers.get((page, report), page[:12]) for page, report in variant.reports))
            said = f"{value_in_words(difference.field, variant.value, language)} ({', '.join(who)})"
            table.add_row(plain(field_name(difference.field, language), "cyan"), plain(said))
    return Padding(table, (0, 0, 0, 2))


def _publisher(report: ReportRef) -> str:
    if report.author is not None:
        return report.author
    source = report.sources[0] if report.sources else None
    return (source.publisher or source.url or source.name) if source else report.page[:12]


def _value(kept: AnyKept, name: str, value: Any, language: str) -> str:
    if name in _SLOTS:
        members: tuple[Participant, ...] = value
        return participants_in_words(members, language)
    match name:
        case "date":
            return date_in_words(value, language)
        case "amount":
            return amount_in_words(value, language)
        case "country":
            return country_name(value, language)
        case "modes":
            plover = getattr(kept.record, "plover", "")
            return ", ".join(value_name("mode", f"{plover}/{mode}", language).lower() for mode in value)
        case "kind":
            return value_name("instrument_kind", value, language).lower()
        case "status" if hasattr(kept.record, "parties"):
            return value_name("instrument_status", value, language).lower()
        case "intensity":
            return f"{value:+g}"
    return value_in_words(name, msgspec.to_builtins(value), language)


def _report(report: ReportRef, text: str, language: str) -> list[RenderableType]:
    """One report: who says so and where, each piece of evidence, the rules."""
    say = translations(language).gettext
    found: list[RenderableType] = []
    for source in report.sources:
        found += _sourced(source, language)
    for reprint in report.reprints:
        found.append(plain(reprint_in_words(reprint, language) + say(": "), "italic"))
        for source in reprint.sources:
            found += [Padding(line, (0, 0, 0, 2)) for line in _sourced(source, language)]
    found.append(plain(f"{report.page[:12]} · {report.report} · {report.story.title}", "dim"))
    for spans, words in _sentences(report, text):
        found += ["", Padding(_quotation(spans, words, text, language), (0, 0, 0, 2))]
        for number, span in enumerate(spans, start=1):
            line = Text(_number(number, spans) + say("Supports") + say(": "), style="cyan")
            fields = list_in_words([field_name(name, language) for name in span.supports], language)
            found.append(Padding(line.append(fields), (0, 0, 0, 2)))
    found += ["", plain(f"{say('Rules')}{say(': ')}{', '.join(report.rules)}", "dim")]
    return found


def _sourced(source: SourceRef, language: str) -> list[Text]:
    """A source, and what its metadata say beside."""
    say = translations(language).gettext
    stated = [plain(f"{name}{say(': ')}{values}", "dim") for name, values in stated_in_words(source, language)]
    return [_source(source, language), *stated]


def _source(source: SourceRef, language: str) -> Text:
    published = edtf_in_words(source.published, language) if source.published else None
    line = plain(" · ".join(filter(None, (source.publisher, source.title, published))), "bold")
    if line.plain:
        line.append(" · ", style="not bold")
    return line.append_text(plain(source.url or source.name, "not bold"))


def _sentences(report: ReportRef, text: str) -> list[tuple[list[Span], tuple[int, int] | None]]:
    """The evidence by the sentence in which it stands, in the order in which the record names it."""
    found: dict[tuple[int, int] | None, list[Span]] = {}
    for span in report.evidence:
        where = sentence_around(text, span.start, span.end) if span.start is not None and span.end is not None else None
        found.setdefault(where, []).append(span)
    return [(sorted(spans, key=lambda span: (span.start or 0, -(span.end or 0))), at) for at, spans in found.items()]


def _quotation(spans: list[Span], sentence: tuple[int, int] | None, text: str, language: str) -> Text:
    """The sentence with its evidence between ▸ and ◂, numbered if there are several; or what the metadata say."""
    if sentence is None:
        say = translations(language).gettext
        said = [f"{field_name(span.meta or '', language)} = {span.value or ''}" for span in spans]
        return plain(say("From the page's metadata") + say(": ") + ", ".join(said))
    first, last = sentence
    line = Text("« " if language == "fr" else "“")
    cuts = sorted({first, last, *(at for span in spans for at in (span.start, span.end) if at is not None)})
    for left, right in pairwise([*cuts, last]):
        line.append("◂" * sum(span.end == left for span in spans), style="dim")
        for number, span in enumerate(spans, start=1):
            if span.start == left:
                line.append(f"▸{_number(number, spans).translate(_RAISED).rstrip()}", style="dim")
        within = any((span.start or 0) <= left < right <= (span.end or 0) for span in spans)
        line.append_text(_piece(text[left:right], "bold underline" if within else ""))
    return line.append(" »" if language == "fr" else "”")


def _number(number: int, spans: list[Span]) -> str:
    return f"{number} " if len(spans) > 1 else ""


def _piece(words: str, style: str = "") -> Text:
    """As `plain`, but blanks at the borders stay: the piece is part of a line."""
    piece = plain(words, style)
    if not piece.plain:
        return Text(" " if words else "")
    left, right = " " * words[:1].isspace(), " " * words[-1:].isspace()
    return Text(left).append_text(piece).append(right)
