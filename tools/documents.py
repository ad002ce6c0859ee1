"""The commands that the documents show, run: so that what stands under them is what they print.

    python -m tools.documents            say where a document differs from what its commands print
    python -m tools.documents --write    write what they print (`make docs`)
    python -m tools.documents --write docs/codebook.md     these documents alone

A fenced block whose info string is `console run` is run: lines that begin with `$ ` are commands, those that follow
with `> ` belong to them, and the rest is what they print. The blocks of one document are run one after the other in one
empty folder that holds `samples`, with the width of 88 columns. A block `toml frame NAME` is that frame of the French
lexicon as it stands there. Other blocks are left alone. The codebook is drawn whole from the lexicon.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from comity.outputs.codebook import codebook_text

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
# documents that are drawn whole, and the language each is in
DRAWN = {ROOT / "docs" / "codebook.md": "en", ROOT / "docs" / "codebook.fr.md": "fr"}
RUN = "console run"
FRAME = "toml frame "
FRAMES = ROOT / "src" / "comity" / "lexicon" / "data" / "fr" / "frames"
_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.M | re.S)
_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a document; `start` and `end` are the offsets of its body."""

    info: str
    body: str
    start: int
    end: int

    def commands(self) -> Iterator[str]:
        """The commands of a console block, with their continuation lines."""
        lines: list[str] = []
        for line in self.body.splitlines():
            if line.startswith("$ "):
                if lines:
                    yield "\n".join(lines)
                lines = [line[2:]]
            elif lines and (line == ">" or line.startswith("> ")):
                lines.append(line[2:])
            elif lines:
                yield "\n".join(lines)
                lines = []
        if lines:
            yield "\n".join(lines)


class CommandError(Exception):
    """A command of a document failed, or what it shows does not exist."""


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a Markdown text."""
    for match in _FENCE.finditer(text):
        yield Block(match["info"].strip(), match["body"], match.start("body"), match.end("body"))


def refreshed(text: str) -> str:
    """The text with its blocks as they are now. CommandError for a command that fails, or a frame that is not."""
    bodies = [(block, _frame(block.info.removeprefix(FRAME))) for block in blocks(text) if block.info.startswith(FRAME)]
    run = [block for block in blocks(text) if block.info == RUN]
    if run:
        with tempfile.TemporaryDirectory(prefix="comity-docs-") as folder:
            (Path(folder) / "samples").symlink_to(ROOT / "samples")
            bodies += [(block, _printed(block, folder)) for block in run]
    for block, body in sorted(bodies, key=lambda pair: pair[0].start, reverse=True):
        text = text[: block.start] + body + text[block.end :]
    return text


def current(path: Path) -> str:
    """A document of the project as it should be now. CommandError as for `refreshed`."""
    if path in DRAWN:
        return codebook_text(DRAWN[path], versions=False)
    return refreshed(path.read_text("utf-8"))


def _frame(name: str) -> str:
    for path in sorted(FRAMES.glob("*.toml")):
        for entry in path.read_text("utf-8").split("[[frame]]\n")[1:]:
            if entry.startswith(f'name = "{name}"\n'):
                return "[[frame]]\n" + re.split(r"\n\s*\n|\n#", entry)[0].rstrip() + "\n"
    raise CommandError(f"There is no frame {name!r} in {FRAMES.relative_to(ROOT)}.")


def _printed(block: Block, folder: str) -> str:
    parts = []
    for command in block.commands():
        first, *rest = command.split("\n")
        shown = "\n".join([f"$ {first}", *(f"> {line}".rstrip() for line in rest)])
        output = "\n".join(line.rstrip() for line in _output(command, folder).strip("\n").splitlines())
        parts.append(f"{shown}\n{output}\n" if output else f"{shown}\n")
    return "".join(parts)


def _output(command: str, folder: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COMITY_")}
    environment |= {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "COLUMNS": "88",
        "NO_COLOR": "1",
        "TERM": "dumb",
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode:
        raise CommandError(f"$ {command}\nended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; 1 if a document differs and is not written, or a command fails."""
    parser = argparse.ArgumentParser(prog="python -m tools.documents", description="The documents as they should be.")
    parser.add_argument("--write", action="store_true", help="write what differs")
    parser.add_argument("documents", nargs="*", type=Path, help="these alone")
    asked = parser.parse_args(arguments)
    wrong = 0
    for path in [path.resolve() for path in asked.documents] or sorted({*DOCUMENTS, *DRAWN}):
        try:
            new = current(path)
        except CommandError as error:
            print(f"{path.relative_to(ROOT)}: {error}", file=sys.stderr)
            wrong = 1
            continue
        if not path.exists() or new != path.read_text("utf-8"):
            print(f"{path.relative_to(ROOT)} {'is written' if asked.write else 'is out of date: run `make docs`'}")
            if asked.write:
                path.write_text(new, "utf-8")
            else:
                wrong = 1
    return wrong


if __name__ == "__main__":
    sys.exit(main())
