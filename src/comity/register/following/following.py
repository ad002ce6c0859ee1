"""Following what was promised and signed, as users of the register hold it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

import msgspec
from sqlalchemy import Connection, insert, select, update

from comity import edtf
from comity.errors import UnknownRecordError, UsageError
from comity.lexicon.vocabulary import vocabulary
from comity.register import schema as t
from comity.register import shown, sides
from comity.register.concurrency import merging_lock
from comity.register.database import Database
from comity.register.following import agreements, continuity, fulfilment, judgements, proposing
from comity.register.following.judgements import Ends, Judged, Relation
from comity.register.following.stages import SCORE, STAGE, scores, stages
from comity.register.following.views import (
    Agreement,
    Agreements,
    Commitments,
    FollowedCommitment,
    Keeping,
    Link,
    Score,
    StageSet,
)
from comity.register.loader import canonical_id, chunks, shown_records
from comity.register.store import now
from comity.register.views import KeptCommitment, KeptEvent, KeptInstrument, Reason, Side, Stage

OPEN: tuple[Stage, ...] = ("stated", "under_way", "no_evidence")
"""The stages at which a commitment still waits for what keeps it."""


class Following:
    """Commitments and documents over time. Whatever a person decides supersedes what was decided before."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def commitments(self, a: Side, b: Side, *, only_open: bool = False) -> Commitments:
        """The commitments between two sides that can be kept, the newest first, with what may keep them."""
        with self._database.reading() as connection:
            ids = _between(connection, (a, b), "commitment")
            found = [each for each in _followed(connection, ids) if not only_open or each.stage.stage in OPEN]
        return Commitments(sides=(a, b), found=tuple(found))

    def commitment(self, identity: str) -> FollowedCommitment:
        """One commitment. Raises UnknownRecordError, also for an id that is not of a commitment that can be kept."""
        with self._database.reading() as connection:
            found = _followed(connection, [_canonical(connection, identity, "commitment")])
        if not found:
            raise _not_followed(identity)
        return found[0]

    def keeps(self, identity: str) -> tuple[Link, ...]:
        """The commitments that an event or an instrument keeps, or may keep: what was judged of them."""
        with self._database.reading() as connection:
            own = canonical_id(connection, identity)
            found = judgements.links(connection, [own])
        return tuple(
            link for link in found if link.relation == "fulfils" and link.other == own and link.verdict != "no"
        )

    def agreements(
        self, a: Side, b: Side | None = None, *, ending: int | None = None, on: date | None = None
    ) -> Agreements:
        """The agreements of a side, or between two: documents without statements, minutes and letters.

        With `ending` those alone that end within so many months from `on`. `on` is the day on which they stand as they
        are said to, today by default.
        """
        day = on or date.today()
        asked = (a,) if b is None else (a, b)
        with self._database.reading() as connection:
            found = _agreements(connection, _between(connection, asked, "instrument"), day)
        if ending is not None:
            found = agreements.ending(found, day, ending)
        return Agreements(sides=asked, on=day.isoformat(), found=found)

    def agreement(self, identity: str, on: date | None = None) -> Agreement:
        """The agreement that an instrument is a state of. UnknownRecordError, also for a statement or a letter."""
        found = self.agreement_of(identity, on)
        if found is None:
            raise UnknownRecordError(f"'{identity}' is no agreement, or is not shown any more.", "See comity show.")
        return found

    def agreement_of(self, identity: str, on: date | None = None) -> Agreement | None:
        """The agreement that an instrument is a state of. Raises UnknownRecordError.

        None for a statement, minutes, a letter, and for what is not shown any more.
        """
        with self._database.reading() as connection:
            own = _canonical(connection, identity, "instrument")
            found = _agreements(connection, _joined(connection, own), on or date.today())
        return next((each for each in found if any(step.kept.id == own for step in each.steps)), None)

    def confirm(
        self,
        one: str,
        other: str,
        author: str,
        note: str | None = None,
        progress: Literal["under_way", "done"] = "done",
    ) -> None:
        """Say that `other` keeps the commitment `one`, or continues the document `one`, proposed or not."""
        code = "keeps_it" if progress == "done" else "begins_it"
        self._judge(one, other, "yes", author, note, code)

    def refuse(self, one: str, other: str, author: str, note: str | None = None) -> None:
        """Say that `other` has nothing to do with the commitment or the document `one`: it is not proposed again."""
        self._judge(one, other, "no", author, note, None)

    def set_stage(self, identity: str, stage: Stage | None, author: str, note: str | None = None) -> None:
        """Set the stage of a commitment; with none it follows again from what keeps it."""
        if stage is not None and stage not in vocabulary().stages:
            raise UsageError(f"'{stage}' is no stage.", f"Use one of: {', '.join(vocabulary().stages)}.")
        self._say(identity, STAGE, stage, author, note)

    def set_score(
        self, identity: str, value: int | None, deadline: str | None, author: str, note: str | None = None
    ) -> None:
        """Give a commitment a reviewer's score, −1, 0 or +1, by a deadline (EDTF); with none it is withdrawn."""
        if value is None:
            self._say(identity, SCORE, None, author, note)
            return
        if value not in (-1, 0, 1):
            raise UsageError(f"The score {value} is none of -1, 0 and 1.", "Give one of these.")
        if deadline is None or not edtf.is_valid(deadline) or edtf.parse(deadline).days() is None:
            raise UsageError("A score is given for a deadline with a year.", "Give it as 2024, 2024-06 or 2024-06-30.")
        self._say(identity, SCORE, {"score": value, "deadline": deadline}, author, note)

    def propose(self) -> int:
        """Compare every commitment and document of the register anew; gives how many links stand then.

        As the rule has it now: what a person decided stays. Some records a transaction, so that others may write.
        """
        last: str | None = ""
        while last is not None:
            with self._database.writing() as connection:
                merging_lock(connection)
                last = proposing.rebuild(connection, now(), last)
        with self._database.reading() as connection:
            return judgements.count(connection)

    def _judge(
        self, one: str, other: str, verdict: judgements.Verdict, author: str, note: str | None, code: str | None
    ) -> None:
        with self._database.writing() as connection:
            merging_lock(connection)
            ends = _ends(connection, one, other)
            before = next((link for link in judgements.links(connection, [ends[1]]) if _is_of(link, ends)), None)
            reasons = tuple(each for each in before.reasons if each.code not in _PROGRESS) if before else ()
            if ends[0] == "fulfils" and code is not None:
                reasons = (*reasons, Reason(code=code))
            judgements.decide(connection, ends, Judged(verdict, None, reasons), author, now(), note)
            if ends[0] == "fulfils":
                shown.refresh(connection, [ends[1]])

    def _say(self, identity: str, field: str, value: object, author: str, note: str | None) -> None:
        """Keep a decision on a commitment, on its words, in place of those before; with no value only end those."""
        with self._database.writing() as connection:
            merging_lock(connection)
            own = _canonical(connection, identity, "commitment")
            kept = shown_records(connection, [own])
            if not kept or not isinstance(kept[0], KeptCommitment) or not fulfilment.is_followed(kept[0].record):
                raise _not_followed(identity)
            moment = now()
            c = t.decision.c
            members = sorted(judgements.members(connection, [own]))
            before = list(
                connection.scalars(
                    select(c.id).where(c.event_id.in_(members), c.field == field, c.superseded.is_(None)).order_by(c.id)
                )
            )
            if before:
                connection.execute(update(t.decision).where(c.id.in_(before)).values(superseded=moment))
            if value is not None:
                words = next((span for span in kept[0].reports[0].evidence if span.start is not None), None)
                connection.execute(
                    insert(t.decision).values(
                        page_id=kept[0].reports[0].page,
                        kind="commitment",
                        start=words.start if words is not None else 0,
                        end=words.end if words is not None else 0,
                        field=field,
                        value=msgspec.json.encode(value).decode(),
                        author=author,
                        reason=note,
                        made=moment,
                        supersedes_id=before[-1] if before else None,
                        event_id=own,
                    )
                )
            shown.refresh(connection, [own])


_PROGRESS = ("keeps_it", "begins_it")


def _is_of(link: Link, ends: Ends) -> bool:
    return (link.relation, link.one, link.other) == ends


def _canonical(connection: Connection, identity: str, kind: str) -> str:
    own = canonical_id(connection, identity)
    if connection.scalar(select(t.event.c.kind).where(t.event.c.id == own)) != kind:
        prefix = {"commitment": "co-", "instrument": "in-"}[kind]
        raise UnknownRecordError(f"'{identity}' is no {kind}.", f"Its id begins with {prefix}.")
    return own


def _not_followed(identity: str) -> UnknownRecordError:
    what = f"The commitment '{identity}' is a position or a principle, or is not shown any more: nothing keeps it."
    return UnknownRecordError(what, "See comity show.")


def _ends(connection: Connection, one: str, other: str) -> Ends:
    """The relation that two records may stand in, by their kinds."""
    kinds = {}
    for each in (one, other):
        own = canonical_id(connection, each)
        kinds[own] = connection.scalar(select(t.event.c.kind).where(t.event.c.id == own))
    if len(kinds) < 2:
        raise UsageError(f"'{one}' and '{other}' are one record.", "Name two.")
    (first, kind), (second, by) = kinds.items()
    relation: Relation
    if kind == "commitment" and by in ("event", "instrument"):
        relation = "fulfils"
    elif kind == by == "instrument":
        relation = "continues"
    else:
        raise UsageError(
            f"A record of the kind '{by}' neither keeps nor continues one of the kind '{kind}'.",
            "Name a commitment and what keeps it, or an earlier and a later document.",
        )
    return relation, first, second


def _between(connection: Connection, asked: Sequence[Side], kind: str) -> list[str]:
    """The shown records of a kind in which all of these sides stand, the newest first."""
    s = t.shown.c
    query = select(s.event_id).where(s.kind == kind).order_by(s.position, s.event_id)
    if len(asked) == 2 and all(side.kind in ("country", "igo") for side in asked):
        one, other = sorted(side.key for side in asked)
        p = t.pair.c
        among = select(p.event_id).where(p.one == one, p.other == other, p.section == kind)
        return list(connection.scalars(query.where(s.event_id.in_(among))))
    for side in asked:
        named = t.standing.alias()
        stands = select(named.c.event_id).where(sides.standing(connection, side, named.c))
        query = query.where(s.event_id.in_(stands) | s.parent_id.in_(stands))
    return list(connection.scalars(query))


def _followed(connection: Connection, ids: Sequence[str]) -> list[FollowedCommitment]:
    kept = [each for some in chunks(ids) for each in shown_records(connection, list(some))]
    wanted = [each for each in kept if isinstance(each, KeptCommitment) and fulfilment.is_followed(each.record)]
    own = [each.id for each in wanted]
    staged, scored = stages(connection, own), scores(connection, own)
    of_each: dict[str, list[Keeping]] = {each: [] for each in own}
    links = [link for link in judgements.links(connection, own) if link.relation == "fulfils"]
    deeds = {each.id: each for each in shown_records(connection, sorted({link.other for link in links}))}
    for link in links:
        deed = deeds.get(link.other)
        if isinstance(deed, KeptEvent | KeptInstrument) and link.one in of_each:
            of_each[link.one].append(Keeping(link=link, kept=deed))
    return [_as_followed(each, staged[each.id], of_each[each.id], scored.get(each.id)) for each in wanted]


def _as_followed(
    kept: KeptCommitment, stage: StageSet, keepings: Iterable[Keeping], score: Score | None
) -> FollowedCommitment:
    ordered = sorted(keepings, key=lambda each: (-(each.link.score or 1), edtf.sort_key(each.kept.dated), each.kept.id))
    by = {
        verdict: tuple(each for each in ordered if each.link.verdict == verdict)
        for verdict in ("yes", "no", "proposed")
    }
    return FollowedCommitment(
        kept=kept, stage=stage, kept_by=by["yes"], proposals=by["proposed"], refused=by["no"], score=score
    )


def _agreements(connection: Connection, ids: Sequence[str], day: date) -> tuple[Agreement, ...]:
    """The agreements of these documents, with the states of them that the sides asked for do not name."""
    every = set(ids)
    links = [link for link in judgements.links(connection, every) if link.relation == "continues"]
    every |= {end for link in links if link.verdict == "yes" for end in (link.one, link.other)}
    found = [each for each in shown_records(connection, sorted(every)) if isinstance(each, KeptInstrument)]
    kept = [each for each in found if continuity.is_agreement(each.record)]
    return agreements.agreements(kept, links, day)


def _joined(connection: Connection, identity: str) -> list[str]:
    """All documents that confirmed links join with one, however long the chain."""
    found: set[str] = set()
    rest = {identity}
    while rest:
        found |= rest
        links = judgements.links(connection, rest)
        ends = {
            end
            for link in links
            if link.relation == "continues" and link.verdict != "no"
            for end in (link.one, link.other)
        }
        rest = ends - found
    return sorted(found)
