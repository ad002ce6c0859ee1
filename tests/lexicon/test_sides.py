"""Sides as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.lexicon.sides import near_sides, parse_side


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("VNM", ["VNM"]),
        ("VN", ["VNM"]),
        (" Vietnam ", ["VNM"]),
        ("République de Corée", ["KOR"]),
        ("vietnamienne", ["VNM"]),
        ("Congo", ["COG", "COD"]),
        ("FR-BRE", ["FR-BRE"]),
        ("fr-bre", ["FR-BRE"]),
        ("Bretagne", ["FR-BRE"]),
        ("ASEAN", ["IGO/asean"]),
        ("IGO/asean", ["IGO/asean"]),
        ("Hanoï", ["VN-HN", "VNM/city/hanoi"]),
        ("VNM/city/hanoi", ["VNM/city/hanoi"]),
        ("FRA/city/hanoi", []),
        ("IGO/nothing", []),
        ("Soc Trang", ["VN-52", "VNM/city/soc-trang"]),
        ("Brest", ["FRA/city/brest", "BLR/city/brest"]),
        ("Assemblée nationale du Cambodge", []),
        ("xyzzy", []),
        ("", []),
    ],
)
def test_the_readings_of_a_side(words: str, keys: list[str]) -> None:
    readings = [reading.key for reading in parse_side(words, "fr")]
    assert [key for key in readings if key in keys or not keys] == keys


def test_a_country_comes_before_the_places_of_its_name() -> None:
    readings = parse_side("Luxembourg", "fr")
    assert readings[0].key == "LUX"
    assert {"BE-WLX", "LUX/city/luxembourg"} <= {reading.key for reading in readings}


def test_a_reading_says_where_it_lies_and_how_else_it_is_called() -> None:
    city = parse_side("Hô Chi Minh-Ville", "fr")[-1]
    assert (city.kind, city.country, city.admin, city.detail) == ("city", "VNM", "VN-SG", "Vietnam")
    assert {"saigon", "ho-chi-minh-ville", "ho-chi-minh-city"} <= set(city.aliases)
    assert parse_side("OIF", "fr")[0].aliases[0] == "oif"


def test_every_key_parses_to_itself() -> None:
    for words in ("Vietnam", "Bretagne", "ASEAN", "Phnom Penh", "Munich", "Québec", "Union européenne"):
        for reading in parse_side(words, "fr"):
            assert parse_side(reading.key, "fr")[0].key == reading.key


@pytest.mark.parametrize(("words", "key"), [("Vietman", "VNM"), ("Cambdoge", "KHM"), ("Bretange", "FR-BRE")])
def test_a_slip_has_near_sides(words: str, key: str) -> None:
    assert parse_side(words, "fr") == ()
    assert key in [reading.key for reading in near_sides(words, "fr")]


def test_nonsense_has_none() -> None:
    assert near_sides("zzzzqqqq", "fr") == ()


@given(st.text(max_size=30))
def test_any_words_can_be_parsed(words: str) -> None:
    keys = [reading.key for reading in parse_side(words, "fr")]
    assert len(keys) == len(set(keys))
