"""Coding the stored pages anew: what it would change is shown first, counts once it is accepted, and can be undone."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from comity.errors import UsageError
from comity.model import Coder, Coding, Failure, Reading
from comity.register import Register
from comity.register.views import RECORD_KINDS
from tests.register.factory import BRITTANY, CODER, NEWER, SUMMIT, Draft, brittany, failing, summit
from tests.register.releases.test_releases import without_meeting


def newer(_: str | None) -> Coder:
    return NEWER


def present(_: str | None) -> Coder:
    return CODER


def fill(register: Register) -> None:
    register.keep(summit(url="https://example.org/1", published="2021-05-05").coding())
    register.keep(brittany(url="https://example.org/2").coding())


def code(reading: Reading) -> Coding:
    """What the newer coder makes of a page: it sees other acts in one, the same in the other."""
    draft = without_meeting() if reading.page.text == SUMMIT else brittany(url="https://example.org/2")
    return msgspec.structs.replace(draft.coding(NEWER), page=reading.page)


def recode(register: Register) -> list[Any]:
    register.recodings.begin(newer)
    return [register.recodings.keep(code(reading)) for reading in register.recodings.stale(newer)]


def state(register: Register) -> dict[str, Any]:
    return {kind: list(register.export(kind)) for kind in RECORD_KINDS}


def test_nothing_changes_before_it_is_accepted(register: Register) -> None:
    fill(register)
    before = state(register)
    done = recode(register)
    assert sorted((one.appears, one.disappears, one.changes) for one in done) == [(0, 0, 0), (1, 6, 1)]
    assert state(register) == before
    waiting = register.recodings.current()
    assert (waiting.pages, waiting.differing, waiting.failed, waiting.state) == (2, 1, 0, "open")


def test_the_coder_is_given_the_page_as_it_was_read(register: Register) -> None:
    fill(register)
    register.recodings.begin(newer)
    found = {reading.page.text: reading for reading in register.recodings.stale(newer)}
    assert set(found) == {SUMMIT, BRITTANY}
    page = found[SUMMIT].page
    assert (page.url, page.published, page.language) == ("https://example.org/1", "2021-05-05", "fr")
    assert [zone.zone for story in found[SUMMIT].stories for zone in story.zones] == ["headline", "body"]


def test_what_it_would_change_is_what_accepting_it_changes(register: Register) -> None:
    fill(register)
    recode(register)
    preview = [(change.what, change.kind, change.id) for change in register.recodings.changes()]
    list(register.recodings.accept(release="before", author="Ana"))
    actual = [(change.what, change.kind, change.id) for change in register.releases.diff("before")]
    known = {entry for entry in actual if entry[0] != "appears"}
    assert {entry for entry in preview if entry[0] != "appears"} == known
    assert [entry[:2] for entry in preview if entry[0] == "appears"] == [("appears", "event")]
    assert [entry[:2] for entry in actual if entry[0] == "appears"] == [("appears", "event")]


def test_changes_name_fields_with_what_was_and_is_said(register: Register) -> None:
    fill(register)
    recode(register)
    changed = [change for change in register.recodings.changes() if change.what == "changes"]
    dates = [(one.before, one.after["edtf"]) for change in changed for one in change.changes if one.field == "date"]
    assert (None, "2021-05-04") in dates
    assert all(change.before and change.after and change.before.id == change.after.id for change in changed)


def test_the_state_before_is_a_release(register: Register) -> None:
    fill(register)
    before = state(register)
    recode(register)
    list(register.recodings.accept(release="before", author="Ana"))
    released = register.releases.open("before")
    assert {kind: list(released.export(kind)) for kind in RECORD_KINDS} == before
    assert state(register) != before
    assert {one.coder.version for one in [register.page(page.id) for page in [summit().page()]] if one.coder} == {
        "0.2.0"
    }
    with pytest.raises(UsageError, match="waits"):
        register.recodings.current()


def test_accepting_goes_on_where_it_was_interrupted(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comity.register.releases.releases._PAGES_AT_ONCE", 1)
    fill(register)
    recode(register)
    first = next(register.recodings.accept(release="before", author="Ana"))
    assert register.recodings.current().state == "accepting"
    with pytest.raises(UsageError, match="being accepted"):
        register.recodings.drop()
    with pytest.raises(UsageError, match="being accepted"):
        register.recodings.begin(newer)
    rest = list(register.recodings.accept(release="another name", author="Ana"))
    assert {first.page, *(one.page for one in rest)} == {summit().page().id, brittany().page().id}
    assert [release.name for release in register.releases.all()] == ["before"]


def test_a_recoding_goes_on_where_it_was_interrupted(register: Register) -> None:
    fill(register)
    register.recodings.begin(newer)
    reading = next(register.recodings.stale(newer))
    register.recodings.keep(code(reading))
    rest = list(register.recodings.stale(newer))
    assert [one.page.id for one in rest] == sorted({summit().page().id, brittany().page().id} - {reading.page.id})


def test_what_is_dropped_is_forgotten(register: Register) -> None:
    fill(register)
    before = state(register)
    recode(register)
    assert register.recodings.drop().pages == 2
    assert state(register) == before
    with pytest.raises(UsageError, match="No recoding waits"):
        register.recodings.drop()
    assert len(recode(register)) == 2, "another may begin"


def test_another_coder_does_not_go_on_with_it(register: Register) -> None:
    fill(register)
    recode(register)
    with pytest.raises(UsageError, match="another version"):
        register.recodings.begin(lambda _: msgspec.structs.replace(NEWER, lexicon="b" * 64))


def test_pages_of_this_coder_are_left_alone(register: Register) -> None:
    fill(register)
    register.recodings.begin(present)
    assert list(register.recodings.stale(present)) == []


def test_a_page_on_which_the_coder_fails_stays_as_it_is(register: Register) -> None:
    fill(register)
    before = state(register)
    register.recodings.begin(newer)
    for reading in register.recodings.stale(newer):
        failed = Failure(code="coding", message="It broke.")
        told = register.recodings.keep(Coding(schema="1", coder=NEWER, page=reading.page, stories=(), error=failed))
        assert told.failure == failed
    assert register.recodings.current().failed == 2
    assert list(register.recodings.changes()) == []
    list(register.recodings.accept(release="before", author="Ana"))
    assert state(register) == before


def test_a_page_that_could_not_be_coded_is_tried_again(register: Register) -> None:
    register.keep(failing("Tin tức\n", "no_lexicon", "No lexicon for 'vi'.", language="vi"))
    register.recodings.begin(newer)
    (reading,) = register.recodings.stale(newer)
    assert (reading.page.text, reading.stories) == ("Tin tức\n", ())
    coded = msgspec.structs.replace(Draft("Tin tức\n", language="vi").coding(NEWER), page=reading.page)
    register.recodings.keep(coded)
    list(register.recodings.accept(release="before", author="Ana"))
    assert register.failed() == ()


def test_a_page_that_was_told_another_date_meanwhile_stays_as_it_is(register: Register) -> None:
    fill(register)
    recode(register)
    register.keep(summit(url="https://example.net/early", published="2021-05-01").coding())
    before = state(register)
    list(register.recodings.accept(release="before", author="Ana"))
    assert state(register) == before
