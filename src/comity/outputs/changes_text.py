"""What appears, disappears and changes from one state of the register to another, in the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from comity.model import Event
from comity.outputs.dates import edtf_in_words
from comity.outputs.dossier_text import plain
from comity.outputs.present import field_name, kind_name, record_name, upper_first, value_in_words
from comity.outputs.translation import translations
from comity.outputs.wording import number_in_words, sides_in_words
from comity.register.releases.views import FieldChange, RecordChange, Regrouping
from comity.register.views import RECORD_KINDS, AnyKept
from comity.sentences import sentence_around

GivesText = Callable[[str], str]
"""Gives the text of a page by its id."""

_STYLES = {"appears": "bold green", "disappears": "bold red", "changes": "bold yellow"}
_TEXTS_HELD = 64


def change_lines(changes: Iterable[RecordChange], text: GivesText, language: str) -> Iterator[RenderableType]:
    """Each change: the record, what was and is said of each field, the sentence; at the end, how many there are."""
    say = translations(language).gettext
    give = lru_cache(maxsize=_TEXTS_HELD)(text)
    met: Counter[tuple[str, str]] = Counter()
    for change in changes:
        met[change.what, change.kind] += 1
        yield from _lines(change, give, language)
    if not met:
        yield Text(say("Nothing appears, disappears or changes."))
    for what in _STYLES:
        counted = [
            f"{kind_name(kind, language).lower()} {number_in_words(met[what, kind], language)}"
            for kind in RECORD_KINDS
            if met[what, kind]
        ]
        if counted:
            yield Text(f"{_heading(what, language)}{say(': ')}{', '.join(counted)}")


def regrouping_lines(found: Iterable[Regrouping], language: str) -> Iterator[RenderableType]:
    """Records that would be joined or told apart: as they are, and as they would be; at the end, how many there are."""
    met: Counter[str] = Counter()
    say, count = translations(language).gettext, translations(language).ngettext
    words = {"merges": say("Would merge"), "parts": say("Would part"), "regroups": say("Would regroup")}
    for one in found:
        met[one.what] += 1
        head = Text(words[one.what].upper(), style="bold magenta")
        yield head.append(f"  {kind_name(one.kind, language)}", style="not bold default")
        for kept in one.before:
            yield _in(Text("– ").append(_name(kept, language)).append(f"  {kept.id}", style="dim"))
        if one.new:
            told = count("and %(num)s new report", "and %(num)s new reports", one.new)
            yield _in(Text(f"– {told % {'num': one.new}}"))
        for kept in one.after:
            yield _in(Text("→ ").append(_name(kept, language), style="bold").append(f"  {kept.id}", style="dim"))
        yield ""
    for what, name in words.items():
        if met[what]:
            yield Text(f"{name}{say(': ')}{number_in_words(met[what], language)}")


def _lines(change: RecordChange, text: GivesText, language: str) -> Iterator[RenderableType]:
    say = translations(language).gettext
    kept = change.after or change.before
    if kept is None:  # cannot be: a change is one of something
        return
    head = Text(_heading(change.what, language).upper(), style=_STYLES[change.what])
    head.append(f"  {kind_name(change.kind, language)}{say(': ')}", style="not bold").append(_name(kept, language))
    yield head.append(f"  {change.id}", style="dim not bold") if change.id else head
    words = text(change.page)
    for one in change.changes:
        told = Text(f"{upper_first(_field(one.field, language))}{say(': ')}", style="cyan")
        told.append(_value(one, one.before, words, language), style="strike").append(" → ", style="not strike")
        yield _in(told.append(_value(one, one.after, words, language), style="bold"))
    if change.decided:
        yield _in(Text(say("A person has decided on this record: that stays."), style="italic"))
    quoted = _quoted(kept, change.page, words)
    if quoted:
        yield _in(Text(f"« {quoted} »" if language == "fr" else f"“{quoted}”", style="italic"))
    source = next((s for report in kept.reports if report.page == change.page for s in report.sources), None)
    if source is not None:
        where = (source.publisher, source.title, source.published, source.url or source.name)
        yield _in(plain(" · ".join(filter(None, where)), "dim"))
    yield ""


def _heading(what: str, language: str) -> str:
    say = translations(language).gettext
    return {"appears": say("Appears"), "disappears": say("Disappears"), "changes": say("Changes")}[what]


def _name(kept: AnyKept, language: str) -> str:
    name = record_name(kept, language)
    if isinstance(kept.record, Event):
        sides = sides_in_words((*kept.record.actor, *kept.record.recipient), language)
        name = f"{name}, {sides}" if sides else name
    return plain(f"{name}, {edtf_in_words(kept.dated, language)}" if kept.dated else name).plain


def _field(field: str, language: str) -> str:
    say = translations(language).gettext
    own = {
        "evidence": say("Evidence"),
        "confidence": say("Confidence"),
        "stage": say("Stage"),
        "event": say("Said at"),
        "pages": say("pages"),
    }
    return own.get(field) or field_name(field, language)


def _value(change: FieldChange, value: Any, text: str, language: str) -> str:
    match change.field, value:
        case "evidence", list():
            said = [text[one[0] : one[1]] if isinstance(one[0], int) else str(one[1]) for one in value]
            return plain(" / ".join(said)).plain
        case "pages", list():
            return ", ".join(page[:12] for page in value)
        case _, []:
            return translations(language).gettext("not said")
    return plain(value_in_words(change.field, value, language)).plain


def _quoted(kept: AnyKept, page: str, text: str) -> str:
    """The sentence of the first piece of evidence on that page."""
    spans = (span for report in kept.reports if report.page == page for span in report.evidence)
    for span in spans:
        if span.start is not None and span.end is not None:
            start, end = sentence_around(text, span.start, span.end)
            return plain(text[start:end]).plain
    return ""


def _in(text: Text) -> RenderableType:
    return Padding(text, (0, 0, 0, 2))
