"""`comity watch`: feeds are polled, and what is new between sides is told; `comity sources`: which feeds."""

from __future__ import annotations

import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from comity.cli.options import (
    Interface,
    PageLanguage,
    ProjectFolder,
    RecordFormat,
    RegisterPath,
    WorkerCount,
    assumed_of,
    settings_of,
)
from comity.cli.root import DONE, FAILED, app
from comity.errors import UsageError

if TYPE_CHECKING:
    from comity.outputs.news import NewsItem
    from comity.pipeline import Watch
    from comity.register import Register
    from comity.register.views import FeedState, News, Side

_ENTRIES = 100
"""How many of the last pieces of news stand in an Atom feed."""

_NAP = 5.0
"""Seconds after which a sleeping watch looks whether another program has added a feed."""


_BETWEEN = "--between"


class _Watch(TyperCommand):
    """`--between` takes two values each time it is given, which the signature of a function cannot say."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments, with an option for each of the two values."""
        told: list[str] = []
        left = iter(args)
        for argument in left:
            told.append(argument)
            if argument == "--":
                told += left
            elif argument == _BETWEEN or argument.startswith(f"{_BETWEEN}="):
                second = list(islice(left, 2 if argument == _BETWEEN else 1))
                if not second or (argument == _BETWEEN and len(second) < 2) or second[-1].startswith("-"):
                    raise UsageError("--between wants two sides.", "Give them like this: --between VNM KHM")
                told += [*second[:-1], _BETWEEN, second[-1]]
        return super().parse_args(ctx, told)


@app.command(cls=_Watch)
def watch(
    feeds: Annotated[
        list[str] | None,
        typer.Argument(metavar="FEED...", help="Addresses of feeds; by default those known already."),
    ] = None,
    between: Annotated[
        list[str] | None,
        typer.Option(metavar="SIDE SIDE", help="What is new between these two; may be given several times."),
    ] = None,
    of: Annotated[
        list[str] | None, typer.Option(metavar="SIDE", help="What this side does with any other; likewise.")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Ask every feed once, and end.")] = False,
    every: Annotated[float, typer.Option(metavar="MINUTES", min=0.01, help="How often a feed is asked.")] = 30.0,
    atom: Annotated[Path | None, typer.Option(metavar="FILE", help="Keep the last news as an Atom feed.")] = None,
    mail: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write what is new as a message; into a folder, one a time."),
    ] = None,
    register: RegisterPath = None,
    language: PageLanguage = None,
    project: ProjectFolder = None,
    workers: WorkerCount = None,
    format: Annotated[RecordFormat, typer.Option(help="Text to read, or JSON lines.")] = RecordFormat.text,
    interface: Interface = None,
) -> None:
    """Poll feeds, add their new pages, and tell what is new between the sides asked for."""
    from comity import pipeline
    from comity.register import open_register

    settings = settings_of(register=register, interface=interface, project=project, workers=workers)
    assumed = assumed_of(settings, None, None, language)
    only = tuple(dict.fromkeys(feeds or ()))
    with _ended_by_signals(), open_register(settings.register_path, create=True) as opened:
        asked = _asked(opened, between or (), of or (), settings.interface)
        teller = _Teller(opened, asked, settings.interface, format, atom, mail)
        with pipeline.open_crew(settings, assumed) as crew:
            watching = pipeline.Watch(opened, crew, settings, every=timedelta(minutes=every), asked=asked)
            watching.remember(only)
            if not opened.feeds():
                raise UsageError("No feed is known.", "Name one: comity watch https://example.org/rss.xml")
            teller.tell()  # what a run that was killed has found
            failed = _watch(watching, teller, only, once)
    if once and failed:
        raise typer.Exit(FAILED)


@app.command()
def sources(
    register: RegisterPath = None,
    remove: Annotated[
        list[str] | None, typer.Option(metavar="FEED", help="Watch this feed no more; its pages stay.")
    ] = None,
    format: Annotated[RecordFormat, typer.Option(help="Text to read, or JSON lines.")] = RecordFormat.text,
) -> None:
    """List the feeds that are watched, with their last success and error."""
    from comity.outputs import screen
    from comity.outputs.feeds_text import feed_lines
    from comity.register import open_register

    settings = settings_of(register=register)
    with open_register(settings.register_path, readonly=not remove) as opened:
        for address in remove or ():
            if opened.feed(address) is None:
                raise UsageError(f"'{address}' is not watched.", "comity sources lists the feeds that are.")
            opened.forget_feed(address)
        found, pages = opened.feeds(), opened.fetched_from()
    if format is RecordFormat.jsonl:
        screen.write_json_lines(found)
    else:
        screen.show(feed_lines(found, pages))


def _watch(watching: Watch, teller: _Teller, only: Sequence[str], once: bool) -> bool:
    """Poll what is due, tell what is new, sleep; whether a feed failed."""
    failed = False
    try:
        while True:
            for state in watching.due(only, early=once):
                failed = _poll(watching, state) or failed
                teller.tell()
            if once:
                return failed
            due = watching.next_due(only)
            left = (due - datetime.now(UTC)).total_seconds() if due is not None else _NAP
            time.sleep(min(max(left, 0.0), _NAP))
    except KeyboardInterrupt:
        _say("stopped; comity watch goes on from here.")
        raise typer.Exit(DONE) from None
    finally:
        watching.close()


def _poll(watching: Watch, state: FeedState) -> bool:
    """Poll one feed and say what came of it; whether it failed."""
    counts: Counter[str] = Counter()
    for one in watching.poll(state):
        counts[one.outcome] += 1
        if one.failure is not None:
            _say(
                f"  {one.failure.message if one.name in one.failure.message else f'{one.name}: {one.failure.message}'}"
            )
    now = watching.state(state.address)
    if now is not None and now.failures:
        _say(f"{state.address}: {now.last_error} It is asked again after {_clock(now.next_due)}.")
        return True
    new = counts["added"] + counts["recoded"] + counts["similar"]
    more = f", {counts['failed']} failed" if counts["failed"] else ""
    _say(f"{state.address}: {new} new page{'' if new == 1 else 's'}{more}.")
    return False


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells each audience what is new, wherever it wants to be told."""

    register: Register
    asked: tuple[tuple[Side, ...], ...]
    language: str
    format: RecordFormat
    atom: Path | None
    mail: Path | None

    def tell(self) -> None:
        """What has not been told yet. It is told once it is printed and written: killed before, it comes again."""
        from comity.outputs import screen
        from comity.outputs.news_text import news_lines

        for sides in self.asked:
            bulletin = self.register.news(sides)
            if bulletin.news:
                items = [self._item(news) for news in bulletin.news]
                if self.format is RecordFormat.jsonl:
                    screen.write_json_lines(bulletin.news)
                else:
                    screen.show(news_lines(items, self.language))
                self._write_mail(items, sides)
            if bulletin.pages:
                self.register.tell(bulletin)
        self._write_atom()

    def _item(self, news: News) -> NewsItem:
        from comity.outputs.news import news_item

        return news_item(news, self.register.text, self.language)

    def _write_mail(self, items: Sequence[NewsItem], sides: tuple[Side, ...]) -> None:
        from comity.outputs.files import write_whole
        from comity.outputs.news import sides_asked
        from comity.outputs.news_mail import mail

        if self.mail is None:
            return
        now = datetime.now().astimezone()
        message = mail(items, title=sides_asked(sides, self.language), moment=now, language=self.language)
        path = self.mail
        if path.is_dir():
            path = path / f"comity-{now:%Y%m%d-%H%M%S}-{items[0].identity[-12:]}.eml"
        write_whole(path, message)

    def _write_atom(self) -> None:
        from comity.outputs.files import write_whole
        from comity.outputs.news import sides_asked
        from comity.outputs.news_atom import atom
        from comity.register import audience

        if self.atom is None:
            return
        told = sorted(
            (one for sides in self.asked for one in self.register.told(sides, _ENTRIES)), key=lambda one: one[0]
        )
        last = {(news.event.id, news.page): (moment, news) for moment, news in told}
        document = atom(
            [(moment, self._item(news)) for moment, news in reversed(list(last.values())[-_ENTRIES:])],
            audience=" | ".join(sorted(audience(sides) for sides in self.asked)),
            title="; ".join(sides_asked(sides, self.language) for sides in self.asked),
            updated=datetime.now(UTC).isoformat(timespec="seconds"),
            language=self.language,
        )
        write_whole(self.atom, document)


def _asked(
    register: Register, between: Sequence[str], of: Sequence[str], language: str
) -> tuple[tuple[Side, ...], ...]:
    """The sides that are asked for, each group once; all acts if none are."""
    found = [register.side(one, language) for one in between]
    pairs = list(zip(found[::2], found[1::2], strict=True))
    for a, b in pairs:
        if a.key == b.key:
            raise UsageError(f"--between wants two sides, and got '{a.label}' twice.", "Name two different ones.")
    groups = [*pairs, *((register.side(one, language),) for one in of)]
    return tuple({frozenset(side.key for side in sides): sides for sides in groups}.values()) or ((),)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """A polite request to end (SIGTERM) is answered as Ctrl-C is."""

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _clock(moment: str | None) -> str:
    return f"{datetime.fromisoformat(moment).astimezone():%H:%M}" if moment else "a while"


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
