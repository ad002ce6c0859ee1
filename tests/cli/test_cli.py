"""The command line as its users meet it: what is printed, what is said when something is wrong, the exit status."""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from comity.cli import run
from comity.lexicon.project import use
from comity.lexicon.schema import schema

PAGE = (
    "Le ministre cambodgien de la Pêche reçu à Hanoi\n\n"
    "Hanoi, 5 mars (VNA) - Le ministre vietnamien de l'Agriculture a reçu lundi à Hanoi le ministre cambodgien de la "
    "Pêche, Sok Vanna.\n\n"
    "Les deux parties ont convenu de renforcer leur coopération dans la pêche. - VNA\n"
)
COMITY = [sys.executable, "-c", "from comity.cli import main; main()"]


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in an empty folder, without settings of the environment."""
    for name in list(os.environ):
        if name.startswith("COMITY_") and name != "COMITY_REQUIRE":
            monkeypatch.delenv(name)
    monkeypatch.setenv("COMITY_WORKERS", "0")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def page(tmp_path: Path) -> str:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return str(path)


Says = Callable[..., tuple[int, str, str]]


@pytest.fixture
def says(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Says:
    """Run `comity` with arguments: its exit status, output and complaints."""

    def call(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        status = run(list(arguments))
        out, err = capfd.readouterr()
        return status, out, err

    return call


def _records(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


# code


def test_code_prints_one_valid_record_a_page_and_stores_nothing(says: Says, page: str, tmp_path: Path) -> None:
    lines = tmp_path / "pages.jsonl"
    lines.write_text(json.dumps({"text": PAGE, "id": "a", "published": "2018-03-05", "publisher": "VNA"}) + "\n")
    status, out, err = says("code", str(lines), page)
    assert (status, err) == (0, "")
    first, second = _records(out)
    validator = Draft202012Validator(schema())
    for record in (first, second):
        validator.validate(record)
        assert record["stories"][0]["events"]
        assert "error" not in record
    assert (first["page"]["ref"], first["page"]["publisher"], first["page"]["published"]) == ("a", "VNA", "2018-03-05")
    assert second["page"]["source"] == page
    assert {path.name for path in tmp_path.iterdir()} == {"page.txt", "pages.jsonl"}


def test_the_same_input_gives_the_same_output(says: Says, page: str) -> None:
    assert says("code", page) == says("code", page)


def test_what_the_user_says_of_pages_is_used_where_they_are_silent(says: Says, page: str, tmp_path: Path) -> None:
    (tmp_path / "p.jsonl").write_text(json.dumps({"text": PAGE, "published": "2019", "publisher": "AKP"}))
    arguments = ("--published", "2018-03-07T10:00:00+07:00", "--publisher", "VNA", "--language", "fr-FR")
    _, out, _ = says("code", page, str(tmp_path / "p.jsonl"), *arguments)
    silent, said = (record["page"] for record in _records(out))
    assert (silent["published"], silent["publisher"], silent["language"]) == ("2018-03-07", "VNA", "fr")
    assert (said["published"], said["publisher"]) == ("2019", "AKP")


def test_standard_input(says: Says) -> None:
    status, out, _ = says("code", "-", stdin=PAGE.encode())
    assert status == 0
    assert _records(out)[0]["page"]["source"] == "-"


def test_bad_input_is_named_and_everything_else_kept(says: Says, page: str, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "binary.bin").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "long.txt").write_bytes(b"a " * 25_000_000)
    (tmp_path / "legacy.txt").write_bytes(PAGE.encode("cp1252"))
    (tmp_path / "broken.txt").write_bytes(PAGE.encode().replace(b"Hanoi", b"Hano\xef", 1))
    (tmp_path / "nul.txt").write_bytes(PAGE.replace("reçu lundi", "reçu\0lundi").encode())
    (tmp_path / "page.html").write_text("<html><p>A</p></html>")
    (tmp_path / "lines.jsonl").write_text(f'{{"text": 3}}\n{{"text"\n{json.dumps({"text": PAGE, "id": "kept"})}\n')
    (tmp_path / "khmer.txt").write_text("រដ្ឋមន្ត្រីការបរទេសបានជួបជាមួយឯកអគ្គរដ្ឋទូត")
    names = ["empty.txt", "binary.bin", "long.txt", "legacy.txt", "broken.txt", "nul.txt", "page.html", "lines.jsonl"]
    names += ["khmer.txt", "no.txt"]
    status, out, err = says("code", *(str(tmp_path / name) for name in names), page)
    assert status == 1
    validator = Draft202012Validator(schema())
    codes = []
    for record in _records(out):
        validator.validate(record)
        failure = record.get("error")
        codes.append((Path(record["page"]["source"]).name, failure and failure["code"]))
        assert bool(record["stories"]) == (failure is None)
        if failure:
            assert failure["message"] in err
    assert codes == [
        ("empty.txt", "source"),
        ("binary.bin", "reading"),
        ("long.txt", "source"),
        ("legacy.txt", None),
        ("broken.txt", None),
        ("nul.txt", None),
        ("page.html", "reading"),
        ("lines.jsonl#1", "source"),
        ("lines.jsonl#2", "source"),
        ("lines.jsonl#3", None),
        ("khmer.txt", "no_lexicon"),
        ("no.txt", "source"),
        ("page.txt", None),
    ]
    assert "Traceback" not in err
    assert "comity: 8 of 13 pages could not be coded:" in err


def test_of_many_failures_some_are_named_and_all_are_listed(says: Says, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number:02}.txt").touch()
    register = str(tmp_path / "r.db")
    status, out, err = says("add", str(folder), "--register", register)
    assert (status, "30 not coded" in out, err.count(" is empty.")) == (1, True, 20)
    assert f"… and 10 more: comity failures --register {register} lists them all." in err
    _, listed, _ = says("failures", "--register", register, "--format", "jsonl")
    assert {Path(one["name"]).name for one in _records(listed)} == {f"{number:02}.txt" for number in range(30)}


def test_a_page_without_a_lexicon_keeps_its_text(says: Says, tmp_path: Path) -> None:
    (tmp_path / "en.txt").write_text("The two ministers met in London on Monday and signed a treaty on fishing.")
    _, out, _ = says("code", str(tmp_path / "en.txt"))
    (record,) = _records(out)
    assert record["page"]["language"] == "en"
    assert record["page"]["text"].startswith("The two ministers")
    assert record["error"]["code"] == "no_lexicon"


def test_text_for_readers_quotes_each_record(says: Says, page: str) -> None:
    status, out, _ = says("code", page, "--format", "text")
    assert status == 0
    assert "Le ministre cambodgien de la Pêche reçu à Hanoi" in out
    assert "« Les deux parties ont convenu de renforcer leur coopération dans la pêche." in " ".join(out.split())
    assert "Engagements" in out
    _, english, _ = says("code", page, "--format", "text", "--interface", "en")
    assert "Commitments" in english


def test_text_for_readers_never_steers_the_terminal(says: Says, tmp_path: Path) -> None:
    hostile = "\x1b]0;owned\x07\x1b[2J\u202e[red]\x9b31m"
    (tmp_path / "p.jsonl").write_text(
        json.dumps({"text": PAGE.replace("Sok", hostile + "Sok"), "title": hostile + " A"})
    )
    _, out, _ = says("code", str(tmp_path / "p.jsonl"), "--format", "text")
    assert "[red]" in out
    assert not set(out) & set("\x1b\x07\x9b\u202e")


def test_code_explains_in_words_by_default_and_as_json_when_asked(says: Says, page: str) -> None:
    status, out, err = says("code", page, "--explain", "--interface", "en")
    assert (status, err) == (0, "")
    assert "recevoir [fr/frames/consult.toml] « reçu » → e" in out
    status, out, err = says("code", page, "--explain", "--format", "jsonl")
    assert (status, err) == (0, "")
    (told,) = _records(out)
    assert set(told) == {"coding", "stories"}
    _, coded, _ = says("code", page)
    assert told["coding"] == json.loads(coded)


def test_what_cannot_be_explained_is_said_and_the_exit_status_tells(says: Says, page: str) -> None:
    status, out, err = says("code", "absent.txt", page, "--explain")
    assert status == 1
    assert "absent.txt" in err
    assert "recevoir" in out


# confidence


@pytest.mark.parametrize("least", [0.0, 0.7, 0.8, 0.88, 1.0])
def test_code_leaves_out_what_it_is_less_sure_of(says: Says, page: str, least: float) -> None:
    (whole,) = _records(says("code", page)[1])
    status, out, err = says("code", page, "--min-confidence", str(least))
    assert (status, err) == (0, "")
    (sure,) = _records(out)
    Draft202012Validator(schema()).validate(sure)
    for before, after in zip(whole["stories"], sure["stories"], strict=True):
        kept = {event["id"] for event in after["events"]}
        for kind in ("events", "commitments", "instruments", "offices"):
            wanted = [one["id"] for one in before[kind] if one["confidence"] >= least]
            assert [one["id"] for one in after[kind]] == wanted
        assert {one["event"] for one in (*after["commitments"], *after["instruments"])} <= kept | {None}


@pytest.mark.parametrize("least", ["1.5", "-1", "much"])
def test_a_confidence_is_from_0_to_1(says: Says, page: str, least: str) -> None:
    status, out, err = says("code", page, "--min-confidence", least)
    assert (status, out) == (2, "")
    assert "min-confidence" in err


def test_an_explanation_tells_of_every_record(says: Says, page: str) -> None:
    assert says("code", page, "--explain", "--min-confidence", "0.5")[0] == 2


def test_commands_on_the_register_leave_out_what_is_less_sure(says: Says, page: str) -> None:
    says("add", page)
    _, out, _ = says("export", "events", "--format", "jsonl")
    events = _records(out)
    assert says("export", "events", "--format", "jsonl", "--min-confidence", "1")[1] == ""
    assert says("export", "events", "--format", "jsonl", "--min-confidence", "0")[1] == out
    (dossier,) = _records(says("dossier", "VNM", "KHM", "--format", "jsonl", "--min-confidence", "1")[1])
    assert (dossier["encounters"], dossier["acts"], dossier["offices"]) == ([], [], [])
    assert dossier["filters"]["min_confidence"] == 1.0
    one = events[0]
    assert says("show", one["id"], "--min-confidence", str(one["confidence"]))[0] == 0
    status, out, err = says("show", one["id"], "--min-confidence", "1")
    assert (status, out) == (1, "")
    assert "below 1.0" in err


# a project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    """A project that knows one person, in a folder of its own; the package alone afterwards."""
    folder = tmp_path / "own"
    (folder / "lexicon" / "fr").mkdir(parents=True)
    (folder / "comity.toml").write_text('name = "Le thon"', encoding="utf-8")
    (folder / "lexicon" / "fr" / "people.csv").write_text("Aba Ndoro,KEN\n", encoding="utf-8")
    (folder / "page.txt").write_text("Aba Ndoro a remercié la Namibie pour son accueil.\n", encoding="utf-8")
    yield folder
    use(None)


def test_a_project_adds_its_words_and_its_fingerprint_wherever_it_is_named(
    says: Says, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = str(project / "page.txt")
    _, out, _ = says("code", page, "--language", "fr")
    (without,) = _records(out)
    assert (without["coder"]["project_lexicon"], without["stories"][0]["events"]) == (None, [])
    _, named, _ = says("code", page, "--language", "fr", "--project", str(project))
    (record,) = _records(named)
    (event,) = record["stories"][0]["events"]
    assert (event["actor"][0]["country"], event["actor"][0]["country_from"]) == ("KEN", "inferred")
    assert record["coder"]["project_lexicon"].startswith("sha256:")
    assert record["coder"]["lexicon"] == without["coder"]["lexicon"]
    monkeypatch.chdir(project / "lexicon" / "fr")
    assert says("code", page, "--language", "fr")[1] == named
    monkeypatch.chdir(project.parent)
    monkeypatch.setenv("COMITY_PROJECT", str(project))
    assert says("code", page, "--language", "fr")[1] == named


def test_a_register_codes_its_pages_anew_when_the_projects_words_change(says: Says, project: Path) -> None:
    arguments = ("add", str(project / "page.txt"), "--language", "fr", "--project", str(project))
    assert "1 new" in says(*arguments)[1]
    assert "1 known already" in says(*arguments)[1]
    (project / "lexicon" / "fr" / "people.csv").write_text("Aba Ndoro,UGA\n", encoding="utf-8")
    assert "1 coded anew" in says(*arguments)[1]


def test_a_project_that_is_none_or_wrong_is_refused_before_anything_is_coded(says: Says, project: Path) -> None:
    page = str(project / "page.txt")
    status, out, err = says("code", page, "--project", str(project.parent))
    assert (status, out) == (2, "")
    assert "is no project" in err
    (project / "lexicon" / "fr" / "people.csv").write_text("Aba Ndoro,QQQ\n", encoding="utf-8")
    status, out, err = says("code", page, "--project", str(project))
    assert (status, out) == (1, "")
    assert "lexicon/fr/people.csv: there is no country 'QQQ'" in err
    status, out, err = says("lexicon", "check", "fr", "--project", str(project))
    assert status == 1
    assert "With the project Le thon." in out
    assert "there is no country 'QQQ'" in out


# the codebook


def test_the_codebook_is_printed_to_read_or_as_markdown(says: Says) -> None:
    status, out, err = says("codebook", "--language", "en", "--format", "markdown")
    assert (status, err) == (0, "")
    assert out.startswith("# The Comity codebook\n")
    assert "### `ACCUSE` · Accuse\n" in out
    assert says("codebook", "--format", "markdown")[1].startswith("# Le codebook de Comity\n")
    _, text, _ = says("codebook", "--language", "en")
    assert "The Comity codebook" in text
    assert "#" not in text


# usage


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing"], "nothing"),
        (["code"], "SOURCE"),
        (["add"], "SOURCE"),
        (["add", "x", "--retry", "--again"], "--again"),
        (["code", "x", "--format", "xml"], "xml"),
        (["code", "x", "--published", "hier"], "hier"),
        (["code", "x", "--published", "2018-02-30"], "2018-02-30"),
        (["code", "x", "--language", "français"], "français"),
        (["code", "x", "--interface", "de"], "de"),
        (["code", "x", "--strange"], "--strange"),
        (["codebook", "--language", "de"], "de"),
        (["codebook", "--format", "pdf"], "pdf"),
        (["dossier", "VNM"], "SIDE"),
        (["export", "people"], "people"),
        (["serve", "--port", "70000"], "65535"),
    ],
)
def test_wrong_calls_are_told_in_one_line(says: Says, arguments: list[str], words: str) -> None:
    status, out, err = says(*arguments)
    assert status == 2
    assert out == ""
    assert err.startswith("comity: ")
    assert words in err
    assert "Traceback" not in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COMITY_MAX_PAGE_BYTES", "many"),
        ("COMITY_MAX_PAGE_BYTES", "0"),
        ("COMITY_PORT", "-1"),
        ("COMITY_INTERFACE", "de"),
    ],
)
def test_a_wrong_setting_is_named(
    says: Says, monkeypatch: pytest.MonkeyPatch, page: str, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    status, _, err = says("code", page)
    assert status == 2
    assert name in err


def test_the_limit_of_a_page_is_a_setting(says: Says, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    monkeypatch.setenv("COMITY_MAX_PAGE_BYTES", "100")
    status, _, err = says("code", page)
    assert status == 1
    assert "larger than 0.0001 MB" in err


def test_version(says: Says) -> None:
    from comity import __version__

    assert says("--version") == (0, f"comity {__version__}\n", "")


def test_help_names_every_command_and_loads_nothing_heavy() -> None:
    script = (
        "import sys; from comity.cli import run; run(['--help'])\n"
        "print(sorted({'spacy', 'sqlalchemy', 'fastapi', 'pydantic', 'ftfy', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    for command in ("code", "add", "dossier", "show", "export", "serve", "evaluate", "schema", "lexicon"):
        assert f" {command} " in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


# the register


def test_from_pages_to_a_dossier(says: Says, page: str, tmp_path: Path) -> None:
    register = str(tmp_path / "r.db")
    status, out, err = says("add", page, str(tmp_path / "no.txt"), "--register", register, "--published", "2018-03-05")
    assert status == 1
    assert "no.txt" in err
    assert "2 pages: 1 new, 1 not coded" in out
    status, out, err = says("add", page, "--register", register, "--published", "2018-03-05")
    assert (status, err) == (0, "")
    assert "1 page: 1 known already; no new records" in out

    status, out, err = says("dossier", "VNM", "Cambodge", "--register", register)
    assert (status, err) == (0, "")
    assert "Vietnam – Cambodge" in out
    assert "Rencontres" in out
    assert all(line == line.rstrip() for line in out.splitlines())
    status, out, _ = says(
        "dossier", "VNM", "KHM", "--register", register, "--format", "jsonl", "--channel", "government"
    )
    (dossier,) = _records(out)
    assert dossier["filters"]["channels"] == ["government"]
    assert dossier["encounters"]

    event = dossier["encounters"][0]["id"]
    status, out, _ = says("show", event, "--register", register)
    assert status == 0
    assert event in out
    assert "fr/events/" in out
    assert "«" in out

    status, out, _ = says("export", "events", "--register", register)
    assert out.splitlines()[0].startswith("id,")
    assert event in out
    status, out, _ = says("export", "events", "--register", register, "--format", "jsonl", "--no-text", "--dyadic")
    assert _records(out)
    assert "a reçu lundi" not in out


def test_the_register_may_be_named_by_the_environment(
    says: Says, page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMITY_REGISTER", str(tmp_path / "named.db"))
    assert says("add", page)[0] == 0
    assert (tmp_path / "named.db").exists()
    assert says("dossier", "VNM", "KHM")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["dossier", "VNM", "Nulle-Part"], 2, "Nulle-Part"),
        (["dossier", "VNM", "VNM"], 2, "two different sides"),
        (["dossier", "VNM", "KHM", "--channel", "nobody"], 2, "nobody"),
        (["dossier", "VNM", "KHM", "--since", "hier"], 2, "hier"),
        (["show", "ev-nothing"], 1, "ev-nothing"),
        (["export", "offices", "--dyadic"], 2, "dyadic"),
    ],
)
def test_questions_that_cannot_be_answered(
    says: Says, page: str, arguments: list[str], status: int, words: str
) -> None:
    says("add", page, "--register", "comity.db")
    found, out, err = says(*arguments)
    assert found == status
    assert out == ""
    assert words in err
    assert err.startswith("comity: ")


@pytest.mark.parametrize(
    "command",
    [["dossier", "VNM", "KHM"], ["show", "ev-a"], ["export", "events"], ["serve"], ["failures"], ["add", "--retry"]],
)
def test_a_missing_register_says_how_to_make_one(says: Says, command: list[str]) -> None:
    status, _, err = says(*command)
    assert status == 1
    assert "comity add" in err


def test_serve_answers_and_stops_on_ctrl_c(says: Says, page: str, tmp_path: Path) -> None:
    says("add", page, "--register", "r.db")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    served = subprocess.Popen(
        [*COMITY, "serve", "--register", "r.db", "--port", str(port)], cwd=tmp_path, stdout=subprocess.PIPE, text=True
    )
    try:
        assert served.stdout is not None
        assert f"http://127.0.0.1:{port}/" in served.stdout.readline()
        assert _fetched(f"http://127.0.0.1:{port}/fr/dossier?a=VNM&b=KHM") == 200
        served.send_signal(signal.SIGINT)
        assert served.wait(timeout=20) in (0, 130, -signal.SIGINT)
    finally:
        served.kill()
        served.communicate()


def _fetched(address: str) -> int:
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionError):
                raise
            time.sleep(0.2)
    raise AssertionError(f"nothing answers at {address}")


# evaluate, schema, lexicon


def _gold(folder: Path) -> Path:
    (folder / "gold").mkdir()
    (folder / "pages.jsonl").write_text(json.dumps({"id": "p", "text": PAGE, "language": "fr"}) + "\n")
    title = PAGE.splitlines()[0]
    story = {"kind": "main", "title": title, "events": [], "commitments": [], "instruments": [], "offices": []}
    gold = {"page": "pages.jsonl#p", "language": "fr", "published": None, "family": "general", "stories": [story]}
    (folder / "gold" / "p.json").write_text(json.dumps(gold))
    return folder / "gold"


def test_evaluate_codes_the_gold_or_reads_predictions(says: Says, tmp_path: Path) -> None:
    gold = _gold(tmp_path)
    status, coded, _ = says("evaluate", str(gold))
    assert status == 0
    assert "1 gold pages" in coded
    _, out, _ = says("code", str(tmp_path / "pages.jsonl"))
    (tmp_path / "coded.jsonl").write_text(out)
    assert says("evaluate", str(gold), str(tmp_path / "coded.jsonl"))[1] == coded
    _, out, _ = says("evaluate", str(gold), str(tmp_path / "coded.jsonl"), "--format", "json")
    (result,) = _records(out)
    assert result["pages"] == 1
    _, short, _ = says("evaluate", str(gold), str(tmp_path / "coded.jsonl"), "--no-findings")
    assert len(short) < len(coded)


@pytest.mark.parametrize(
    ("content", "words"), [(None, "could not be read"), ("{}\n", "#1 is no coding"), ("\n{", "#2 is no coding")]
)
def test_predictions_that_are_none_are_refused(says: Says, tmp_path: Path, content: str | None, words: str) -> None:
    if content is not None:
        (tmp_path / "coded.jsonl").write_text(content)
    status, _, err = says("evaluate", str(_gold(tmp_path)), str(tmp_path / "coded.jsonl"))
    assert status == 1
    assert words in err


def test_a_folder_without_gold_is_refused(says: Says, tmp_path: Path) -> None:
    status, _, err = says("evaluate", str(tmp_path))
    assert status == 1
    assert "no gold file" in err


def test_schema_is_json_schema(says: Says) -> None:
    status, out, _ = says("schema")
    assert status == 0
    Draft202012Validator.check_schema(json.loads(out))


def test_the_check_of_a_language_without_lexicon_fails(says: Says) -> None:
    status, out, _ = says("lexicon", "check", "xx")
    assert status == 1
    assert "xx" in out


# where output goes


def test_a_reader_that_stops_early_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "p.jsonl").write_text((json.dumps({"text": PAGE * 20}) + "\n") * 40)
    coding = subprocess.Popen(
        [*COMITY, "code", "p.jsonl"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert coding.stdout is not None
    assert coding.stderr is not None
    coding.stdout.read(10)
    coding.stdout.close()
    assert coding.stderr.read() == b""
    assert coding.wait(timeout=60) == 1
    coding.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
@pytest.mark.parametrize(
    "command", [["schema"], ["--version"], ["code", "page.txt"], ["code", "page.txt", "--format", "text"]]
)
def test_a_full_disk_is_told(page: str, command: list[str], tmp_path: Path) -> None:
    assert page
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMITY, *command], stdout=full, stderr=subprocess.PIPE, text=True, cwd=tmp_path, timeout=120, check=False
        )
    assert done.returncode == 1
    assert done.stderr.startswith("comity: ")
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr
