"""Which words name a date, and what they say without a page around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.coding.dates import (
    DateContext,
    DateMention,
    dateline_of,
    find_dates,
    resolve,
    story_years,
    unmet_examples,
    year_mentions,
)
from comity.errors import LexiconError, NoLexiconError
from comity.lexicon.dates import build, load_dates
from comity.lexicon.language import DATA, load_toml


def told(text: str) -> list[str]:
    """Each mention as `words=date`, the date being what the words alone say, or `-`."""
    out = []
    for mention in find_dates(text):
        date = resolve(mention, DateContext())
        out.append(f"{text[mention.start : mention.end]}={date.edtf if date else '-'}")
    return out


CASES = [
    # days
    ("reçu le 17 juillet 2018 à Hanoï", ["17 juillet 2018=2018-07-17"]),
    ("reçu le 17 juillet à Hanoï", ["17 juillet=XXXX-07-17"]),
    ("le 1er janvier", ["1er janvier=XXXX-01-01"]),
    ("le 1 er janvier 2019", ["1 er janvier 2019=2019-01-01"]),
    ("le premier mai 1998", ["premier mai 1998=1998-05-01"]),
    ("mardi 18 février", ["mardi 18 février=XXXX-02-18"]),
    ("le mardi 18 février 2020", ["mardi 18 février 2020=2020-02-18"]),
    ("jeudi, le 3 mai 2018", ["jeudi, le 3 mai 2018=2018-05-03"]),
    ("le 07 avril 2018", ["07 avril 2018=2018-04-07"]),
    ("LE 17 JUILLET 2018", ["17 JUILLET 2018=2018-07-17"]),
    ("le 3 fevrier 2018, le 4 aout et le 5 decembre", [
        "3 fevrier 2018=2018-02-03", "4 aout=XXXX-08-04", "5 decembre=XXXX-12-05"]),
    ("le 17\u00a0juillet\u202f2018", ["17\u00a0juillet\u202f2018=2018-07-17"]),
    ("le 17\njuillet", ["17\njuillet=XXXX-07-17"]),
    ("le 3 fe\u0301vrier 2018", ["3 fe\u0301vrier 2018=2018-02-03"]),
    ("le 3 mai de l'année 2018", ["3 mai de l'année 2018=2018-05-03"]),
    ("(17 juillet)", ["17 juillet=XXXX-07-17"]),
    ("Hanoï, 18 juillet (AGX) - Des officiers", ["18 juillet=XXXX-07-18"]),
    ("le 29 février", ["29 février=XXXX-02-29"]),
    ("le 29 février 2020", ["29 février 2020=2020-02-29"]),
    ("le 12/03/2019", ["12/03/2019=2019-03-12"]),
    ("le 12.03.2019", ["12.03.2019=2019-03-12"]),
    ("le 12-3-2019", ["12-3-2019=2019-03-12"]),
    ("publié le 2019-03-12.", ["2019-03-12=2019-03-12"]),
    ("le 17/7, à Hanoï", ["17/7=XXXX-07-17"]),
    ("signé le 24 juin 1967.", ["24 juin 1967=1967-06-24"]),
    ("dans la soirée du 17 juillet", ["17 juillet=XXXX-07-17"]),
    ("le 17 juillet 2018 personnes", ["17 juillet=XXXX-07-17"]),
    ("le 17 juillet, 2018 soldats ont défilé", ["17 juillet=XXXX-07-17"]),
    ("le 3 mai, le 4 mai", ["3 mai=XXXX-05-03", "4 mai=XXXX-05-04"]),
    # days that there are not
    ("le 31 avril 2018", ["avril 2018=2018-04"]),
    ("le 30 février", []),
    ("le 29 février 2019", ["février 2019=2019-02"]),
    ("le 45 mai", []),
    ("le 0 mai", []),
    ("le 31/11/2018", []),
    ("le 13/13/2018", []),
    # spans
    ("du 21 au 22 mars", ["21 au 22 mars=XXXX-03-21/XXXX-03-22"]),
    ("du 1er au 4 août 2019", ["1er au 4 août 2019=2019-08-01/2019-08-04"]),
    ("du 30 avril au 2 mai", ["30 avril au 2 mai=XXXX-04-30/XXXX-05-02"]),
    ("du 30 avril au 2 mai 2018", ["30 avril au 2 mai 2018=2018-04-30/2018-05-02"]),
    ("du 30 décembre au 2 janvier 2019", ["30 décembre au 2 janvier 2019=2018-12-30/2019-01-02"]),
    ("du 30 décembre 2018 au 2 janvier 2019", ["30 décembre 2018 au 2 janvier 2019=2018-12-30/2019-01-02"]),
    ("du 30 décembre au 2 janvier", ["30 décembre au 2 janvier=XXXX-12-30/XXXX-01-02"]),
    ("du lundi 3 au mercredi 5 juin 2019", ["lundi 3 au mercredi 5 juin 2019=2019-06-03/2019-06-05"]),
    ("entre le 3 et le 5 juin", ["3 et le 5 juin=XXXX-06-03/XXXX-06-05"]),
    ("les 3 et 4 mai", ["3 et 4 mai=XXXX-05-03/XXXX-05-04"]),
    ("les 3 et 4 mai 2018", ["3 et 4 mai 2018=2018-05-03/2018-05-04"]),
    ("les 3, 4 et 5 mai 2018", ["3, 4 et 5 mai 2018=2018-05-03/2018-05-05"]),
    ("les 3 et 10 mai 2018", ["3 et 10 mai 2018=2018-05"]),
    ("les 30 avril et 1er mai", ["30 avril et 1er mai=XXXX-04-30/XXXX-05-01"]),
    ("le 3 avril et le 10 mai 2018", ["3 avril=XXXX-04-03", "10 mai 2018=2018-05-10"]),
    ("21-22 mars", ["21-22 mars=XXXX-03-21/XXXX-03-22"]),
    ("21 – 24 mars 2018", ["21 – 24 mars 2018=2018-03-21/2018-03-24"]),
    ("(30 avril - 2 mai 2018)", ["30 avril - 2 mai 2018=2018-04-30/2018-05-02"]),
    ("24 juin 1967 – 24 juin 2022", ["24 juin 1967 – 24 juin 2022=1967-06-24/2022-06-24"]),
    ("du 3 au 3 mai", ["3 au 3 mai=XXXX-05-03"]),
    # months
    ("en mars 2018", ["mars 2018=2018-03"]),
    ("en mars", ["mars=XXXX-03"]),
    ("au mois de mars", ["mars=XXXX-03"]),
    ("au mois d’avril", ["avril=XXXX-04"]),
    ("mi-mars 2020", ["mi-mars 2020=2020-03"]),
    ("fin mars 2020", ["fin mars 2020=2020-03"]),
    ("début mars", ["début mars=XXXX-03"]),
    ("de mars à mai 2018", ["mars à mai 2018=2018-03/2018-05"]),
    ("d'octobre à mars 2019", ["octobre à mars 2019=2018-10/2019-03"]),
    ("de novembre 2018 à mars 2019", ["novembre 2018 à mars 2019=2018-11/2019-03"]),
    ("mars-mai 2018", ["mars-mai 2018=2018-03/2018-05"]),
    ("septembre de l'année 2018", ["septembre de l'année 2018=2018-09"]),
    ("la planète Mars", []),
    ("mais il a marché", []),
    ("M. Avril a dit", []),
    # quarters and half-years
    ("au premier semestre 2018", ["premier semestre 2018=2018-40"]),
    ("au second semestre de 2018", ["second semestre de 2018=2018-41"]),
    ("au cours du deuxième trimestre de l'année 2018", ["deuxième trimestre de l'année 2018=2018-34"]),
    ("les six premiers mois de 2018", ["six premiers mois de 2018=2018-40"]),
    ("au deuxième trimestre", ["deuxième trimestre=-"]),
    ("ces six derniers mois", []),
    # years
    ("en 2018", ["2018=2018"]),
    ("l'année 2018", ["2018=2018"]),
    ("le sommet de 2018 à Hanoï", ["2018=2018"]),
    ("l'été 2018", ["2018=2018"]),
    ("(2018)", ["2018=2018"]),
    ("2021-2025", ["2021-2025=2021/2025"]),
    ("pour la période 2026 – 2030", ["2026 – 2030=2026/2030"]),
    ("de 2021 à 2025", ["2021 à 2025=2021/2025"]),
    ("entre 2016 et 2020", ["2016 et 2020=2016/2020"]),
    ("le sommet 2018", ["2018=2018"]),
    ("le Plan de coopération 2026", ["2026=2026"]),
    ("à la mi-2025", ["2025=2025"]),
    ("d'ici à fin 2025", ["2025=2025"]),
    # no years
    ("2 000 tonnes", []),
    ("en 2000 exemplaires", []),
    ("plus de 2000 à Paris", []),
    ("près de 1990 et plus", []),
    ("un cortège de 2018 soldats", []),
    ("un groupe de 2020 jeunes gens", []),
    ("2030 objectifs", []),
    ("page 1998", []),
    ("la résolution 1973 du Conseil", []),
    ("article 12", []),
    ("1 500", []),
    ("le G20", []),
    ("le vol 2018", []),
    ("le 20 heures", []),
    ("à 20 heures 30", []),
    ("le 11-Septembre", []),
    ("dans les années 1990", []),
    ("2/3 des voix", []),
    ("12,5 % en tout", []),
    ("tél. 04 2018 12", []),
    ("un budget de 2018 %", []),
    # weekdays and counted times say nothing alone
    ("a annoncé mardi", ["mardi=-"]),
    ("mardi dernier", ["mardi dernier=-"]),
    ("ce mardi soir", ["mardi soir=-"]),
    ("lundi et mardi derniers", ["lundi et mardi derniers=-"]),
    ("de lundi à mercredi", ["lundi à mercredi=-"]),
    ("lundi et jeudi", ["lundi=-", "jeudi=-"]),
    ("tous les mardis, le lundi, chaque jeudi", []),
    ("du lundi au vendredi", []),
    ("Vendredi saint", []),
    ("Men Sam An", []),
    ("hier soir", ["hier soir=-"]),
    ("aujourd’hui", ["aujourd’hui=-"]),
    ("avant-hier, puis demain", ["avant-hier=-", "demain=-"]),
    ("la semaine dernière", ["la semaine dernière=-"]),
    ("le mois dernier", ["le mois dernier=-"]),
    ("le même jour", ["le même jour=-"]),
    ("à la veille du sommet", []),
    ("au lendemain de la guerre", []),
    ("à ce jour", []),
    ("il y a deux jours", ["il y a deux jours=-"]),
    ("une visite de trois jours", ["trois jours=-"]),
    ("", []),
    ("   ", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_the_dates_that_words_name(text: str, expected: list[str]) -> None:
    assert told(text) == expected


FLAGGED = [
    ("le 60e anniversaire de l'établissement des relations (24 juin 1967)", "24 juin 1967", {"anniversary"}),
    ("pour commémorer la victoire du 7 janvier 1979", "7 janvier 1979", {"anniversary"}),
    ("fêteront en 2027 leur 60e anniversaire", "2027", {"anniversary"}),
    ("la cérémonie du 50e anniversaire, tenue le 24 juin 2017", "24 juin 2017", set()),
    ("ont célébré le 24 juin le 60e anniversaire", "24 juin", set()),
    ("l'Association fondée en 1967", "1967", {"historical"}),
    ("les relations diplomatiques nouées en 1973", "1973", {"historical"}),
    ("l'accord de 2005 prévoit", "2005", {"historical"}),
    ("la convention de Vienne de 1961.", "1961", {"historical"}),
    ("le traité du 22 janvier 1963", "22 janvier 1963", {"historical"}),
    ("le traité de Rome (1957)", "1957", {"historical"}),
    ("la résolution 2254 (2015)", "2015", {"historical"}),
    ("la guerre de 1979.", "1979", {"historical"}),
    ("Ils ont signé en 2018", "2018", set()),
    ("ont signé un accord le 17 juillet 2018", "17 juillet 2018", set()),
    ("le Traité complémentaire signé le 10 octobre 2005 demeure", "10 octobre 2005", {"recalled"}),
    ("ouvert ce 14 mars", "14 mars", {"today"}),
    ("a achevé une visite de trois jours", "trois jours", {"duration", "ends"}),
    ("arrivé pour une visite de trois jours", "trois jours", {"duration", "begins"}),
    ("depuis 1979", "1979", {"since"}),
    ("à partir du 1er janvier 2019", "1er janvier 2019", {"since"}),
    ("jusqu’en 2020", "2020", {"until"}),
    ("jusqu'au 3 mai", "3 mai", {"until"}),
    ("d'ici 2030", "2030", {"deadline"}),
    ("d’ici à 2030", "2030", {"deadline"}),
    ("d'ici à la fin de 2025", "2025", {"deadline"}),
    ("avant fin 2025", "2025", {"deadline"}),
    ("à l'horizon 2030", "2030", {"deadline"}),
    ("au plus tard le 3 mai", "3 mai", {"deadline"}),
    ("avant sa visite du 3 mai", "3 mai", set()),
    ("devraient atteindre 20 milliards en 2025", "2025", {"forecast"}),
    ("l'objectif 2025", "2025", {"title", "period", "forecast"}),
    ("une visite en 2018", "2018", set()),
    ("pour la période 2026-2030", "2026-2030", {"period"}),
    ("le plan 2021-2025", "2021-2025", {"period"}),
    ("le sommet 2018", "2018", {"title"}),
    ("pendant deux semaines", "deux semaines", {"duration"}),
]


@pytest.mark.parametrize(("text", "words", "flags"), FLAGGED)
def test_the_words_around_a_date_say_what_it_is(text: str, words: str, flags: set[str]) -> None:
    [mention] = find_dates(text)
    assert text[mention.start : mention.end] == words
    assert mention.flags == flags


def test_a_mention_says_what_it_may_be_used_for() -> None:
    [deadline] = find_dates("d'ici 2030")
    assert deadline.is_deadline
    assert not deadline.is_reported
    [period] = find_dates("pour la période 2026-2030")
    assert period.is_period
    assert period.years == (2026, 2030)
    [length] = find_dates("une visite de trois jours")
    assert length.is_duration
    [feast] = find_dates("le 60e anniversaire des relations (24 juin 1967)")
    assert feast.is_anniversary


YEARS = [
    ("Reçus le 17 juillet, ils ont parlé du premier semestre 2018.", (2018,)),
    ("Le 60e anniversaire de l'établissement des relations diplomatiques (1967) approche.", ()),
    ("L'Association, fondée en 1967, tient son sommet.", ()),
    ("Depuis 1979, les deux pays coopèrent.", ()),
    ("L'accord de 2005 reste la base.", ()),
    ("L'accord signé avec la France en 1977 est suspendu.", ()),
    ("D'ici 2030, les échanges doubleront.", ()),
    ("À l'horizon 2045, le pays sera développé.", ()),
    ("Un plan 2026 et un accord pour la période 2021-2025.", ()),
    ("Les échanges devraient atteindre 20 milliards en 2025.", ()),
    ("Ils se sont vus en 2018. Un sommet de 2019 à Hanoï.", (2018, 2019)),
    ("En 2018, puis le 3 mai 2018.", (2018,)),
    ("Reçu en 2015 et en 2016.", (2015, 2016)),
    ("Un prêt de 2000 tonnes à 2018 familles.", ()),
    ("Dans les années 1990, tout était autre.", ()),
    ("Phnom Penh, le 27 juin 2017 – Le ministre a reçu mardi", (2017,)),
    ("", ()),
]


@pytest.mark.parametrize(("text", "years"), YEARS)
def test_the_years_from_which_a_story_may_take_its_own(text: str, years: tuple[int, ...]) -> None:
    assert story_years(text) == years


def test_the_mention_that_gave_the_year_can_be_cited() -> None:
    text = "Depuis 1979, et au premier semestre 2018"
    [mention] = year_mentions(text, offset=100)
    assert text[mention.start - 100 : mention.end - 100] == "premier semestre 2018"


def test_the_day_of_a_dateline() -> None:
    mention = dateline_of("Soc Trang, 18 juillet (AGX) –", offset=7)
    assert mention is not None
    assert (mention.day, mention.month, mention.start) == (18, 7, 18)
    assert dateline_of("Hanoï (AGX) –") is None


def test_every_pattern_and_cue_does_what_its_examples_say() -> None:
    assert unmet_examples("fr") == ()


def test_a_language_without_dates_is_refused() -> None:
    with pytest.raises(NoLexiconError):
        find_dates("2018", language="xx")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"months": {"janvier": 1}}, "month"),
        ({"months": {"Février": 2}}, "accents"),
        ({"pattern": {"name": "x", "kind": "moon", "match": "{day}", "examples": [], "counterexamples": []}}, "moon"),
        (
            {"pattern": {"name": "day", "kind": "day", "match": "{day}", "examples": [], "counterexamples": []}},
            "called",
        ),
        ({"pattern": {"name": "x", "kind": "day", "match": "{moon}", "examples": [], "counterexamples": []}}, "{moon}"),
        ({"pattern": {"name": "x", "kind": "day", "match": "[{day}", "examples": [], "counterexamples": []}}, "x"),
        ({"cue": {"flag": "x", "within": 0, "examples": [], "counterexamples": []}}, "x"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_a_wrong_grammar_is_refused_with_the_place(change: dict[str, object], said: str) -> None:
    data = load_toml(DATA / "fr" / "dates.toml")
    for name, value in change.items():
        if name == "months" and isinstance(value, dict):
            data[name] = value if value == {"janvier": 1} else {**data[name], **value}
        elif name in ("pattern", "cue"):
            data[name] = [*data[name], value]
        else:
            data[name] = value
    with pytest.raises(LexiconError, match=said.replace("{", r"\{")):
        build(data, "fr")


_WORDS = st.sampled_from(
    [*load_dates("fr").months, *load_dates("fr").weekdays, *load_dates("fr").relative, *load_dates("fr").parts]
    + [
        "le",
        "du",
        "au",
        "et",
        "en",
        "1er",
        "31",
        "12",
        "2018",
        "2 000",
        "1967",
        "-",
        "–",
        "/",
        ",",
        "(",
        ")",
        "dernier",
    ]
    + [
        "d'ici",
        "depuis",
        "anniversaire",
        "de",
        "à",
        "il y a",
        "deux",
        "jours",
        "avant",
        "fin",
        "mi-",
        "18/7",
        "é\u0301",
    ]
)
dated_texts = st.one_of(st.text(max_size=60), st.lists(_WORDS, max_size=14).map(" ".join))


@given(dated_texts)
def test_spans_lie_in_order_inside_the_text(text: str) -> None:
    last = 0
    for mention in find_dates(text):
        assert last <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end].strip() == text[mention.start : mention.end]
        last = mention.end


@given(dated_texts)
def test_every_year_of_a_mention_stands_in_the_text(text: str) -> None:
    for mention in find_dates(text):
        assert all(str(year) in text[mention.start : mention.end] for year in mention.years)


@given(dated_texts, st.integers(min_value=0, max_value=10_000))
def test_the_offset_moves_the_spans_and_nothing_else(text: str, offset: int) -> None:
    def places(mentions: tuple[DateMention, ...], back: int) -> list[tuple[int, int, str]]:
        return [(mention.start - back, mention.end - back, mention.rule) for mention in mentions]

    assert places(find_dates(text, offset), offset) == places(find_dates(text), 0)
