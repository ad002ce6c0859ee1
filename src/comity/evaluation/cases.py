"""Cases: single sentences with the records expected of them, many to a file, in the format of docs/gold.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from comity.errors import EvaluationError
from comity.evaluation.gold import (
    GoldCommitment,
    GoldEvent,
    GoldInstrument,
    GoldOffice,
    GoldPage,
    GoldSide,
    GoldStory,
    check_story,
    json_lines,
    load_gold,
    without_notes,
)
from comity.model import RawPage, Record


class _CaseEvent(Record):
    """An event of a case, told by the countries of its sides: a sentence alone says little of places and channels."""

    plover: str
    actor: tuple[str, ...]
    recipient: tuple[str, ...] = ()
    form: str | None = None
    status: str = "held"
    mood: str = "asserted"
    date: str | None = None
    recalled: bool = False
    modes: tuple[str, ...] = ()
    anchor: str | None = None
    optional: bool = False


class _CaseCommitment(Record):
    force: str
    anchor: str
    by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    until: str | None = None
    optional: bool = False


class _CaseInstrument(Record):
    kind: str
    status: str
    anchor: str
    parties: tuple[str, ...] = ()
    title: str | None = None
    count: int | None = None
    period: str | None = None
    optional: bool = False


class _CaseOffice(Record):
    person: str
    office: str
    country: str | None = None
    of: str | None = None
    tenure: str = "current"
    optional: bool = False


class _Case(Record):
    """A line of a file of cases. `way` names the way of saying that the sentence stands for.

    Of commitments, instruments and offices only the kinds that the line names are compared: an empty list wants none.
    """

    id: str
    way: str
    family: str
    text: str
    events: tuple[_CaseEvent, ...]
    published: str | None = None
    publisher: str | None = None
    commitments: tuple[_CaseCommitment, ...] | None = None
    instruments: tuple[_CaseInstrument, ...] | None = None
    offices: tuple[_CaseOffice, ...] | None = None


def load_expected(path: str | Path) -> tuple[GoldPage, ...]:
    """What is expected, from a folder of gold pages or from a file of cases (JSON lines). EvaluationError if wrong."""
    return load_cases(path) if Path(path).is_file() else load_gold(path)


def load_cases(path: str | Path) -> tuple[GoldPage, ...]:
    """The cases of a file, each as a page of its own without a headline, in their order.

    Raises EvaluationError, naming every line that is wrong, when one is not in the format or an id stands twice.
    """
    file = Path(path)
    loaded: list[GoldPage] = []
    wrong: list[str] = []
    seen: set[str] = set()
    for line in json_lines(file):
        try:
            case = msgspec.convert(without_notes(line), _Case)
        except msgspec.ValidationError as error:
            wrong.append(f"{file}, case {line.get('id')!r}: {error}.")
            continue
        if case.id in seen:
            wrong.append(f"{file}: the id {case.id!r} stands twice.")
        seen.add(case.id)
        loaded.append(_page(case, file))
    if wrong:
        raise EvaluationError("\n".join(wrong), "See docs/gold.md for the format.")
    if not loaded:
        raise EvaluationError(f"There is no case in {file}.", "Give a file with one case a line.")
    return tuple(loaded)


def _page(case: _Case, file: Path) -> GoldPage:
    raw = RawPage(
        name=f"{file}#{case.id}",
        text=case.text,
        media="text/plain",
        ref=case.id,
        published=case.published,
        publisher=case.publisher,
        language="fr",
    )
    story = GoldStory(
        kind="main",
        title="",
        events=tuple(_event(event, case.text) for event in case.events),
        commitments=tuple(_with(GoldCommitment, commitment) for commitment in case.commitments or ()),
        instruments=tuple(_with(GoldInstrument, instrument) for instrument in case.instruments or ()),
        offices=tuple(_with(GoldOffice, office) for office in case.offices or ()),
        unasked=frozenset(kind for kind in ("commitments", "instruments", "offices") if getattr(case, kind) is None),
    )
    problems = tuple(f"{case.id}: {problem}" for problem in check_story(story, raw))
    return GoldPage(id=case.id, path=file, raw=raw, family=case.family, stories=(story,), problems=problems)


def _event(event: _CaseEvent, text: str) -> GoldEvent:
    return GoldEvent(
        plover=event.plover,
        form=event.form,
        status=event.status,
        date=event.date,
        place=None,
        actor=tuple(GoldSide(country=country) for country in event.actor),
        recipient=tuple(GoldSide(country=country) for country in event.recipient),
        channel=(),
        anchor=event.anchor or text,
        bare=True,
        mode=event.modes[0] if event.modes else None,
        mood=event.mood,
        recalled=event.recalled,
        optional=event.optional,
    )


def _with(kind: type[Any], of: Record) -> Any:
    return msgspec.convert(msgspec.to_builtins(of), kind)
