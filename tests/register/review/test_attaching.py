"""On which event a commitment or an instrument hangs is for people to say: kept, shown everywhere, and undone."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from comity.errors import UsageError
from comity.model import Coding
from comity.register import Register
from comity.register.views import KeptCommitment, KeptEvent, KeptInstrument
from tests.register.factory import NEWER, Draft, party, summit

METADATA = {"published": "2021-05-05", "publisher": "AVI", "url": "https://example.org/sommet"}
CEREMONY = (
    "Signature à Vientiane\nLe ministre laotien du Commerce et son homologue vietnamien se sont retrouvés le 9 mai.\n"
)


@pytest.fixture
def found(register: Register) -> Iterator[dict[str, str]]:
    """The ids of the summit's events by form, of its protocol and of a promise. The register stays sound."""
    register.keep(summit(**METADATA).coding())
    named = {str(kept.record.form): kept.id for kept in events(register)}
    (protocol,), (promise, _) = ([kept.id for kept in register.export(kind)] for kind in ("instrument", "commitment"))
    yield named | {"protocol": protocol, "promise": promise}
    assert register.upkeep.check().wrong == ()


def events(register: Register) -> list[KeptEvent]:
    return [kept for kept in register.export("event") if isinstance(kept, KeptEvent)]


def hook(register: Register, identity: str) -> str | None:
    """The event on which a record is shown to hang."""
    kept = register.record(identity)
    assert isinstance(kept, KeptCommitment | KeptInstrument)
    return kept.event


def ceremony() -> Coding:
    """Another page, on another event of other sides."""
    draft = Draft(CEREMONY, published="2021-05-10")
    return draft.event("se sont retrouvés le 9 mai", [party("LAO"), party("VNM")], date="2021-05-09").coding()


def test_it_hangs_where_a_person_says(register: Register, found: dict[str, str]) -> None:
    protocol, meeting, thanks = found["protocol"], found["meeting"], found["thanks"]
    assert hook(register, protocol) == meeting
    before = register.review.item(protocol)
    decided = register.review.change(protocol, {"event": thanks}, "Ana", "it says so", version=before.version)
    assert (decided.fields, decided.state) == (("event",), "changed")
    assert hook(register, protocol) == thanks
    kept = register.record(protocol)
    assert kept.record.event == "e2"  # type: ignore[union-attr]
    (row,) = register.review.decisions(protocol)
    assert (row.field, row.value, row.author, row.reason) == ("event", thanks, "Ana", "it says so")
    dossier = register.dossier(register.side("KHM"), register.side("VNM"))
    assert {each.event for each in dossier.instruments} == {thanks}
    with pytest.raises(UsageError, match="changed meanwhile"):
        register.review.reject(protocol, "Ben", version=before.version)


def test_what_follows_from_the_event_follows(register: Register, found: dict[str, str]) -> None:
    register.keep(ceremony())
    other = next(kept for kept in events(register) if kept.dated == "2021-05-09")
    register.review.change(found["protocol"], {"event": other.id}, "Ana")
    kept = register.record(found["protocol"])
    assert (hook(register, kept.id), kept.dated) == (other.id, "2021-05-09")
    assert kept.record.event is None, "it is no event of its story"  # type: ignore[union-attr]
    # it names Cambodia and Vietnam, of which only one stands in that event
    assert not register.dossier(register.side("LAO"), register.side("VNM")).instruments


def test_it_may_hang_on_nothing_and_all_is_undone(register: Register, found: dict[str, str]) -> None:
    protocol = found["protocol"]
    register.review.change(protocol, {"event": found["thanks"]}, "Ana")
    register.review.change(protocol, {"event": "", "kind": "agreement"}, "Ben")
    assert hook(register, protocol) is None
    assert [row.value for row in register.review.decisions(protocol)] == [None, "agreement", found["thanks"]]
    register.review.accept(protocol, "Chi")
    assert hook(register, protocol) is None, "what was decided stays"
    assert register.review.undo(protocol, "Chi").action == "undone"
    assert register.review.undo(protocol, "Chi").fields == ("kind", "event")
    assert hook(register, protocol) == found["thanks"]
    register.review.undo(protocol, "Chi")
    assert hook(register, protocol) == found["meeting"]


def test_it_stays_when_the_page_is_coded_anew(register: Register, found: dict[str, str]) -> None:
    protocol = found["protocol"]
    register.review.change(protocol, {"event": found["thanks"]}, "Ana")
    draft = summit(**METADATA)
    draft.events = draft.events[:2]
    register.keep(draft.coding(NEWER))
    assert hook(register, protocol) == found["thanks"], "the program finds that event no more"
    assert register.record(found["thanks"]).retired is not None
    with pytest.raises(UsageError, match="No page tells of the event"):
        register.review.change(found["promise"], {"event": found["thanks"]}, "Ana")
    register.review.accept(protocol, "Ana", newest=True)
    assert hook(register, protocol) == found["meeting"]


def test_a_merged_event_is_the_one_that_it_is_part_of(register: Register, found: dict[str, str]) -> None:
    register.keep(ceremony())
    other = next(kept.id for kept in events(register) if kept.dated == "2021-05-09")
    register.review.change(found["protocol"], {"event": other}, "Ana")
    register.merging.merge((found["meeting"], other), "Ana")
    assert hook(register, found["protocol"]) == found["meeting"]
    with pytest.raises(UsageError, match="Nothing would change"):
        register.review.change(found["protocol"], {"event": other}, "Ana")
    register.merging.split((other,), "Ana")
    assert hook(register, found["protocol"]) == other


def test_what_would_change_is_told_first(register: Register, found: dict[str, str]) -> None:
    told = register.review.proposed(found["protocol"], {"event": found["thanks"], "kind": "agreement"})
    assert [msgspec.structs.astuple(each) for each in told] == [
        ("kind", "protocol", "agreement"), ("event", found["meeting"], found["thanks"]),
    ]  # fmt: skip
    assert register.review.proposed(found["protocol"], {"event": found["meeting"]}) == ()
    assert hook(register, found["protocol"]) == found["meeting"]


@pytest.mark.parametrize(
    ("identity", "event", "told"),
    [
        ("protocol", "ev-aaaaaaaaaaaa", "holds no event"),
        ("protocol", "e2", "holds no event"),
        ("protocol", "protocol", "holds no event"),
        ("protocol", "meeting", "Nothing would change"),
        ("meeting", "thanks", "hangs on no event"),
    ],
)
def test_what_is_no_event_is_refused(
    register: Register, found: dict[str, str], identity: str, event: str, told: str
) -> None:
    before = list(register.export("instrument"))
    with pytest.raises(UsageError, match=told):
        register.review.change(found[identity], {"event": found.get(event, event)}, "Ana")
    assert list(register.export("instrument")) == before
    assert register.review.decisions() == ()


def test_a_rejected_event_is_none_to_hang_on(register: Register, found: dict[str, str]) -> None:
    register.review.reject(found["thanks"], "Ana")
    with pytest.raises(UsageError, match="rejected"):
        register.review.change(found["protocol"], {"event": found["thanks"]}, "Ana")
