"""A release is what the register said at a moment: it is exported again exactly, whatever comes after."""

from __future__ import annotations

import json

import pytest

from comity.errors import UnknownReleaseError, UsageError
from comity.outputs.exports import KINDS, export
from comity.register import Register
from comity.register.views import RECORD_KINDS
from tests.register.factory import NEWER, SUMMIT, Draft, brittany, party, summit


def lines(of: object, kind: str, **options: object) -> list[str]:
    return list(export(of, kind, **options))  # type: ignore[arg-type]


def without_meeting() -> Draft:
    """The page of the summit as another coder sees it: no meeting, thanks with a date, an invitation."""
    draft = Draft(SUMMIT, url="https://example.org/1", published="2021-05-05")
    thanks = [party("VNM", "Lê Van Binh", office="Premier ministre")], [party("KHM")]
    draft.event("M. Binh a remercié le Cambodge", *thanks, plover="SUPPORT", form="thanks", date="2021-05-04", modes=())
    sides = [party("KHM"), party("VNM")]
    draft.event("Les deux pays ont convenu de porter", sides, plover="AGREE", form="commitment", date="2021-05-04")
    draft.event("en visite officielle à Hanoï", [party("KHM", "Sok Dara")], [party("VNM")], form="visit")
    return draft


def fill(register: Register) -> None:
    register.keep(summit(url="https://example.org/1", published="2021-05-05").coding())
    register.keep(brittany(url="https://example.org/2").coding())


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize(
    "options",
    [{}, {"format": "jsonl"}, {"text": False}, {"format": "jsonl", "min_confidence": 0.95}],
    ids=["csv", "jsonl", "without words", "confident"],
)
def test_a_release_is_exported_again_exactly(register: Register, kind: str, options: dict[str, object]) -> None:
    fill(register)
    before = lines(register, kind, **options)
    register.releases.create("2026-11", author="Ana", note="for the visit")
    register.keep(without_meeting().coding(NEWER))
    register.keep(summit(url="https://example.net/copy", published="2021-05-04").coding(NEWER))
    register.keep(Draft("Rien de neuf.\n", published="2022").coding())
    assert lines(register.releases.open("2026-11"), kind, **options) == before


def test_a_release_says_what_it_holds_and_of_which_coders(register: Register) -> None:
    fill(register)
    made = register.releases.create("2026-11", author="Ana", note="for the visit")
    assert register.releases.all() == (made,)
    assert (made.author, made.note) == ("Ana", "for the visit")
    assert made.records == {kind: len(list(register.export(kind))) for kind in RECORD_KINDS}
    assert [coder.version for coder in made.coders] == ["0.1.0"]


def test_equal_states_have_equal_digests(register: Register) -> None:
    fill(register)
    first = register.releases.create("a", author="Ana")
    second = register.releases.create("b", author="Bao")
    register.keep(without_meeting().coding(NEWER))
    third = register.releases.create("c", author="Ana")
    assert first.digest == second.digest != third.digest


def test_what_differs_from_a_release_to_the_register_as_it_is(register: Register) -> None:
    fill(register)
    register.releases.create("2026-11", author="Ana")
    assert list(register.releases.diff("2026-11")) == []
    register.keep(without_meeting().coding(NEWER))
    found = {change.what: change for change in register.releases.diff("2026-11") if change.kind == "event"}
    gone, new, other = found["disappears"], found["appears"], found["changes"]
    assert gone.before is not None
    assert (gone.before.record.form, gone.after) == ("meeting", None)  # type: ignore[union-attr]
    assert new.after is not None
    assert (new.after.record.form, new.before) == ("visit", None)  # type: ignore[union-attr]
    assert new.after == register.record(new.id or "")
    assert [(change.field, change.after["edtf"]) for change in other.changes if change.field == "date"] == [
        ("date", "2021-05-04")
    ]
    kinds = [change.kind for change in register.releases.diff("2026-11")]
    assert kinds == sorted(kinds, key=RECORD_KINDS.index)
    assert kinds.count("instrument") == 1


def test_two_releases_are_compared_in_both_directions(register: Register) -> None:
    fill(register)
    register.releases.create("a", author="Ana")
    register.keep(without_meeting().coding(NEWER))
    register.releases.create("b", author="Ana")
    register.keep(summit(url="https://example.org/1", published="2021-05-05").coding())
    forth = list(register.releases.diff("a", "b"))
    back = list(register.releases.diff("b", "a"))
    turned = {"appears": "disappears", "disappears": "appears", "changes": "changes"}
    assert {(change.id, turned[change.what]) for change in forth} == {(change.id, change.what) for change in back}
    assert list(register.releases.diff("a", "a")) == []
    assert list(register.releases.diff("a", "now")) == []


@pytest.mark.parametrize("name", ["", "  ", "now", "2026-11"])
def test_a_name_that_cannot_be_given_is_refused(register: Register, name: str) -> None:
    register.releases.create("2026-11", author="Ana")
    with pytest.raises(UsageError, match="release"):
        register.releases.create(name, author="Ana")
    assert [release.name for release in register.releases.all()] == ["2026-11"]


def test_an_unknown_release_is_told_with_those_that_there_are(register: Register) -> None:
    with pytest.raises(UnknownReleaseError, match="none yet"):
        register.releases.open("x")
    register.releases.create("2026-11", author="Ana")
    with pytest.raises(UnknownReleaseError, match="2026-11"):
        list(register.releases.diff("2026-11", "x"))


def test_records_that_releases_share_are_kept_once(register: Register) -> None:
    fill(register)
    for name in ("a", "b", "c"):
        register.releases.create(name, author="Ana")
    with register._database.reading() as connection:
        bodies = connection.exec_driver_sql("SELECT count(*) FROM frozen").scalar()
        records = connection.exec_driver_sql("SELECT count(*) FROM release_record").scalar()
    assert bodies * 3 == records


def test_a_difference_is_json(register: Register) -> None:
    import msgspec

    fill(register)
    register.releases.create("a", author="Ana")
    register.keep(without_meeting().coding(NEWER))
    for change in register.releases.diff("a"):
        said = json.loads(msgspec.json.encode(change))
        assert said["what"] in ("appears", "disappears", "changes")
