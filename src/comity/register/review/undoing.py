"""Taking back several decisions of one person at once. Every function runs in the caller's transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, and_, insert, not_, or_, select, update

from comity.errors import UsageError
from comity.register import schema as t
from comity.register.review import deciding
from comity.register.review.deciding import Word
from comity.register.review.state import in_force, ours
from comity.register.review.views import Decided, Undone

_D = t.decision.c
_PAGE = "page"
_UNDONE = and_(_D.field.in_(("*", _PAGE)), _D.value == '"undone"')


def undo_last(connection: Connection, number: int, word: Word) -> Undone:
    """Take back the last `number` acts of a person in review, the newest first; of one act all fields go together.

    It stops at an act on which somebody else has decided since, and where there are no more; what is newer stays taken
    back. Raises UsageError where that is so at once.
    """
    acts: list[Decided] = []
    while len(acts) < number:
        row = _newest(connection, word.author)
        wrong = _why_not(connection, row, word.author)
        if row is None or wrong is not None:
            assert wrong is not None
            if not acts:
                raise wrong
            return Undone(acts=tuple(acts), stopped=str(wrong))
        acts.append(_reopened(connection, row, word) if row.field == _PAGE else _undo(connection, row, word))
    return Undone(acts=tuple(acts))


def _newest(connection: Connection, author: str) -> Row[Any] | None:
    """The newest decision of a person in review that nobody has taken back."""
    undone = select(_D.supersedes_id).where(_UNDONE, _D.supersedes_id.is_not(None))
    with_it = select(_D.report_id).where(_D.id.in_(undone), _D.report_id.is_not(None))
    theirs = select(t.decision).where(
        _D.author == author,
        or_(ours(), _D.field == _PAGE),
        not_(_UNDONE),
        _D.id.not_in(undone),
        or_(_D.report_id.is_(None), _D.report_id.not_in(with_it)),
    )
    return connection.execute(theirs.order_by(_D.id.desc()).limit(1)).first()


def _why_not(connection: Connection, row: Row[Any] | None, author: str) -> UsageError | None:
    """Why a decision cannot be taken back now; nothing if it can."""
    if row is None:
        return UsageError(f"{author} has decided nothing more that could be undone.", "comity review --history tells.")
    if row.field == _PAGE:
        return None
    last = in_force(connection, deciding.members(connection, row.event_id))[-1:]
    if last and (last[0].id == row.id or (row.report_id is not None and last[0].report_id == row.report_id)):
        return None
    who = f"{last[0].author} has decided on" if last else "The register holds no decision in force on"
    since = " since" if last else ""
    return UsageError(
        f"{who} '{row.event_id}'{since}: what {author} decided of it before cannot be undone alone.",
        f"Take back the last decision on it first: comity review --undo {row.event_id}",
    )


def _undo(connection: Connection, row: Row[Any], word: Word) -> Decided:
    return deciding.undo(connection, row.event_id, word)


def _reopened(connection: Connection, row: Row[Any], word: Word) -> Decided:
    """Take back that a page is done; that it was said, and taken back, stays."""
    connection.execute(update(t.decision).where(_D.id == row.id).values(superseded=word.moment))
    where = {name: getattr(row, name) for name in ("page_id", "kind", "start", "end")}
    said = {"field": _PAGE, "value": '"undone"', "supersedes_id": row.id, "superseded": word.moment}
    who = {"author": word.author, "reason": word.reason, "made": word.moment}
    connection.execute(insert(t.decision).values({**where, **said, **who}))
    return Decided(id=row.page_id, action="undone", page=row.page_id)
