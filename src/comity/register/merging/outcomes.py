"""What came of what was planned: each plan is linked to the act that came of it, the one that fits it best.

Runs inside the caller's transaction, after acts that are one were joined.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from comity.register.merging import judgements
from comity.register.merging.clusters import Pair
from comity.register.merging.members import clusters_of
from comity.register.merging.weighing import Decision


def link(
    connection: Connection,
    decisions: Mapping[Pair, Decision],
    fresh: set[str],
    moment: str,
) -> None:
    """Write what came of the plans that the new records are, or came of. A person's word on a plan stays."""
    found = {
        _directed(two, each): each for two, each in decisions.items() if each.relation == "outcome" and fresh & {*two}
    }
    plans = {plan for plan, _ in found} | _known_plans(connection, fresh)
    done: set[str] = set()
    for plan in sorted(plans):
        if plan in done:
            continue
        one = clusters_of(connection, [plan])
        done |= one
        _link(connection, one, {two: each for two, each in found.items() if two[0] in one}, fresh, moment)


def _directed(two: Pair, decision: Decision) -> Pair:
    return two if decision.plan == 0 else (two[1], two[0])


def _known_plans(connection: Connection, fresh: set[str]) -> set[str]:
    return {row.one for row in judgements.outcomes(connection, fresh)}


def _link(connection: Connection, plan: set[str], found: Mapping[Pair, Decision], fresh: set[str], moment: str) -> None:
    rows = [row for row in judgements.outcomes(connection, plan) if row.one in plan]
    people = [row for row in rows if not row.is_by_rule]
    if any(row.verdict == "yes" for row in people):
        return
    refused = clusters_of(connection, [row.other for row in people if row.verdict == "no"])
    offered = {two: each.score for two, each in found.items() if two[1] not in refused}
    stays = {(row.one, row.other): row for row in rows if row.is_by_rule}
    # a row that names a new record stands only if it was decided anew
    for two, row in stays.items():
        if not fresh & {*two} and row.score is not None and two[1] not in refused:
            offered[two] = row.score
    best = min(offered, key=lambda two: (-offered[two], two)) if offered else None
    judgements.withdraw(connection, [row.id for two, row in stays.items() if two != best], moment)
    if best is None or best not in found:
        return
    if best in stays and judgements.says_same(stays[best], "yes", found[best]):
        return
    judgements.record(connection, "outcome", best, "yes", moment, decision=found[best])
