"""Reviewing in the terminal: one record with the doubts about it, what a change would change, and what was decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from comity.outputs.dossier_text import plain
from comity.outputs.present import field_name, kind_name, record_name, value_in_words
from comity.outputs.record_text import render_record
from comity.outputs.translation import translations
from comity.outputs.wording import confidence_in_words
from comity.register.review.views import (
    Conflict,
    Decided,
    Decision,
    Doubt,
    Proposed,
    QueueItem,
    ReviewState,
    Undone,
    Waiting,
)
from comity.register.views import AnyKept, KeptCommitment, KeptEvent, KeptInstrument, KeptPage

WHOLE = "*"
_NAMED = 5
"""Decisions taken back that one line names."""


def doubt_in_words(doubt: Doubt, language: str) -> str:
    """Why a look at a record is worth it."""
    say = translations(language).gettext
    words: dict[Doubt, str] = {
        "conflict": say("the program has come to say something else"),
        "differs": say("reports differ"),
        "unsure": say("the coding is not sure"),
        "year": say("the year was worked out"),
        "country": say("a country was worked out"),
    }
    return words[doubt]


def state_in_words(state: ReviewState | None, language: str) -> str:
    """What people have said of a record."""
    say = translations(language).gettext
    words: dict[ReviewState | None, str] = {
        None: say("not looked at"),
        "accepted": say("accepted"),
        "changed": say("changed"),
        "added": say("added"),
        "rejected": say("rejected"),
        "conflict": say("in conflict"),
    }
    return words[state]


def action_in_words(decision: Decision, language: str) -> str:
    """What was decided: a word, or a field and its value."""
    say = translations(language).gettext
    words = {
        "accepted": say("accepted"),
        "rejected": say("rejected"),
        "added": say("added"),
        "undone": say("undone"),
        "done": say("page done"),
    }
    if decision.field in (WHOLE, "page"):
        return words.get(str(decision.value), str(decision.value))
    return f"{field_name(decision.field, language)} = {value_in_words(decision.field, decision.value, language)}"


def queue_lines(items: Iterable[QueueItem], language: str) -> Iterator[RenderableType]:
    """The queue, a record a row."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for item in items:
        doubts = ", ".join(doubt_in_words(doubt, language) for doubt in item.doubts)
        table.add_row(
            f"{item.worth:.2f}",
            plain(item.kept.id),
            plain(kind_name(item.kind, language)),
            plain(record_name(item.kept, language)),
            confidence_in_words(item.kept.record.confidence, language),
            plain(doubts, "dim"),
        )
    yield table


def render_item(item: QueueItem, text: Callable[[str], str], language: str) -> RenderableType:
    """One record with its evidence in its sentences, what was said of it, and where people and program disagree."""
    parts: list[RenderableType] = [render_record(item.kept, text, language), ""]
    told = [state_in_words(item.state, language), *(doubt_in_words(doubt, language) for doubt in item.doubts)]
    parts.append(plain(" · ".join(told), "yellow"))
    parts += [_conflict(each, language) for each in item.conflicts]
    return Group(*parts)


def _conflict(conflict: Conflict, language: str) -> Text:
    say = translations(language).gettext
    if conflict.field == WHOLE:
        return plain(
            say("The program finds this record no more.")
            if conflict.now is None
            else say("The program finds this record again.")
        )
    then, now, yours = (
        value_in_words(conflict.field, value, language) for value in (conflict.seen, conflict.now, conflict.yours)
    )
    line = Text(f"  {field_name(conflict.field, language)}{say(': ')}", style="cyan")
    line.append_text(plain(say("it was “%(value)s”") % {"value": then}))
    line.append_text(plain(", " + say("it is “%(value)s” now") % {"value": now}))
    if conflict.yours is not None:
        line.append_text(plain(", " + say("people say “%(value)s”") % {"value": yours}))
    return line


def proposed_lines(proposed: Iterable[Proposed], language: str) -> Iterator[RenderableType]:
    """What a change would change, a field a line."""
    for each in proposed:
        if each.field in ("confidence", "rules", "id"):
            continue
        before, after = (_value(each.field, value, language) for value in (each.before, each.after))
        line = Text(f"  {field_name(each.field, language)}{translations(language).gettext(': ')}", style="cyan")
        yield line.append_text(plain(before, "strike")).append(" → ").append_text(plain(after, "bold"))


def events_of_page(page: KeptPage) -> list[KeptEvent]:
    """The events that a page tells of, each once, in its order: what a commitment or an instrument may hang on."""
    return list({kept.id: kept for story in page.stories for kept in story.events}.values())


def events_lines(page: KeptPage, kept: AnyKept, language: str) -> Iterator[RenderableType]:
    """The events of a page by their ids; that on which a record hangs is marked."""
    table = Table.grid(padding=(0, 2, 0, 0))
    hook = kept.event if isinstance(kept, KeptCommitment | KeptInstrument) else None
    for event in events_of_page(page):
        table.add_row("  →" if event.id == hook else "", plain(event.id), plain(record_name(event, language)))
    yield table


def _value(field: str, value: Any, language: str) -> str:
    return value_in_words(field, value, language) or translations(language).gettext("not said")


def decided_line(decided: Decided, language: str) -> str:
    """What a decision came to, in one line."""
    say = translations(language).gettext
    words = {
        "accepted": say("accepted"),
        "changed": say("changed"),
        "rejected": say("rejected"),
        "added": say("added"),
        "undone": say("undone"),
        "done": say("page done"),
    }
    fields = ", ".join(field_name(name, language) for name in decided.fields)
    return f"{decided.id}{say(': ')}{words[decided.action]}{f' ({fields})' if fields else ''}"


def undone_line(undone: Undone, language: str) -> str:
    """What was taken back of several decisions, in one line: the newest first, and why no more."""
    told = "; ".join(decided_line(each, language) for each in undone.acts[:_NAMED])
    more = "; …" if len(undone.acts) > _NAMED else ""
    count = translations(language).ngettext
    number = len(undone.acts)
    whole = count("%(count)d decision undone", "%(count)d decisions undone", number) % {"count": number}
    return f"{whole}{translations(language).gettext(': ')}{told}{more}. {undone.stopped or ''}".strip()


def decision_lines(decisions: Iterable[Decision], language: str) -> Iterator[RenderableType]:
    """What was decided, a row a line: when, who, on what, what, why."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for row in decisions:
        moment = datetime.fromisoformat(row.made).astimezone()
        style = "dim strike" if row.superseded else ""
        table.add_row(
            f"{moment:%Y-%m-%d %H:%M}",
            plain(row.author),
            row.record or row.page[:12],
            plain(action_in_words(row, language), style),
            plain(row.reason or "", "italic"),
        )
    yield table


def waiting_line(waiting: Waiting, language: str) -> str:
    """How much was looked at, in one line."""
    say = translations(language).gettext
    told = say("%(conflicts)d in conflict, %(waiting)d waiting, %(decided)d decided, %(rejected)d rejected")
    counts = {name: getattr(waiting, name) for name in ("conflicts", "waiting", "decided", "rejected")}
    return told % counts


def keys_line(item: QueueItem, language: str) -> str:
    """The keys of the terminal."""
    say = translations(language).gettext
    keys = [("a", say("accept")), ("c", say("change")), ("r", say("reject")), ("+", say("add"))]
    keys += [("n", say("take the new"))] if "conflict" in item.doubts else []
    keys += [
        ("m", say("merge")),
        ("s", say("split")),
        ("p", say("page")),
        ("u", say("undo")),
        ("U", say("undo several")),
    ]
    keys += [("f", say("page done")), (say("space"), say("next")), ("q", say("end"))]
    return "  ".join(f"[{key}] {words}" for key, words in keys)


def question(name: str, language: str) -> str:
    """What the terminal asks beside keys."""
    say = translations(language).gettext
    return {
        "why": say("Why? (Enter: no reason)"),
        "set": say("What is to be set? FIELD=VALUE …"),
        "words": say("Which words say so? (Enter: those above; several with | between them)"),
        "missed": say("Which words of the page say it?"),
        "merge": say("Which record is the same? ID"),
        "split": say("Which record is another one? ID"),
        "undo": say("How many of your last decisions are to be undone?"),
        "sure": say("[Enter] keep  [any other key] leave it"),
    }[name]
