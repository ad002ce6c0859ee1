"""Why reports are one record, in the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from comity.outputs.dossier_text import plain
from comity.outputs.merging_words import decided_in_words, reasons_in_words, sections, sign_of
from comity.outputs.present import kind_name, kind_of, record_name
from comity.outputs.record_text import course_parts
from comity.register.merging.views import Judged, Judgement
from comity.register.views import AnyKept


def render_judged(kept: AnyKept, judged: Judged, language: str = "fr") -> RenderableType:
    """The reports of a record with their own ids, and every decision on them with its reasons."""
    head = plain(f"{kind_name(kind_of(kept), language)} – {record_name(kept, language)}", "bold")
    parts: list[RenderableType] = [Rule(head), Text(judged.id, style="dim")]
    for report in kept.reports:
        source = report.sources[0] if report.sources else None
        told = (source.publisher, source.published, source.title or report.story.title) if source else ()
        line = Text(f"{report.event or judged.id}  ", style="dim")
        parts.append(_in(line.append_text(plain(" · ".join(filter(None, told)), "not dim"))))
    parts += course_parts(kept, language)
    for title, found in sections(judged, language):
        parts += ["", Text(title, style="bold"), *(line for each in found for line in _judgement(each, language))]
    return Group(*parts)


def _judgement(judgement: Judgement, language: str) -> Iterable[RenderableType]:
    line = Text(f"{judgement.one} {sign_of(judgement)} {judgement.other}", style="cyan")
    yield _in(line.append(f"  {decided_in_words(judgement, language)}", style="default not cyan"))
    for reason in reasons_in_words(judgement.reasons, language):
        yield _in(plain(f"– {reason}", "dim"), 4)
    if judgement.note:
        yield _in(plain(judgement.note, "italic"), 4)


def _in(text: Text, columns: int = 2) -> RenderableType:
    return Padding(text, (0, 0, 0, columns))
