"""What breaks a rule of the register is found by `check`, and named; what is sound is not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from comity.errors import RegisterError
from comity.register import Register, open_register
from comity.register.upkeep.checking import RULES
from tests.register.factory import NEWER, failing, summit
from tests.register.test_migrations import TALKS, codings, talks


@pytest.fixture
def filled(register: Register) -> Register:
    """A register with pages, a failure, a reprint, an older coding, and records of each kind."""
    reprint = talks(TALKS.replace("ouvrent un poste", "inaugurent un poste"), url="https://a.example")
    outcomes = [added.outcome for added in register.add([*codings(), reprint.coding()])]
    assert outcomes == ["added", "added", "added", "failed", "similar"]
    return register


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


@pytest.mark.parametrize(
    ("check", "statements"),
    [
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
        ("shown", [f"UPDATE standing SET name = 'other' WHERE event_id = {OF}"]),
        ("shown", [f"UPDATE event SET rejected = '2026-01-01' WHERE id = {OF}"]),
        ("searched", [f"DELETE FROM searched WHERE event_id = {OF}"]),
        ("participants", [f"DELETE FROM participant WHERE report_id = {ONE}"]),
        ("sketches", ["DELETE FROM band"]),
    ],
)  # fmt: skip
def test_what_breaks_a_rule_is_found(filled: Register, check: str, statements: Iterable[str]) -> None:
    do(filled, *statements)
    found = broken(filled)
    assert check in found
    assert found[check]


@pytest.mark.parametrize("check", ["shown", "searched"])
def test_what_is_made_from_other_rows_is_made_anew(filled: Register, check: str) -> None:
    before = list(filled.export("event"))
    do(filled, "DELETE FROM pair", "DELETE FROM standing", "DELETE FROM shown", "DELETE FROM searched")
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
