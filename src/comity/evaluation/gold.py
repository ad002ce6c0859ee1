"""Gold pages: pages with the records that a careful reader takes from them, in the format of docs/gold.md."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from comity import edtf
from comity.errors import EvaluationError
from comity.lexicon.vocabulary import vocabulary
from comity.model import Amount, RawPage, Record

_PAGE_KEYS = ("url", "title", "published", "publisher", "language")


class GoldSide(Record):
    """A participant: its country (ISO 3166-1 alpha-3, `IGO`, or null) and its name, null for a bare country."""

    country: str | None
    name: str | None = None


class GoldPlace(Record):
    """Where an act took place."""

    name: str
    country: str | None


class GoldEvent(Record):
    """An expected event. `anchor` is an exact run of the page; careful readers differ on `optional` ones.

    Of a `bare` one only the countries are told: names and channels are not compared.
    """

    plover: str
    form: str | None
    status: str
    date: str | None
    place: GoldPlace | None
    actor: tuple[GoldSide, ...]
    recipient: tuple[GoldSide, ...]
    channel: tuple[str, ...]
    anchor: str
    mode: str | None = None
    rank: str | None = None
    mood: str = "asserted"
    recalled: bool = False
    amount: Amount | None = None
    optional: bool = False
    bare: bool = False


class GoldCommitment(Record):
    """An expected commitment, with the countries that make it and to whom."""

    force: str
    by: tuple[str, ...]
    fields: tuple[str, ...]
    anchor: str
    to: tuple[str, ...] = ()
    until: str | None = None
    amount: Amount | None = None
    optional: bool = False


class GoldInstrument(Record):
    """An expected instrument; `between` names the bodies that sign it."""

    kind: str
    parties: tuple[str, ...]
    status: str
    anchor: str
    title: str | None = None
    between: tuple[str, ...] = ()
    count: int | None = None
    amount: Amount | None = None
    period: str | None = None
    signed_on: str | None = None
    fields: tuple[str, ...] = ()
    optional: bool = False


class GoldOffice(Record):
    """An expected office."""

    person: str
    office: str
    country: str | None
    of: str | None = None
    rank: str | None = None
    tenure: str = "current"
    country_from: str = "text"
    optional: bool = False


class GoldStory(Record):
    """The records expected of one story; `title` is its headline as printed.

    Of the kinds that are `unasked` (commitments, instruments, offices) nothing is expected, and what is coded is left
    aside.
    """

    kind: str
    title: str
    events: tuple[GoldEvent, ...] = ()
    commitments: tuple[GoldCommitment, ...] = ()
    instruments: tuple[GoldInstrument, ...] = ()
    offices: tuple[GoldOffice, ...] = ()
    ends_before: str | None = None
    unasked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A gold file and its page. `raw` is what is to be coded; `problems` are faults of the gold that do not stop it."""

    id: str
    path: Path
    raw: RawPage
    family: str | None
    stories: tuple[GoldStory, ...]
    problems: tuple[str, ...] = ()

    @property
    def holds_nothing(self) -> bool:
        """Whether there is nothing to code on the page: no event, commitment or instrument, not even an optional."""
        return not any(story.events or story.commitments or story.instruments for story in self.stories)


class _GoldFile(Record):
    page: str
    language: str | None
    published: str | None
    stories: tuple[GoldStory, ...]
    family: str | None = None


GoldRecord = GoldEvent | GoldCommitment | GoldInstrument | GoldOffice
_T = TypeVar("_T")


def load_gold(folder: str | Path) -> tuple[GoldPage, ...]:
    """The gold pages of `folder` (or of the folder `gold` in it), by name.

    Raises EvaluationError, naming every file that is wrong, when a file is not in the format or its page is missing.
    """
    where = Path(folder)
    if not any(where.glob("*.json")) and (where / "gold").is_dir():
        where = where / "gold"
    files = sorted(where.glob("*.json"))
    if not files:
        raise EvaluationError(f"There is no gold file in {folder}.", "Give the folder that holds <page>.json files.")
    pages: dict[Path, dict[str, dict[str, Any]]] = {}
    loaded, wrong = [], []
    for file in files:
        try:
            loaded.append(_gold_page(file, pages))
        except EvaluationError as error:
            wrong.append(str(error))
    if wrong:
        raise EvaluationError("\n".join(wrong), "See docs/gold.md for the format.")
    return tuple(loaded)


def _gold_page(file: Path, pages: dict[Path, dict[str, dict[str, Any]]]) -> GoldPage:
    try:
        plain = without_notes(json.loads(file.read_text("utf-8")))
        gold = msgspec.convert(plain, _GoldFile)
    except (OSError, ValueError) as error:  # msgspec's and json's errors are ValueErrors
        raise EvaluationError(f"{file}: {error}.") from error
    raw = _raw(file, gold, pages)
    return GoldPage(
        id=file.stem,
        path=file,
        raw=raw,
        family=gold.family,
        stories=gold.stories,
        problems=tuple(f"{file.stem}: {problem}" for problem in _problems(gold, raw)),
    )


def without_notes(value: Any) -> Any:
    """The data without the remarks that people leave in gold: `note`, `date_note` …"""
    if isinstance(value, dict):
        return {key: without_notes(item) for key, item in value.items() if not key.endswith("note")}
    return [without_notes(item) for item in value] if isinstance(value, list) else value


def _raw(file: Path, gold: _GoldFile, pages: dict[Path, dict[str, dict[str, Any]]]) -> RawPage:
    name, _, key = gold.page.partition("#")
    path = next((path for folder in (file.parent, file.parent.parent) if (path := folder / name).is_file()), None)
    if path is None:
        raise EvaluationError(f"{file}: its page {name} is neither beside it nor in the folder above.")
    if not key:
        return RawPage(name=str(path), content=path.read_bytes(), ref=file.stem, published=gold.published)
    if path not in pages:
        pages[path] = {str(page.get("id")): page for page in json_lines(path)}
    page = pages[path].get(key)
    if page is None:
        raise EvaluationError(f"{file}: {path} has no page with the id {key!r}.")
    text, html = page.get("text"), page.get("html")
    if not isinstance(text or html, str):
        raise EvaluationError(f"{file}: the page {key!r} of {path} has neither text nor html.")
    known: dict[str, Any] = {name: page.get(name) for name in _PAGE_KEYS}
    media = "text/html" if text is None else "text/plain"
    return RawPage(name=f"{path}#{key}", text=text or html, media=media, ref=key, **known)


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-lines file. EvaluationError, with the line, for what is no object."""
    # only "\n" ends a line: a text may hold U+2028, at which splitlines() would break
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            page = json.loads(line)
        except ValueError as error:
            raise EvaluationError(f"{path}, line {number}: {error}.") from error
        if not isinstance(page, dict):
            raise EvaluationError(f"{path}, line {number}: a page is an object in curly brackets.")
        yield page


def _problems(gold: _GoldFile, raw: RawPage) -> Iterator[str]:
    """What is wrong in a gold file and does not keep it from being used."""
    if gold.published != raw.published:
        yield f"published is {gold.published} here and {raw.published} with the page"
    for story in gold.stories:
        yield from check_story(story, raw)


def check_story(story: GoldStory, raw: RawPage) -> Iterator[str]:
    """What is wrong in the records expected of a story: words that the page does not hold, terms that do not exist."""
    text = raw.text if raw.text is not None else (raw.content or b"").decode("utf-8", "replace")
    records: tuple[GoldRecord, ...] = (*story.events, *story.commitments, *story.instruments, *story.offices)
    for record in records:
        if not isinstance(record, GoldOffice) and raw.media == "text/plain" and record.anchor not in text:
            yield f"no such words on the page: {record.anchor!r}"
        yield from _unknown_terms(record)


def _unknown_terms(record: GoldRecord) -> Iterator[str]:
    terms: list[tuple[str, str | None]] = []
    dates: tuple[str | None, ...] = ()
    if isinstance(record, GoldEvent):
        terms = [("type", record.plover), ("form", record.form), ("status", record.status), ("mood", record.mood)]
        terms += [("visit_rank", record.rank), ("mode", f"{record.plover}/{record.mode}" if record.mode else None)]
        terms += [("channel", channel) for channel in record.channel]
        dates = (record.date,)
    elif isinstance(record, GoldCommitment):
        terms = [("force", record.force), *(("field", field) for field in record.fields)]
        dates = (record.until,)
    elif isinstance(record, GoldInstrument):
        terms = [("instrument_kind", record.kind), ("instrument_status", record.status)]
        dates = (record.period, record.signed_on)
    yield from (
        f"{value!r} is no {kind}"
        for kind, value in terms
        if value is not None and value not in vocabulary().table(kind)
    )
    yield from (f"{date!r} is no EDTF date" for date in dates if date is not None and not edtf.is_valid(date))
