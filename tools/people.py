"""How well a rule sees whether two names are one person's, on the cases of tests/register/people.

Printed are precision and recall of the pairs that are taken for one person. What is left open counts as two people. Of
the half kept aside figures alone, since whoever writes the rule does not read what goes wrong there.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from comity.register.people.same import Context, Likeness, Person, same_person

FOLDER = Path(__file__).parents[1] / "tests" / "register" / "people"
HALVES = ("tuned", "aside")


@dataclass(frozen=True, slots=True)
class Case:
    """Two names with what is said of each, whether a careful reader takes them for one person, and the decision."""

    id: str
    same: bool
    found: Likeness

    @property
    def is_joined(self) -> bool:
        """Whether the rule takes them for one person."""
        return self.found.verdict == "same"


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over cases: pairs rightly joined, wrongly joined, and left apart that are one person."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The share of the pairs joined that are one person; 1 where none is joined."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of the pairs that are one person and are joined; 1 where there are none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def cases(half: str) -> Iterator[Case]:
    """The cases of a half (`tuned`, `aside`), decided by the present rule."""
    with (FOLDER / half / "pairs.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            context = Context(**case.get("context", {}))
            found = same_person(Person(**case["one"]), Person(**case["other"]), context)
            yield Case(case["id"], case["same"], found)


def figures(decided: Sequence[Case]) -> Figures:
    """The counts of decided cases."""
    return Figures(
        right=sum(case.same and case.is_joined for case in decided),
        wrong=sum(not case.same and case.is_joined for case in decided),
        missed=sum(case.same and not case.is_joined for case in decided),
    )


def main() -> None:
    """Print the figures, and what goes wrong in the half that rules are written with."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--findings", action="store_true", help="name the cases of the tuned half that go wrong")
    asked = parser.parse_args()
    for half in HALVES:
        decided = list(cases(half))
        counts = figures(decided)
        print(f"{half:6} {len(decided):3} pairs  precision {counts.precision:.2f}  recall {counts.recall:.2f}")
        if asked.findings and half == "tuned":
            for case in decided:
                if case.same != case.is_joined:
                    expected = "one person" if case.same else "two people"
                    print(f"    {case.id}: {expected} expected, {case.found.verdict} ({', '.join(case.found.reasons)})")


if __name__ == "__main__":
    main()
