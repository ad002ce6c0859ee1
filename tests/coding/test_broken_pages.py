"""A page that scraping broke gives the records of the page that is whole, and cites the same words of its own text."""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.coding.evidence import check_story
from comity.coding.parse import view
from comity.folding import fold
from comity.model import Coding
from tests.coding.pages import coded, french

PAGES = (
    "Le Laos et la Thaïlande rouvrent un pont\n"
    "Vientiane, 4 juin 2019 - Le ministre lao des Travaux publics, Bounchanh Sinthavong, s’est entretenu mardi "
    "à Vientiane avec son homologue thaïlandais, Somchai Rattana. L’entretien a porté sur le pont de l’Amitié.\n"
    "Les deux pays ont convenu d’échanger leurs horaires et de former vingt officiers de douane d’ici à la fin "
    "de l’année.\n"
    "Les deux ministres ont signé un accord de coopération pour la période 2019-2021. La Thaïlande a offert 25 "
    "millions de dollars au Laos pour financer l’éclairage.\n",
    "Kigali et Kampala ouvrent un bureau de douane commun\n"
    "KIGALI, 12 mars 2021 (ARI) - Une délégation de l'Ouganda, conduite par la ministre du Commerce, Grace "
    "Namutebi, a été reçue vendredi à Kigali par le Premier ministre du Rwanda, Innocent Habarugira.\n"
    "Le Rwanda et l'Ouganda ont signé un mémorandum sur les postes de la frontière. Mme Namutebi a remercié le "
    "Rwanda de son accueil et a invité M. Habarugira à se rendre à Kampala.\n"
    "Les deux parties ont décidé de créer une commission mixte, qui se réunira chaque année.\n",
    "Le Sénat du Chili reçoit l’ambassadrice de Finlande\n"
    "Le président du Sénat chilien, Rodrigo Arrate, a reçu le 3 mai 2022 à Santiago l’ambassadrice de "
    "Finlande, Aino Virtanen.\n"
    "La Finlande s’est engagée à financer des bourses pour les étudiants chiliens. Le Chili a félicité la "
    "Finlande pour son effort dans la lutte contre les incendies.\n",
)
_NOT_LETTERS = re.compile(r"\W+")
_PAIR = re.compile(r"(?<![\w’'.,-])([^\W_]+) ([^\W_]+)(?![\w’'-])")
_C1 = {"’": "\x92", "œ": "\x9c", "–": "\x96"}


def letters(text: str) -> str:
    """The letters and figures of a text, whatever was broken in it."""
    shown = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    return _NOT_LETTERS.sub("", fold(shown))


def told(coding: Coding) -> list[tuple[str, tuple[str, ...]]]:
    """The records of a page without their places, and the words that each cites."""
    found = []
    for story in coding.stories:
        check_story(coding.page, story)
        for record in story.records():
            said = _without_places(msgspec.to_builtins(record))
            cited = tuple(letters(coding.page.text[s.start : s.end]) for s in record.evidence if s.start is not None)
            found.append((json.dumps(said, sort_keys=True), cited))
    return found


def _without_places(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_places(one) for key, one in value.items() if key not in ("evidence", "confidence")}
    if isinstance(value, list):
        return [_without_places(one) for one in value]
    return letters(value) if isinstance(value, str) else value


@cache
def whole(page: str) -> list[tuple[str, tuple[str, ...]]]:
    return told(coded(page))


def twice(line: str) -> str:
    """A line encoded as UTF-8 and read as Windows-1252."""
    return "".join(
        chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode("cp1252")
        for byte in line.encode()
    )


def glued(text: str, chance: random.Random) -> str:
    """Blanks lost between two words, where the two can still be told: *les deuxpays*."""

    def lost(match: re.Match[str]) -> str:
        pair = f"Selon {match[1]} {match[2]} "
        parted = view(f"Selon {match[1]}{match[2]} ", 0, french())[0] == view(pair, 0, french())[0]
        return match[1] + match[2] if parted and chance.random() < 0.6 else match[0]

    lines = (line.rpartition(" - ") for line in text.split("\n"))  # a dateline is read before words are parted
    return "\n".join(head + dash + _PAIR.sub(lost, line) for head, dash, line in lines)


Breaking = Callable[[str, random.Random], str]


def _here_and_there(pattern: str, put: Callable[[re.Match[str], random.Random], str]) -> Breaking:
    def broken(text: str, chance: random.Random) -> str:
        return re.sub(pattern, lambda match: put(match, chance) if chance.random() < 0.3 else match[0], text)

    return broken


BREAKINGS: dict[str, Breaking] = {
    "decomposed": lambda text, _: unicodedata.normalize("NFD", text),
    "soft hyphens": _here_and_there(r"(?<=[^\W\d_])(?=[^\W\d_])", lambda *_: "\u00ad"),
    "signs not seen": _here_and_there(r"(?<=\w)(?=\w)", lambda _, chance: chance.choice("\u200b\u2060\u200d\ufeff")),
    "blanks": _here_and_there(" ", lambda _, chance: chance.choice("\u00a0\u202f\u2009\u2007")),
    "apostrophes": _here_and_there(r"(?<=\w)['’](?=\w)", lambda _, chance: chance.choice("'’`´ʼ‘′")),
    "ligatures": lambda text, _: text.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("fl", "ﬂ"),
    "encoded twice": lambda text, chance: "\n".join(
        twice(line) if chance.random() < 0.5 else line for line in text.split("\n")
    ),
    "signs of Windows": lambda text, _: text.translate(str.maketrans(_C1)),
    "cut words": _here_and_there(r"(?<=coop)(?=ération)|(?<=déléga)(?=tion)|(?<=minis)(?=tre )", lambda *_: "- "),
    "glued": glued,
    "line ends": lambda text, _: text.replace("\n", "\r\n"),
}
# what changes words comes first: no word is both cut and glued; what changes bytes comes last and reads what is left
FIRST = ("cut words", "glued")
LAST = ("signs of Windows", "encoded twice", "line ends")


@pytest.mark.parametrize("page", PAGES, ids=["pont", "douane", "bourses"])
def test_the_whole_pages_have_records(page: str) -> None:
    assert len(whole(page)) >= 4


@pytest.mark.parametrize("name", BREAKINGS)
@pytest.mark.parametrize("page", PAGES, ids=["pont", "douane", "bourses"])
def test_one_breaking_changes_nothing(page: str, name: str) -> None:
    broken = BREAKINGS[name](page, random.Random(7))
    assert broken != page or name in ("ligatures", "signs of Windows", "cut words")
    assert told(coded(broken)) == whole(page)


@given(st.sampled_from(PAGES), st.sets(st.sampled_from([*BREAKINGS]), min_size=1, max_size=4), st.integers(0, 999))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_breakings_together_change_nothing(page: str, names: set[str], seed: int) -> None:
    broken, chance = page, random.Random(seed)
    for name in sorted(names, key=lambda one: (one not in FIRST, one in LAST, list(BREAKINGS).index(one))):
        if name == "encoded twice" and "signs of Windows" in names:
            continue
        broken = BREAKINGS[name](broken, chance)
    assert told(coded(broken)) == whole(page)
