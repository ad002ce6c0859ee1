"""EDTF dates in words."""

from __future__ import annotations

import pytest

from comity.errors import RecordError, UsageError
from comity.model import Date, Resolved
from comity.outputs.dates import date_in_words, edtf_in_words, machine_date

WORDS = [
    ("2018", "2018", "2018"),
    ("2018-07", "juillet 2018", "July 2018"),
    ("2018-07-17", "17 juillet 2018", "17 July 2018"),
    ("2018-07-01", "1er juillet 2018", "1 July 2018"),
    ("XXXX-02-18", "18 février, année inconnue", "18 February, year unknown"),
    ("XXXX-02", "février, année inconnue", "February, year unknown"),
    ("2018-40", "1er semestre 2018", "first half of 2018"),
    ("2018-41", "2e semestre 2018", "second half of 2018"),
    ("2018-33", "1er trimestre 2018", "first quarter of 2018"),
    ("2018-36", "4e trimestre 2018", "fourth quarter of 2018"),
    ("2018-03-21/2018-03-22", "21–22 mars 2018", "21–22 March 2018"),
    ("2018-08-01/2018-08-04", "1er–4 août 2018", "1–4 August 2018"),
    ("2018-03-30/2018-04-02", "30 mars – 2 avril 2018", "30 March – 2 April 2018"),
    ("2018-12-30/2019-01-02", "30 décembre 2018 – 2 janvier 2019", "30 December 2018 – 2 January 2019"),
    ("2018-03/2018-05", "mars – mai 2018", "March – May 2018"),
    ("2018-03/2019-05", "mars 2018 – mai 2019", "March 2018 – May 2019"),
    ("2020/2024", "2020–2024", "2020–2024"),
    ("2018-40/2019-41", "1er semestre 2018 – 2e semestre 2019", "first half of 2018 – second half of 2019"),
    ("2018/2019-05", "2018 – mai 2019", "2018 – May 2019"),
    ("XXXX-03-21/XXXX-03-22", "21–22 mars, année inconnue", "21–22 March, year unknown"),
    ("XXXX-12-30/XXXX-01-02", "30 décembre – 2 janvier, année inconnue", "30 December – 2 January, year unknown"),
]

RESOLVED: list[tuple[str, Resolved, str, str]] = [
    ("2018-07-17", "explicit", "17 juillet 2018", "17 July 2018"),
    (
        "2018-07-17",
        "year_from_context",
        "17 juillet 2018 (année d’après le contexte)",
        "17 July 2018 (year from context)",
    ),
    ("2018-07-17", "dateline", "17 juillet 2018 (d’après la ligne de date)", "17 July 2018 (from the dateline)"),
    ("XXXX-07-17", "unknown_year", "17 juillet, année inconnue", "17 July, year unknown"),
]


@pytest.mark.parametrize(("edtf", "french", "english"), WORDS)
def test_a_date_is_said_as_exactly_as_it_is_known(edtf: str, french: str, english: str) -> None:
    assert edtf_in_words(edtf, "fr") == french
    assert edtf_in_words(edtf, "en") == english


@pytest.mark.parametrize(("edtf", "resolved", "french", "english"), RESOLVED)
def test_a_date_says_how_it_was_resolved(edtf: str, resolved: Resolved, french: str, english: str) -> None:
    date = Date(edtf=edtf, resolved=resolved)
    assert date_in_words(date, "fr") == french
    assert date_in_words(date, "en") == english


def test_months_can_be_short_and_dates_missing() -> None:
    assert edtf_in_words("2018-07-17", "fr", width="abbreviated") == "17 juil. 2018"
    assert (date_in_words(None, "fr"), date_in_words(None, "en")) == ("sans date", "undated")


@pytest.mark.parametrize(
    ("edtf", "machine"),
    [
        ("2018", "2018"),
        ("2018-07", "2018-07"),
        ("2018-07-17", "2018-07-17"),
        ("XXXX-02-18", "02-18"),
        ("XXXX-02", None),
        ("2018-40", None),
        ("2020/2024", None),
        (None, None),
    ],
)
def test_machines_get_the_dates_that_html_can_say(edtf: str | None, machine: str | None) -> None:
    assert machine_date(edtf) == machine


def test_what_is_no_date_and_no_language_is_refused() -> None:
    with pytest.raises(RecordError):
        edtf_in_words("18 février", "fr")
    with pytest.raises(UsageError):
        edtf_in_words("2018", "de")
