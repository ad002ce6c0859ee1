"""The JSON Schema of the record: the shape from the frozen records, the allowed values from the vocabulary."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec

from comity.lexicon.vocabulary import Vocabulary, vocabulary
from comity.model import SCHEMA, Coding, Commitment, Event, Instrument, Office

_RECORDS = (Event, Commitment, Instrument, Office)
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_UNSTATED = frozenset({"id", "event", "evidence", "rules", "confidence"})
_COUNTRY = "^([A-Z]{3}|IGO)$"
_SHA256 = "^[0-9a-f]{64}$"
# The parts of an EDTF date of the records; comity.edtf knows which days exist.
_MOMENT = r"([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|XXXX-[0-9]{2}(-[0-9]{2})?)"
_EDTF = rf"^{_MOMENT}(/{_MOMENT})?$"
_MOST_EVIDENCE = 8


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one coding, as a new dictionary. LexiconError if the vocabulary is wrong."""
    loaded: dict[str, Any] = msgspec.json.decode(_encoded())
    return loaded


def evidence_fields() -> tuple[str, ...]:
    """The fields that a span may support (`for`): those of the records that a page can state."""
    names = {field.encode_name for record in _RECORDS for field in msgspec.structs.fields(record)}
    return tuple(sorted(names - _UNSTATED))


@lru_cache(maxsize=1)
def _encoded() -> bytes:
    (reference,), definitions = msgspec.json.schema_components([Coding], ref_template="#/$defs/{name}")
    for name, fields in _restrictions(vocabulary()).items():
        for field, limits in fields.items():
            _restrict(definitions[name]["properties"], field, limits)
    for record in _RECORDS:
        definitions[record.__name__]["properties"]["evidence"]["maxItems"] = _MOST_EVIDENCE
    _shape_of_spans(definitions["Span"])
    coding = definitions["Coding"]
    # a page that was not coded says why, and has no stories
    coding["if"] = {"required": ["error"], "properties": {"error": {"type": "object"}}}
    coding["then"] = {"properties": {"stories": {"maxItems": 0}}}
    whole = {
        "$schema": _DIALECT,
        "$id": f"urn:comity:schema:{SCHEMA}",
        "title": "What `comity code` prints for one page",
        **reference,
        "$defs": definitions,
    }
    return msgspec.json.encode(whole, order="sorted")


def _restrictions(words: Vocabulary) -> dict[str, dict[str, dict[str, Any]]]:
    """For each record the limits of its fields beyond their type; a list's limits are those of its items."""
    channel = {"enum": list(words.channels)}
    confidence = {"minimum": 0, "maximum": 1}
    offset = {"minimum": 0}
    edtf = {"pattern": _EDTF}
    fields = {"enum": list(words.fields)}
    return {
        "Page": {"id": {"pattern": _SHA256}, "published": edtf},
        "Zone": {"start": offset, "end": offset},
        "CodedStory": {"start": offset, "end": offset},
        "Span": {"start": offset, "end": offset, "for": {"enum": list(evidence_fields())}},
        "Date": {"edtf": edtf},
        "Place": {
            "country": {"pattern": _COUNTRY},
            "latitude": {"minimum": -90, "maximum": 90},
            "longitude": {"minimum": -180, "maximum": 180},
        },
        "Amount": {"currency": {"pattern": "^[A-Z]{3}$"}},
        "Participant": {
            "country": {"pattern": _COUNTRY},
            "sector": {"enum": list(words.sectors)},
            "role": {"enum": list(words.roles)},
        },
        "Event": {
            "plover": {"enum": list(words.types)},
            "modes": {"enum": sorted({mode.name for mode in words.modes.values()})},
            "contexts": {"enum": list(words.contexts)},
            "form": {"enum": list(words.forms)},
            "visit_rank": {"enum": list(words.visit_ranks)},
            "channel": channel,
            "intensity": {"minimum": -10, "maximum": 10},
            "confidence": confidence,
        },
        "Commitment": {"fields": fields, "channel": channel, "until": edtf, "confidence": confidence},
        "Instrument": {
            "kind": {"enum": list(words.instrument_kinds)},
            "status": {"enum": list(words.instrument_statuses)},
            "fields": fields,
            "period": edtf,
            "signed": edtf,
            "confidence": confidence,
        },
        "Office": {"country": {"pattern": _COUNTRY}, "asof": edtf, "confidence": confidence},
    }


def _restrict(properties: dict[str, Any], field: str, limits: dict[str, Any]) -> None:
    shape = properties[field]
    if shape.get("type") == "array":
        shape = shape["items"]
    for kind in shape.get("anyOf", [shape]):
        if kind.get("type") != "null":
            kind.update(limits)


def _shape_of_spans(span: dict[str, Any]) -> None:
    """A span is of the text, or of the metadata."""
    span["oneOf"] = [{"required": ["start", "end", "for"]}, {"required": ["meta", "value", "for"]}]
