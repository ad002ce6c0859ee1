"""A register on a server: what is told when it cannot be used, several writers at once, connections that are cut."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import urlsplit

import psycopg
import pytest
from sqlalchemy import text

from comity.errors import RegisterError
from comity.location import Location, ServerDatabase, location
from comity.model import Coding
from comity.register import Register, bulletin, concurrency, open_register, postgresql, store
from comity.register.schema import metadata
from tests.databases import Server
from tests.register.factory import Draft, brittany, failing, party, summit
from tests.register.test_kill import numbered

on_server = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


def altered(at: Location, **parts: str) -> ServerDatabase:
    """The address with another user, password, port or database."""
    assert isinstance(at, ServerDatabase)
    url = urlsplit(at.address)
    user, password = parts.get("user", url.username), parts.get("password", url.password)
    host = f"{user}:{password}@{url.hostname}:{parts.get('port', url.port)}"
    return ServerDatabase(url._replace(netloc=host, path=parts.get("path", url.path)).geturl())


@on_server
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"password": "pas-le-bon"}, "does not let you in"),
        ({"user": "personne"}, "does not let you in"),
        ({"path": "/nulle_part"}, "no such database"),
        ({"port": "1"}, "could not be reached"),
    ],
)
def test_what_keeps_one_out_is_told(place: Location, change: dict[str, str], says: str) -> None:
    at = altered(place, **change)
    for readonly in (False, True):
        with pytest.raises(RegisterError, match=says) as caught:
            open_register(at, create=not readonly, readonly=readonly)
        assert caught.value.remedy
        told = f"{caught.value} {caught.value.__cause__!r}"
        assert str(urlsplit(at.address).password) not in told


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("FATAL:  could not write init file", "no room left"),
        ("FATAL:  could not create file: No space left on device", "no room left"),
        ("FATAL:  sorry, too many clients already", "no more connections"),
        ("FATAL:  the database system is starting up", "could not be reached"),
    ],
)
def test_what_the_server_says_without_a_code_is_told(words: str, says: str) -> None:
    what, remedy = postgresql.told(psycopg.OperationalError(f'connection to server at "127.0.0.1" failed: {words}'))
    assert says in what
    assert remedy


@pytest.mark.parametrize("address", ["postgresql://u:secret@host/db?nothing=1", "postgresql://u:secret@[::1/db"])
def test_what_is_no_address_is_told_without_its_password(address: str) -> None:
    with pytest.raises(RegisterError, match="is no address") as caught:
        open_register(address)
    assert "secret" not in f"{caught.value} {caught.value.__cause__!r}"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("postgresql://anne:se%40cret@db.example:5433/acts", "postgresql://anne@db.example:5433/acts"),
        ("postgresql:///acts?host=/run&password=secret", "postgresql:///acts?host=/run"),
        ("postgres://[::1]/acts", "postgres://[::1]/acts"),
        ("postgresql://[", "postgresql://…"),
        ("acts.db", "acts.db"),
        ("postgresql.db", "postgresql.db"),
    ],
)
def test_a_place_is_shown_without_its_password(words: str, shown: str) -> None:
    assert str(location(words)) == shown
    assert "secret" not in repr(location(words))


@on_server
def test_an_empty_database_is_no_register_until_it_is_made_one(place: Location) -> None:
    with pytest.raises(RegisterError, match="is empty") as caught:
        open_register(place)
    assert "comity add" in caught.value.remedy
    with pytest.raises(RegisterError, match="older schema"):
        open_register(place, readonly=True)
    open_register(place, create=True).close()
    open_register(place, readonly=True).close()


@on_server
def test_the_database_of_another_program_is_left_alone(place: ServerDatabase) -> None:
    with psycopg.connect(place.address, autocommit=True) as driver:
        driver.execute("CREATE TABLE song (title text)")
    with pytest.raises(RegisterError, match="another program"):
        open_register(place, create=True)
    with psycopg.connect(place.address) as driver:
        assert driver.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (1,)


@on_server
def test_a_newer_schema_is_refused(place: ServerDatabase) -> None:
    open_register(place, create=True).close()
    with psycopg.connect(place.address) as driver:
        driver.execute("UPDATE alembic_version SET version_num = '9999'")
    for readonly in (False, True):
        with pytest.raises(RegisterError, match="newer Comity"):
            open_register(place, readonly=readonly)


@on_server
def test_who_may_only_read_is_told(place: ServerDatabase, postgresql: Server) -> None:
    with open_register(place, create=True) as register:
        register.keep(summit().coding())
    name = f"reader_{postgresql.new_name()}"
    with psycopg.connect(place.address, autocommit=True) as driver:
        driver.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'lire'")
        driver.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {name}")
    try:
        at = altered(place, user=name, password="lire")
        with open_register(at, readonly=True) as reader:
            assert reader.contents().pages == 1
        with open_register(at) as reader, pytest.raises(RegisterError, match="may not"):
            reader.keep(brittany().coding())
    finally:
        with psycopg.connect(place.address, autocommit=True) as driver:
            driver.execute(f"DROP OWNED BY {name}")
            driver.execute(f"DROP ROLE {name}")


@on_server
def test_text_is_ordered_by_code_points(register: Register) -> None:
    with register._database.reading() as connection:
        others = connection.execute(
            text(
                "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
                " AND data_type IN ('text', 'character varying') AND collation_name IS DISTINCT FROM 'C'"
            )
        ).all()
    ours = set(metadata.tables)
    assert [row for row in others if row.table_name in ours] == []


@on_server
def test_many_make_and_migrate_one_register_at_once(place: Location) -> None:
    def add(number: int) -> str:
        with open_register(place, create=True) as register:
            return register.keep(numbered(number).coding()).outcome

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(add, range(4))) == ["added"] * 4
    with open_register(place, readonly=True) as register:
        assert register.upkeep.check().wrong == ()


def test_several_add_the_same_pages_at_once(register: Register) -> None:
    """Each page is added once, whoever comes first; the others find it known."""
    coded = [numbered(number).coding() for number in range(8)]

    def add(order: int) -> list[str]:
        with open_register(register.location) as writer:
            mine = coded if order % 2 else coded[::-1]
            return [writer.keep(coding, address=f"https://example.org/{coding.page.id}").outcome for coding in mine]

    with ThreadPoolExecutor(3) as pool:
        outcomes = [outcome for said in pool.map(add, range(3)) for outcome in said]
    assert (outcomes.count("added"), outcomes.count("known")) == (8, 16)
    assert register.contents().pages == 8
    assert register.upkeep.check().wrong == ()


def test_failures_are_counted_whoever_fails(register: Register) -> None:
    failure = failing("x\n").error
    assert failure is not None

    def fail(_: int) -> None:
        with open_register(register.location) as writer:
            writer.fail("https://example.org/a", failure, address="https://example.org/a")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(fail, range(8)))
    (missed,) = register.failures()
    assert missed.tries == 8


def test_news_are_told_by_one_of_two(register: Register) -> None:
    register.keep(summit().coding(), audiences=[bulletin.audience([])])
    news = register.news([])
    assert news.news
    with open_register(register.location) as other:
        told = [register.tell(news), other.tell(news)]
    assert sorted(map(len, told)) == [0, len(news.news)]


@on_server
def test_another_writer_is_waited_for_and_then_told(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "LOCK_SECONDS", 0.2)
    with open_register(register.location) as waiting:
        with register._database.writing() as connection:
            concurrency.merging_lock(connection)
            with pytest.raises(RegisterError, match="Another program is writing"):
                waiting.keep(summit().coding())
            # what changes no record does not wait
            waiting.recovered("https://example.org/feed")
        assert waiting.keep(summit().coding()).outcome == "added"


@on_server
def test_writers_in_each_others_way_try_again(register: Register) -> None:
    """Two transactions that wait for each other: the server ends one, and it is tried again."""
    calls: list[str] = []
    tables = ("feed", "failure")

    def work(first: str, second: str) -> Callable[[object], str]:
        def both(connection: object) -> str:
            calls.append(first)
            for table in (first, second):
                connection.execute(text(f"LOCK TABLE {table} IN EXCLUSIVE MODE"))  # type: ignore[attr-defined]
                if table == first and len(calls) <= 2:
                    gate.wait(30)
            return first

        return both

    gate = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(register._database.write, work(*order)) for order in (tables, tables[::-1])]
        assert {each.result(60) for each in done} == set(tables)
    assert len(calls) == 3


def cut(place: Location) -> int:
    """End every connection to the database, as a server that is stopped does; how many there were."""
    assert isinstance(place, ServerDatabase)
    with psycopg.connect(place.address, autocommit=True) as driver:
        ended = driver.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchone()
    assert ended is not None
    return int(ended[0])


@on_server
@pytest.mark.parametrize("at", ["_insert_page", "_insert_coding", "make_current", "_arrived"])
def test_a_connection_that_is_cut_loses_the_page_and_nothing_else(
    register: Register, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    register.keep(summit().coding())
    before = [list(register.export("event")), register.contents()]
    step = getattr(store, at)

    def cut_here(*arguments: object) -> object:
        assert cut(register.location)
        return step(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(store, at, cut_here)
        with pytest.raises(RegisterError, match="was lost") as caught:
            register.keep(brittany().coding())
    assert "goes on where it stopped" in caught.value.remedy
    assert [list(register.export("event")), register.contents()] == before
    assert register.keep(brittany().coding()).outcome == "added"
    assert register.upkeep.check().wrong == ()


@on_server
def test_a_server_that_was_started_again_is_used_again(register: Register) -> None:
    register.keep(summit().coding())
    assert cut(register.location)
    assert register.contents().pages == 1
    assert register.keep(brittany().coding()).outcome == "added"


@on_server
def test_a_reader_whose_connection_is_cut_is_told(register: Register) -> None:
    register.keep(summit().coding())
    reading = register.export("event")
    next(reading)
    cut(register.location)
    with pytest.raises(RegisterError, match="was lost"):
        list(reading)


@on_server
def test_a_full_server_keeps_what_it_has(register: Register) -> None:
    """A table that may not grow: the server's answer is that of a full disk."""
    register.keep(summit().coding())
    with register._database.writing() as connection:
        connection.execute(
            text(
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';"
                " END $$"
            )
        )
        connection.execute(text("CREATE TRIGGER full_disk BEFORE INSERT ON report EXECUTE FUNCTION full_disk()"))
    with pytest.raises(RegisterError, match="no room left") as caught:
        register.keep(brittany().coding())
    assert "Make room" in caught.value.remedy
    assert register.contents().pages == 1
    with register._database.writing() as connection:
        connection.execute(text("DROP TRIGGER full_disk ON report"))
    assert register.keep(brittany().coding()).outcome == "added"
    assert register.upkeep.check().wrong == ()


def test_names_of_bodies_may_be_long(register: Register) -> None:
    """Text has no length: what a page names is kept as it is, on both."""
    name = "Organisation pour l'harmonisation en Afrique du droit des affaires et des échanges"
    body = party("IGO", name, "igo")
    draft = Draft(f"Le Laos rejoint l'{name}\nLe Laos et l'{name} ont signé.\n")
    draft.event("Le Laos et l'", [party("LAO"), body], date="2020-03")
    coding: Coding = draft.coding()
    assert register.keep(coding).outcome == "added"
    assert register.upkeep.check().wrong == ()
