"""Trying again what failed, and nothing else: pages by their own names, in the sources in which they were found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from comity.model import Failure, Unread
from comity.pipeline.adding import Adding, PageOutcome, open_crew
from comity.pipeline.crew import Found
from comity.pipeline.fetching import WebOnDemand
from comity.pipeline.reading import Assumed, is_address, pages
from comity.register import Register, open_register
from comity.register.views import Missed
from comity.settings import Settings

WITHOUT_LEXICON = "no_lexicon"
"""The code of pages in a language without a lexicon: to try them again is of no use to this version."""

_MARKS = re.compile(r"[!#@]")
"""What stands between the name of a source and that of a page in it."""


def failures(settings: Settings) -> tuple[Missed, ...]:
    """All that failed and has not succeeded since, in the register of the settings."""
    with open_register(settings.register_path, readonly=True) as register:
        return register.failures()


def retry(settings: Settings, sources: Sequence[str] = (), *, assumed: Assumed | None = None) -> Iterator[PageOutcome]:
    """Read, code and keep what failed before, as `add` does; one outcome a page.

    With `sources` only what failed in these. What succeeds is a failure no more. Pages in languages without a lexicon
    are left alone.
    """
    with open_register(settings.register_path) as register:
        missed = [one for one in register.failures() if one.failure.code != WITHOUT_LEXICON]
        if sources:
            missed = [one for one in missed if one.root in sources or one.name in sources]
        if not missed:
            return
        names = {one.name for one in missed}
        web = WebOnDemand(settings)

        def known(address: str) -> bool:
            return address not in names and register.fetched(address)

        def opened(name: str) -> Iterator[Found]:
            return pages([name], settings, web=web, known=known)

        with open_crew(settings, assumed) as crew:
            adding = Adding(register, crew, web)
            for attempt in plan(missed):
                yield from _tried(register, adding, attempt, opened(attempt.name))


@dataclass(frozen=True, slots=True)
class Attempt:
    """A source to open again: all of it, or only the pages of these names."""

    name: str
    root: str
    only: tuple[str, ...] = ()


def plan(missed: Iterable[Missed]) -> list[Attempt]:
    """What to open for these failures, each source once, in their order.

    A file, a folder or an address is opened by its name; a line, a member or a record is looked for in what holds it.
    """
    found: dict[tuple[str, str], list[str] | None] = {}
    for one in missed:
        holder = _holder(one.name, one.root)
        if holder == one.name:
            found[holder, one.root] = None
            continue
        names = found.setdefault((holder, one.root), [])
        if names is not None:
            names.append(one.name)
    return [Attempt(name, root, tuple(names or ())) for (name, root), names in found.items()]


def _holder(name: str, root: str) -> str:
    """The file or address that holds a page: the shortest beginning of its name that is a file, else itself."""
    if name == "-" or name.startswith("-#"):
        return "-"
    cuts = [match.start() for match in _MARKS.finditer(name)]
    if is_address(name):
        if is_address(root) and re.fullmatch(r"[!#@].*", name.removeprefix(root), re.DOTALL):
            return root
        # in an address # and @ are its own; `!` stands before the member of an archive
        return next((name[:cut] for cut in cuts if name[cut] == "!"), name)
    if Path(name).exists():
        return name
    return next((name[:cut] for cut in cuts if Path(name[:cut]).is_file()), name)


def _tried(register: Register, adding: Adding, attempt: Attempt, found: Iterator[Found]) -> Iterator[PageOutcome]:
    if attempt.name == "-":
        message = "The standard input cannot be read again. Give its pages to comity add once more."
        names = attempt.only or (attempt.name,)
        again: Iterable[Found] = [Unread(name=name, failure=Failure(code="source", message=message)) for name in names]
        yield from adding.keep((attempt.root, one) for one in again)
        return
    if not attempt.only:
        yield from adding.add([(attempt.root, found)], opened=attempt.name)
        return
    left = dict.fromkeys(attempt.only)
    yield from adding.keep((attempt.root, one) for one in _only(attempt, found, left))
    for name in left:
        message = f"{name} is not in {attempt.name} any more, and is not tried again."
        register.recovered(name)
        yield PageOutcome(name, "failed", failure=Failure(code="source", message=message))


def _only(attempt: Attempt, found: Iterator[Found], left: dict[str, None]) -> Iterator[Found]:
    """The wanted pages of a source; `left` are those that have not been found yet."""
    for one in found:
        if isinstance(one, Unread) and one.name == attempt.name and one.name not in left:
            # it cannot be read to its end: what is missing may be there
            for name in left:
                yield Unread(name=name, failure=one.failure)
            left.clear()
        elif one.name in left:
            del left[one.name]
            yield one
        if not left:
            return
