"""Reviewing, as users of the register hold it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from msgspec import to_builtins
from sqlalchemy import Connection

from comity.errors import UsageError
from comity.model import CodedStory
from comity.register import pages
from comity.register.concurrency import merging_lock
from comity.register.database import Database
from comity.register.review import deciding, queue, undoing
from comity.register.review.attaching import without
from comity.register.review.changing import changed
from comity.register.review.selecting import selected
from comity.register.review.views import Decided, Decision, Proposed, QueueItem, Undone, Waiting
from comity.register.store import now
from comity.register.views import RECORD_KINDS, RecordKind, Side

MOST_UNDONE = 100
"""How many decisions can be taken back at once."""


class Review:
    """People look at records and decide. Every decision is a row with its author, moment and reason, and can be undone.

    Where a method takes a `version`, it is that of the item on which the person decides: when somebody else has changed
    the record meanwhile, UsageError says so and nothing is kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def queue(
        self,
        *,
        kinds: Sequence[RecordKind] = (),
        sides: Sequence[Side] = (),
        page: str | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> tuple[QueueItem, ...]:
        """What is worth a look, the worthiest first; of these kinds, with all of these sides, told on this page.

        The order is stated in `worth`: conflicts between people and program first, then uncertainty × weight.
        """
        with self._database.reading() as connection:
            return queue.queue(connection, kinds=kinds, sides=sides, page=page, limit=limit, offset=offset)

    def item(self, identity: str) -> QueueItem:
        """One record as reviewing shows it, decided or not. Raises UnknownRecordError."""
        with self._database.reading() as connection:
            return queue.item(connection, identity)

    def waiting(self) -> Waiting:
        """How much of the register was looked at."""
        with self._database.reading() as connection:
            return queue.counts(connection)

    def decisions(self, identity: str | None = None, limit: int = 100) -> tuple[Decision, ...]:
        """What was decided of a record, or of all, the last first, with what was undone. Raises UnknownRecordError."""
        with self._database.reading() as connection:
            members = deciding.members(connection, identity) if identity is not None else None
            return queue.decisions(connection, members, limit)

    def accept(
        self,
        identity: str,
        author: str,
        reason: str | None = None,
        *,
        newest: bool = False,
        version: str | None = None,
    ) -> Decided:
        """Say that a record is right as it is shown; a rejected one comes back.

        With `newest` it is taken as the program tells it now: the way to give in where both disagree.
        """
        word = self._word(author, reason, version)
        with self._writing() as connection:
            return deciding.accept(connection, identity, word, newest=newest)

    def change(
        self,
        identity: str,
        changes: Mapping[str, Any],
        author: str,
        reason: str | None = None,
        *,
        words: Sequence[str] = (),
        version: str | None = None,
    ) -> Decided:
        """Set fields of a record. Values are as JSON has them, or written in short (see `entering`).

        Of a commitment or an instrument `event` is the register id of the event that it hangs on, or nothing.

        `words` are further evidence, on the page of the item: `START:END`, or words that stand there once. Raises
        UsageError for a value that is none, and for a field that no words support.
        """
        word = self._word(author, reason, version)
        with self._writing() as connection:
            case = deciding.case_of(connection, identity)
            text = pages.text(connection, case.lead.page_id)
            spans = [selected(text, each) for each in words]
            return deciding.change(connection, identity, changes, spans, word)

    def proposed(self, identity: str, changes: Mapping[str, Any], *, words: Sequence[str] = ()) -> tuple[Proposed, ...]:
        """What `change` would change, with what follows from it; nothing is kept. Raises as `change` does."""
        with self._database.reading() as connection:
            case = deciding.case_of(connection, identity)
            text = pages.text(connection, case.lead.page_id)
            _, event = deciding.moved(connection, case, changes)
        record = changed(case.record, without(changes), [selected(text, each) for each in words])
        own = tuple(
            Proposed(field=name, before=before, after=after)
            for name in record.__struct_fields__
            if name != "evidence"
            and (before := to_builtins(getattr(case.record, name))) != (after := to_builtins(getattr(record, name)))
        )
        return own if event is None else (*own, event)

    def reject(self, identity: str, author: str, reason: str | None = None, *, version: str | None = None) -> Decided:
        """Say that a record is none: it leaves all lists, and stays in the register with what was said of it."""
        word = self._word(author, reason, version)
        with self._writing() as connection:
            return deciding.reject(connection, identity, word)

    def add(
        self,
        page: str,
        kind: str,
        said: Mapping[str, Any],
        words: Sequence[str],
        author: str,
        reason: str | None = None,
    ) -> Decided:
        """Add a record that was missed, on words selected on a page: `START:END`, or words that stand there once."""
        if kind not in RECORD_KINDS:
            raise UsageError(f"'{kind}' is no kind of record.", f"Use one of: {', '.join(RECORD_KINDS)}.")
        word = self._word(author, reason)
        with self._writing() as connection:
            text = pages.text(connection, page)
            spans = [selected(text, each) for each in words]
            return deciding.add(connection, page, kind, said, spans, word)

    def undo(self, identity: str, author: str, reason: str | None = None) -> Decided:
        """Take back the last decision on a record; what it superseded is in force again."""
        word = self._word(author, reason)
        with self._writing() as connection:
            return deciding.undo(connection, identity, word)

    def undo_last(self, number: int, author: str, reason: str | None = None) -> Undone:
        """Take back the last `number` decisions of the author (1 to MOST_UNDONE), the newest first, in one transaction.

        A change of several fields is one. It stops, and says so, where somebody else has decided on a record since, or
        where there are no more; what is newer stays taken back. Raises UsageError when nothing can be taken back.
        """
        if not 1 <= number <= MOST_UNDONE:
            raise UsageError(f"{number} decisions cannot be undone at once.", f"Give a number from 1 to {MOST_UNDONE}.")
        word = self._word(author, reason)
        with self._writing() as connection:
            return undoing.undo_last(connection, number, word)

    def done(self, page: str, author: str, reason: str | None = None) -> Decided:
        """Say that a page is done: what is decided of it is right, and nothing is missing. Such pages become gold."""
        word = self._word(author, reason)
        with self._writing() as connection:
            return deciding.done(connection, page, queue.waiting_on(connection, page), word)

    def pages_done(self) -> tuple[str, ...]:
        """The pages that are done, in the order in which that was said first."""
        with self._database.reading() as connection:
            return tuple(queue.pages_done(connection))

    def waiting_on(self, page: str) -> tuple[str, ...]:
        """The records of a page on which nobody has decided, or on which people and program disagree."""
        with self._database.reading() as connection:
            return tuple(queue.waiting_on(connection, page))

    def decided_page(self, page: str) -> tuple[CodedStory, ...]:
        """The stories of a page with its records as people decided them. Raises UnknownRecordError."""
        with self._database.reading() as connection:
            return queue.decided_page(connection, page)

    def page_id(self, words: str) -> str:
        """The page that an id, or the beginning of one (8 signs or more), names. Raises UnknownRecordError."""
        with self._database.reading() as connection:
            return queue.page_id(connection, words)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction in which nobody else decides: what is read in it stays true."""
        with self._database.writing() as connection:
            merging_lock(connection)
            yield connection

    def _word(self, author: str, reason: str | None, version: str | None = None) -> deciding.Word:
        if not author.strip():
            raise UsageError("The author has no name.", "Give the name under which decisions are to be kept.")
        return deciding.Word(author.strip(), now(), (reason or "").strip() or None, version)
