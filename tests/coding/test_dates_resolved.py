"""Which day a mention is on its page: records.md, rule 6."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity import edtf
from comity.coding.dates import (
    DateContext,
    dateline_of,
    find_dates,
    lasting,
    report_mention,
    reporting_day,
    resolve,
    story_years,
)
from comity.model import Date
from tests.coding.test_dates_found import dated_texts


def context(published: str | None = None, dateline: str = "", story: str = "", last: str | None = None) -> DateContext:
    return DateContext(
        published=published,
        dateline=dateline_of(dateline),
        story_years=story_years(story),
        last_date=Date(edtf=last, resolved="explicit") if last else None,
    )


def resolved(text: str, where: DateContext, planned: bool = False) -> str:
    [mention] = find_dates(text)
    found = resolve(mention, where, planned)
    return f"{found.edtf} {found.resolved}" if found else "none"


SEED = context(dateline="Soc Trang, 18 juillet –", story="au cours du premier semestre 2018")
TUESDAY = context(dateline="Hanoï, 18 juillet –", published="2023-07-19")  # 18 July 2023 was a Tuesday
PAGE = context(published="2023-02-20")  # a Monday

HELD = [
    # the year from the story
    ("le 17 juillet", SEED, "2018-07-17 year_from_context"),
    ("du 30 décembre au 2 janvier", context(story="en 2018"), "2018-12-30/2019-01-02 year_from_context"),
    ("en mars", context(story="en 2018"), "2018-03 year_from_context"),
    ("au deuxième trimestre", context(story="en 2018"), "2018-34 year_from_context"),
    ("le 17 juillet", context(story="en 2018, puis en 2017"), "XXXX-07-17 unknown_year"),
    ("le 17 juillet", context(story="depuis 1979, d'ici 2030"), "XXXX-07-17 unknown_year"),
    ("le 17 juillet", context(story="fondée en 1967"), "XXXX-07-17 unknown_year"),
    ("le 29 février", context(story="en 2019"), "XXXX-02-29 unknown_year"),
    # where story and publication agree the year stands in the text; where they differ the publication is believed
    ("le 17 juillet", context("2019-01-03", story="en 2018"), "2018-07-17 year_from_context"),
    ("le 17 juillet", context("2018-01-03", story="en 2018"), "2017-07-17 year_from_published"),
    ("le 17 juillet", context("2018-09-03", story="en 2018 et en 2022"), "2018-07-17 year_from_context"),
    ("le 17 juillet", context("2018-09-03", story="en 2022"), "2018-07-17 year_from_published"),
    ("le 17 juillet", context("2018-09-03", story="en 2015"), "2018-07-17 year_from_published"),
    ("le 17 juillet", context("2019", story="en 2018"), "2018-07-17 year_from_context"),
    ("le 17 juillet", context("2019-08", story="en 2018"), "2019-07-17 year_from_published"),
    ("mardi 17 juillet", context("2019-08", story="en 2018"), "2018-07-17 year_from_context"),
    # the year from the publication
    ("le 18 février", PAGE, "2023-02-18 year_from_published"),
    ("le 20 février", PAGE, "2023-02-20 year_from_published"),
    ("le 21 février", PAGE, "2022-02-21 year_from_published"),
    ("le 18 février", context("2023-02"), "2023-02-18 year_from_published"),
    ("le 18 février", context("2023"), "2023-02-18 year_from_published"),
    ("le 29 février", context("2023-03-01"), "2020-02-29 year_from_published"),
    ("en mars", PAGE, "2022-03 year_from_published"),
    ("en février", PAGE, "2023-02 year_from_published"),
    ("du 19 au 22 février", PAGE, "2023-02-19/2023-02-22 year_from_published"),
    ("du 30 décembre au 2 janvier", PAGE, "2022-12-30/2023-01-02 year_from_published"),
    ("au premier semestre", PAGE, "2023-40 year_from_published"),
    ("de mars à mai", PAGE, "2022-03/2022-05 year_from_published"),
    # a weekday checks a year that is chosen, and never one that is printed
    ("samedi 18 février", PAGE, "2023-02-18 year_from_published"),
    ("mardi 18 février", PAGE, "XXXX-02-18 unknown_year"),
    ("mardi 18 février 2023", PAGE, "2023-02-18 explicit"),
    ("mardi 17 juillet", SEED, "2018-07-17 year_from_context"),
    ("jeudi 17 juillet", SEED, "XXXX-07-17 unknown_year"),
    ("lundi 17 juillet", context("2023-07-19", story="en 2018"), "2023-07-17 year_from_published"),
    ("mardi 20 décembre", context("2023"), "2022-12-20 year_from_published"),
    ("mercredi 20 décembre", context("2023"), "2023-12-20 year_from_published"),
    ("jeudi 20 décembre", context("2023"), "XXXX-12-20 unknown_year"),
    ("du lundi 17 au jeudi 20 juillet", TUESDAY, "2023-07-17/2023-07-20 year_from_published"),
    ("du lundi 17 au samedi 20 juillet", TUESDAY, "XXXX-07-17/XXXX-07-20 unknown_year"),
    # a dateline with its year is the day of the report
    ("le 25 juin", context(dateline="Phnom Penh, 27 juin 2017 –", story="en 2015 et 2016"), "2017-06-25 dateline"),
    ("le 28 juin", context(dateline="Phnom Penh, 27 juin 2017 –"), "2016-06-28 dateline"),
    # last, next
    ("le 3 mai dernier", PAGE, "2022-05-03 year_from_published"),
    ("le 20 février dernier", PAGE, "2022-02-20 year_from_published"),
    ("le 20 février prochain", PAGE, "2024-02-20 year_from_published"),
    ("en mars dernier", PAGE, "2022-03 year_from_published"),
    ("en mars prochain", PAGE, "2023-03 year_from_published"),
    ("les 3 et 4 mai derniers", PAGE, "2022-05-03/2022-05-04 year_from_published"),
    ("le 3 mai dernier", context(), "XXXX-05-03 unknown_year"),
    ("le 3 mai de l'an dernier", PAGE, "2022-05-03 published"),
    ("le 3 mai de cette année", PAGE, "2023-05-03 published"),
    ("le 3 mai de la même année", context(last="2018-04"), "2018-05-03 explicit"),
    ("le 3 mai de la même année", context(), "XXXX-05-03 unknown_year"),
    ("le 12 courant", TUESDAY, "2023-07-12 dateline"),
    ("le 12 courant", context(dateline="Hanoï, 18 juillet –"), "XXXX-07-12 dateline"),
    # weekdays, from the dateline's day
    ("mardi", TUESDAY, "2023-07-18 dateline"),
    ("mercredi", TUESDAY, "2023-07-12 dateline"),
    ("lundi", TUESDAY, "2023-07-17 dateline"),
    ("ce mardi", TUESDAY, "2023-07-18 dateline"),
    ("mardi dernier", TUESDAY, "2023-07-11 dateline"),
    ("lundi dernier", TUESDAY, "2023-07-17 dateline"),
    ("mardi prochain", TUESDAY, "2023-07-25 dateline"),
    ("mercredi prochain", TUESDAY, "2023-07-19 dateline"),
    ("lundi et mardi derniers", TUESDAY, "2023-07-10/2023-07-11 dateline"),
    ("dimanche et lundi derniers", TUESDAY, "2023-07-16/2023-07-17 dateline"),
    ("de lundi à mercredi", TUESDAY, "2023-07-17/2023-07-19 dateline"),
    ("dans la nuit de dimanche à lundi", TUESDAY, "2023-07-16/2023-07-17 dateline"),
    ("mardi", context("2023-07-19"), "2023-07-18 published"),
    ("mardi", context(dateline="Hanoï, 18 juillet –"), "none"),
    ("mardi", context("2023-07"), "none"),
    ("mardi", context(story="en 2018"), "none"),
    ("mardi", SEED, "2018-07-17 dateline"),
    # counted from the day of the report
    ("hier", TUESDAY, "2023-07-17 dateline"),
    ("hier soir", TUESDAY, "2023-07-17 dateline"),
    ("avant-hier", TUESDAY, "2023-07-16 dateline"),
    ("demain", TUESDAY, "2023-07-19 dateline"),
    ("aujourd'hui", TUESDAY, "2023-07-18 dateline"),
    ("ce matin", context("2023-07"), "2023-07 published"),
    ("hier", context("2023-07"), "none"),
    ("hier", context(), "none"),
    ("hier", SEED, "2018-07-17 dateline"),
    ("hier", context(dateline="Hanoï, 18 juillet –"), "XXXX-07-17 dateline"),
    ("hier", context(dateline="Hanoï, 1er mars –"), "none"),
    ("hier", context(dateline="Hanoï, 1er janvier –"), "XXXX-12-31 dateline"),
    ("hier", context("2024-03-01"), "2024-02-29 published"),
    ("la semaine dernière", TUESDAY, "2023-07-10/2023-07-16 dateline"),
    ("la semaine prochaine", TUESDAY, "2023-07-24/2023-07-30 dateline"),
    ("cette semaine", TUESDAY, "2023-07-17/2023-07-23 dateline"),
    ("ce week-end", TUESDAY, "2023-07-15/2023-07-16 dateline"),
    ("le week-end dernier", TUESDAY, "2023-07-15/2023-07-16 dateline"),
    ("le mois dernier", TUESDAY, "2023-06 dateline"),
    ("le mois dernier", context("2023-01"), "2022-12 published"),
    ("le mois dernier", context(dateline="Hanoï, 18 janvier –"), "XXXX-12 dateline"),
    ("le mois dernier", context("2023"), "none"),
    ("l'an dernier", context("2023"), "2022 published"),
    ("l'année prochaine", TUESDAY, "2024 dateline"),
    ("cette année", context(dateline="Hanoï, 18 juillet –"), "none"),
    ("il y a deux jours", TUESDAY, "2023-07-16 dateline"),
    ("il y a deux ans", TUESDAY, "2021 dateline"),
    ("dans trois semaines", TUESDAY, "2023-08-07/2023-08-13 dateline"),
    # counted from the date before
    ("le même jour", context(last="2018-07-17"), "2018-07-17 explicit"),
    ("le lendemain", context(last="2018-07-17"), "2018-07-18 explicit"),
    ("la veille", context(last="2018-01-01"), "2017-12-31 explicit"),
    ("le lendemain", context(last="XXXX-07-17"), "XXXX-07-18 explicit"),
    ("deux jours plus tard", context(last="2018-07-17"), "2018-07-19 explicit"),
    ("trois mois plus tard", context(last="2018-11-17"), "2019-02 explicit"),
    ("le même jour", context("2023-07-19"), "none"),
    ("le lendemain", context(last="2018-07"), "none"),
    # no date
    ("une visite de trois jours", TUESDAY, "none"),
    ("au premier semestre", context(), "none"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "where", "expected"), HELD)
def test_the_day_of_a_held_act(text: str, where: DateContext, expected: str) -> None:
    assert resolved(text, where) == expected


PLANNED = [
    ("le 21 février", PAGE, "2023-02-21 year_from_published"),
    ("le 20 février", PAGE, "2023-02-20 year_from_published"),
    ("le 18 février", PAGE, "2024-02-18 year_from_published"),
    ("le 18 février", context("2023-02"), "2023-02-18 year_from_published"),
    ("du 19 au 22 février", PAGE, "2023-02-19/2023-02-22 year_from_published"),
    ("en mars", PAGE, "2023-03 year_from_published"),
    ("le 17 juillet", context(story="en 2018"), "2018-07-17 year_from_context"),
    ("le 17 juillet", context("2018-09-03", story="en 2018"), "2019-07-17 year_from_published"),
    ("le 17 juillet", context("2018-09-03", story="en 2020"), "2019-07-17 year_from_published"),
    ("le 17 juillet", context("2018-09-03", story="en 2019"), "2019-07-17 year_from_context"),
    ("le 18 février", context(), "XXXX-02-18 unknown_year"),
    ("mardi", TUESDAY, "2023-07-18 dateline"),
    ("lundi", TUESDAY, "2023-07-24 dateline"),
    ("ce mercredi", TUESDAY, "2023-07-19 dateline"),
    ("de jeudi à samedi", TUESDAY, "2023-07-20/2023-07-22 dateline"),
    ("ce week-end", TUESDAY, "2023-07-22/2023-07-23 dateline"),
    ("mercredi 20 décembre", context("2023"), "2023-12-20 year_from_published"),
    ("d'ici 2030", PAGE, "2030 explicit"),
    ("avant fin 2025", PAGE, "2025 explicit"),
    ("d'ici la fin de l'année", PAGE, "2023 published"),
]


@pytest.mark.parametrize(("text", "where", "expected"), PLANNED)
def test_the_day_of_a_planned_act(text: str, where: DateContext, expected: str) -> None:
    assert resolved(text, where, planned=True) == expected


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("arrivé lundi à Hanoi pour une visite d'État de trois jours", "2012-09-24", "2012-09-24/2012-09-26"),
        ("a achevé jeudi une visite d'État de trois jours", "2011-12-08", "2011-12-06/2011-12-08"),
        ("a quitté Hanoi mardi au terme d'une visite de deux jours", "2023-12-12", "2023-12-11/2023-12-12"),
        ("a entamé une visite de deux semaines", "2023-12-12", "2023-12-12/2023-12-25"),
        ("en visite de trois jours", "2005-10-10", None),
        ("arrivé pour une visite d'un jour", "2005-10-10", None),
        ("arrivé pour une visite de deux mois", "2005-10-10", None),
        ("arrivé pour une visite de trois jours", "2005-10", None),
        ("arrivé pour une visite de trois jours", "XXXX-10-10", None),
        ("arrivé pour une visite de trois jours", "9999-12-31", None),
    ],
)
def test_a_stay_has_its_days_only_when_the_words_say_which_end_is_known(
    text: str, day: str, expected: str | None
) -> None:
    length = next(mention for mention in find_dates(text) if mention.is_duration)
    found = lasting(Date(edtf=day, resolved="dateline"), length)
    assert (found.edtf if found else None) == expected


def test_a_text_without_a_dateline_may_call_a_day_its_own() -> None:
    text = "Jumelées depuis 1990. Ce samedi 16 mars 2019, le maire a dit qu'il serait reçu lundi."
    where = DateContext(dateline=report_mention(text), story_years=story_years(text))
    assert resolved("lundi", where, planned=True) == "2019-03-18 dateline"
    assert report_mention("le 14 mars") is None


def test_the_day_of_the_report_is_the_dateline_s() -> None:
    found = reporting_day(TUESDAY)
    assert found is not None
    assert (str(found[0]), found[1]) == ("2023-07-18", "dateline")
    assert reporting_day(context()) is None


def test_a_dateline_that_contradicts_its_weekday_gives_way_to_the_publication() -> None:
    found = reporting_day(context("2023-07-19", dateline="Hanoï, lundi 18 juillet –"))
    assert found is not None
    assert (str(found[0]), found[1]) == ("2023-07-19", "published")


days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@given(dated_texts, st.booleans())
def test_without_a_year_on_the_page_none_comes_out(text: str, planned: bool) -> None:
    for mention in find_dates(text):
        found = resolve(mention, DateContext(), planned)
        if found is not None and not mention.years:
            assert not edtf.parse(found.edtf).year_known


@given(dated_texts, dated_texts, st.one_of(st.none(), days), st.booleans())
def test_whatever_the_page_says_a_date_is_sound_or_left_out(
    text: str, story: str, published: date | None, planned: bool
) -> None:
    where = context(str(published) if published else None, story, story, last=str(published) if published else None)
    for mention in find_dates(text):
        found = resolve(mention, where, planned)
        assert found is None or edtf.is_valid(found.edtf)


@given(days, st.integers(min_value=0, max_value=6), st.booleans())
def test_a_chosen_year_agrees_with_the_weekday(published: date, weekday: int, planned: bool) -> None:
    names = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
    [mention] = find_dates(f"{names[weekday]} 17 juillet")
    found = resolve(mention, context(str(published)), planned)
    assert found is not None
    first = edtf.earliest(found.edtf)
    assert first is None or first.weekday() == weekday


@given(days, days)
def test_a_held_act_lies_within_the_year_before_its_report_and_a_planned_one_in_the_year_after(
    day: date, published: date
) -> None:
    if (day.month, day.day) == (2, 29):
        return
    months = ["janvier", "février", "mars", "avril", "mai", "juin"]
    months += ["juillet", "août", "septembre", "octobre", "novembre", "décembre"]
    [mention] = find_dates(f"le {day.day} {months[day.month - 1]}")
    where = context(str(published))
    held, ahead = resolve(mention, where), resolve(mention, where, planned=True)
    assert held is not None
    assert ahead is not None
    before, after = edtf.earliest(held.edtf), edtf.earliest(ahead.edtf)
    assert before is not None
    assert after is not None
    assert 0 <= (published - before).days <= 366
    assert 0 <= (after - published).days <= 366
