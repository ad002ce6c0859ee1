"""What people decide: these are one, these are not. Each a row that supersedes, so that every step can be taken back.

Every function runs inside the caller's transaction, under the lock of merging.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from comity.errors import UnknownRecordError, UsageError
from comity.register import schema as t
from comity.register import shown
from comity.register.following import proposing
from comity.register.merging import judgements
from comity.register.merging.clusters import pair
from comity.register.merging.judging import judge
from comity.register.merging.members import canonical_of, clusters_of
from comity.register.merging.views import RULE, Judged


def merge(connection: Connection, ids: Sequence[str], author: str, note: str | None, moment: str) -> str:
    """Make one record of several; the id of the canonical one.

    Raises UsageError for fewer than two records, or records of two kinds, and UnknownRecordError.
    """
    _check_author(author)
    clusters = _clusters(connection, ids)
    if len(clusters) < 2:
        raise UsageError("These are one record already." if len(set(ids)) > 1 else "One record alone merges with none.",
                         "Name two records or more.")  # fmt: skip
    kinds = {identity.partition("-")[0] for identity in ids}
    if len(kinds) > 1:
        raise UsageError("Records of two kinds are never one.", "Name records of one kind: their ids begin alike.")
    members = set().union(*clusters)
    where = {member: number for number, cluster in enumerate(clusters) for member in cluster}
    refused = [row for row in judgements.in_force(connection, members, ()) if row.verdict == "no"]
    pairs = {(row.one, row.other) for row in refused if where[row.one] != where[row.other]}
    first, *others = [canonical_of(connection, cluster) for cluster in clusters]
    said, changed = pairs | {pair(first, other) for other in others}, set(members)
    while said:
        for two in sorted(said):
            judgements.record(connection, "same", two, "yes", moment, author=author, note=note)
        changed |= judge(connection, members, moment)
        # a report that contradicts one of the other record stays behind, unless it is said of that report too
        said = {pair(first, each) for each in members - clusters_of(connection, [first])} - said
    _show(connection, changed, moment)
    return canonical_of(connection, clusters_of(connection, [first]))


def split(connection: Connection, ids: Sequence[str], author: str, note: str | None, moment: str) -> tuple[str, ...]:
    """Take these reports' records out of the record they were merged into; the canonical ids of both sides.

    `ids` are those of members, and stay together. Raises UsageError when they stand in no common record, or are all of
    it, and UnknownRecordError.
    """
    _check_author(author)
    out = set(ids)
    clusters = _clusters(connection, ids)
    if len(clusters) > 1:
        raise UsageError("These are not one record.", "Name reports of one record; comity why lists them.")
    cluster = clusters[0]
    rest = cluster - out
    if not rest:
        raise UsageError(
            "Nothing would be left of the record." if len(cluster) > 1 else "The record has no other reports.",
            "Name some of its reports by their ids; comity why lists them.",
        )
    for one in sorted(out):
        for other in sorted(rest):
            judgements.record(connection, "same", pair(one, other), "no", moment, author=author, note=note)
    _show(connection, cluster | judge(connection, cluster, moment), moment)
    return tuple(sorted({_canonical(connection, each) for each in cluster}))


def judged(connection: Connection, identity: str) -> Judged:
    """All that was decided of a record. Raises UnknownRecordError."""
    (cluster,) = _clusters(connection, [identity])
    canonical = _canonical(connection, identity)
    rows = judgements.of(connection, cluster)
    live = [row for row in rows if row.superseded is None]
    same = [row for row in live if row.relation == "same"]
    return Judged(
        id=canonical,
        members=(canonical, *sorted(cluster - {canonical})),
        joined=tuple(row for row in same if row.verdict == "yes"),
        apart=tuple(row for row in same if row.verdict == "no"),
        asked=tuple(row for row in same if row.verdict == "proposed"),
        outcomes=tuple(row for row in live if row.relation == "outcome" and row.verdict == "yes"),
        former=tuple(row for row in rows if row.superseded is not None and row.relation in ("same", "outcome")),
    )


def _show(connection: Connection, changed: set[str], moment: str) -> None:
    """Show what follows, and compare it with what it may keep or continue."""
    shown.refresh(connection, changed)
    proposing.refresh(connection, changed, moment)


def _clusters(connection: Connection, ids: Iterable[str]) -> list[set[str]]:
    """The clusters in which these records stand, in the order given."""
    found: list[set[str]] = []
    for identity in dict.fromkeys(ids):
        if connection.scalar(select(t.event.c.id).where(t.event.c.id == identity)) is None:
            raise UnknownRecordError(
                f"The register holds no record '{identity}'.",
                "A record's id begins with ev-, co-, in- or of-; see comity dossier.",
            )
        cluster = clusters_of(connection, [identity])
        if cluster not in found:
            found.append(cluster)
    return found


def _canonical(connection: Connection, identity: str) -> str:
    c = t.event.c
    return str(connection.scalar(select(c.merged_into).where(c.id == identity)) or identity)


def _check_author(author: str) -> None:
    if not author.strip() or author == RULE:
        raise UsageError(f"'{author}' is no name of a person.", "Say who decides, with --author.")
