"""Gold for merging: pages with codings made by hand, and which of their records are one.

A set is a folder of TOML files, each a list of scenes. A scene is what the press told of a few acts, page by page:

    [[scene]]
    name = "ministers of public works in Stung Treng"
    traps = ["E1 E2: the same two a day later"]         records that are alike and two
    outcomes = ["E3 E1"]                                what was planned, and what came of it
    pages = ['''
    2019-03-13 fr ADK                                   published (or -), language, publisher
    The headline
    The text. A line *** begins a related story.
    --
    E1 talks | 2019-03-12~p | LAO Khamla Sisouk, ministre > KHM Chhay Vuthy @ ministère | Phnom Penh, KHM |
       channel=military :: words // more words          (one line)
    ''']

A line after `--` is a record: its label, what it is, its fields parted by `|`, and after `::` the words that are its
evidence. Records of one scene with one label are one record of the register; a label that ends in `?` is not measured
(careful readers differ). The first letter of the label tells the kind, and the kind the fields:

    E  form, or TYPE/form, then status, mood, `recalled`, visit rank | date | actor > recipient | place | more
    C  force | date | by > to | action | more             the action is the evidence where it is left out
    I  kind status | signed | parties > signatories | title | more
    O  tenure | as of | the person, title @ body | rank | more

A date is EDTF, with how it was resolved where that is not explicit: `~p` published, `~d` dateline, `~c` year from
context, `~y` year from publication. Participants are parted by `;`: `CODE`, `CODE Name, office @ body`,
`CODE:kind Name [admin]` (a person where no kind is told, a body of states after IGO), `~CODE` for a country that was
inferred. A place is `Name, CODE [admin]`. More are `key=value` with commas between values: channel, fields, until,
period, count, confidence, amount=5000000:USD, event=LABEL (the event of that page on which the record hangs).
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from comity.coding.evidence import check_story, stated_fields
from comity.folding import slug
from comity.lexicon.vocabulary import vocabulary
from comity.model import (
    Amount,
    CodedStory,
    Coder,
    Coding,
    Commitment,
    Date,
    Event,
    Instrument,
    Office,
    Page,
    Participant,
    Place,
    Span,
    Zone,
)

AnyRecord = Event | Commitment | Instrument | Office
CODER = Coder(version="0.1.0", lexicon="c" * 64, project_lexicon=None, model="fr_core_news_md 3.8.0", spacy="3.8.18")
KINDS = {"E": "event", "C": "commitment", "I": "instrument", "O": "office"}
_RESOLVED = {"p": "published", "d": "dateline", "c": "year_from_context", "y": "year_from_published"}
_HEAD = re.compile(r"(\S+) ([a-z]{2})(?: (.+))?")
_PARTICIPANT = re.compile(
    r"(~?)([A-Z]{3}|\?)(?::([a-z]+))?(?: ([^,@\[]+))?(?:\[([A-Z0-9-]+)\] ?)?(?:, ([^@]+))?(?:@ (.+))?"
)
_PLACE = re.compile(r"([^,\[]+), ([A-Z]{3})(?: \[([A-Z0-9-]+)\])?")
_LISTS = ("channel", "fields", "modes", "contexts")


@dataclass(frozen=True, slots=True)
class Report:
    """One record of a page, as `story/id`, and the label of what it is a report of; None where it is not measured."""

    page: str
    report: str
    kind: str
    label: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """One page of a scene: its coding, and its reports."""

    coding: Coding
    reports: tuple[Report, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two labels of a scene: a trap, with what makes it one, or what was planned and what came of it."""

    one: str
    other: str
    why: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What the press told of a few acts. Labels are told from those of other scenes by its name: `name/E1`."""

    name: str
    pages: tuple[Told, ...]
    traps: tuple[Pair, ...]
    outcomes: tuple[Pair, ...]


class SceneError(ValueError):
    """A scene is not written as the format wants: which scene, which line, and why."""


def load(folder: Path) -> tuple[Scene, ...]:
    """All scenes of a set, in the order of its files. SceneError for one that is not well written."""
    scenes = [scene for path in sorted(folder.glob("*.toml")) for scene in load_file(path)]
    names = [scene.name for scene in scenes]
    for name in names:
        if names.count(name) > 1:
            raise SceneError(f"Two scenes are called '{name}'.")
    return tuple(scenes)


def load_file(path: Path) -> tuple[Scene, ...]:
    """The scenes of a file. SceneError for one that is not well written."""
    return tuple(_scene(raw) for raw in tomllib.loads(path.read_text("utf-8"))["scene"])


def _scene(raw: dict[str, Any]) -> Scene:
    name = raw.pop("name")
    told = []
    for number, text in enumerate(raw.pop("pages")):
        try:
            told.append(_told(name, text))
        except Exception as error:
            raise SceneError(f"Scene '{name}', page {number + 1}: {error}") from error
    labels = {report.label for page in told for report in page.reports}
    pairs = []
    for kind in ("traps", "outcomes"):
        found = tuple(_pair(name, words) for words in raw.pop(kind, ()))
        for pair in found:
            if not {pair.one, pair.other} <= labels or pair.one == pair.other:
                raise SceneError(f"Scene '{name}' has no two records {pair.one} and {pair.other}.")
        pairs.append(found)
    if raw:
        raise SceneError(f"Scene '{name}' has unknown keys: {', '.join(raw)}.")
    return Scene(name, tuple(told), *pairs)


def _pair(scene: str, words: str) -> Pair:
    labels, _, why = words.partition(":")
    one, other = labels.split()
    return Pair(f"{scene}/{one}", f"{scene}/{other}", why.strip())


def _told(scene: str, raw: str) -> Told:
    body, mark, lines = raw.strip().partition("\n--\n")
    if not mark:
        raise ValueError("no line -- before the records")
    head, _, body = body.partition("\n")
    published, language, publisher = _match(_HEAD, head).groups()
    parts = [part.strip() + "\n" for part in body.split("\n***\n")]
    text = "".join(parts)
    page = Page(
        id=hashlib.sha256(text.encode()).hexdigest(),
        ref=None,
        source=f"{slug(scene)}/{slug(publisher or 'page')}.txt",
        url=None,
        publisher=publisher,
        language=language,
        title=parts[0].partition("\n")[0],
        text=text,
        published=None if published == "-" else published,
    )
    made = _Maker(page, parts)
    reports = tuple(made.report(scene, line) for line in lines.splitlines() if line.strip())
    stories = made.stories()
    for story in stories:
        check_story(page, story)
    return Told(Coding(schema="1", coder=CODER, page=page, stories=stories), reports)


class _Maker:
    """The records of one page, added line by line."""

    def __init__(self, page: Page, parts: Sequence[str]) -> None:
        self.page = page
        self.bounds: list[tuple[int, int]] = []
        for part in parts:
            start = self.bounds[-1][1] if self.bounds else 0
            self.bounds.append((start, start + len(part)))
        self.records: list[list[AnyRecord]] = [[] for _ in parts]
        self.events: dict[str, tuple[int, str]] = {}

    def report(self, scene: str, line: str) -> Report:
        what, mark, words = line.partition("::")
        if not mark:
            raise ValueError(f"no evidence: {line}")
        fields = [field.strip() for field in what.split("|")]
        label, *tokens = fields[0].split()
        name = label.rstrip("?")
        story, spans = self.spans(words)
        local = f"{name[0].lower()}{len(self.records[story])}"
        makers: dict[str, Callable[..., AnyRecord]] = {
            "E": self.event,
            "C": self.commitment,
            "I": self.instrument,
            "O": self.office,
        }
        more = _more(fields[4] if len(fields) > 4 else "")
        if "event" in more:
            of_story, more["event"] = self.events[more["event"]]
            if of_story != story:
                raise ValueError(f"{label} hangs on an event of another story")
        record = makers[name[0]](local, tokens, [*fields[1:4], "", "", ""][:3], more, spans[0].strip())
        self.records[story].append(_evident(record, [self.span(each) for each in spans]))
        if name[0] == "E":
            self.events[name] = story, local
        kind = KINDS[name[0]]
        return Report(self.page.id, f"s{story}/{local}", kind, None if label.endswith("?") else f"{scene}/{name}")

    def spans(self, words: str) -> tuple[int, list[str]]:
        found = [each.strip() for each in words.split("//")]
        start = self.span(found[0])[0]
        return next(n for n, (first, last) in enumerate(self.bounds) if first <= start < last), found

    def span(self, words: str) -> tuple[int, int]:
        if words not in self.page.text:
            raise ValueError(f"the page does not say: {words}")
        start = self.page.text.index(words)
        return start, start + len(words)

    def event(self, local: str, tokens: list[str], fields: list[str], more: dict[str, Any], _: str) -> Event:
        plover, form, rest = _form(tokens)
        actor, recipient = _sides(fields[1])
        known = vocabulary()
        modes = known.forms[form].modes if form else ()
        made: dict[str, Any] = {
            "id": local,
            "plover": plover,
            "modes": modes,
            "contexts": ("diplomatic",),
            "form": form,
            "visit_rank": _one(rest, known.visit_ranks, None),
            "status": _one(rest, known.statuses, "held"),
            "mood": _one(rest, known.moods, "asserted"),
            "recalled": "recalled" in rest,
            "date": _date(fields[0]),
            "place": _place(fields[2]),
            "actor": actor,
            "recipient": recipient,
            "channel": ("government",),
            "amount": None,
            "intensity": known.types[plover].intensity,
            "confidence": 0.85,
            "rules": ("fr/events/gold",),
            "evidence": (),
        }
        return msgspec.convert({**made, **more}, Event)

    def commitment(
        self, local: str, tokens: list[str], fields: list[str], more: dict[str, Any], words: str
    ) -> Commitment:
        by, to = _sides(fields[1])
        made: dict[str, Any] = {
            "id": local,
            "event": None,
            "force": _one(tokens, vocabulary().forces, "agreed"),
            "by": by,
            "to": to,
            "date": _date(fields[0]),
            "action": fields[2] or words,
            "fields": (),
            "channel": ("government",),
            "amount": None,
            "until": None,
            "confidence": 0.85,
            "rules": ("fr/commitments/gold",),
            "evidence": (),
        }
        return msgspec.convert({**made, **more}, Commitment)

    def instrument(self, local: str, tokens: list[str], fields: list[str], more: dict[str, Any], _: str) -> Instrument:
        parties, signatories = _sides(fields[1])
        made: dict[str, Any] = {
            "id": local,
            "event": None,
            "kind": _one(tokens, vocabulary().instrument_kinds, "agreement"),
            "title": fields[2] or None,
            "status": _one(tokens, vocabulary().instrument_statuses, "signed"),
            "fields": (),
            "parties": parties,
            "signatories": signatories,
            "count": 1,
            "amount": None,
            "period": None,
            "signed": fields[0] or None,
            "confidence": 0.85,
            "rules": ("fr/instruments/gold",),
            "evidence": (),
        }
        return msgspec.convert({**made, **more}, Instrument)

    def office(self, local: str, tokens: list[str], fields: list[str], more: dict[str, Any], _: str) -> Office:
        holder = _participant(fields[1])
        made: dict[str, Any] = {
            "id": local,
            "person": holder.name,
            "rank": fields[2] or None,
            "office": holder.office,
            "of": holder.of,
            "country": holder.country,
            "asof": fields[0] or None,
            "tenure": _one(tokens, vocabulary().tenures, "current"),
            "confidence": 0.85,
            "rules": ("fr/offices/gold",),
            "evidence": (),
        }
        return msgspec.convert({**made, **more}, Office)

    def stories(self) -> tuple[CodedStory, ...]:
        return tuple(self._story(number, *bounds) for number, bounds in enumerate(self.bounds))

    def _story(self, number: int, start: int, end: int) -> CodedStory:
        title = self.page.text[start:end].partition("\n")[0]
        begins = min(start + len(title) + 1, end - 1)
        zones = (
            Zone(zone="headline", start=start, end=start + len(title)),
            Zone(zone="body", start=begins, end=end),
        )
        records = self.records[number]
        return CodedStory(
            id=f"s{number}",
            kind="related" if number else "main",
            title=title,
            start=start,
            end=end,
            zones=zones,
            events=tuple(record for record in records if isinstance(record, Event)),
            commitments=tuple(record for record in records if isinstance(record, Commitment)),
            instruments=tuple(record for record in records if isinstance(record, Instrument)),
            offices=tuple(record for record in records if isinstance(record, Office)),
        )


def _evident(record: AnyRecord, spans: Sequence[tuple[int, int]]) -> AnyRecord:
    supports = tuple(stated_fields(record))
    evidence = tuple(Span(start=start, end=end, supports=supports) for start, end in spans)
    return msgspec.structs.replace(record, evidence=evidence)


def _form(tokens: list[str]) -> tuple[str, str | None, list[str]]:
    first, *rest = tokens
    plover, slash, form = first.rpartition("/")
    if slash:
        return vocabulary().types[plover].id, form or None, rest
    return vocabulary().forms[form].types[0], form, rest


def _one(tokens: Sequence[str], table: Any, default: str | None) -> str | None:
    return next((token for token in tokens if token in table), default)


def _date(words: str) -> Date | None:
    if not words:
        return None
    edtf, mark, how = words.partition("~")
    resolved = _RESOLVED[how] if mark else "unknown_year" if edtf.startswith("XXXX") else "explicit"
    return msgspec.convert({"edtf": edtf, "resolved": resolved}, Date)


def _place(words: str) -> Place | None:
    if not words:
        return None
    name, country, admin = _match(_PLACE, words).groups()
    return Place(name=name.strip(), country=country, admin=admin)


def _sides(words: str) -> tuple[tuple[Participant, ...], tuple[Participant, ...]]:
    one, _, other = words.partition(">")
    return tuple(_participants(one)), tuple(_participants(other))


def _participants(words: str) -> Iterator[Participant]:
    yield from (_participant(each.strip()) for each in words.split(";") if each.strip())


def _participant(words: str) -> Participant:
    inferred, code, kind, name, admin, office, of = _match(_PARTICIPANT, words).groups()
    country = None if code == "?" else code
    name = name.strip() if name else None
    kind = kind or ("igo" if country == "IGO" and name else "person" if name or office or of else "country")
    side = country or "unknown"
    if kind == "igo":
        key = f"IGO/{slug(name or '')}"
    elif name is None and kind == "country":
        key = f"{side}/country"
    else:
        key = f"{side}/{kind}/{slug(name or office or of or '')}"
    return msgspec.convert(
        {
            "name": name,
            "key": key,
            "kind": kind,
            "country": country,
            "country_from": "inferred" if inferred else "text",
            "admin": admin,
            "office": office.strip() if office else None,
            "of": of.strip() if of else None,
        },
        Participant,
    )


def _more(words: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for pair in words.split():
        name, _, value = pair.partition("=")
        if name in _LISTS:
            found[name] = tuple(value.split(","))
        elif name == "amount":
            number, _, currency = value.partition(":")
            found[name] = Amount(value=float(number), currency=currency)
        elif name in ("count", "confidence"):
            found[name] = float(value) if name == "confidence" else int(value)
        elif name in ("until", "period", "event"):
            found[name] = value
        else:
            raise ValueError(f"unknown field: {pair}")
    return found


def _match(pattern: re.Pattern[str], words: str) -> re.Match[str]:
    found = pattern.fullmatch(words.strip())
    if found is None:
        raise ValueError(f"cannot be read: {words}")
    return found
