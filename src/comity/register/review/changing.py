"""A record as a person wants it: fields changed, or a record that was missed, checked whole. Pure.

What a person writes is held to what the coder's records are held to: the vocabulary, EDTF, and evidence for every field
that a page must state. A mistake is a UsageError that says what was wrong and what may be written instead.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import msgspec

from comity.errors import UsageError
from comity.lexicon.vocabulary import vocabulary
from comity.model import Commitment, Event, Instrument, Office, Participant, Span
from comity.register.review import entering
from comity.register.review.selecting import MOST
from comity.register.views import RecordKind

AnyRecord = Event | Commitment | Instrument | Office

RULE = "review"
"""The rule that a person's version names beside those that first made the record."""

SURE = 1.0
"""The confidence of what a person says."""

_READERS: dict[str, entering.Reader] = {
    "date": entering.date,
    "place": entering.place,
    "amount": entering.amount,
    "recalled": entering.truth,
    "count": entering.number,
    "country": entering.country,
    **dict.fromkeys(("until", "period", "signed", "asof"), entering.day),
    **dict.fromkeys(("modes", "contexts", "channel", "fields"), entering.words),
    **dict.fromkeys(("actor", "recipient", "by", "to", "parties", "signatories"), entering.sides),
}
# the vocabulary in which a field's words stand, by kind of record
_VOCABULARIES: dict[type[Any], dict[str, str]] = {
    Event: {
        "plover": "type",
        "contexts": "context",
        "form": "form",
        "visit_rank": "visit_rank",
        "status": "status",
        "mood": "mood",
        "channel": "channel",
    },
    Commitment: {"force": "force", "fields": "field", "channel": "channel"},
    Instrument: {"kind": "instrument_kind", "status": "instrument_status", "fields": "field"},
    Office: {"tenure": "tenure"},
}
# what a record cannot be without
_NEEDED: dict[type[Any], tuple[str, ...]] = {
    Event: ("plover", "status", "mood", "actor"),
    Commitment: ("force", "by", "action"),
    Instrument: ("kind", "status", "parties"),
    Office: ("person", "office", "tenure"),
}
# what a page must state: each such field that a record has stands on words of the page
STATED: dict[type[Any], tuple[str, ...]] = {
    Event: ("status", "date", "place", "actor", "recipient", "amount"),
    Commitment: ("action", "until", "amount"),
    Instrument: ("title", "parties", "signatories", "count", "period", "signed", "amount"),
    Office: ("person", "office", "of", "rank"),
}
_FOLLOWS = frozenset({"id", "event", "intensity", "confidence", "rules", "evidence"})
_TYPES: dict[RecordKind, type[AnyRecord]] = {
    "event": Event,
    "commitment": Commitment,
    "instrument": Instrument,
    "office": Office,
}
_BLANK: dict[RecordKind, dict[str, Any]] = {
    "event": {"visit_rank": None, "form": None, "status": "held", "mood": "asserted", "recalled": False, "date": None}
    | {"place": None, "amount": None, "intensity": None}
    | dict.fromkeys(("modes", "contexts", "actor", "recipient", "channel"), ()),
    "commitment": {"event": None, "date": None, "amount": None, "until": None, "force": None}
    | dict.fromkeys(("by", "to", "fields", "channel"), ()),
    "instrument": {"event": None, "title": None, "status": "signed", "count": None, "amount": None, "period": None}
    | {"signed": None, "kind": None}
    | dict.fromkeys(("fields", "parties", "signatories"), ()),
    "office": dict.fromkeys(("person", "office", "rank", "of", "country", "asof"), None) | {"tenure": "current"},
}


def fields_of(kind: RecordKind) -> tuple[str, ...]:
    """The fields that a person may set, in the order of the record."""
    return tuple(name for name in _TYPES[kind].__struct_fields__ if name not in _FOLLOWS)


def settable(kind: RecordKind) -> tuple[str, ...]:
    """As `fields_of`, and `event` where a record hangs on one (see `attaching`)."""
    return (*fields_of(kind), *(("event",) if "event" in _TYPES[kind].__struct_fields__ else ()))


def changed(record: AnyRecord, changes: Mapping[str, Any], spans: Sequence[Span] = ()) -> AnyRecord:
    """The record with these fields set, and with more evidence. Values are JSON, or short as in `entering`.

    Evidence that supports nothing in particular supports the changed fields. What follows from others (modes that are
    none of a new type, intensity) follows. Raises UsageError.
    """
    values = _read(type(record), changes, record)
    spans = [
        span if span.supports else msgspec.structs.replace(span, supports=_stated(record, values)) for span in spans
    ]
    evidence = (*record.evidence, *(span for span in spans if span.supports))
    new = msgspec.structs.replace(record, **_following(record, values), evidence=evidence)
    # what stood there before is not the person's mistake
    _check(new, values.keys())
    return new


def vouched(record: AnyRecord, local: str) -> AnyRecord:
    """The record as a person's version of it: sure, and named apart from what the program said."""
    rules = record.rules if RULE in record.rules else (*record.rules, RULE)
    return msgspec.structs.replace(record, id=local, confidence=SURE, rules=rules)


def made(kind: RecordKind, said: Mapping[str, Any], spans: Sequence[Span], text: str) -> AnyRecord:
    """A record that was missed: what a person says of it, and the words of the page that say it. Raises UsageError.

    Spans that support nothing in particular support all that a page must state. A form says of which type an event is,
    the first span what a commitment is about, unless that is said.
    """
    if not spans:
        raise UsageError("A record needs the words that it rests on.", "Select them on the page: START:END")
    kind_of = _TYPES[kind]
    given = dict(said)
    if kind == "event" and "plover" not in given and isinstance(given.get("form"), str):
        form = vocabulary().forms.get(given["form"])
        given |= {"plover": form.types[0], "modes": list(form.modes)} if form is not None else {}
    if kind == "commitment" and "action" not in given:
        given["action"] = text[spans[0].start : spans[0].end]
    values = {**_BLANK[kind], **_read(kind_of, given, None)}
    missing = [name for name in _NEEDED[kind_of] if not values.get(name)]
    if missing:
        raise UsageError(f"The {kind} lacks {_listed(missing)}.", f"Say it: {missing[0]}=…")
    if kind == "event":
        values["intensity"] = vocabulary().intensity(values["plover"], values["modes"])
    stated = tuple(name for name in STATED[kind_of] if values.get(name))
    spans = [span if span.supports else msgspec.structs.replace(span, supports=stated) for span in spans]
    record = msgspec.convert(
        {**msgspec.to_builtins(values), "id": "new", "confidence": SURE, "rules": (RULE,), "evidence": ()}, kind_of
    )
    record = msgspec.structs.replace(record, evidence=tuple(spans))
    _check(record, fields_of(kind))
    return record


def _check(record: AnyRecord, fields: Collection[str]) -> None:
    """UsageError when one of the fields is wanted and empty, names modes of another type, or has not its evidence."""
    missing = [name for name in _NEEDED[type(record)] if name in fields and not getattr(record, name)]
    if missing:
        raise UsageError(f"A record of this kind cannot be without {_listed(missing)}.", "Give a value.")
    if isinstance(record, Event) and {"plover", "modes"} & set(fields):
        modes = [mode.name for mode in vocabulary().modes_of(record.plover)]
        for mode in record.modes:
            if mode not in modes:
                known = f"It has: {', '.join(modes)}." if modes else "It has none."
                raise UsageError(f"'{mode}' is no mode of {record.plover}.", known)
    if len(record.evidence) > MOST:
        raise UsageError(
            f"The record would rest on {len(record.evidence)} pieces of evidence; {MOST} are allowed.",
            "Select fewer words.",
        )
    supported = {name for span in record.evidence for name in span.supports}
    stated = [name for name in STATED[type(record)] if name in fields and getattr(record, name)]
    bare = [name for name in stated if name not in supported]
    if bare:
        raise UsageError(
            f"No words of the page support {_listed(bare)}.",
            "Select the words that say it, as --words '…'; what no page says stays unknown.",
        )


def assignments(given: Iterable[str]) -> dict[str, str]:
    """`FIELD=VALUE` as a person writes it. Raises UsageError for what has no `=`, and for one field twice."""
    found: dict[str, str] = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"'{each}' sets no field.", "Write FIELD=VALUE, as date=2018-07-17")
        if name.strip() in found:
            raise UsageError(f"The field '{name.strip()}' is set twice.", "Set it once.")
        found[name.strip()] = value
    return found


def _read(kind: type[AnyRecord], changes: Mapping[str, Any], record: AnyRecord | None) -> dict[str, Any]:
    """The values of fields as a person wrote them, each as its field wants it."""
    allowed = fields_of(_name_of(kind))
    known = _participants(record) if record is not None else ()
    values: dict[str, Any] = {}
    for name, value in changes.items():
        if name not in allowed:
            near = get_close_matches(name, allowed, n=1)
            meant = f"Did you mean '{near[0]}'? " if near else ""
            why = "follows from others" if name in _FOLLOWS else "is not one of this record"
            raise UsageError(f"The field '{name}' {why}.", f"{meant}It has: {', '.join(allowed)}.")
        try:
            values[name] = _READERS.get(name, entering.text)(entering.plain(value), known)
        except msgspec.ValidationError as error:
            raise UsageError(f"The value of '{name}' is wrong: {error}.", "Compare docs/records.md.") from None
        except UsageError as error:
            raise UsageError(f"{name}: {error.what}", error.remedy) from None
        _check_words(kind, name, values[name])
    return values


def _check_words(kind: type[AnyRecord], name: str, value: Any) -> None:
    vocabularies = _VOCABULARIES[kind]
    if name not in vocabularies or value is None:
        return
    table = vocabulary().table(vocabularies[name])
    for word in value if isinstance(value, tuple) else (value,):
        if word not in table:
            near = get_close_matches(word, table, n=1)
            meant = f"Did you mean '{near[0]}'? " if near else ""
            raise UsageError(f"{name}: '{word}' is not in its vocabulary.", f"{meant}It has: {', '.join(table)}.")


def _following(record: AnyRecord, values: dict[str, Any]) -> dict[str, Any]:
    """With what follows from the values."""
    if not isinstance(record, Event) or not {"plover", "modes"} & values.keys():
        return values
    plover = values.get("plover", record.plover)
    if plover is None:
        return values
    own = {mode.name for mode in vocabulary().modes_of(plover)}
    modes = values.get("modes", tuple(mode for mode in record.modes if mode in own))
    scored = tuple(mode for mode in modes if mode in own)
    return {**values, "modes": modes, "intensity": vocabulary().intensity(plover, scored)}


def _stated(record: AnyRecord, values: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields that newly selected words are evidence of."""
    fields = tuple(name for name in values if values[name])
    return fields or tuple(name for name in STATED[type(record)] if getattr(record, name))


def _participants(record: AnyRecord) -> tuple[Participant, ...]:
    slots = (getattr(record, name, ()) for name in ("actor", "recipient", "by", "to", "parties", "signatories"))
    return tuple(each for slot in slots for each in slot)


def _name_of(kind: type[AnyRecord]) -> RecordKind:
    return next(name for name, each in _TYPES.items() if each is kind)


def _listed(names: Sequence[str]) -> str:
    quoted = [f"'{name}'" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
