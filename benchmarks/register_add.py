"""Pages a second that the register takes: codings of generated pages are kept in a new register, one transaction each.

    python benchmarks/register_add.py [PAGES]

The coder is not run: this
is what keeping costs. `PYTHONPATH` of another checkout measures that one.
"""

from __future__ import annotations

import hashlib
import random
import sys
import tempfile
import time
from pathlib import Path

from comity.model import CodedStory, Coder, Coding, Date, Event, Page, Participant, Span, Zone
from comity.register import open_register

COUNTRIES = ("KHM", "VNM", "LAO", "THA", "FRA", "CHN", "JPN", "IND", "SEN", "DZA")
CODER = Coder(version="0.1.0", lexicon="a" * 64, project_lexicon=None, model=None, spacy=None)


def coding(number: int, chance: random.Random, words: list[str]) -> Coding:
    """A page of some three hundred words with four acts."""
    a, b = chance.sample(COUNTRIES, 2)
    body = [" ".join(chance.choices(words, k=12)).capitalize() + f" {number}." for _ in range(24)]
    text = f"Dépêche {number} de {a}\n" + "\n".join(body) + "\n"
    head = text.index("\n")
    day = Date(edtf=f"20{10 + number % 15}-{1 + number % 12:02}-{1 + number % 28:02}", resolved="explicit")
    events = tuple(event(index, a, b, day, head + 1 + 40 * index, number) for index in range(4))
    zones = (Zone(zone="headline", start=0, end=head), Zone(zone="body", start=head + 1, end=len(text)))
    story = CodedStory(id="s0", kind="main", title=text[:head], start=0, end=len(text), zones=zones, events=events)
    return made(text, story, number)


def event(index: int, a: str, b: str, day: Date, start: int, number: int) -> Event:
    """One act of the page."""
    return Event(
        id=f"e{index}",
        plover="CONSULT",
        modes=("meet",),
        contexts=("diplomatic",),
        form=("meeting", "talks", "visit", "audience")[index],
        visit_rank=None,
        status="held",
        mood="asserted",
        recalled=False,
        date=day,
        place=None,
        actor=(person(a, f"Nom {number % 97}"),),
        recipient=(person(b, f"Nom {number % 89}"),),
        channel=("government",),
        amount=None,
        intensity=4.0,
        confidence=0.9,
        rules=("fr/events/benchmark",),
        evidence=(Span(start=start, end=start + 30, supports=("actor", "form")),),
    )


def person(country: str, name: str) -> Participant:
    """Someone of a country."""
    return Participant(name=name, key=f"{country}/person/{name.lower()}", kind="person", country=country)


def made(text: str, story: CodedStory, number: int) -> Coding:
    """The coding of a text."""
    page = Page(
        id=hashlib.sha256(text.encode()).hexdigest(),
        ref=None,
        source=f"pages/{number}.html",
        url=f"https://site{number % 50}.example/articles/{number}",
        publisher=f"Journal {number % 50}",
        language="fr",
        title=None,
        text=text,
        published="2021-05-05",
    )
    return Coding(schema="1", coder=CODER, page=page, stories=(story,))


def main() -> None:
    """Keep the pages, and say how fast."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    chance = random.Random(2026)
    words = ["".join(chance.choices("abcdeilmnoprstu", k=chance.randint(2, 10))) for _ in range(4000)]
    codings = [coding(number, chance, words) for number in range(pages)]
    with tempfile.TemporaryDirectory() as folder, open_register(Path(folder) / "c.db", create=True) as register:
        step = max(1, pages // 5)
        for start in range(0, pages, step):
            begun, spent = time.perf_counter(), time.process_time()
            for one in codings[start : start + step]:
                register.keep(one)
            done = len(codings[start : start + step])
            wall, processor = time.perf_counter() - begun, time.process_time() - spent
            print(f"{start + done:>7} pages  {done / wall:7.0f} pages/s  {1000 * processor / done:6.2f} ms processor")
        size = (Path(folder) / "c.db").stat().st_size
        print(f"{size / pages / 1000:.1f} kB a page")


if __name__ == "__main__":
    main()
