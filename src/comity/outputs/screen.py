"""Where output goes: lines to the standard output, progress to the standard error, each as its end can show it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import msgspec
from rich.console import Console, RenderableType
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

T = TypeVar("T")
_COLUMNS = 100  # where nothing says how wide the end is


def show(lines: Iterable[RenderableType]) -> None:
    """Print lines as they come. What is piped is plain text, without colours and blanks at the ends of lines."""
    screen = console()
    for line in lines:
        if screen.is_terminal:
            screen.print(line)
            continue
        with screen.capture() as captured:
            screen.print(line)
        write_text(f"{row.rstrip()}\n" for row in captured.get().splitlines())


def write_json_lines(records: Iterable[object]) -> None:
    """Print each record as JSON on one line, as it comes."""
    encoder = msgspec.json.Encoder()
    for record in records:
        sys.stdout.buffer.write(encoder.encode(record) + b"\n")
        sys.stdout.buffer.flush()


def write_text(lines: Iterable[str]) -> None:
    """Print lines that carry their line ends, in UTF-8 whatever the locale."""
    for line in lines:
        sys.stdout.buffer.write(line.encode("utf-8"))
    sys.stdout.buffer.flush()


@contextmanager
def progress(verb: str, *, quiet: bool = False) -> Iterator[Callable[[Iterable[T]], Iterator[T]]]:
    """A counter of pages on the standard error, if that is a terminal and `quiet` is false.

    Gives a function that counts what passes through it.
    """
    screen = console(error=True)
    if quiet or not screen.is_terminal:
        yield iter
        return
    columns = (TextColumn("{task.description}"), TextColumn("{task.completed} pages"), TimeElapsedColumn())
    with Progress(SpinnerColumn(), *columns, console=screen, transient=True) as bar:
        task = bar.add_task(verb, total=None)

        def counted(things: Iterable[T]) -> Iterator[T]:
            for thing in things:
                bar.advance(task)
                yield thing

        yield counted


def console(*, error: bool = False) -> Console:
    """The standard output, or error, as its end can show it; nothing in the text is taken for markup."""
    end = Console(stderr=error, highlight=False, markup=False, emoji=False)
    if not end.is_terminal and "COLUMNS" not in os.environ:
        end.width = _COLUMNS
    return end
