"""Records a second and peak memory of a web archive, beside plain fastwarc over the same file.

    python benchmarks/archives.py [--responses 5000] [--rounds 3]

The archive is generated: responses of web pages, pictures, redirects and errors, and records that are broken in several
ways, one gzip member each, always the same for the same number. Comity's sources and fastwarc (every record's HTTP
headers parsed, its payload read and decoded) go over it in turn, round after round, each in a process of its own, so
that whatever else the machine does falls on both, and the memory is theirs alone. fastwarc gets the archive without its
broken records, at the first of which it stops.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from importlib.metadata import version
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from comity.model import RawPage, Unread
from comity.sources import open_sources

WORDS = [
    *("le", "ministre", "a", "reçu", "son", "homologue", "pour", "une", "séance", "de", "travail", "consacrée", "à"),
    *("la", "coopération", "entre", "les", "deux", "pays", "province", "frontière", "accord", "commerce", "santé"),
]
KINDS = {"page": 60, "picture": 20, "redirect": 8, "error": 7, "broken": 5}
"""What the responses are, of a hundred."""


def generate(path: Path, responses: int, *, broken: bool = True) -> Counter[str]:
    """Write an archive of so many responses; how many of each kind. Without `broken` those are left out."""
    chance = random.Random(responses)
    counts: Counter[str] = Counter()
    with path.open("wb") as file:
        for number in range(responses):
            kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
            member = packed(record(kind, number, chance), kind, chance)
            if kind != "broken" or broken:
                counts[kind] += 1
                file.write(member)
    return counts


def record(kind: str, number: int, chance: random.Random) -> bytes:
    """One record, as a crawler writes it."""
    media, body, status, extra = "text/html; charset=utf-8", page(number, chance), "200 OK", ""
    if kind == "picture":
        media, body = "image/jpeg", b"\xff\xd8\xff" + chance.randbytes(chance.randrange(5_000, 60_000))
    elif kind == "redirect":
        status, body, extra = "301 Moved Permanently", b"", f"Location: https://press.example/{number}/\r\n"
    elif kind == "error":
        status, body = "404 Not Found", b"<html><body><p>Page introuvable.</p></body></html>"
    one = WarcRecord()
    one.init_headers(WarcRecordType.response, f"urn:uuid:00000000-0000-4000-8000-{number:012}".encode())
    one.headers["WARC-Target-URI"] = f"https://press.example/{number}"
    one.headers["WARC-Date"] = "2024-03-01T10:00:00Z"
    one.is_http = True
    one.set_bytes_content(f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{extra}\r\n".encode() + body)
    out = io.BytesIO()
    one.write(out)
    return out.getvalue()


def page(number: int, chance: random.Random) -> bytes:
    """A page of the length of a newspaper's: most of it is not the article."""
    paragraphs = (" ".join(chance.choices(WORDS, k=60)) for _ in range(chance.randrange(5, 25)))
    text = "".join(f'<p class="text-{index}">{one}.</p>\n' for index, one in enumerate(paragraphs))
    links = "".join(
        f'<li><a href="/{chance.randrange(10**6)}">{" ".join(chance.choices(WORDS, k=6))}</a></li>' for _ in range(150)
    )
    head = f"<!doctype html><html><head><title>Article {number}</title></head>"
    return f"{head}<body><ul>{links}</ul>{text}</body></html>".encode()


def packed(written: bytes, kind: str, chance: random.Random) -> bytes:
    """The record as a member of its own; a broken one is cut, damaged, or says the wrong length."""
    if kind != "broken":
        return gzip.compress(written, 6, mtime=0)
    way = chance.randrange(4)
    if way == 0:
        return gzip.compress(written, 6, mtime=0)[: len(written) // 20]
    if way == 1:
        return gzip.compress(written.replace(b"Content-Length: ", b"Content-Length: 9"), 6, mtime=0)
    if way == 2:
        return gzip.compress(written.replace(b"WARC/1.", b"WORC/1."), 6, mtime=0)
    made = bytearray(gzip.compress(written, 6, mtime=0))
    made[len(made) // 2] ^= 0xFF
    return bytes(made)


def comity(path: Path) -> Counter[str]:
    """What Comity makes of the archive."""
    counts: Counter[str] = Counter()
    for found in open_sources([str(path)], stdin=io.BytesIO()):
        counts["page" if isinstance(found, RawPage) else "broken" if isinstance(found, Unread) else "known"] += 1
    return counts


def fastwarc(path: Path) -> Counter[str]:
    """The same pages by fastwarc alone."""
    counts: Counter[str] = Counter()
    with path.open("rb") as file:
        for one in ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=True, auto_decode="all"):
            one.reader.read()
            html = one.http_headers.status_code == 200 and one.http_content_type == "text/html"
            counts["page" if html else "other"] += 1
    return counts


def measured(way: str, path: Path) -> dict[str, float]:
    """Seconds, peak memory in megabytes, and counts, of one way in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--measure", way, str(path)], capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def measure(way: str, path: Path) -> None:
    """Print what `measured` gives."""
    start = time.perf_counter()
    counts = (comity if way == "Comity" else fastwarc)(path)
    took = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": took, "megabytes": peak, **counts}))


def main() -> int:
    """Run the benchmark and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--responses", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        measure(given.measure[0], Path(given.measure[1]))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        whole, sound = Path(folder, "whole.warc.gz"), Path(folder, "sound.warc.gz")
        counts = generate(whole, given.responses)
        rest = generate(sound, given.responses, broken=False)
        print(f"{given.responses} responses ({', '.join(f'{counts[kind]} {kind}' for kind in KINDS)}), ", end="")
        print(f"{whole.stat().st_size / 1e6:.0f} MB; {given.rounds} rounds; fastwarc {version('fastwarc')}, ", end="")
        print(f"Python {platform.python_version()}")
        rounds = [(measured("Comity", whole), measured("fastwarc", sound)) for _ in range(given.rounds)]
    print(f"{'':12}{'records/s':>12}{'peak MB':>10}{'pages':>8}{'told broken':>13}")
    rates = []
    for way, place, records in (("fastwarc", 1, rest.total()), ("Comity", 0, counts.total())):
        runs = [one[place] for one in rounds]
        rates.append(statistics.median(records / one["seconds"] for one in runs))
        peak = max(one["megabytes"] for one in runs)
        told = f"{runs[0].get('broken', 0):13.0f}" if place == 0 else f"{'-':>13}"
        print(f"{way:12}{rates[-1]:12.0f}{peak:10.0f}{runs[0].get('page', 0):8.0f}{told}")
    print(f"Comity takes {rates[0] / rates[1]:.2f} times the time of fastwarc a record.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
