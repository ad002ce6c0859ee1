"""What is new, in the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from comity.outputs.news import NewsItem
from comity.outputs.translation import translations


def news_lines(items: Sequence[NewsItem], language: str) -> Iterator[RenderableType]:
    """Each piece of news: the act, what is told differently, the sentence that says so, and where it stands."""
    say = translations(language).gettext
    for item in items:
        head = Text(item.heading.upper(), style="bold green" if item.is_first else "bold yellow")
        head.append("  ").append(item.title, style="bold").append(f"  {item.record}", style="dim")
        yield head
        for line in filter(None, (item.who, item.where)):
            yield _in(Text(line))
        for difference in item.differences:
            told = Text(f"{difference.what}{say(': ')}", style="cyan")
            told.append(difference.before, style="strike").append(" → ").append(difference.now, style="bold")
            yield _in(told)
        for quotation in item.quotations:
            yield _in(Text(quotation, style="italic"))
        yield _in(Text(" · ".join(filter(None, (item.page_title, item.said_by))), style="dim"))
        yield _in(Text(item.address or item.source, style="dim", overflow="fold", no_wrap=True))
        yield ""


def _in(text: Text) -> RenderableType:
    return Padding(text, (0, 0, 0, 2))
