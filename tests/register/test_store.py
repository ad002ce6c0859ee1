"""Adding to the register: what is new, what is known, what is coded anew."""

from __future__ import annotations

import msgspec
import pytest

from comity.errors import RecordError, UnknownRecordError
from comity.register import Register
from comity.register.views import KeptCommitment, KeptInstrument
from tests.register.factory import CODER, NEWER, SUMMIT, Draft, brittany, failing, page, party, summit


def ids(register: Register) -> dict[str, list[str]]:
    return {
        kind: [kept.id for kept in register.export(kind)] for kind in ("event", "commitment", "instrument", "office")
    }


def test_a_page_is_added_once(register: Register) -> None:
    first, second = register.add([summit().coding(), summit().coding()])
    assert (first.outcome, first.new_source) == ("added", True)
    assert first.records == {"event": 3, "commitment": 2, "instrument": 1, "office": 2}
    assert (second.outcome, second.new_source) == ("known", False)
    assert second.records == first.records
    contents = register.contents()
    assert (contents.pages, contents.events, contents.commitments) == (1, 3, 2)
    assert (contents.first_day, contents.last_day) == ("2021-05-04", "2021-05-04")


def test_records_come_back_as_they_were_coded(register: Register) -> None:
    draft = summit(url="https://example.org/1", publisher="AVI", published="2021-05-05")
    list(register.add([draft.coding()]))
    kept = list(register.export("event"))
    assert [each.record for each in kept] == draft.events
    report = kept[0].reports[0]
    assert report.report == "s0/e0"
    assert report.page == draft.page().id
    assert report.evidence == draft.events[0].evidence
    assert report.sources[0].url == "https://example.org/1"
    assert report.story.title == SUMMIT.partition("\n")[0]
    assert kept[0].id.startswith("ev-")
    assert len(kept[0].id) == 15


def test_records_hang_on_their_event(register: Register) -> None:
    list(register.add([summit().coding()]))
    meeting, agreement = (kept.id for kept in list(register.export("event"))[:2])
    held = {kept.record.action: kept for kept in register.export("commitment") if isinstance(kept, KeptCommitment)}
    by_event = {kept.event: action for action, kept in held.items()}
    assert set(by_event) == {register.event(meeting).id, register.event(agreement).id}
    (instrument,) = register.export("instrument")
    assert isinstance(instrument, KeptInstrument)
    assert instrument.channel == ("government",)
    assert instrument.dated == "2021-05-04"


def test_another_address_is_another_source(register: Register) -> None:
    one = summit(url="https://example.org/1", published="2021-05-05").coding()
    other = summit(url="https://example.net/2", published="2021-05-05").coding()
    *_, added = register.add([one, other])
    assert (added.outcome, added.new_source) == ("known", True)
    sources = register.page(one.page.id).sources
    assert {source.url for source in sources} == {"https://example.org/1", "https://example.net/2"}
    assert register.contents().events == 3


def test_the_same_address_in_another_file_is_the_same_source(register: Register) -> None:
    one = summit(url="https://example.org/1", source="monday.jsonl#1").coding()
    other = summit(url="https://example.org/1", source="tuesday.jsonl#7").coding()
    *_, added = register.add([one, other])
    assert not added.new_source


def test_an_earlier_publication_date_codes_anew(register: Register) -> None:
    late = summit(url="https://example.org/1", published="2022-01").coding()
    early = summit(url="https://example.org/2", published="2021-05-05").coding()
    list(register.add([late]))
    before = ids(register)
    assert register.pending(early.page, CODER) == early.page
    assert register.keep(early).outcome == "recoded"
    assert ids(register) == before
    assert register.page(early.page.id).sources[0].published == "2021-05-05"


def test_a_later_publication_date_changes_no_coding(register: Register) -> None:
    early = summit(url="https://example.org/2", published="2021-05-05").coding()
    late = summit(url="https://example.org/1", published="2022-01").coding()
    list(register.add([early]))
    assert register.pending(late.page, CODER) is None
    assert register.note(late.page, CODER).new_source
    assert register.keep(late).outcome == "known"
    assert [source.published for source in register.page(late.page.id).sources] == ["2021-05-05", "2022-01"]


def test_a_known_page_is_pending_with_its_earliest_source(register: Register) -> None:
    early = summit(url="https://example.org/2", published="2021-05-05", publisher="AVI").coding()
    late = summit(url="https://example.org/1", published="2022-01", publisher="Autre").coding()
    list(register.add([early]))
    pending = register.pending(late.page, NEWER)
    assert pending is not None
    assert (pending.published, pending.publisher, pending.url) == ("2021-05-05", "AVI", "https://example.org/2")


def test_a_newer_coder_keeps_the_ids_of_what_it_finds_again(register: Register) -> None:
    list(register.add([summit().coding()]))
    before = {kept.record.evidence[0].start: kept.id for kept in register.export("event")}
    again = summit()
    meeting, agreement, thanks = again.events
    # the newer coder numbers events otherwise, quotes one word less, and finds the thanks no more
    again.events = [
        msgspec.structs.replace(agreement, id="e0"),
        msgspec.structs.replace(
            meeting, id="e1", evidence=(again.span("a rencontré le 4 mai 2021 son", "status"),), form="talks"
        ),
    ]
    assert register.keep(again.coding(NEWER)).outcome == "recoded"
    after = {kept.record.evidence[0].start: kept.id for kept in register.export("event")}
    assert after == {start: before[start] for start in after}
    assert len(after) == 2
    gone = register.event(before[thanks.evidence[0].start])
    assert gone.retired is not None
    assert gone.record == thanks
    assert register.contents().events == 2


def test_a_retired_id_is_given_again_to_what_was_lost_and_found(register: Register) -> None:
    list(register.add([summit().coding()]))
    before = ids(register)
    without = summit()
    without.events = without.events[:2]
    register.keep(without.coding(NEWER))
    third = summit().coding(msgspec.structs.replace(CODER, version="0.3.0"))
    assert register.keep(third).outcome == "recoded"
    assert ids(register) == before


def test_an_older_coder_is_made_current_without_coding(register: Register) -> None:
    list(register.add([summit().coding(), summit().coding(NEWER)]))
    page_of = summit().page()
    assert register.pending(page_of, CODER) is None
    assert register.note(page_of, CODER).outcome == "recoded"
    assert register.page(page_of.id).coder == CODER
    assert register.note(page_of, CODER).outcome == "known"


def test_two_acts_in_one_clause_have_two_ids(register: Register) -> None:
    draft = Draft("Le Laos et le Vietnam se félicitent et se remercient.\n")
    for form in ("congratulation", "thanks", "praise"):
        draft.event("se félicitent et se remercient", [party("LAO"), party("VNM")], plover="SUPPORT", form=form)
    list(register.add([draft.coding()]))
    before = {kept.record.form: kept.id for kept in register.export("event")}
    assert len(set(before.values())) == 3
    draft.events.reverse()
    register.keep(draft.coding(NEWER))
    assert {kept.record.form: kept.id for kept in register.export("event")} == before


def test_a_page_that_fails_is_kept_with_its_reason(register: Register) -> None:
    bad = failing("Các nhà lãnh đạo hai nước\n", "no_lexicon", "No lexicon for 'vi'.", language="vi", source="vi.txt")
    outcomes = [(added.outcome, added.failure) for added in register.add([bad, summit().coding(), bad])]
    assert outcomes == [("failed", bad.error), ("added", None), ("failed", bad.error)]
    (failed,) = register.failed()
    assert (failed.name, failed.failure) == ("vi.txt", bad.error)
    assert register.page(bad.page.id).failure == bad.error
    assert register.pending(bad.page, CODER) == bad.page
    assert register.contents().failed == 1


def test_a_page_that_failed_may_succeed(register: Register) -> None:
    list(register.add([failing(SUMMIT)]))
    assert register.keep(summit().coding()).outcome == "added"
    assert register.failed() == ()
    assert register.contents().events == 3


def test_a_coder_that_fails_takes_nothing_away(register: Register) -> None:
    list(register.add([summit().coding()]))
    assert register.keep(failing(SUMMIT, coder=NEWER)).outcome == "failed"
    assert register.contents().events == 3
    assert register.failed() == ()
    assert register.pending(summit().page(), NEWER) is not None


def test_an_id_that_is_not_of_the_text_is_refused(register: Register) -> None:
    coding = summit().coding()
    false = msgspec.structs.replace(coding, page=msgspec.structs.replace(coding.page, id="0" * 64))
    with pytest.raises(RecordError, match="SHA-256"):
        register.keep(false)
    assert register.contents().pages == 0


def test_what_breaks_a_page_leaves_no_part_of_it(register: Register) -> None:
    draft = summit()
    draft.events.append(msgspec.structs.replace(draft.events[0]))  # the same page-local id twice
    with pytest.raises(RecordError, match="contradict"):
        register.keep(draft.coding())
    assert register.contents().pages == 0
    assert register.keep(summit().coding()).outcome == "added"


def test_names_that_are_no_text_are_kept(register: Register) -> None:
    name = b"d\xe9p\xeache.txt".decode(errors="surrogateescape")
    coding = page("Rien à coder.\n", source=name, title="nul\0")
    list(register.add([failing("Rien à coder.\n", source=name, title="nul\0")]))
    assert register.page(coding.id).sources[0].name == "d?p?che.txt"


@pytest.mark.parametrize("identity", ["ev-aaaaaaaaaaaa", "nonsense", "", "co-x"])
def test_an_unknown_id_is_said_to_be_unknown(register: Register, identity: str) -> None:
    for ask in (register.record, register.event, register.page):
        with pytest.raises(UnknownRecordError):
            ask(identity)


def test_a_commitment_is_no_event(register: Register) -> None:
    list(register.add([summit().coding()]))
    commitment = next(register.export("commitment"))
    assert register.record(commitment.id) == commitment
    with pytest.raises(UnknownRecordError, match="no event"):
        register.event(commitment.id)


def test_a_page_tells_its_stories(register: Register) -> None:
    draft = brittany()
    list(register.add([draft.coding()]))
    kept = register.page(draft.page().id)
    assert kept.text == draft.text
    (story,) = kept.stories
    assert [each.record for each in story.events] == draft.events
    assert story.zones == draft.coding().stories[0].zones
    assert kept.coder == CODER
