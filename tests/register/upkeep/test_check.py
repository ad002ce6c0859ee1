"""What breaks a rule of the register is found by `check`, and named; what is sound is not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Connection, Table, func, select

from comity.errors import RegisterError
from comity.model import Coding, Failure
from comity.register import Register, open_register
from comity.register import schema as t
from comity.register.people.views import AuthorityEntry
from comity.register.upkeep.checking import RULES
from comity.register.views import FeedState
from tests.register.factory import CODER, NEWER, Draft, failing, party, summit
from tests.register.test_migrations import TALKS, codings, talks
from tests.register.test_teasers import front, full


@pytest.fixture
def filled(register: Register) -> Register:
    """A register with pages, a failure, a reprint, an older coding, and records of each kind."""
    reprint = talks(TALKS.replace("ouvrent un poste", "inaugurent un poste"), url="https://a.example")
    outcomes = [added.outcome for added in register.add([*codings(), reprint.coding()])]
    assert outcomes == ["added", "added", "added", "failed", "similar"]
    return register


@pytest.fixture
def busy(filled: Register) -> Register:
    """As `filled`, and with all that people and time add: decisions, versions, a conflict, a rejected record, releases,
    recodings, an authority file, a feed, failures, a teaser that gave way, and somebody who was told."""
    first, second = (record.id for record in list(filled.export("commitment"))[:2])
    filled.review.change(first, {"fields": "health"}, "Mai")
    filled.review.accept(first, "Sok", "read twice")
    filled.review.reject(second, "Mai")
    for record in list(filled.export("office"))[:1]:
        filled.review.accept(record.id, "Mai")
        filled.review.undo(record.id, "Mai")
    page = filled.keep(full()).page
    filled.keep(front())
    filled.review.add(page, "event", {"form": "praise", "actor": "KHM"}, ["a remercié le Vietnam"], "Mai")
    for record in filled.page(page).stories[0].events:
        filled.review.accept(record.id, "Mai")
    filled.review.done(page, "Mai")
    entry = AuthorityEntry(id="Q1", kind="person", name="Sok Dara", country="KHM", names=("Dara Sok",))
    bank = AuthorityEntry(id="B1", kind="body", name="Office des eaux", names=(), parents=("Ministère des eaux",))
    filled.people.import_authority([entry, bank], source="people.csv")
    draft = Draft("Le bureau de l'Office des eaux (ex-Régie des eaux) a reçu une délégation.")
    bureau = party("LAO", "bureau de l'Office des eaux", "body")
    filled.keep(draft.event("a reçu une délégation", [bureau, party("VNM")], date="2020-01-02").coding())
    filled.releases.create("first", author="Mai")
    recoded(filled, "0.3.0", "trade")
    filled.recodings.drop()
    recoded(filled, "0.4.0", "security")
    list(filled.recodings.accept(release="second", author="Mai"))
    recoded(filled, "0.5.0", "energy")
    moment = "2026-01-01T00:00:00+00:00"
    filled.save_feed(FeedState(address="https://example.org/feed", failures=1, last_error="gone", last_failure=moment))
    filled.fail(
        "nothing.txt", Failure(code="empty", message="The page is empty."), root="pages", address="https://a.b/c"
    )
    sides = (filled.side("KHM"), filled.side("VNM"))
    filled.tell(filled.news(sides, [page]))
    assert filled.review.waiting().conflicts > 0
    return filled


def recoded(register: Register, version: str, field: str) -> None:
    """Code the summit anew by another version, which finds its promises in another field."""
    coder = msgspec.structs.replace(CODER, version=version)
    register.recodings.begin(lambda _: coder)
    draft = summit(url="https://example.org/1?utm_source=mail", published="2021-05-05")
    draft.commitments = [msgspec.structs.replace(each, fields=(field,)) for each in draft.commitments]
    register.recodings.keep(draft.coding(coder))


def broken(register: Register) -> dict[str, str]:
    """The rules that are broken, with the first place."""
    return {wrong.check: wrong.examples[0] for wrong in register.upkeep.check().wrong}


def do(register: Register, *statements: str) -> None:
    """Change rows behind the register's back: what its own code never does."""
    with register._database.writing() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_what_was_kept_is_sound(filled: Register) -> None:
    checked = filled.upkeep.check()
    assert checked.wrong == ()
    assert (checked.pages, checked.reports, checked.records, checked.checks) == (5, 11, 11, len(RULES))
    filled.keep(summit().coding(NEWER))
    assert filled.upkeep.check().wrong == ()


def test_an_empty_register_is_sound(register: Register) -> None:
    assert register.upkeep.check().wrong == ()


def test_every_rule_has_a_name_of_its_own() -> None:
    assert len({rule.check for rule in RULES}) == len(RULES)


ONE = "(SELECT min(id) FROM report WHERE kind = 'event')"
OF = f"(SELECT event_id FROM event_report WHERE report_id = {ONE})"
LATER = "(SELECT event_id FROM event_report WHERE report_id = (SELECT max(id) FROM report WHERE kind = 'event'))"
JUDGED = (
    "INSERT INTO judgement (relation, one, other, verdict, reasons, author, made)"
    " SELECT '{relation}', min(id), max(id), '{verdict}', '[]', '{author}', '2026-01-01'"
    " FROM event WHERE kind = 'event'"
)


BREAKING = [
        ("text", ["UPDATE page SET text = text || ' de plus' WHERE id IN (SELECT page_id FROM \"similar\")"]),
        ("sourced", ["DELETE FROM source WHERE page_id IN (SELECT page_id FROM \"similar\")"]),
        ("sources", ["UPDATE source SET url = 'https://other.example/2' WHERE url LIKE 'https://example.org/hue'"]),
        ("current", ["UPDATE coding SET current = false WHERE error_code IS NOT NULL"]),
        ("current", ['DELETE FROM "similar"']),
        ("reprints", ['UPDATE "similar" SET like_id = page_id']),
        ("codings", ["UPDATE coding SET digest = 'x' WHERE error_code IS NOT NULL"]),
        ("codings", ["UPDATE coding SET author = 'A. Bernard' WHERE error_code IS NOT NULL"]),
        ("codings", ["UPDATE coding SET error_code = 'x' WHERE error_code IS NULL"]),
        ("evidence", [f"UPDATE report SET record = replace(record, '\"end\":', '\"end\":9') WHERE id = {ONE}"]),
        ("evidence", [f"UPDATE report SET record = '{{}}' WHERE id = {ONE}"]),
        ("stories", [f"UPDATE report SET story = 's9' WHERE id = {ONE}"]),
        ("stories", [f"UPDATE report SET start = start + 1 WHERE id = {ONE}"]),
        ("stories", ["UPDATE coding SET stories = '[' WHERE error_code IS NULL"]),
        ("reports", ["DELETE FROM event_report WHERE report_id = (SELECT max(id) FROM report)"]),
        ("records", ["DELETE FROM event_report WHERE report_id = (SELECT max(id) FROM report)"]),
        ("kinds", ["UPDATE event SET kind = 'office' WHERE kind = 'instrument'"]),
        ("parents", ["UPDATE report SET parent_id = id WHERE kind = 'instrument'"]),
        ("retired", [f"UPDATE event SET retired = '2026-01-01' WHERE id = {OF}"]),
        ("retired", ["UPDATE teaser SET replaced_by = NULL", "UPDATE coding SET current = false"]),
        ("merged", [f"UPDATE event SET merged_into = {OF} WHERE id = {LATER}"]),
        ("merged", [f"UPDATE event SET merged_into = {OF} WHERE kind = 'office'"]),
        ("merged", [f"UPDATE event SET merged_into = id WHERE id = {OF}"]),
        ("merged", [JUDGED.format(relation="same", verdict="yes", author="rule")]),
        ("canonical", [f"UPDATE event SET merged_into = {LATER} WHERE id = {OF}"]),
        ("judged", [JUDGED.format(relation="same", verdict="no", author="rule"),
                    "UPDATE judgement SET one = other, other = one"]),
        ("judged", [JUDGED.format(relation="outcome", verdict="no", author="A. Bernard"),
                    "UPDATE judgement SET superseded = '2026-01-02'",
                    JUDGED.format(relation="outcome", verdict="yes", author="rule"),
                    "UPDATE judgement SET superseded_by = (SELECT max(id) FROM judgement)"
                    " WHERE author <> 'rule'"]),
        ("decided", ["INSERT INTO decision (page_id, kind, start, \"end\", field, value, author, made)"
                     " SELECT id, 'event', 5, 100000, '*', '\"accepted\"', 'A. Bernard', '2026-01-01'"
                     " FROM page WHERE id IN (SELECT page_id FROM \"similar\")"]),
        ("shown", [f"UPDATE shown SET form = 'gift' WHERE event_id = {OF}"]),
        ("shown", [f"DELETE FROM pair WHERE event_id = {OF}"]),
        ("shown", ["UPDATE side_pair SET channel = 'other'"]),
        ("shown", [f"UPDATE standing SET name = 'other' WHERE event_id = {OF}"]),
        ("shown", [f"UPDATE event SET rejected = '2026-01-01' WHERE id = {OF}"]),
        ("searched", [f"DELETE FROM searched WHERE event_id = {OF}"]),
        ("participants", [f"DELETE FROM participant WHERE report_id = {ONE}"]),
        ("sketches", ["DELETE FROM band"]),
]  # fmt: skip
BUSY = [
        ("decided", ["UPDATE decision SET value = '{' WHERE author = 'Mai'"]),
        ("decided", ["UPDATE decision SET seen = '{}' WHERE seen IS NOT NULL"]),
        ("decided", ["UPDATE decision SET author = ' '"]),
        ("decided", [f"UPDATE decision SET event_id = {OF} WHERE field = 'page'"]),
        ("decided", [f"UPDATE decision SET event_id = {OF} WHERE kind = 'commitment'"]),
        ("superseding", ["UPDATE decision SET superseded = NULL"]),
        ("versions", ["UPDATE event_report SET reason = 'recoded' WHERE reason = 'review'"]),
        ("versions", [f"UPDATE event_report SET reason = 'review' WHERE report_id = {ONE}"]),
        ("versions", [f"UPDATE event_report SET reason = 'chance' WHERE report_id = {ONE}"]),
        ("versions", [f"UPDATE report SET superseded = '2026-01-01' WHERE id = {ONE}"]),
        ("versions", ["UPDATE decision SET report_id = NULL"]),
        ("versions", ["UPDATE decision SET author = 'Sok'"]),
        ("versions", ["UPDATE decision SET superseded = '2026-01-01'"]),
        ("rejected", ["UPDATE event SET rejected = NULL"]),
        ("rejected", [f"UPDATE event SET rejected = '2026-01-01' WHERE id = {OF}"]),
        ("conflicts", ["UPDATE conflict SET decision_id = (SELECT max(id) FROM decision)"]),
        ("conflicts", ["UPDATE decision SET superseded = '2026-01-01'"]),
        ("conflicts", ["UPDATE conflict SET fields = '[]'"]),
        ("conflicts", ["UPDATE conflict SET fields = 'all'"]),
        ("noted", ["INSERT INTO decision (page_id, kind, start, \"end\", field, value, author, made)"
                   " SELECT page_id, kind, start, \"end\", field, value, author, made FROM decision"
                   " WHERE field = 'page'"]),
        ("related", [JUDGED.format(relation="fulfils", verdict="no", author="rule")]),
        ("related", [JUDGED.format(relation="continues", verdict="no", author="rule")]),
        ("related", [JUDGED.format(relation="outcome", verdict="no", author="rule"),
                     "UPDATE judgement SET reasons = 'none'"]),
        ("related", [JUDGED.format(relation="outcome", verdict="no", author="rule"),
                     "UPDATE judgement SET score = 2"]),
        ("teasers", ["UPDATE teaser SET replaced_by = NULL"]),
        ("teasers", ["UPDATE teaser SET story = 's0'"]),
        ("teasers", ["UPDATE teaser SET replaced_by = (SELECT page_id FROM coding WHERE error_code IS NOT NULL)"]),
        ("addresses", ["UPDATE fetched SET address = 'https://a.b/d'"]),
        ("addresses", ["UPDATE source SET address_key = 'elsewhere' WHERE url IS NOT NULL"]),
        ("addresses", ["UPDATE source SET address_key = NULL WHERE url IS NOT NULL"]),
        ("failures", ["UPDATE failure SET tries = 0"]),
        ("failures", ["UPDATE failure SET first = '2999-01-01'"]),
        ("feeds", ["UPDATE feed SET last_failure = NULL"]),
        ("feeds", ["UPDATE feed SET failures = -1"]),
        ("told", ["UPDATE told SET news = NULL"]),
        ("told", ["UPDATE told SET news = '{'"]),
        ("told", ["UPDATE told SET page_id = (SELECT page_id FROM coding WHERE error_code IS NOT NULL)"]),
        ("released", ["DELETE FROM release_record WHERE position = 0 AND kind = 'office'"]),
        ("released", ["UPDATE release_record SET position = position + 1000 WHERE kind = 'instrument'"]),
        ("released", ["UPDATE release SET digest = 'x' WHERE name = 'first'"]),
        ("released", ["UPDATE release SET records = '{}' WHERE name = 'first'"]),
        ("released", ["UPDATE release SET coders = '{}' WHERE name = 'first'"]),
        ("frozen", ["UPDATE frozen SET body = (SELECT body FROM frozen ORDER BY digest LIMIT 1)"]),
        ("frozen", ["UPDATE release_record SET kind = 'office', position = 1000 + position WHERE kind = 'instrument'"]),
        ("needed", ["DELETE FROM release_record WHERE kind = 'instrument'"]),
        ("recodings", ["UPDATE recoding SET ended = '2026-01-01' WHERE state = 'open'"]),
        ("recodings", ["UPDATE recoding SET release_id = NULL"]),
        ("recodings", ["UPDATE recoding SET state = 'lost' WHERE state = 'dropped'"]),
        ("recodings", ["UPDATE recoding SET coder = '{}' WHERE state = 'dropped'"]),
        ("recoded", ["UPDATE recoded SET coding = NULL"]),
        ("recoded", ["UPDATE recoded SET appears = -1"]),
        ("recoded", ["UPDATE recoded SET accepted = '2026-01-01'"]),
        ("recoded", ["UPDATE recoded SET page_id = (SELECT page_id FROM coding WHERE error_code IS NOT NULL)"]),
        ("recoded", ["UPDATE recoded SET coding = (SELECT body FROM frozen ORDER BY digest LIMIT 1)"
                     " WHERE coding IS NOT NULL"]),
        ("people", ["DELETE FROM sighting"]),
        ("people", ["UPDATE appellation SET records = records + 1"]),
        ("people", ["UPDATE appellation SET person_id = NULL"]),
        ("traces", ["DELETE FROM trace"]),
        ("traces", ["UPDATE trace SET last_day = '2020-01-01'"]),
        ("traces", ["UPDATE report SET record = '{}'"]),
        ("names", ["DELETE FROM appellation_key"]),
        ("authorities", ["DELETE FROM authority_name"]),
        ("authorities", ["UPDATE authority_name SET written = ''"]),
        ("authorities", ["UPDATE authority SET name = ''"]),
        ("authorities", ["UPDATE authority_relation SET other = ''"]),
        ("authorities", ["UPDATE authority_relation SET authority_id = 'Q1'"]),
        ("bodies", ["UPDATE body SET records = records + 1"]),
        ("bodies", ["DELETE FROM body_whole"]),
        ("bodies", ["DELETE FROM body_sighting"]),
]  # fmt: skip


class _Undone(Exception):
    """Nothing of what a block has written is to be kept."""


def unnoticed(register: Register, cases: Iterable[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """The cases of which the rule of that name says nothing; each is broken in a transaction that is not kept."""
    rules = {rule.check: rule for rule in RULES}
    found = []
    for check, statements in cases:
        with suppress(_Undone), register._database.writing() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
            wrong = rules[check].broken(connection)
            if wrong is None or not all(wrong.examples):
                found.append((check, statements))
            raise _Undone
    return found


def test_what_breaks_a_rule_is_found(filled: Register) -> None:
    assert unnoticed(filled, BREAKING) == []
    assert filled.upkeep.check().wrong == ()


def test_what_breaks_a_rule_of_what_people_and_time_add_is_found(busy: Register) -> None:
    assert unnoticed(busy, BUSY) == []
    assert busy.upkeep.check().wrong == ()


def test_what_is_broken_is_told_with_its_rule(filled: Register) -> None:
    do(filled, 'UPDATE "similar" SET like_id = page_id', "DELETE FROM trace")
    assert {"reprints", "traces"} <= broken(filled).keys()


def test_what_was_rejected_as_one_stays_so(register: Register) -> None:
    """A person rejects a record of many reports, none of which was compared with all others."""
    list(register.add(coding for number in range(4) for coding in [_echo(number)]))
    (whole,) = register.export("event")
    assert len(whole.reports) == 4
    register.review.reject(whole.id, "Mai")
    assert register.upkeep.check().wrong == ()
    register.merging.split([whole.reports[-1].event], "Mai")
    assert register.upkeep.check().wrong == ()


def test_what_is_rejected_after_it_was_accepted_is_sound_and_comes_back_accepted(register: Register) -> None:
    register.keep(_echo(0))
    (one,) = register.export("event")
    register.review.change(one.id, {"form": "talks"}, "Mai")
    register.review.accept(one.id, "Mai")
    register.review.reject(one.id, "Mai")
    assert register.upkeep.check().wrong == ()
    register.review.undo(one.id, "Mai")
    assert register.upkeep.check().wrong == ()
    assert (register.event(one.id).record.form, register.review.item(one.id).state) == ("talks", "changed")


def test_groups_that_one_row_holds_together_are_rejected_and_come_back_as_one(register: Register) -> None:
    """Of two groups a person said that they are one; each report of a group is nearer to those of its own."""
    list(register.add(coding for number in range(4) for coding in [_echo(number), _echo(number, month=6)]))
    groups = [kept.id for kept in register.export("event")]
    assert len(groups) == 2
    for each in groups:
        register.review.accept(each, "Mai")
    register.merging.merge(groups, "Mai")
    (whole,) = register.export("event")
    register.review.reject(whole.id, "Mai")
    assert (register.upkeep.check().wrong, list(register.export("event"))) == ((), [])
    register.review.undo(whole.id, "Mai")
    assert register.upkeep.check().wrong == ()
    (again,) = register.export("event")
    assert (again.id, len(again.reports), register.review.item(again.id).state) == (whole.id, 9, "accepted")


def _echo(number: int, month: int = 5) -> Coding:
    words = ("se sont vus", "se sont parlé", "ont dîné", "ont causé")[number]
    text = f"Écho {number}\nSok Dara et Lê Van Binh {words} le 4.{month}.2021.\n"
    draft = Draft(text, published=f"2021-{month:02d}-05")
    sides = [party("KHM", "Sok Dara", office="ministre"), party("VNM", "Lê Van Binh", office="ministre")]
    return draft.event(f"Sok Dara et Lê Van Binh {words}", sides, date=f"2021-{month:02d}-04").coding()


def test_all_that_people_and_time_add_is_sound(busy: Register) -> None:
    with busy._database.reading() as connection:
        empty = [table.name for table in t.metadata.sorted_tables if not _rows(connection, table)]
    assert empty == ["judgement"]
    assert busy.upkeep.check().wrong == ()


def _rows(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def test_there_is_a_rule_for_every_table_and_a_test_that_breaks_every_rule() -> None:
    told = frozenset().union(*(rule.tables for rule in RULES))
    assert told == {table.name for table in t.metadata.sorted_tables}
    of_the_database = {"integrity", "schema", "references"}
    assert {check for check, _ in (*BREAKING, *BUSY)} | of_the_database == {rule.check for rule in RULES}


@pytest.mark.parametrize("check", ["shown", "searched", "traces", "names", "people", "bodies"])
def test_what_is_made_from_other_rows_is_made_anew(filled: Register, check: str) -> None:
    before = list(filled.export("event"))
    do(filled, *(f"DELETE FROM {name}" for name in ("pair", "side_pair", "standing", "shown", "searched")))
    do(filled, "DELETE FROM trace", "DELETE FROM appellation_key", "DELETE FROM sighting")
    do(filled, "DELETE FROM body_relation", "DELETE FROM body_whole", "DELETE FROM body_sighting")
    wrong = {each.check: each for each in filled.upkeep.check().wrong}
    assert wrong[check].repairable
    assert "--repair" in wrong[check].remedy
    filled.upkeep.repair()
    assert filled.upkeep.check().wrong == ()
    assert list(filled.export("event")) == before


def test_many_breaches_are_counted_and_some_are_named(filled: Register) -> None:
    do(filled, "DELETE FROM participant")
    (wrong,) = [each for each in filled.upkeep.check().wrong if each.check == "participants"]
    assert wrong.found > len(wrong.examples) == 5


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_references_that_lead_nowhere_are_found(filled: Register) -> None:
    assert isinstance(filled.location, Path)
    with closing(sqlite3.connect(filled.location)) as driver, driver:
        driver.execute('DELETE FROM page WHERE id IN (SELECT page_id FROM "similar")')
    assert "name no page" in broken(filled)["references"]


def test_a_missing_index_is_found(filled: Register) -> None:
    do(filled, "DROP INDEX ix_report_coding_id")
    assert broken(filled)["schema"] == "index ix_report_coding_id is missing"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_damaged_file_is_found(filled: Register) -> None:
    at = filled.location
    assert isinstance(at, Path)
    with filled._database.reading() as connection:
        page = connection.exec_driver_sql(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ix_report_coding_id'"
        ).scalar()
        size = connection.exec_driver_sql("PRAGMA page_size").scalar()
    assert page is not None
    assert size is not None
    filled.close()
    content = bytearray(at.read_bytes())
    content[(page - 1) * size + 8 : page * size] = bytes(size - 8)
    at.write_bytes(content)
    with open_register(at, readonly=True) as register:
        wrong = register.upkeep.check().wrong
    assert "integrity" in {each.check for each in wrong}


def test_checking_writes_nothing(filled: Register) -> None:
    with open_register(filled.location, readonly=True) as reader:
        assert reader.upkeep.check().wrong == ()
        with pytest.raises(RegisterError, match="reading only"):
            reader.upkeep.repair()


def test_failures_are_sound_too(register: Register) -> None:
    list(register.add([failing("Bản tin\n"), summit().coding()]))
    assert register.upkeep.check().wrong == ()
