"""How long searches of a register take, by sort of question: the median and the slowest of twenty, in milliseconds.

    python benchmarks/searching.py REGISTER... [--rounds N] [--seed N]

Words, names and pairs are drawn from the register's own pages and records, so that each question finds something;
`every page` is a word that stands on nearly all. Each time is that of the first twenty results with their sentences
(`find`), of the number of results of each kind (`totals`), and of what may narrow the search (`facets`). Registers are
made by `benchmarks/registers.py`; one on a server is named by its address.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator

from comity.register import Register, open_register
from comity.register.searching.search import Searching
from comity.register.searching.views import Query
from comity.register.searching.words import folded_words
from comity.register.views import Side

PAGES = 200
AMONG_TWENTY = 0.95


class Material:
    """Words, rows of words, names and pairs of sides of a register, to draw from."""

    def __init__(self, register: Register, seed: int) -> None:
        self.chance = random.Random(seed)
        self.pairs = [count.sides for count in register.dyads(limit=60)]
        find = register.searching.find
        pages = (*find(Query(), "page", limit=PAGES).found, *find(Query(), "page", order="oldest", limit=PAGES).found)
        texts = [register.text(found.id) for found in pages]
        self.counts = Counter(word for text in texts for word in set(folded_words(text)) if len(word) > 2)
        self.everywhere = self.counts.most_common(1)[0][0]
        self.lines = [line for text in texts for line in text.splitlines() if line.count(" ") > 4]
        found = register.searching.facets(Query()).facets
        self.people = [value.value for facet in found if facet.name == "person" for value in facet.values]

    def word(self) -> str:
        """A word that several pages have, not most."""
        return self.chance.choice([word for word, count in self.counts.items() if 2 <= count <= PAGES // 4])

    def row(self) -> str:
        """Three words in a row."""
        words = folded_words(self.chance.choice(self.lines))
        at = self.chance.randrange(len(words) - 3)
        return " ".join(words[at : at + 3])

    def sides(self) -> tuple[Side, Side]:
        """Two sides that stand together: the busiest as often as any."""
        return self.chance.choice(self.pairs)

    def questions(self) -> Iterator[tuple[str, Callable[[], Query]]]:
        """The sorts of questions."""
        yield "a word", lambda: Query(words=self.word())
        yield "two words", lambda: Query(words=f"{self.word()} {self.word()}")
        yield "a word of every page", lambda: Query(words=self.everywhere)
        yield "a phrase", lambda: Query(words=f'"{self.row()}"')
        yield "a beginning", lambda: Query(words=f"{self.word()[:4]}*")
        yield "a country, without a word", lambda: Query(words=f"{self.sides()[0].label} -{self.word()}")
        yield "a person", lambda: Query(persons=(self.chance.choice(self.people),))
        yield "a dyad", lambda: Query(sides=self.sides())
        yield "a dyad and a word", lambda: Query(words=self.word(), sides=self.sides())
        yield (
            "a dyad, channel, two years",
            lambda: Query(sides=self.sides(), channels=("government",), since="2014", until="2015", min_confidence=0.5),
        )
        yield "one year", lambda: Query(since="2015", until="2015")
        yield "everything", Query


def measured(searching: Searching, asked: Callable[[], Query], rounds: int) -> list[tuple[float, float]]:
    """The median and the 95th of a hundred, in milliseconds: of `find`, `totals` and `facets`."""
    queries = [asked() for _ in range(rounds)]
    asks: tuple[Callable[[Query], object], ...] = (searching.find, searching.totals, searching.facets)
    found = []
    for ask in asks:
        times = []
        for query in queries:
            begun = time.perf_counter()
            ask(query)
            times.append((time.perf_counter() - begun) * 1000)
        times.sort()
        found.append((times[len(times) // 2], times[min(len(times) - 1, int(len(times) * AMONG_TWENTY))]))
    return found


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("register", nargs="+")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    for at in asked.register:
        with open_register(at, readonly=True) as register:
            contents = register.contents()
            print(f"{at}: {contents.events} events, {contents.pages} pages; median and 95 % of {asked.rounds}, ms")
            print(f"{'':28}{'find':>14}{'totals':>14}{'facets':>14}")
            for name, query in Material(register, asked.seed).questions():
                times = measured(register.searching, query, asked.rounds)
                print(f"{name:28}" + "".join(f"{f'{median:.0f} {slow:.0f}':>14}" for median, slow in times))


if __name__ == "__main__":
    main()
