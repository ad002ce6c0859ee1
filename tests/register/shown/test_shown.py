"""What is shown is what its reports say, whatever was changed and in which order: merged, rejected, coded anew."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import pytest
from sqlalchemy import insert, select, update

from comity.model import Coding, Commitment, Event
from comity.register import Register, currency, shown
from comity.register import schema as t
from comity.register.views import Filters, KeptCommitment, KeptEvent
from tests.register.factory import NEWER, Draft, asean, brittany, party, summit

LAO, THA, KHM, VNM = party("LAO"), party("THA"), party("KHM"), party("VNM")
BRIDGE = "Vientiane et Bangkok ont signé hier.\nLa ministre laotienne du Plan a parlé. Ils bâtiront un pont.\n"
BRIDGE_TOO = "Un pont bientôt. Les deux voisins l'ont dit le 3 mai 2022 à Nong Khai, avec la délégation du Viêt Nam.\n"


def bridge(**metadata: str) -> Draft:
    draft = Draft(BRIDGE, **{"publisher": "AVI", **metadata})
    draft.event("ont signé hier", [LAO, THA], form="signing", plover="SUPPORT", date="2022-05")
    draft.commitment("bâtiront un pont", [LAO], event="e0", force="pledged")
    return draft.office("La ministre laotienne du Plan", "Mali Keo", "ministre du Plan", "LAO", asof="2022-05-04")


def bridge_too(**metadata: str) -> Draft:
    draft = Draft(BRIDGE_TOO, **{"publisher": "KPL", **metadata})
    return draft.event("l'ont dit le 3 mai 2022", [LAO, THA, VNM], form="signing", plover="SUPPORT", date="2022-05-03")


def add(register: Register, *codings: Coding) -> list[str]:
    """The ids of the first events of these pages."""
    list(register.add(codings))
    return [register.page(coding.page.id).stories[0].events[0].id for coding in codings]


def merge(register: Register, canonical: str, *ids: str) -> None:
    with register._database.writing() as connection:
        connection.execute(update(t.event).where(t.event.c.id.in_(ids)).values(merged_into=canonical))
        shown.refresh(connection, ids)


def split(register: Register, *ids: str) -> None:
    with register._database.writing() as connection:
        c = t.event.c
        before = list(connection.scalars(select(c.merged_into).where(c.id.in_(ids), c.merged_into.is_not(None))))
        connection.execute(update(t.event).where(c.id.in_(ids)).values(merged_into=None))
        shown.refresh(connection, [*before, *ids])


def reject(register: Register, identity: str, moment: str | None = "2026-01-01T00:00:00+00:00") -> None:
    with register._database.writing() as connection:
        connection.execute(update(t.event).where(t.event.c.id == identity).values(rejected=moment))
        shown.refresh(connection, [identity])


def say(register: Register, identity: str, record: Event | Commitment, author: str) -> None:
    """Keep a person's version of a record."""
    with register._database.writing() as connection:
        row = connection.execute(
            select(t.coding, t.report.c.kind, t.report.c.start, t.report.c.story)
            .join(t.report, t.report.c.coding_id == t.coding.c.id)
            .join(t.event_report, t.event_report.c.report_id == t.report.c.id)
            .where(t.event_report.c.event_id == identity)
        ).first()
        assert row is not None
        values = {name: row._mapping[name] for name in t.coding.c.keys() if name != "id"}  # noqa: SIM118
        values |= {"digest": f"{author}{identity}", "author": author, "current": False}
        coding = connection.execute(insert(t.coding).values(values)).inserted_primary_key
        report = {
            "coding_id": coding[0] if coding else None,
            "kind": row.kind,
            "story": row.story,
            "local": record.id,
            "position": 0,
            "start": row.start,
            "record": msgspec.json.encode(record).decode(),
        }
        key = connection.execute(insert(t.report).values(report)).inserted_primary_key
        link = {"report_id": key[0] if key else None, "event_id": identity, "reason": "review"}
        connection.execute(insert(t.event_report).values(link))
        shown.refresh(connection, [identity])


def held(register: Register) -> dict[str, list[tuple[object, ...]]]:
    with register._database.reading() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in shown.TABLES
        }


def assert_sound(register: Register) -> None:
    """What was changed step by step is what all would be if it were made anew."""
    before = held(register)
    with register._database.writing() as connection:
        shown.rebuild(connection)
    assert held(register) == before


def test_merged_records_are_one_with_all_their_reports(register: Register) -> None:
    one, other = add(
        register, bridge(url="https://a.example/1").coding(), bridge_too(url="https://b.example/1").coding()
    )
    merge(register, one, other)
    kept = register.record(other)
    assert isinstance(kept, KeptEvent)
    assert kept.id == one
    assert [(ref.event, ref.sources[0].publisher) for ref in kept.reports] == [(one, "AVI"), (other, "KPL")]
    assert kept.record.date is not None
    assert kept.record.date.edtf == "2022-05-03"
    assert {p.country for p in kept.record.actor} == {"LAO", "THA", "VNM"}
    assert [each.id for each in register.export("event")] == [one]
    assert register.contents().events == 1
    # a third side came in with the other report
    (found,) = (
        register.dossier(register.side("VNM"), register.side("LAO")).encounters
        or register.dossier(register.side("VNM"), register.side("LAO")).acts
    )
    assert found == kept
    assert_sound(register)


def test_what_hangs_on_a_merged_event_hangs_on_the_canonical_one(register: Register) -> None:
    one, other = add(register, bridge_too().coding(), bridge().coding())
    (promise,) = register.export("commitment")
    assert isinstance(promise, KeptCommitment)
    assert (promise.event, promise.dated) == (other, "2022-05")
    merge(register, one, other)
    assert_sound(register)
    again = register.record(promise.id)
    assert isinstance(again, KeptCommitment)
    assert (again.event, again.dated) == (one, "2022-05-03")
    # it hangs on an event with Vietnam too, and so stands in that dossier; the minister of the same story with it
    dossier = register.dossier(register.side("LAO"), register.side("VNM"))
    assert [kept.id for kept in dossier.commitments] == [promise.id]
    assert [kept.record.person for kept in dossier.offices] == ["Mali Keo"]
    split(register, other)
    assert_sound(register)
    assert register.record(promise.id) == promise
    assert register.dossier(register.side("LAO"), register.side("VNM")).offices == ()


def test_a_page_shows_what_it_says_itself(register: Register) -> None:
    one, other = add(register, bridge().coding(), bridge_too().coding())
    merge(register, one, other)
    (event,) = register.page(bridge_too().page().id).stories[0].events
    assert (event.id, event.record.date and event.record.date.edtf) == (one, "2022-05-03")
    assert event.reports[0].page == bridge_too().page().id
    text = register.text(event.reports[0].page)
    span = event.record.evidence[0]
    assert text[span.start : span.end] == "l'ont dit le 3 mai 2022"


def test_a_record_that_a_person_rejected_is_in_no_list(register: Register) -> None:
    (one,) = add(register, bridge().coding())
    reject(register, one)
    assert_sound(register)
    assert list(register.export("event")) == []
    assert register.contents().events == 0
    assert register.dossier(register.side("LAO"), register.side("THA")).is_empty
    # but whoever has its id can see it
    assert register.event(one).reports[0].event == one
    reject(register, one, None)
    assert_sound(register)
    assert [kept.id for kept in register.export("event")] == [one]


def test_a_persons_version_is_shown_and_survives_coding_anew(register: Register) -> None:
    (one,) = add(register, bridge().coding())
    corrected = msgspec.structs.replace(bridge().events[0], form="document_exchange")
    say(register, one, corrected, "Ada")
    assert_sound(register)
    kept = register.event(one)
    assert (kept.record.form, [ref.author for ref in kept.reports]) == ("document_exchange", ["Ada", None])
    assert [difference.field for difference in kept.differs] == ["form"]
    (on_page,) = register.page(bridge().page().id).stories[0].events
    assert on_page.record.form == "document_exchange"
    register.keep(bridge().coding(NEWER))
    assert_sound(register)
    assert register.event(one).record.form == "document_exchange"


def test_another_source_may_change_which_value_is_shown(register: Register) -> None:
    first = bridge(url="https://a.example/1", published="2022-05-09")
    first.events[0] = msgspec.structs.replace(first.events[0], amount=None)
    one, other = add(register, first.coding(), bridge_too(url="https://b.example/1", published="2022-05-05").coding())
    merge(register, one, other)
    register.keep(
        first.coding(), bridge(url="https://c.example/1", publisher="Old News", published="2022-05-01").page()
    )
    assert_sound(register)


def test_all_that_changes_a_page_changes_what_is_shown(register: Register) -> None:
    add(register, summit().coding(), brittany().coding(), bridge().coding())
    assert_sound(register)
    register.keep(summit().coding(NEWER))
    assert_sound(register)
    without = Draft(BRIDGE, publisher="AVI")
    register.keep(without.coding(NEWER))
    assert_sound(register)
    assert register.dossier(register.side("LAO"), register.side("THA")).is_empty
    with register._database.writing() as connection:
        page = bridge().page().id
        connection.execute(update(t.coding).where(t.coding.c.page_id == page).values(current=False))
        currency.settle_events(connection, currency.events_of(connection, page), "2026-01-01T00:00:00+00:00")
    assert_sound(register)


def many(number: int) -> Iterable[Coding]:
    for index in range(number):
        draft = Draft(f"Page {index}. Le Laos et la Thaïlande se parlent. Un accord {index}.\n")
        draft.event("se parlent", [LAO, THA], date=f"2022-05-{index + 1:02d}" if index % 5 else None)
        yield draft.instrument(f"Un accord {index}", [LAO, THA], signed=f"20{index + 10}").coding()


def test_a_dossier_is_read_in_parts(register: Register) -> None:
    list(register.add(many(13)))
    sides = register.side("LAO"), register.side("THA")
    whole = register.dossier(*sides)
    assert (whole.counts.encounters, whole.counts.instruments, len(whole.encounters)) == (13, 13, 13)
    part = register.dossier(*sides, Filters(limit=5))
    assert part.counts == whole.counts
    assert part.encounters == whole.encounters[:5]
    assert part.instruments == whole.instruments[:5]
    read = [register.dossier(*sides, Filters(section="encounter", limit=5, offset=offset)) for offset in (0, 5, 10, 15)]
    assert tuple(kept for each in read for kept in each.encounters) == whole.encounters
    assert [each.instruments for each in read] == [()] * 4
    assert register.dossier(*sides, Filters(limit=0)).is_empty is False
    dated = register.dossier(*sides, Filters(since="2022-05-04", limit=2))
    assert (dated.counts.encounters, dated.undated, len(dated.encounters)) == (8, 3, 2)


@pytest.mark.parametrize("filters", [{"limit": -1}, {"offset": -1}])
def test_less_than_none_is_not_read(register: Register, filters: dict[str, int]) -> None:
    add(register, summit().coding())
    with pytest.raises(Exception, match="Less than none"):
        register.dossier(register.side("KHM"), register.side("VNM"), Filters(**filters))


def test_organs_and_speakers_of_bodies_of_states_stand_for_them(register: Register) -> None:
    draft = Draft("Le porte-parole de l'ASEAN a reçu la Chine. Le Conseil de sécurité a reçu le Laos.\n")
    speaker = party("IGO", "Ana Lopes", of="ASEAN")
    council = msgspec.structs.replace(asean(), name="Conseil de sécurité", key="IGO/csnu")
    draft.event("a reçu la Chine", [party("CHN")], [speaker])
    draft.event("a reçu le Laos", [LAO], [council])
    register.keep(draft.coding())
    assert register.dossier(register.side("CHN"), register.side("ASEAN")).counts.encounters == 1
    assert register.dossier(register.side("LAO"), register.side("IGO/csnu")).counts.encounters == 1
    assert register.dossier(register.side("LAO"), register.side("ONU")).counts.encounters == 1
    # the body itself is counted, not those of which it is an organ
    assert [{side.key for side in dyad.sides} for dyad in register.dyads()] == [{"LAO", "IGO/csnu"}]
