"""What a register costs as it grows: how fast it takes pages, and how long a dossier, the start page and a search take.

    python benchmarks/register.py FILE... [--rounds N] [--pages N]

The files are registers that `benchmarks/registers.py` made, the smallest first. Dossiers are asked for as the site asks
for them: fifty records of each section, of pairs drawn as often as they are told of, one in three with a filter.
Milliseconds of the processor, so that what else the machine does does not count, with the file in memory. The pages
are added at the end, each in a transaction of its own, and stay in the file.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from registers import Press, Zipf
from sqlalchemy import func, select

from comity.folding import slug
from comity.model import Coding
from comity.register import Register, open_register
from comity.register import schema as t
from comity.register.currency import events_of
from comity.register.merging.judging import judge
from comity.register.searching.views import Query
from comity.register.views import Filters, Side

LIMIT = 50
FILTERS = (
    Filters(limit=LIMIT),
    Filters(limit=LIMIT),
    Filters(limit=LIMIT),
    Filters(limit=LIMIT, since="2015", until="2019"),
    Filters(limit=LIMIT, channels=("military",)),
    Filters(limit=LIMIT, section="encounter", offset=LIMIT),
)
KINDS = ("encounters", "acts", "commitments", "instruments", "offices")
WORDS = ("accord", "ministre", "pêche frontière", "coopération militaire", "vus", "convenu de")


def milliseconds(ask: Callable[[], object]) -> float:
    """How long the processor is busy with one question."""
    begun = time.process_time()
    ask()
    return 1000 * (time.process_time() - begun)


def told(name: str, times: Sequence[float]) -> str:
    """A line: the median and the 95th of a hundred."""
    high = statistics.quantiles(times, n=20, method="inclusive")[-1]
    return f"  {name:<34}{statistics.median(times):8.1f} ms{high:8.1f} ms"


def dossiers(register: Register, rounds: int, chance: random.Random) -> list[str]:
    """The dossiers of two countries, of the busiest two, and of a ministry."""
    pairs = register.dyads(limit=400)
    drawn = Zipf([pair.sides for pair in pairs])
    lines = []
    times = []
    for _ in range(rounds):
        a, b = drawn.draw(chance)
        times.append(milliseconds(lambda a=a, b=b: register.dossier(a, b, chance.choice(FILTERS))))  # type: ignore[misc]
    lines.append(told("dossier of two countries", times))
    a, b = pairs[0].sides
    times = [milliseconds(lambda: register.dossier(a, b, chance.choice(FILTERS))) for _ in range(rounds)]
    lines.append(told(f"that of the most records ({pairs[0].records})", times))
    of_states = next((pair for pair in pairs if any(side.kind == "igo" for side in pair.sides)), None)
    if of_states is not None:
        one, other = of_states.sides
        times = [milliseconds(lambda: register.dossier(one, other, chance.choice(FILTERS))) for _ in range(rounds // 4)]
        lines.append(told(f"that of a body of states ({of_states.records})", times))
    body = _body(register, a, b)
    if body is not None:
        times = [milliseconds(lambda: register.dossier(body, b, Filters(limit=LIMIT))) for _ in range(rounds // 4)]
        held = sum(getattr(register.dossier(body, b, Filters(limit=0)).counts, name) for name in KINDS)
        lines.append(told(f"that of a ministry and a country ({held})", times))
    return lines


def _body(register: Register, a: Side, b: Side) -> Side | None:
    """A ministry of the first side that stands in records with the second."""
    for kept in register.dossier(a, b, Filters(limit=LIMIT)).encounters:
        for participant in (*kept.record.actor, *kept.record.recipient):
            if participant.country == a.key and participant.of:
                return register.side(f"{a.key}/body/{slug(participant.of)}")
    return None


def searches(register: Register, rounds: int, chance: random.Random) -> list[str]:
    """Searches for words that many or few records hold."""
    times = [
        milliseconds(lambda: register.searching.find(Query(words=chance.choice(WORDS)))) for _ in range(rounds // 4)
    ]
    return [told("search for words", times)]


def adds(register: Register, codings: Sequence[Coding]) -> list[str]:
    """Pages that are new, each in a transaction of its own, merged with what is there."""
    times = [milliseconds(lambda one=one: register.keep(one)) for one in codings]  # type: ignore[misc]
    return [told("adding a page", times), f"  {'':<34}{1000 * len(times) / sum(times):8.1f} pages a second"]


def merges(register: Register, rounds: int, chance: random.Random) -> list[str]:
    """Comparing all records of a page with what may be one with them."""
    times = []
    with register._database.reading() as connection:
        count = connection.scalar(select(func.max(t.coding.c.id))) or 0
    for _ in range(rounds // 4):
        with suppress(_TakenBack), register._database.writing() as connection:
            page = connection.scalar(select(t.coding.c.page_id).where(t.coding.c.id == chance.randint(1, count)))
            touched = events_of(connection, str(page))
            times.append(milliseconds(lambda: judge(connection, touched, "2026-01-01T00:00:00+00:00")))  # noqa: B023
            raise _TakenBack
    return [told("merging the records of a page", times)]


class _TakenBack(Exception):
    """Ends a transaction of which nothing is to stay."""


def measure(path: Path, rounds: int, pages: int, search: bool) -> list[str]:
    """All lines about one register."""
    chance = random.Random(2026)
    with open_register(path) as register:
        held = register.contents()
        size = path.stat().st_size / 1e6
        lines = [f"{held.events} events, {held.pages} pages, {size:.0f} MB{'':<7}median      p95"]
        lines += dossiers(register, rounds, chance)
        lines.append(told("the busiest pairs", [milliseconds(lambda: register.dyads(limit=30)) for _ in range(3)]))
        lines.append(told("how much it holds", [milliseconds(register.contents) for _ in range(3)]))
        lines += searches(register, rounds, chance) if search else []
        lines += merges(register, rounds, chance)
        lines += adds(register, list(Press(held.pages).codings(pages))) if pages else []
    return lines


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--pages", type=int, default=50)
    parser.add_argument("--no-search", action="store_true")
    asked = parser.parse_args()
    for path in asked.files:
        print("\n".join(measure(path, asked.rounds, asked.pages, not asked.no_search)), flush=True)


if __name__ == "__main__":
    main()
