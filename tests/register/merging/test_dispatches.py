"""Dispatches on one act, coded by the real coder, become one record each; those on acts that are alike stay apart.

Each line of `dispatches.jsonl` is a page, written for this test; `act` names the act that it is about. A figure after
the letter tells acts apart that somebody might take for one: the next day, the next year, another host.
"""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest

from comity.model import Coding, RawPage
from comity.pipeline import open_coder
from comity.reading import read
from comity.register import Register
from comity.register.views import KeptEvent

PAGES = [json.loads(line) for line in Path(__file__).with_name("dispatches.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def codings() -> list[Coding]:
    """The pages, coded."""
    raw = (
        RawPage(name=f"{number}.txt", text=page["text"], published=page["published"], publisher=page["publisher"])
        for number, page in enumerate(PAGES)
    )
    return list(open_coder().code(read(page) for page in raw))


@pytest.fixture
def acts(register: Register, codings: list[Coding]) -> dict[str, str]:
    """The register with all pages; which act each page is about."""
    for coding in codings:
        assert coding.error is None
        register.keep(coding)
    return {coding.page.id: page["act"] for coding, page in zip(codings, PAGES, strict=True)}


def test_reports_of_one_act_are_one_record(register: Register, acts: dict[str, str]) -> None:
    joined = defaultdict(set)
    for kept in register.export("event"):
        for one, other in combinations(kept.reports, 2):
            joined[acts[one.page]].add(frozenset((one.page, other.page)))
    told_twice = {act for act in acts.values() if list(acts.values()).count(act) > 1}
    assert set(joined) == told_twice


def test_acts_that_are_alike_stay_apart(register: Register, acts: dict[str, str]) -> None:
    for kept in register.export("event"):
        assert len({acts[report.page] for report in kept.reports}) == 1, kept.record


def test_a_plan_and_what_came_of_it_are_linked(register: Register, acts: dict[str, str]) -> None:
    plan = next(kept for kept in register.export("event") if kept.record.status == "planned")
    assert acts[plan.reports[0].page] == "f0"
    outcomes = register.merging.judgements(plan.id).outcomes
    assert outcomes, "the visit that took place came of the one that was announced"
    held = register.record(outcomes[0].other)
    assert isinstance(held, KeptEvent)
    assert (held.record.status, acts[held.reports[0].page]) == ("held", "f")
