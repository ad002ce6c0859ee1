"""How well a rule sees what became of promises and documents, on the cases of tests/register/following.

Printed are precision and recall of the pairs proposed, and the share of those found whose progress (or sort of
continuation) is right; of the half kept aside figures alone, since whoever writes the rule does not read what goes
wrong there.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from comity.model import Amount, Commitment, Date, Event, Instrument, Participant, Span
from comity.register.following import continuity, fulfilment

FOLDER = Path(__file__).parents[1] / "tests" / "register" / "following"
HALVES = ("tuned", "aside")
RELATIONS = ("fulfils", "continues")


@dataclass(frozen=True, slots=True)
class Case:
    """A pair of records, and what a careful reader takes them for (null: nothing)."""

    id: str
    relation: str
    expected: str | None
    found: str | None
    score: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over cases: pairs rightly proposed, wrongly proposed, missed; and of the first, those told exactly."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    exact: int = 0

    @property
    def precision(self) -> float:
        """The share of the pairs proposed that are pairs; 1 where none is proposed."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of the pairs that are proposed; 1 where there are none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def exactness(self) -> float:
        """The share of the pairs found whose progress or sort is right; 1 where none is found."""
        return self.exact / self.right if self.right else 1.0


def cases(half: str, relation: str) -> Iterator[Case]:
    """The cases of a half (`tuned`, `aside`), decided by the present rule."""
    with (FOLDER / half / f"{relation}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            yield _fulfils(case) if relation == "fulfils" else _continues(case)


def figures(decided: list[Case]) -> Figures:
    """The counts of decided cases."""
    pairs = [case for case in decided if case.expected is not None]
    return Figures(
        right=sum(case.found is not None for case in pairs),
        wrong=sum(case.found is not None for case in decided if case.expected is None),
        missed=sum(case.found is None for case in pairs),
        exact=sum(case.found == case.expected for case in pairs),
    )


def _fulfils(case: dict[str, Any]) -> Case:
    said = case["promise"]
    record = _commitment(said)
    sides = fulfilment.codes((*record.by, *record.to))
    promise = fulfilment.Promise("co-1", record, sides, said["said"], frozenset({"promise"}))
    done = case["deed"]
    made = _instrument(done) if "document" in done else _event(done)
    people = made.parties if isinstance(made, Instrument) else (*made.actor, *made.recipient)
    deed = fulfilment.Deed(
        "ev-1",
        made,
        fulfilment.codes(people),
        f"{done.get('title') or ''} {done['words']}",
        done["on"],
        None,
        frozenset(done["channel"]),
        frozenset({"deed"}),
    )
    found = fulfilment.compare(promise, deed)
    return Case(
        case["id"], "fulfils", case["fulfils"], found.progress if found else None, found.score if found else None
    )


def _continues(case: dict[str, Any]) -> Case:
    one, other = (_document(case[name], name) for name in ("earlier", "later"))
    found = continuity.compare(one, other)
    return Case(
        case["id"], "continues", case["continues"], found.sort if found else None, found.score if found else None
    )


def _document(said: dict[str, Any], name: str) -> continuity.Document:
    record = _instrument(said)
    words = f"{said.get('title') or ''} {said['words']}"
    return continuity.Document(name, record, fulfilment.codes(record.parties), words, said["on"])


def _commitment(said: dict[str, Any]) -> Commitment:
    return Commitment(
        id="c0",
        event=None,
        force=said["force"],
        by=_sides(said["by"]),
        to=_sides(said["to"]),
        date=Date(edtf=said["said"], resolved="explicit"),
        action=said["action"],
        fields=tuple(said["fields"]),
        channel=tuple(said["channel"]),
        amount=_amount(said),
        until=said["until"],
        confidence=0.9,
        rules=(),
        evidence=_evidence(said["action"]),
    )


def _event(said: dict[str, Any]) -> Event:
    return Event(
        id="e0",
        plover=said["type"],
        modes=(),
        contexts=(),
        form=said["form"],
        visit_rank=None,
        status=said["status"],
        mood=said.get("mood", "asserted"),
        recalled=False,
        date=Date(edtf=said["on"], resolved="explicit"),
        place=None,
        actor=_sides(said["actor"]),
        recipient=_sides(said["recipient"]),
        channel=tuple(said["channel"]),
        amount=_amount(said),
        intensity=None,
        confidence=0.9,
        rules=(),
        evidence=_evidence(said["words"]),
    )


def _instrument(said: dict[str, Any]) -> Instrument:
    return Instrument(
        id="i0",
        event=None,
        kind=said["document"],
        title=said.get("title"),
        status=said["status"],
        fields=tuple(said["fields"]),
        parties=_sides(said["parties"]),
        signatories=(),
        count=said.get("count", 1),
        amount=_amount(said),
        period=said.get("period"),
        signed=said["on"] if said["status"] == "signed" else None,
        confidence=0.9,
        rules=(),
        evidence=_evidence(said["words"]),
    )


def _sides(named: list[str]) -> tuple[Participant, ...]:
    """`VNM` is a country, `FRA@FR-BRE` a locality of one."""
    found = []
    for side in named:
        country, _, admin = side.partition("@")
        kind = "subdivision" if admin else "country"
        key = f"{country}/subdivision/{admin.lower()}" if admin else country
        found.append({"name": admin or None, "key": key, "kind": kind, "country": country, "admin": admin or None})
    return msgspec.convert(found, tuple[Participant, ...])


def _amount(said: dict[str, Any]) -> Amount | None:
    return Amount(value=said["amount"][0], currency=said["amount"][1]) if said.get("amount") else None


def _evidence(words: str) -> tuple[Span, ...]:
    return (Span(start=0, end=len(words)),)


def main() -> None:
    """Print the figures, and what goes wrong in the half that rules are written with."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--findings", action="store_true", help="name the cases of the tuned half that go wrong")
    asked = parser.parse_args()
    for relation in RELATIONS:
        for half in HALVES:
            decided = list(cases(half, relation))
            counts = figures(decided)
            print(
                f"{relation:10} {half:6} {len(decided):3} cases  precision {counts.precision:.2f}"
                f"  recall {counts.recall:.2f}  told exactly {counts.exactness:.2f}"
            )
            if asked.findings and half == "tuned":
                for case in decided:
                    if case.found != case.expected:
                        print(f"    {case.id}: {case.expected} expected, {case.found} found ({case.score})")


if __name__ == "__main__":
    main()
