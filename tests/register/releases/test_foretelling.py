"""Which records a recoding would join and tell apart is told before it is accepted, and comes true."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from comity.errors import RegisterError, UsageError
from comity.model import Coder, Coding
from comity.outputs.changes_text import regrouping_lines
from comity.register import Register
from comity.register.releases.views import Regrouping
from tests.register.factory import CODER, NEWER, Draft, party

PAGES = (
    "Le Premier ministre à Nassau\nLa Jamaïcaine Ann Reid a vu Tom Moss à Nassau le 3 juin 2022.\n",
    "Retour des Bahamas\nTom Moss et Ann Reid se sont entretenus à Nassau le 3 juin 2022, dit-on à Kingston.\n",
    "Un écho de Nassau\nReçue par Tom Moss, Ann Reid parle de pêche et de tourisme.\n",
)
WORDS = ("Ann Reid a vu Tom Moss", "Tom Moss et Ann Reid se sont entretenus", "Reçue par Tom Moss")
DAY, LATER = "2022-06-03", "2022-07-19"


def page(number: int, date: str | None, coder: Coder = CODER) -> Coding:
    """One page, which tells of a meeting on a day, or of none."""
    draft = Draft(PAGES[number], published="2022-06-04", url=f"https://p{number}.example/")
    if date is not None:
        reid = party("JAM", "Ann Reid", office="Première ministre")
        moss = party("BHS", "Tom Moss", office="Premier ministre")
        draft.event(WORDS[number], [reid], [moss], date=date, form="meeting")
    return draft.coding(coder)


def recode(register: Register, before: Sequence[str | None], after: Sequence[str | None]) -> None:
    """Keep the pages as the days `before` tell, and code them anew as `after` does."""
    list(register.add(page(number, date) for number, date in enumerate(before)))
    register.recodings.begin(lambda _: NEWER)
    for number, date in enumerate(after):
        register.recodings.keep(page(number, date, NEWER))


def told(found: Sequence[Regrouping]) -> list[tuple[str, str, int, int, int]]:
    return [(one.what, one.kind, len(one.before), one.new, len(one.after)) for one in found]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((DAY, LATER), (DAY, DAY), [("merges", "event", 2, 0, 1)]),
        ((DAY, DAY), (DAY, LATER), [("parts", "event", 1, 0, 2)]),
        ((DAY, None), (DAY, DAY), [("merges", "event", 1, 1, 1)]),
        ((None, None), (DAY, DAY), [("merges", "event", 0, 2, 1)]),
        ((DAY, DAY, LATER), (DAY, LATER, LATER), [("regroups", "event", 2, 0, 2)]),
        ((DAY, DAY), (DAY, None), []),
        ((None, None), (DAY, None), []),
        ((DAY, LATER), (DAY, LATER), []),
    ],
)
def test_what_is_foretold_comes_true(
    register: Register,
    before: Sequence[str | None],
    after: Sequence[str | None],
    expected: list[tuple[str, str, int, int, int]],
) -> None:
    recode(register, before, after)
    stood = list(register.export("event"))
    found = register.recodings.foretold()
    assert told(found) == expected
    # nothing has changed by telling
    assert list(register.export("event")) == stood
    assert register.recodings.current().state == "open"
    for one in found:
        assert {kept.id for kept in one.before} <= {kept.id for kept in stood}
    list(register.recodings.accept(release="before", author="Ana"))
    now = {kept.id: kept for kept in register.export("event")}
    for one in found:
        for kept in one.after:
            assert [report.event for report in kept.reports] == [report.event for report in now[kept.id].reports]
    assert register.upkeep.check().wrong == ()


def test_what_people_decided_is_foretold_too(register: Register) -> None:
    recode(register, (DAY, LATER), (DAY, DAY))
    one, other = (kept.id for kept in register.export("event"))
    register.merging.merge((one, other), "Ana")
    assert register.recodings.foretold() == ()
    register.merging.split((other,), "Ana")
    assert register.recodings.foretold() == ()


def test_in_words(register: Register) -> None:
    recode(register, (DAY, LATER, None), (DAY, DAY, DAY))
    console = Console(width=120, record=True, file=StringIO())
    console.print(*regrouping_lines(register.recodings.foretold(), "en"), sep="\n")
    lines = console.export_text()
    for words in ("WOULD MERGE  Event", "– Meeting, ", "– and 1 new report", "→ Meeting, ", "Would merge: 1"):
        assert words in lines


def test_without_a_recoding_nothing_is_foretold(register: Register) -> None:
    with pytest.raises(UsageError, match="No recoding waits"):
        register.recodings.foretold()


def test_without_room_nothing_is_foretold(register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recode(register, (DAY, LATER), (DAY, DAY))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(RegisterError, match="temporary"):
        register.recodings.foretold()
    assert register.recodings.current().state == "open"
