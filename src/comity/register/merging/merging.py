"""Merging, as users of the register hold it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from comity.register import schema as t
from comity.register import shown
from comity.register.concurrency import merging_lock
from comity.register.database import Database
from comity.register.following import proposing
from comity.register.merging import correcting
from comity.register.merging.judging import judge
from comity.register.merging.members import Said, members
from comity.register.merging.views import Judged, Rejudged
from comity.register.store import now

PAGES_AT_ONCE = 50
"""Pages that are judged again in one transaction."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What deciding knows of one report, `story/id` of a page."""

    page: str
    report: str
    said: Said


class Merging:
    """What reports are one record, why, and what people say of it. Every decision can be taken back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def merge(self, ids: Sequence[str], author: str, note: str | None = None) -> str:
        """Make one record of several; the canonical id, to which all the others lead from now on.

        A person's word: the rule never takes it back, `split` does. Raises UsageError for fewer than two records, for
        records of two kinds, and without an author; UnknownRecordError.
        """
        with self._database.writing() as connection:
            merging_lock(connection)
            return correcting.merge(connection, ids, author, note, now())

    def split(self, ids: Sequence[str], author: str, note: str | None = None) -> tuple[str, ...]:
        """Take reports out of the record that they were merged into, by their own ids; the canonical ids that result.

        A person's word, which the rule keeps to; `merge` takes it back. Those taken out stay together. Raises
        UsageError when they do not stand in one record, or are all of it; UnknownRecordError.
        """
        with self._database.writing() as connection:
            merging_lock(connection)
            return correcting.split(connection, ids, author, note, now())

    def judgements(self, identity: str) -> Judged:
        """All that was decided of a record, with reasons, in force and former. Raises UnknownRecordError."""
        with self._database.reading() as connection:
            return correcting.judged(connection, identity)

    def judge_all(self) -> Iterator[Rejudged]:
        """Judge all records by the rule as it is now, some pages at a time, and say how far it is.

        Each step is a transaction: stopped in between, what is done stays, and doing it again does it whole. What
        people decided stays.
        """
        with self._database.reading() as connection:
            total = connection.scalar(select(func.count(t.event.c.page_id.distinct()))) or 0
            pages = list(connection.scalars(_pages()))
        changed = 0
        for start in range(0, len(pages), PAGES_AT_ONCE):
            some = pages[start : start + PAGES_AT_ONCE]
            with self._database.writing() as connection:
                merging_lock(connection)
                touched = set(connection.scalars(select(t.event.c.id).where(t.event.c.page_id.in_(some))))
                moment = now()
                moved = judge(connection, touched, moment)
                shown.refresh(connection, moved)
                proposing.refresh(connection, moved, moment)
            changed += len(moved)
            yield Rejudged(done=min(start + PAGES_AT_ONCE, total), all=total, changed=changed)

    def compared(self) -> Iterator[Compared]:
        """What deciding compares of every act, promise and document, by id: what weights of reasons are fitted to."""
        of_kinds = t.event.c.kind != "office"
        with self._database.reading() as connection:
            ids = list(connection.scalars(select(t.event.c.id).where(of_kinds).order_by(t.event.c.id)))
            told = members(connection, ids)
            c = t.report.c
            rows = connection.execute(
                select(t.event_report.c.event_id, t.coding.c.page_id, c.story, c.local)
                .join(t.report, c.id == t.event_report.c.report_id)
                .join(t.coding, t.coding.c.id == c.coding_id)
                .where(of_kinds)
                .join(t.event, t.event.c.id == t.event_report.c.event_id)
            )
            found = {
                row.event_id: Compared(row.page_id, f"{row.story}/{row.local}", told[row.event_id].said)
                for row in rows
                if row.event_id in told
            }
        yield from (found[each] for each in ids if each in found)


def _pages() -> Select[Any]:
    """The pages that hold records, in the order in which they came."""
    first = func.min(t.event_report.c.report_id)
    return (
        select(t.event.c.page_id)
        .join(t.event_report, t.event_report.c.event_id == t.event.c.id)
        .group_by(t.event.c.page_id)
        .order_by(first)
    )
