"""The parts of reviewing that read and write nothing: the order of the queue, values, selections, changes."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity import edtf
from comity.coding.evidence import stated_fields
from comity.errors import UsageError
from comity.model import Amount, Commitment, Date, Event, Instrument, Participant, Place, Span
from comity.register.review import entering
from comity.register.review.changing import STATED, assignments, changed, fields_of, made
from comity.register.review.conflicts import compared
from comity.register.review.selecting import LONGEST, selected
from comity.register.review.views import ReviewState
from comity.register.review.worth import CONFLICT, doubts, uncertainty, worth
from tests.register.factory import SUMMIT, party, summit

MEETING = summit().events[0]
PLEDGE = summit().commitments[1]
PROTOCOL = summit().instruments[0]
OFFICE = summit().offices[0]
RECORDS = (MEETING, PLEDGE, PROTOCOL, OFFICE)


def looked(record: Any, reports: int = 1, differs: int = 0, state: ReviewState | None = None, **more: Any) -> float:
    return worth(msgspec.structs.replace(record, **more), reports=reports, differs=differs, state=state)


# --- the order of the queue ---


def test_what_is_less_sure_disputed_weightier_or_told_more_often_is_worth_more() -> None:
    assert looked(MEETING, confidence=0.5) > looked(MEETING, confidence=0.8)
    assert looked(MEETING, differs=1) > looked(MEETING)
    assert looked(MEETING, reports=4) > looked(MEETING, reports=2) > looked(MEETING)
    assert looked(MEETING, intensity=-9.0) > looked(MEETING, intensity=1.0) > looked(MEETING, intensity=None)
    assert looked(PROTOCOL) > looked(PLEDGE) > looked(OFFICE)
    assert looked(PLEDGE) > looked(PLEDGE, force="affirmed")


@given(
    st.floats(0, 1), st.integers(1, 10**6), st.integers(0, 12), st.sampled_from(RECORDS),
    st.sampled_from(["accepted", "changed", "added", "rejected"]),
)  # fmt: skip
def test_conflicts_come_first_and_decided_records_not_at_all(
    confidence: float,
    reports: int,
    differs: int,
    record: Any,
    state: Literal["accepted", "changed", "added", "rejected"],
) -> None:
    assert 0 <= uncertainty(confidence, differs) <= 1
    record = msgspec.structs.replace(record, confidence=confidence)
    open_one = worth(record, reports=reports, differs=differs, state=None)
    assert 0 < open_one < CONFLICT
    assert worth(record, reports=1, differs=0, state="conflict") > open_one
    assert worth(record, reports=reports, differs=differs, state=state) == 0


def test_doubts_are_told_the_weightiest_first() -> None:
    guessed = party("KHM", "Sok Dara", country_from="inferred")
    date = Date(edtf="2021-05-04", resolved="year_from_context")
    event = msgspec.structs.replace(MEETING, confidence=0.4, date=date, actor=(guessed,))
    assert doubts(event, differs=2, state="conflict") == ("conflict", "differs", "unsure", "year", "country")
    assert doubts(MEETING, differs=0, state=None) == ()


# --- selections ---


@given(st.text(alphabet="ab \néđ\U0001f54a", max_size=40), st.integers(0, 45), st.integers(0, 45))
def test_a_selection_is_the_words_without_blanks_around_them_or_a_mistake(text: str, start: int, end: int) -> None:
    try:
        span = selected(text, f"{start}:{end}", ("date",))
    except UsageError:
        assert not text[start:end].strip() or end > len(text) or "\n" in text[start:end].strip()
        return
    assert span.start is not None
    assert span.end is not None
    words = text[span.start : span.end]
    assert words == text[start:end].strip()
    assert words
    assert "\n" not in words


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("Sok Dara", "more than once"),
        ("Sok  Dara", "does not have"),
        ("", "does not have"),
        ("5:4", "not within"),
        ("0:100000", "not within"),
        ("0:100", "end of a line"),
    ],
)
def test_a_selection_that_is_none_is_told(words: str, wrong: str) -> None:
    with pytest.raises(UsageError, match=wrong):
        selected(SUMMIT, words)


def test_long_selections_are_no_evidence() -> None:
    with pytest.raises(UsageError, match="at most"):
        selected("x" * (LONGEST + 1), f"0:{LONGEST + 1}")
    assert selected("x" * LONGEST, f"0:{LONGEST}").end == LONGEST


# --- values ---


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        ("date", "2018-07", Date(edtf="2018-07", resolved="explicit")),
        ("date", {"edtf": "XXXX-02-18", "resolved": "unknown_year"}, Date(edtf="XXXX-02-18", resolved="unknown_year")),
        ("amount", "1 200 000,5 usd", Amount(value=1200000.5, currency="USD")),
        ("amount", {"value": 3, "currency": "EUR"}, Amount(value=3.0, currency="EUR")),
        ("recalled", "yes", True),
        ("recalled", "", False),
        ("channel", "party, local , party", ("party", "local")),
        ("channel", '["party"]', ("party",)),
        ("form", "", None),
        ("form", "null", None),
        ("recipient", "", ()),
        ("recipient", "VNM; VNM", (party("VNM"),)),
        ("recipient", "Viêt Nam", (party("VNM"),)),
        ("recipient", "LAO/person/Keo Chanda", (party("LAO", "Keo Chanda"),)),
        ("recipient", "lê van binh", MEETING.recipient),
        ("recipient", '[{"kind": "city", "name": "Hué", "country": "VNM"}]', (party("VNM", "Hué", "city"),)),
    ],
)
def test_values_are_json_or_short(field: str, written: Any, value: Any) -> None:
    spans = [Span(start=0, end=5, supports=(field,))]
    assert getattr(changed(MEETING, {field: written}, spans), field) == value


def test_places_are_looked_up() -> None:
    spans = [Span(start=0, end=5)]
    place = changed(MEETING, {"place": "Hué"}, spans).place  # type: ignore[union-attr]
    assert isinstance(place, Place)
    assert (place.name, place.country) == ("Hué", "VNM")
    assert place.latitude is not None
    village = changed(MEETING, {"place": "Ban Nowhere, LAO"}, spans).place  # type: ignore[union-attr]
    assert village == Place(name="Ban Nowhere", country="LAO")


def test_a_body_of_states_has_its_key() -> None:
    (asean,) = changed(MEETING, {"recipient": "IGO/asean"}, [Span(start=0, end=5)]).recipient  # type: ignore[union-attr]
    assert (asean.key, asean.country, asean.kind) == ("IGO/asean", "IGO", "igo")


@pytest.mark.parametrize(
    ("record", "changes", "wrong"),
    [
        (MEETING, {"dat": "2018"}, "Did you mean 'date'"),
        (MEETING, {"intensity": "3"}, "follows from others"),
        (MEETING, {"id": "e9"}, "follows from others"),
        (MEETING, {"form": "signng"}, "Did you mean 'signing'"),
        (MEETING, {"channel": "party, milk"}, "'milk' is not in its vocabulary"),
        (MEETING, {"date": "yesterday"}, "not a date"),
        (MEETING, {"date": "2021-02-30"}, "does not exist"),
        (MEETING, {"actor": ""}, "cannot be without 'actor'"),
        (MEETING, {"plover": ""}, "cannot be without 'plover'"),
        (MEETING, {"actor": "[{"}, "not well-formed JSON"),
        (MEETING, {"actor": "KHM/king/X"}, "no kind of participant"),
        (MEETING, {"actor": "KHM/X"}, "is no side"),
        (MEETING, {"actor": "IGO/nonesuch"}, "no known body of states"),
        (MEETING, {"amount": "many dollars"}, "no sum of money"),
        (MEETING, {"amount": "5 USD"}, "No words of the page support 'amount'"),
        (MEETING, {"modes": "gift"}, "is no mode of CONSULT"),
        (MEETING, {"recalled": "perhaps"}, "neither yes nor no"),
        (MEETING, {"place": "Nonesuch-upon-Nowhere"}, "Say in which country"),
        (MEETING, {"place": '{"nam": "x"}'}, "unknown field"),
        (PLEDGE, {"until": "soon"}, "not a date"),
        (PLEDGE, {"fields": 5}, "no list of words"),
        (PROTOCOL, {"count": "0"}, "no number of documents"),
        (PROTOCOL, {"title": ["x"]}, "is no text"),
        (OFFICE, {"country": "ZZ9"}, "is no country"),
        (OFFICE, {"office": ""}, "cannot be without 'office'"),
    ],
)
def test_a_mistake_is_told_with_what_to_do(record: Any, changes: dict[str, Any], wrong: str) -> None:
    with pytest.raises(UsageError) as raised:
        changed(record, changes)
    assert wrong in str(raised.value)
    assert raised.value.remedy


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(RECORDS), st.data())
def test_any_value_makes_a_record_or_a_mistake_that_is_told(record: Any, data: st.DataObject) -> None:
    field = data.draw(st.sampled_from(fields_of(_kind(record))))
    with suppress(UsageError):
        new = changed(record, {field: data.draw(_VALUES)})
        assert msgspec.json.decode(msgspec.json.encode(new), type=type(record)) == new


def _kind(record: Any) -> Any:
    return {Event: "event", Commitment: "commitment", Instrument: "instrument"}.get(type(record), "office")


def test_what_follows_from_a_change_follows() -> None:
    event = changed(MEETING, {"plover": "SUPPORT", "form": "signing"})
    assert isinstance(event, Event)
    assert (event.modes, event.intensity) == ((), 5.0)
    assert event.evidence == MEETING.evidence


def test_what_needs_words_of_the_page_is_what_the_coder_holds_itself_to() -> None:
    for record in RECORDS:
        full = {name: getattr(record, name) or _something(name) for name in STATED[type(record)]}
        assert set(stated_fields(msgspec.structs.replace(record, **full))) == set(STATED[type(record)])


def _something(name: str) -> Any:
    return (party("VNM"),) if name in ("signatories", "recipient") else "x"


def test_a_record_is_made_of_little() -> None:
    span = selected(SUMMIT, "former 200 cadres")
    pledge = made("commitment", {"force": "pledged", "by": "VNM"}, [span], SUMMIT)
    assert isinstance(pledge, Commitment)
    assert (pledge.action, pledge.by[0].key, pledge.confidence) == ("former 200 cadres", "VNM", 1.0)
    thanks = made("event", {"form": "thanks", "actor": "VNM", "date": "2021-05-05"}, [span], SUMMIT)
    assert isinstance(thanks, Event)
    assert (thanks.plover, thanks.status, thanks.evidence[0].supports) == (
        "SUPPORT",
        "held",
        ("status", "date", "actor"),
    )
    document = made("instrument", {"kind": "protocol", "parties": "VNM; KHM"}, [span], SUMMIT)
    assert isinstance(document, Instrument)
    assert document.status == "signed"


def test_assignments() -> None:
    assert assignments(["date=2018", "place=Hué, VNM", "form="]) == {"date": "2018", "place": "Hué, VNM", "form": ""}


@given(st.text(max_size=20))
def test_days_are_edtf_or_told(words: str) -> None:
    try:
        found = entering.day(words)
    except UsageError:
        assert not edtf.is_valid(words)
    else:
        assert found == words


# --- conflicts ---


def differing(**changes: Any) -> Event:
    return msgspec.structs.replace(MEETING, **changes)


@pytest.mark.parametrize(
    ("seen", "now", "yours", "fields"),
    [
        (MEETING, MEETING, MEETING, []),
        (MEETING, differing(confidence=0.1, rules=("other",), evidence=()), MEETING, []),
        (MEETING, differing(form="talks"), MEETING, ["form"]),
        (MEETING, differing(form="talks"), differing(form="talks"), []),
        (MEETING, differing(form="talks"), differing(form="audience"), ["form"]),
        (MEETING, MEETING, differing(form="audience"), []),
        (MEETING, None, MEETING, ["*"]),
        (MEETING, None, None, []),
        (MEETING, MEETING, None, []),
        (MEETING, differing(form="talks"), None, ["form"]),
        (None, MEETING, MEETING, []),
        (None, differing(form="talks"), MEETING, ["form"]),
        (None, MEETING, None, ["*"]),
        (None, None, MEETING, []),
    ],
)
def test_where_people_and_program_disagree(
    seen: Event | None, now: Event | None, yours: Event | None, fields: list[str]
) -> None:
    assert [each.field for each in compared("event", seen, now, yours)] == fields


def test_sides_keep_what_is_known_of_them() -> None:
    event = changed(MEETING, {"actor": "KHM/person/Sok Dara; VNM"})
    assert isinstance(event, Event)
    known: Participant = event.actor[0]
    assert known.office == "Premier ministre"
