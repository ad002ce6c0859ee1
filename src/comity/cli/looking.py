"""Reviewing key by key in the terminal: one record after another, the worthiest first."""

from __future__ import annotations

import os
import select
import shlex
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from comity.errors import ComityError, UsageError
from comity.outputs import screen
from comity.outputs.present import kind_name
from comity.outputs.review_text import (
    decided_line,
    events_lines,
    keys_line,
    proposed_lines,
    question,
    render_item,
    waiting_line,
)
from comity.register.review.changing import assignments, settable
from comity.register.views import RECORD_KINDS

if TYPE_CHECKING:
    from comity.register import Register
    from comity.register.review.views import Decided, QueueItem
    from comity.register.views import RecordKind, Side
    from comity.settings import Settings

_ESCAPE = b"\x1b"
_AHEAD = 20
"""Records asked for at a time."""
_DIGITS = 6
"""Of a number that is read; what is too many is told with the number."""


class Session:
    """One sitting: what was decided in it can be undone, the last first."""

    def __init__(
        self,
        register: Register,
        settings: Settings,
        kinds: Sequence[RecordKind],
        sides: Sequence[Side],
        page: str | None,
        reason: str | None,
    ) -> None:
        self._register = register
        self._review = register.review
        self._author = settings.author
        self._language = settings.interface
        self._kinds = kinds
        self._sides = sides
        self._page = page
        self._reason = reason
        self._passed: set[str] = set()
        self._decided: list[str] = []

    def run(self) -> None:
        """Show one record after another until there is none, or the person has done enough."""
        while (item := self._next()) is not None:
            screen.show([render_item(item, self._register.text, self._language)])
            while not self._ask(item):
                pass
            if self._ended:
                break
        self._print(waiting_line(self._review.waiting(), self._language))

    _ended = False

    def _next(self) -> QueueItem | None:
        """The worthiest record that was not passed over in this sitting."""
        offset = 0
        while items := self._review.queue(
            kinds=self._kinds, sides=self._sides, page=self._page, limit=_AHEAD, offset=offset
        ):
            for item in items:
                if item.kept.id not in self._passed:
                    return item
            offset += len(items)
        return None

    def _ask(self, item: QueueItem) -> bool:
        """Ask for a key and do what it stands for; whether the next record is to be shown."""
        self._print(keys_line(item, self._language))
        key = _key()
        keys: dict[str, Callable[[QueueItem], bool]] = {
            "a": self._accept,
            "n": self._newest,
            "c": self._change,
            "r": self._reject,
            "+": self._add,
            "m": self._merge,
            "s": self._split,
            "p": self._show_page,
            "u": self._undo,
            "U": self._undo_last,
            "f": self._done,
            " ": self._pass,
            "\r": self._pass,
            "\n": self._pass,
            "q": self._end,
            "\x03": self._end,
            "\x04": self._end,
        }
        if key not in keys:
            return False
        try:
            return keys[key](item)
        except ComityError as error:
            self._print(str(error))
            return False

    def _accept(self, item: QueueItem) -> bool:
        return self._keep(
            self._review.accept(item.kept.id, self._author, self._reason, version=item.version), passed=item
        )

    def _newest(self, item: QueueItem) -> bool:
        return self._keep(
            self._review.accept(item.kept.id, self._author, self._reason, newest=True, version=item.version),
            passed=item,
        )

    def _reject(self, item: QueueItem) -> bool:
        reason = self._line(self._question("why")) or self._reason
        return self._keep(self._review.reject(item.kept.id, self._author, reason, version=item.version), passed=item)

    def _change(self, item: QueueItem) -> bool:
        self._print(", ".join(settable(item.kind)))
        if "event" in settable(item.kind):
            screen.show(events_lines(self._register.page(item.page), item.kept, self._language))
        line = self._line(self._question("set"))
        if not line:
            return False
        changes = assignments(_split(line))
        words = self._words(self._question("words"))
        screen.show(proposed_lines(self._review.proposed(item.kept.id, changes, words=words), self._language))
        if not self._sure():
            return False
        decided = self._review.change(
            item.kept.id, changes, self._author, self._reason, words=words, version=item.version
        )
        return self._keep(decided, passed=item)

    def _add(self, item: QueueItem) -> bool:
        self._show_page(item)
        kinds = {str(number): kind for number, kind in enumerate(RECORD_KINDS, start=1)}
        self._print("  ".join(f"[{key}] {kind_name(kind, self._language)}" for key, kind in kinds.items()))
        kind = kinds.get(_key())
        if kind is None:
            return False
        words = self._words(self._question("missed"))
        self._print(", ".join(settable(kind)))
        said = assignments(_split(self._line(self._question("set"))))
        return self._keep(self._review.add(item.page, kind, said, words, self._author, self._reason), passed=None)

    def _merge(self, item: QueueItem) -> bool:
        other = self._line(self._question("merge"))
        if not other:
            return False
        self._print(self._register.merging.merge((item.kept.id, other), self._author, self._reason))
        return True

    def _split(self, item: QueueItem) -> bool:
        for report in item.kept.reports:
            self._print(f"  {report.event}  {report.story.title}")
        other = self._line(self._question("split"))
        if not other:
            return False
        self._print(", ".join(self._register.merging.split((other,), self._author, self._reason)))
        return True

    def _show_page(self, item: QueueItem) -> bool:
        self._print(item.page)
        screen.write_text([self._register.text(item.page), "\n"])
        return False

    def _undo(self, item: QueueItem) -> bool:
        identity = self._decided.pop() if self._decided else item.kept.id
        self._print(decided_line(self._review.undo(identity, self._author, self._reason), self._language))
        self._passed.discard(identity)
        return True

    def _undo_last(self, _: QueueItem) -> bool:
        """Take back several decisions, also of former sittings."""
        line = self._line(self._question("undo"))
        if not line:
            return False
        if not (line.isascii() and line.isdecimal() and len(line) <= _DIGITS):
            raise UsageError(f"« {line} » is no number.", "Write how many decisions are to be undone, as 3")
        undone = self._review.undo_last(int(line), self._author, self._reason)
        for each in undone.acts:
            self._print(decided_line(each, self._language))
            self._passed.discard(each.id)
            if self._decided and self._decided[-1] == each.id:
                self._decided.pop()
        if undone.stopped is not None:
            self._print(undone.stopped)
        return True

    def _done(self, item: QueueItem) -> bool:
        return self._keep(self._review.done(item.page, self._author, self._reason), passed=None)

    def _pass(self, item: QueueItem) -> bool:
        self._passed.add(item.kept.id)
        return True

    def _end(self, _: QueueItem) -> bool:
        self._ended = True
        return True

    def _keep(self, decided: Decided, passed: QueueItem | None) -> bool:
        """Say what came of a decision; whether the next record is to be shown."""
        self._print(decided_line(decided, self._language))
        if decided.action != "done":
            self._decided.append(decided.id)
        return passed is not None

    def _words(self, question: str) -> list[str]:
        """Selections, several with a stroke between them."""
        return [each.strip() for each in self._line(question).split("|") if each.strip()]

    def _line(self, question: str) -> str:
        return str(click.prompt(question, default="", show_default=False, prompt_suffix=" ")).strip()

    def _sure(self) -> bool:
        self._print(self._question("sure"))
        return _key() in ("\r", "\n")

    def _question(self, name: str) -> str:
        return question(name, self._language)

    def _print(self, words: str) -> None:
        screen.write_text([f"{words}\n"])


def _key() -> str:
    """One key. What was typed ahead counts; of keys that send several signs (arrows) only the first is given."""
    try:
        import termios
        import tty
    except ImportError:  # not a POSIX system
        return str(click.getchar())
    end = sys.stdin.fileno()
    before = termios.tcgetattr(end)
    try:
        tty.setcbreak(end, termios.TCSADRAIN)
        key = os.read(end, 1)
        while key == _ESCAPE and select.select([end], [], [], 0)[0]:
            os.read(end, 32)
    finally:
        termios.tcsetattr(end, termios.TCSADRAIN, before)
    return key.decode("ascii", "replace") or "q"


def _split(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError as error:
        raise UsageError(f"« {line} » cannot be read: {error}.", "Close every quotation mark.") from None
