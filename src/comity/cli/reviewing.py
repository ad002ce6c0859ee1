"""`comity review`: people correct the register, key by key or by options; `comity gold export`: what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from comity.cli.asking import ExportKind
from comity.cli.ending import complain
from comity.cli.options import Author, Interface, RecordFormat, RegisterPath, settings_of
from comity.cli.root import FAILED, app
from comity.errors import ComityError, UsageError

if TYPE_CHECKING:
    from comity.register import Register
    from comity.register.review.views import Decided, Undone
    from comity.register.views import RecordKind
    from comity.settings import Settings

gold = typer.Typer(help="Pages that people have reviewed, as gold to measure with.", no_args_is_help=True)
app.add_typer(gold, name="gold")


@app.command()
def review(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WHAT...]", help="With --set, FIELD=VALUE; with --add, START:END or words of the page."
        ),
    ] = None,
    accept: Annotated[list[str] | None, typer.Option(metavar="ID", help="The record is right as it is shown.")] = None,
    newest: Annotated[bool, typer.Option("--newest", help="Accept it as the program tells it now.")] = False,
    reject: Annotated[list[str] | None, typer.Option(metavar="ID", help="The record is none.")] = None,
    set_: Annotated[str | None, typer.Option("--set", metavar="ID", help="Set fields of the record.")] = None,
    add: Annotated[str | None, typer.Option(metavar="PAGE", help="Add a record that was missed on this page.")] = None,
    undo: Annotated[
        list[str] | None,
        typer.Option(metavar="ID|N", help="Take back the last decision on it, or your last N decisions."),
    ] = None,
    done: Annotated[
        list[str] | None, typer.Option(metavar="PAGE", help="All of the page is decided, and nothing is missing.")
    ] = None,
    kind: Annotated[
        list[ExportKind] | None, typer.Option(help="Only these kinds; with --add, of which kind it is.")
    ] = None,
    json: Annotated[str | None, typer.Option(metavar="OBJECT", help="Fields and their values, as JSON.")] = None,
    words: Annotated[
        list[str] | None, typer.Option(metavar="WORDS", help="With --set, the words that say so, or START:END.")
    ] = None,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why; it is kept with the decision.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="Print the queue, and ask nothing.")] = False,
    history: Annotated[bool, typer.Option("--history", help="Print the last decisions.")] = False,
    page: Annotated[str | None, typer.Option(metavar="PAGE", help="Only records of this page.")] = None,
    side: Annotated[
        list[str] | None, typer.Option(metavar="SIDE", help="Only records of this side; given twice, of both.")
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, max=10_000, help="How many at most.")] = 50,
    register: RegisterPath = None,
    author: Author = None,
    format: Annotated[RecordFormat, typer.Option(help="Text to read, or JSON lines.")] = RecordFormat.text,
    interface: Interface = None,
) -> None:
    """Look at records, the worthiest first, and decide: accept, change, reject, add what was missed, undo."""
    from comity.outputs import screen
    from comity.register import open_register

    settings = settings_of(register=register, interface=interface, author=author)
    kinds = [_kind(each) for each in kind or ()]
    acts = _acts(settings, accept, newest, reject, set_, add, undo, done, kinds, what, words, json, reason)
    asks = not (acts or list_ or history)
    if asks and what:
        raise UsageError(f"'{what[0]}' says nothing here.", "Give it with --set ID, or with --add PAGE.")
    interactive = asks and screen.console().is_terminal and _is_terminal()
    with open_register(settings.register_path, readonly=not (acts or interactive)) as opened:
        if acts:
            _decide(opened, acts, format, settings.interface)
            return
        sides = tuple(opened.side(each, settings.interface) for each in side or ())
        here = opened.review.page_id(page) if page else None
        if history:
            _history(opened, here, limit, format, settings.interface)
        elif interactive:
            from comity.cli.looking import Session

            Session(opened, settings, kinds, sides, here, reason).run()
        else:
            _print_queue(opened, kinds, sides, here, limit, format, settings.interface)


Act = Callable[["Register"], "Decided | Undone"]


def _acts(
    settings: Settings,
    accept: Sequence[str] | None,
    newest: bool,
    reject: Sequence[str] | None,
    set_: str | None,
    add: str | None,
    undo: Sequence[str] | None,
    done: Sequence[str] | None,
    kinds: Sequence[RecordKind],
    what: Sequence[str] | None,
    words: Sequence[str] | None,
    json: str | None,
    reason: str | None,
) -> list[Act]:
    """What is to be decided, in the order: undone, accepted, rejected, set, added, done."""
    who = settings.author
    if set_ is not None and add is not None:
        raise UsageError("--set and --add both take what follows.", "Call comity review once for each.")
    acts: list[Act] = [_act(lambda r, i: _undo(r, i, who, reason), each) for each in undo or ()]
    acts += [_act(lambda r, i: r.review.accept(i, who, reason, newest=newest), each) for each in accept or ()]
    acts += [_act(lambda r, i: r.review.reject(i, who, reason), each) for each in reject or ()]
    if set_ is not None:
        fields = _fields(json) | _assigned(what or ())
        if not fields and not words:
            raise UsageError("--set sets nothing.", "Write FIELD=VALUE after it, as date=2018-07-17")
        acts.append(_act(lambda r, i: r.review.change(i, fields, who, reason, words=words or ()), set_))
    if add is not None:
        if len(kinds) != 1:
            raise UsageError("--add wants to know of which kind the record is.", "Give --kind once, as --kind events")
        said = _fields(json)
        selections = [*(what or ()), *(words or ())]
        acts.append(_act(lambda r, i: r.review.add(r.review.page_id(i), kinds[0], said, selections, who, reason), add))
    acts += [_act(lambda r, i: r.review.done(r.review.page_id(i), who, reason), each) for each in done or ()]
    return acts


_DIGITS = 6
"""Of a number that is read; what is too many is told with the number."""


def _undo(register: Register, what: str, author: str, reason: str | None) -> Decided | Undone:
    """Take back the last decision on a record, or, where a number is given, as many of the author."""
    if what.isascii() and what.isdecimal() and len(what) <= _DIGITS:
        return register.review.undo_last(int(what), author, reason)
    return register.review.undo(what, author, reason)


def _act(decide: Callable[[Register, str], Decided | Undone], identity: str) -> Act:
    return lambda register: decide(register, identity)


def _decide(register: Register, acts: Sequence[Act], format: RecordFormat, language: str) -> None:
    """Decide one after the other; what cannot be decided is said, and the others are kept."""
    from comity.outputs import screen
    from comity.outputs.review_text import decided_line
    from comity.register.review.views import Undone

    failed = False
    for act in acts:
        try:
            decided = act(register)
        except ComityError as error:
            if len(acts) == 1:
                raise
            failed = bool(complain(str(error), FAILED))
            continue
        each = decided.acts if isinstance(decided, Undone) else (decided,)
        if format is RecordFormat.jsonl:
            screen.write_json_lines(each)
        else:
            screen.write_text([f"{decided_line(one, language)}\n" for one in each])
        if isinstance(decided, Undone) and decided.stopped is not None:
            failed = bool(complain(decided.stopped, FAILED))
    if failed:
        raise typer.Exit(FAILED)


def _print_queue(
    register: Register,
    kinds: Sequence[RecordKind],
    sides: Sequence[Any],
    page: str | None,
    limit: int,
    format: RecordFormat,
    language: str,
) -> None:
    from comity.outputs import screen
    from comity.outputs.review_text import queue_lines, waiting_line

    items = register.review.queue(kinds=kinds, sides=sides, page=page, limit=limit)
    if format is RecordFormat.jsonl:
        screen.write_json_lines(items)
        return
    screen.show(queue_lines(items, language))
    screen.write_text([f"{waiting_line(register.review.waiting(), language)}\n"])


def _history(register: Register, page: str | None, limit: int, format: RecordFormat, language: str) -> None:
    from comity.outputs import screen
    from comity.outputs.review_text import decision_lines

    found = [row for row in register.review.decisions(limit=limit) if page in (None, row.page)]
    if format is RecordFormat.jsonl:
        screen.write_json_lines(found)
    else:
        screen.show(decision_lines(found, language))


@gold.command("export")
def gold_export(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where pages.jsonl and gold/ are written.")],
    page: Annotated[
        list[str] | None, typer.Option(metavar="PAGE", help="Only these pages; else all that are done.")
    ] = None,
    register: RegisterPath = None,
) -> None:
    """Write the pages that are done, with what people decided of them, as gold that `comity evaluate` reads."""
    from comity.outputs.gold_files import write_gold
    from comity.register import open_register

    settings = settings_of(register=register)
    with open_register(settings.register_path, readonly=True) as opened:
        done = opened.review.pages_done()
        asked = [opened.review.page_id(each) for each in page] if page else list(done)
        if not asked:
            raise UsageError("No page is done.", "When all of a page is decided, say so: comity review --done PAGE")
        written, left = write_gold(opened, asked, done, folder)
    for name, why in left:
        complain(f"{name[:12]} is left out: {why}", FAILED)
    print(f"{folder}: {len(written)} gold page{'' if len(written) == 1 else 's'}.")
    if left:
        raise typer.Exit(FAILED)


def _kind(kind: ExportKind) -> RecordKind:
    name: Any = kind.value.removesuffix("s")
    return name  # type: ignore[no-any-return]


def _fields(json: str | None) -> dict[str, Any]:
    """The object of --json."""
    import msgspec

    if json is None:
        return {}
    try:
        return msgspec.json.decode(json, type=dict[str, Any])
    except msgspec.MsgspecError as error:
        what = f"--json is no JSON object: {error}."
        raise UsageError(what, 'Write it like this: \'{"form": "meeting", "actor": "VNM"}\'') from None


def _assigned(what: Sequence[str]) -> dict[str, Any]:
    from comity.register.review.changing import assignments

    return dict(assignments(what))


def _is_terminal() -> bool:
    import sys

    return sys.stdin.isatty()
