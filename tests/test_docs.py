"""The documents tell the truth: commands, options, rooms, tables, fields, links, and what commands print."""

from __future__ import annotations

import dataclasses
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from typer.main import get_command

from comity import model
from comity.cli import app
from comity.lexicon.frames import SLOTS, Frame, load_frames
from comity.register.schema import metadata
from comity.settings import Settings
from tests.requirements import require
from tests.test_house import ROOT, rooms
from tools.documents import DOCUMENTS, FRAME, RUN, CommandError, blocks, refreshed
from tools.figures import MARKS, SETS, measure, table, with_table

README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
documents = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)


def text_of(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


# --- commands and options ---


def commands() -> dict[str, set[str]]:
    """The commands of comity (`lexicon check` as one), and the options of each."""
    found: dict[str, set[str]] = {}

    def walk(command: object, name: str) -> None:
        children = getattr(command, "commands", None)
        if children:
            for child, inner in children.items():
                walk(inner, f"{name} {child}".strip())
        else:
            options = [opt for parameter in getattr(command, "params", ()) for opt in
                       (*parameter.opts, *parameter.secondary_opts)]  # fmt: skip
            found[name] = {opt for opt in options if opt.startswith("-")} | {"--help", "-h"}

    walk(get_command(app), "")
    return found


def calls(text: str) -> Iterator[str]:
    """Every call of comity in fenced blocks and in inline code."""
    for block in blocks(text):
        lines = list(block.commands()) if block.info.startswith("console") else block.body.splitlines()
        for line in lines:
            yield from re.findall(r"(?:^|[|&(;]\s*)(comity [^|&;)#\n]+)", line)
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    yield from re.findall(r"`(comity [^`]+)`", prose)


@documents
def test_commands_and_options_exist(path: Path) -> None:
    known = commands()
    for call in calls(path.read_text("utf-8")):
        words = shlex.split(call.replace("…", " "))[1:]
        if words and words[0] in ("--version", "COMMAND"):
            continue
        name = next((name for name in known if words[: len(name.split())] == name.split()), None)
        assert name, f"{path.name}: there is no command like `{call}`"
        for word in words:
            option = word.partition("=")[0]
            if option.startswith("--"):
                assert option in known[name], f"{path.name}: `{call}`: comity {name} has no {option}"


def test_the_command_line_is_told_whole() -> None:
    told = text_of("cli.md")
    sections = dict(re.findall(r"^## comity ([a-z]+(?: check)?)[^\n]*\n(.*?)(?=^## |\Z)", told, re.M | re.S))
    # the commands of a group (`comity release list`) share a section
    section_of = {name: name if name in sections else name.partition(" ")[0] for name in commands()}
    assert set(sections) == set(section_of.values())
    for name, options in commands().items():
        section = sections[section_of[name]]
        for option in options - {"--help", "-h"}:
            assert option in told, f"docs/cli.md does not tell {option} of comity {name}"
            assert option in section or "as for" in section or "as above" in section


def test_the_environment_is_told_whole() -> None:
    told = set(re.findall(r"`(COMITY_[A-Z_]+)`", text_of("cli.md")))
    assert told == {
        str(field.validation_alias or f"COMITY_{name}").upper() for name, field in Settings.model_fields.items()
    }


@documents
def test_make_targets_exist(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.M))
    text = path.read_text("utf-8")
    asked = re.findall(r"`make ([a-z-]+)", text)
    asked += [name for block in blocks(text) for name in re.findall(r"^make ([a-z-]+)", block.body, re.M)]
    assert not set(asked) - targets


def test_every_make_target_that_is_told_is_phony() -> None:
    phony = set(re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.M)[1].split())  # type: ignore[index]
    assert set(re.findall(r"^([a-z-]+):", MAKEFILE, re.M)) == phony


# --- what the documents say of the code ---


def test_architecture_lists_the_rooms() -> None:
    section = README.partition("## ARCHITECTURE")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.M)) == rooms()
    layers = next(block.body for block in blocks(section) if block.info == "text")
    assert set(re.findall(r"\w+", layers)) == rooms()


def test_records_are_told_field_by_field() -> None:
    told = text_of("records.md")
    structs = (
        model.Coding, model.Coder, model.Page, model.CodedStory, model.Zone, model.Span, model.Date, model.Place,
        model.Amount, model.Participant, model.Event, model.Commitment, model.Instrument, model.Office,
    )  # fmt: skip
    for struct in structs:
        for field in msgspec.structs.fields(struct):
            plain = field.encode_name.rstrip("s")
            assert re.search(rf"\b{plain}s?\b", told), f"docs/records.md does not tell {struct.__name__}.{field.name}"


def test_tables_of_the_register_are_told() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", text_of("register.md"), re.M)) == set(metadata.tables)


def test_a_rule_is_shown_as_it_stands() -> None:
    shown = next(block for block in blocks(text_of("lexicon.md")) if block.info.startswith(FRAME))
    name = shown.info.removeprefix(FRAME)
    assert name in {frame.name for frame in load_frames("fr")}
    stale = f"```{FRAME}{name}\nold = true\n```\n"
    assert f'name = "{name}"\n' in refreshed(stale)
    assert "old" not in refreshed(stale)
    with pytest.raises(CommandError, match="no frame"):
        refreshed(stale.replace(name, "unheard_of"))


def test_keys_of_frames_that_are_told_exist() -> None:
    rule = text_of("lexicon.md").partition("## A rule")[2].partition("\n## ")[0]
    told = set(re.findall(r"`([a-z_]+)`", re.sub(r"^```.*?^```$", "", rule, flags=re.M | re.S)))
    keys = {field.name for field in dataclasses.fields(Frame)}
    assert told & keys
    assert not told - keys - SLOTS - {"rules"}


@documents
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", path.read_text("utf-8")):
        if not target.startswith(("http:", "https:")):
            assert (path.parent / target).exists(), f"{path.name} links to {target}"


@documents
def test_paths_exist(path: Path) -> None:
    told = re.findall(r"`((?:src|tests|docs|tools|samples|benchmarks)/[\w./-]+)`", path.read_text("utf-8"))
    assert not [name for name in told if not (ROOT / name).exists()]


def test_papers_are_there() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text("utf-8")
    notice = (ROOT / "NOTICE").read_text("utf-8")
    assert all(word in notice for word in ("GeoNames", "Attribution 4.0", "CLDR", "PLOVER", "ShareAlike"))
    from comity import __version__

    assert f"version: {__version__}\n" in (ROOT / "CITATION.cff").read_text("utf-8")


# --- the tools that write documents ---


def test_output_is_put_under_its_command() -> None:
    text = f"a\n```{RUN}\n$ echo one\nold\n$ cat <<'END'\n> two\n>\n> three\n> END\n```\n```sh\n$ echo left\n```\n"
    new = refreshed(text)
    assert "$ echo one\none\n$ cat <<'END'\n> two\n>\n> three\n> END\ntwo\n\nthree\n```" in new
    assert new.endswith("```sh\n$ echo left\n```\n")
    assert refreshed(new) == new


def test_a_command_that_fails_is_told() -> None:
    with pytest.raises(CommandError, match="ended with 3"):
        refreshed(f"```{RUN}\n$ exit 3\n```\n")


def test_figures_are_put_between_their_marks() -> None:
    text = f"before\n{MARKS[0]}\nold\n{MARKS[1]}\nafter\n"
    assert with_table(text, "| new |") == f"before\n{MARKS[0]}\n\n| new |\n\n{MARKS[1]}\nafter\n"
    with pytest.raises(ValueError, match="once"):
        with_table("no marks", "| new |")


# --- what takes long ---


@pytest.mark.long
@documents
def test_commands_print_what_is_shown(path: Path) -> None:
    text = path.read_text("utf-8")
    assert refreshed(text) == text, "run `make docs`"


@pytest.mark.long
def test_the_table_of_figures_is_current() -> None:
    for one in SETS:
        require("shared" if one.name == "seeds" else one.name, one.present, f"{one.folders} are not on this machine")
    assert with_table(README, table([measure(one) for one in SETS])) == README, "run `make docs`"


@pytest.mark.long
def test_the_demo_prints_the_dossier_and_is_quick_the_second_time(tmp_path: Path) -> None:
    command = ["make", "-s", "-C", str(ROOT), "demo", "SERVE=0", f"DEMO={tmp_path / 'demo'}"]
    first = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert first.returncode == 0, first.stderr
    assert "Cambodge" in first.stdout
    assert "50 pages: 50 new" in first.stdout
    again = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert again.returncode == 0, again.stderr
    assert "50 known already" in again.stdout
