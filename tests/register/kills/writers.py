"""Programs that write to a register without end, transaction after transaction, so that every kill hits one of them.

Each takes the place of a register and the number of its run, and says after each transaction what it has kept.
Codings are made by hand: nothing is parsed, and most of the time is spent where it is dangerous to be killed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from itertools import count, cycle
from pathlib import Path
from typing import Any

import msgspec

from comity.errors import UsageError
from comity.location import Location
from comity.model import Coder
from comity.register import open_register
from tests.register.factory import CODER, Draft, party

Writer = Callable[[Any, int], Iterator[str]]

REPORTS = 3
"""Pages that tell of one meeting."""

PAGES = 12
"""Pages of a register whose records are changed again and again."""


def told(number: int) -> Draft:
    """A page on one of many meetings, told by three pages each; its last words no other page has."""
    meeting, teller = divmod(number, REPORTS)
    day = f"2021-{1 + meeting // 28 % 12:02d}-{1 + meeting % 28:02d}"
    own = hashlib.sha256(str(number).encode()).hexdigest()
    seen = ("ont été vus", "se sont rencontrés", "se sont entretenus")[teller]
    text = (
        f"Rencontre numéro {meeting}\n"
        f"Sok Dara et Lê Van Binh {seen} le {day}. Ils sont convenus de bâtir {meeting + 2} ponts. "
        f"Un protocole pour {2022 + meeting} a été signé. "
        f"Dépêche {number} : {' '.join(own[at : at + 4] for at in range(0, 64, 2))}.\n"
    )
    dara = party("KHM", "Sok Dara", office="ministre")
    binh = party("VNM", "Lê Van Binh", office="ministre")
    draft = Draft(text, url=f"https://example.org/{number}", published=day, publisher=f"Agence {teller}")
    draft.event(f"Sok Dara et Lê Van Binh {seen}", [dara, binh], date=day)
    draft.commitment(f"bâtir {meeting + 2} ponts", [party("KHM"), party("VNM")], event="e0")
    draft.instrument(f"Un protocole pour {2022 + meeting}", [dara, binh], event="e0", kind="protocol", signed=day)
    return draft.office("Sok Dara", "Sok Dara", "ministre", "KHM", asof=day)


def changed(number: int, turn: int) -> Draft:
    """The same page as another coder reads it: of every second one an event more, and a commitment less."""
    draft = told(number)
    if turn % 2:
        draft.commitments.clear()
        draft.event("a été signé", [party("KHM"), party("VNM")], plover="SUPPORT", form="signing")
    return draft


def add(at: Location, _: int) -> Iterator[str]:
    """Adds new pages."""
    with open_register(at, create=True) as register:
        for number in count(register.contents().pages):
            yield register.keep(told(number).coding()).page


def recode(at: Location, run: int) -> Iterator[str]:
    """Codes the same pages again, each time by another coder, that finds more than the one before, or less."""
    with open_register(at) as register:
        for turn in count():
            draft = changed(turn % PAGES, turn // PAGES + run)
            coder = msgspec.structs.replace(CODER, version=f"0.2.{run}.{turn}")
            yield register.keep(draft.coding(coder)).page


def always(coder: Coder) -> Callable[[str | None], Coder]:
    """This coder for every language."""
    return lambda _: coder


def accept(at: Location, run: int) -> Iterator[str]:
    """Codes all pages anew and accepts that, again and again; goes on where the run before was killed."""
    with open_register(at) as register:
        recodings = register.recodings
        for turn in count():
            release = f"before {run}.{turn}"
            try:
                waiting = recodings.current()
            except UsageError:
                coder = msgspec.structs.replace(CODER, version=f"0.3.{run}.{turn}")
                waiting = recodings.begin(always(coder))
                yield "begun"
            if waiting.state == "open":
                for reading in recodings.stale(always(waiting.coder)):
                    number = next(n for n in range(PAGES) if told(n).page().id == reading.page.id)
                    recodings.keep(changed(number, waiting.number).coding(waiting.coder))
                    yield "coded"
            for _ in recodings.accept(release=release, author="Test"):
                yield "accepted"


def review(at: Location, run: int) -> Iterator[str]:
    """Decides on one record after the other: changes, accepts and rejects it, and takes the last back."""
    with open_register(at) as register:
        deciding, who = register.review, f"Reader {run}"
        for decision in deciding.decisions(limit=1_000_000):
            # a rejected record is in no list
            if decision.value == "rejected" and decision.superseded is None and decision.record is not None:
                yield deciding.undo(decision.record, who).action
        ids = [kept.id for kept in register.export("event")]
        for identity in cycle(ids):
            form = register.event(identity).record.form
            yield deciding.change(identity, {"form": "talks" if form != "talks" else "meeting"}, who).action
            yield deciding.accept(identity, who, "as it is").action
            yield deciding.reject(identity, who).action
            yield deciding.undo(identity, who).action


def merge(at: Location, run: int) -> Iterator[str]:
    """Makes one of two events, and again; takes the one that is left apart when there is no other."""
    with open_register(at) as register:
        for turn in count():
            held = [kept.id for kept in register.export("event")]
            if len(held) > 1:
                two = held[turn % (len(held) - 1) :][:2]
                register.merging.merge(two, f"Reader {run}", "one of many")
                yield " ".join(two)
            else:
                members = register.merging.judgements(held[0]).members
                register.merging.split(members[len(members) // 2 :], f"Reader {run}")


def split(at: Location, run: int) -> Iterator[str]:
    """Takes one report after the other out of its event; makes one of all when each stands alone."""
    with open_register(at) as register:
        while True:
            held = [kept.id for kept in register.export("event")]
            clusters = [members for one in held if len(members := register.merging.judgements(one).members) > 1]
            for members in clusters:
                register.merging.split(members[-1:], f"Reader {run}", "another one")
                yield f"{members[0]} {members[-1]}"
            if not clusters:
                register.merging.merge(held, f"Reader {run}")


def backup(at: tuple[Location, Path], run: int) -> Iterator[str]:
    """Copies a register into one file of a folder after the other."""
    source, folder = at
    with open_register(source) as register:
        for turn in count():
            name = f"copy-{run}-{turn}.db"
            register.upkeep.backup(folder / name)
            yield name


def begin(at: Location, _: int) -> Iterator[str]:
    """Opens a register, and so brings its schema up to date; that is all."""
    with open_register(at):
        yield "opened"


WRITERS: dict[str, Writer] = {
    "add": add,
    "recode": recode,
    "accept": accept,
    "review": review,
    "merge": merge,
    "split": split,
    "backup": backup,
    "begin": begin,
}
