"""What a single line shows of itself: stamps, datelines, end marks, captions, markers, bylines."""

from __future__ import annotations

import pytest

from comity.reading.blocks import paragraphs
from comity.reading.datelines import dateline_end, end_mark
from comity.reading.marks import marks, title_span, titlelike
from comity.reading.repeats import repeated
from comity.reading.seams import seamed
from comity.reading.stamps import published, stamp_end, stamps


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Publié le 12 mars 2019 à 10h", [("published", "2019-03-12")]),
        ("Mis à jour le 3 juin 2020 à 08:12 GMT", [("updated", "2020-06-03")]),
        ("12/03/2019 10:45", [("bare", "2019-03-12")]),
        ("Le 12 mars 2019", [("bare", "2019-03-12")]),
        ("mardi 12 mars 2019 - 10:45", [("bare", "2019-03-12")]),
        ("Par Awa Sarr, publié le 12 mars 2019 à 10h30", [("published", "2019-03-12")]),
        ("Par Awa Sarr | 12 mars 2019 | 3 min de lecture", [("bare", "2019-03-12")]),
        ("Dakar, le 3 mai 2020", [("bare", "2020-05-03")]),
        ("2019-03-12T10:45:00+01:00", [("bare", "2019-03-12")]),
        ("March 12, 2019", [("bare", "2019-03-12")]),
        ("Thứ ba, 12/03/2019 - 10:45", [("bare", "2019-03-12")]),
        ("Ngày 12 tháng 3 năm 2019", [("bare", "2019-03-12")]),
        ("Posté le 1er avr. 2019 • Lu 34 fois", [("published", "2019-04-01")]),
        (
            "Publié le 12/03/2019 à 10:45, mis à jour le 13/03/2019 à 08:00",
            [("published", "2019-03-12"), ("updated", "2019-03-13")],
        ),
        ("Publié le 31/02/2019", []),
        ("Publié le 12 mars", []),
        ("Le 12 mars 2019, la France et le Togo signent un accord", []),
        ("Le traité du 22 janvier 1963", []),
        ("Sommet de Dakar, 12 mars 2019", []),
        ("Strasbourg, le 22 novembre 2022. Réunis à la", []),
        ("En 2019, le 12 mars", []),
        ("", []),
    ],
)
def test_stamps(line: str, found: list[tuple[str, str]]) -> None:
    assert [(stamp.kind, stamp.day) for stamp in stamps(line, "fr")] == found


@pytest.mark.parametrize(
    ("line", "language", "day"),
    [
        ("05/03/2019", "fr", "2019-03-05"),
        ("05/03/2019", "en", None),
        ("05/13/2019", "en", "2019-05-13"),
        ("13/05/2019", "en", "2019-05-13"),
        ("05/03/2019", None, None),
    ],
)
def test_days_in_figures_follow_the_language(line: str, language: str | None, day: str | None) -> None:
    assert published([line], language) == day


def test_the_first_publication_wins_over_an_update() -> None:
    assert published(["Mis à jour le 3 juin 2020", "Publié le 2 juin 2020"], "fr") == "2020-06-02"


@pytest.mark.parametrize(
    ("dateline", "rest"),
    [
        ("Soc Trang, 18 juillet (VNA) -", "Des officiers ont"),
        ("Hanoï (VNA) –", "Le Premier ministre"),
        ("AKP Phnom Penh, le 27 juin 2017 –", "Samdech a"),
        ("Phnom Penh, le 27 juin 2017 AKP --", "Le Roi a"),
        ("PARIS, 12 mars (AFP) -", "Le président"),
        ("Dakar, 3 mai (APS) –", "Le chef"),
        ("(Agence Ecofin) -", "Le Togo a"),
        ("(VOVWORLD) -", "Le président"),
        ("Alger -", "Le président de la République a reçu son homologue malien"),
        ("ALGER-", "Le président de la République a reçu son homologue malien"),
        ("TUNIS.", "Le ministre a reçu lundi la commissaire européenne"),
        ("Vientiane, 11 janvier (KPL)", "La quarante-quatrième session"),
        ("Strasbourg, le 22 novembre 2022.", "Réunis à la"),
        ("NEW YORK (Nations Unies), 5 mai (AFP) -", "Le conseil"),
        ("Dakar/Bamako, 3 mai (APS) -", "Les deux"),
        ("Port-au-Prince, le 3 mai 2019 (AlterPresse) ---", "Le chef"),
        ("Hà Nội (TTXVN) -", "Chủ tịch nước"),
        ("Washington, March 12 (Reuters) -", "The minister"),
        ("Addis-Abeba, mardi 3 mai (APS) —", "Les chefs"),
        ("Abuja –", "Réunis samedi en sommet extraordinaire dans la capitale"),
        ("La Haye (AFP) -", "La Cour"),
        ("(Lomé, 5 mai 2024)-.", "Le ministre a"),
        ("[Bangui, le 3 juin 2024]", "Le ministre a"),
        ("Kinshasa, 05 novembre 2023 (ACP).-", "Le ministre a"),
        ("PARIS, France | AFP | vendredi 19/01/2024 -", "Le président"),
        ("MOSCOU, 12 mars. /TASS/.", "Le ministre a"),
        ("Genève (ATS).", "Le ministre a"),
        ("Conakry, République de Guinée, 12 mai 2024 –", "Le ministre a"),
        ("", "(Le 5 mai 2024) Le ministre a"),
        ("", "Le Mali, le Niger, 12 mai 2024 : des dates"),
        ("", "[Vidéo, 3 minutes] Le ministre a"),
        ("", "Le Parti du peuple cambodgien (PPC) - Le président a"),
        ("", "Le 18 février, à Hanoi, une réunion"),
        ("", "Analyse - Le président de la République a reçu hier son homologue"),
        ("", "Emmanuel Macron et le chancelier - Les deux dirigeants ont signé un texte"),
        ("", "Le Togo (APS) a annoncé"),
        ("", "Hanoi, le 12 mars, a accueilli les deux ministres"),
        ("", "M. Sarr, 12 ans (ONU) qui"),
        ("", "Le pays compte 12 ministres - Un record."),
    ],
)
def test_datelines(dateline: str, rest: str) -> None:
    line = f"{dateline} {rest}" if dateline else rest
    assert line[: dateline_end(line)] == dateline


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("succès à l'avenir. - VNA", "- VNA"),
        ("succès. /VNA", "/VNA"),
        ("succès. VNA/VNP", "VNA/VNP"),
        ("les experts. (AKP)", "(AKP)"),
        ("Fin. -AKP", "-AKP"),
        ("fin (APS)", "(APS)"),
        ("a dit le ministre. AFP", "AFP"),
        ("pays. afp/jd", "afp/jd"),
        ("aux urnes. [AFP]", "[AFP]"),
        ("à Mogadiscio. (avec AFP)", "(avec AFP)"),
        ("à Mogadiscio. Source : Radio Garowe", "Source : Radio Garowe"),
        ("du Parti du peuple cambodgien (PCC)", None),
        ("du Parti du peuple cambodgien (PPC).", None),
        ("a-t-on appris de l'AFP", None),
        ("a signé avec la VNA", None),
        ("le ministre à Reuters.", None),
        ("du sommet Vietnam-VNA", None),
        ("", None),
    ],
)
def test_end_marks(line: str, mark: str | None) -> None:
    at = end_mark(line)
    assert (line[at:] if at >= 0 else None) == mark


@pytest.mark.parametrize(
    "line",
    [
        "Les deux ministres à Hanoi. Photo : VNA",
        "Les deux ministres. Photo: duho.edu.vn",
        "Le marché. Photo : capture d'écran",
        "La visite ảnh 1Photo : VNA",
        "La visite ảnh 2",
        "Le roi à Rabat (Photo AFP)",
        "Le roi à Rabat (Crédit photo : Palais royal)",
        "Le roi à Rabat © Palais royal",
        "Photo : AFP",
        "Crédit photo: ministère des Affaires étrangères et de la Coopération internationale",
        "Légende : le roi salue la foule",
        "![]() |",
        "| ![](a.jpg) | Le roi |",
        "---",
        "Le roi salue la foule. Photo d'archives",
        "Ảnh: TTXVN",
    ],
)
def test_captions(line: str) -> None:
    assert marks().caption(line)


@pytest.mark.parametrize(
    "line",
    [
        "Le ministre a remis une photo du pont à son hôte.",
        "Il a donné une illustration : la hausse des prix.",
        "Les deux pays exposent leurs photos à Paris",
        "Illustration de cette entente, le pont a rouvert lundi.",
        "Les ministres ont signé un accord sur l'image et la vidéo.",
        "Crédits : la Banque mondiale accorde dix millions au Togo. Le pays les emploiera à des routes.",
    ],
)
def test_sentences_that_are_no_captions(line: str) -> None:
    assert not marks().caption(line)


@pytest.mark.parametrize(
    ("line", "kind", "title"),
    [
        ("Voir plus", "end", None),
        ("VOIR PLUS :", "end", None),
        ("» Lire aussi", "inside", None),
        ("A lire aussi", "inside", None),
        ("À LIRE AUSSI :", "inside", None),
        ("**Sur le même sujet**", "end", None),
        ("Xem thêm", "end", None),
        ("Lire aussi : Le pont rouvre", "inside", "Le pont rouvre"),
        ("» Lire aussi | Le pont rouvre", "inside", "Le pont rouvre"),
        ("Lire aussi Le pont rouvre", "inside", "Le pont rouvre"),
        ("(Lire aussi : Le pont (de Kep) rouvre)", "inside", "Le pont (de Kep) rouvre"),
        ("A lire - Le pont rouvre", "inside", "Le pont rouvre"),
        ("Lire aussi : [Le pont rouvre](https://a.example/b)", "inside", "Le pont rouvre"),
    ],
)
def test_markers(line: str, kind: str, title: str | None) -> None:
    marker = marks().marker(line)
    assert marker is not None
    assert marker.kind == kind
    assert (line[slice(*marker.title)] if marker.title else None) == title


@pytest.mark.parametrize(
    "line",
    ["Lire aussi les notes prend du temps.", "Voir plus loin", "Il faut lire aussi : les notes", "Le pont rouvre",
     "Lire aussi : " + "mot " * 100],
)  # fmt: skip
def test_sentences_that_are_no_markers(line: str) -> None:
    assert marks().marker(line) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Par Awa Sarr", True),
        ("Par Awa Sarr, à Dakar", True),
        ("Kofi Mensah, envoyé spécial à Lomé", True),
        ("Avec AFP", True),
        ("Source : VNA", True),
        ("AKP - Par Sok Vanna", True),
        ("Awa Sarr / APS", True),
        ("VNA", True),
        ("Par ailleurs, le ministre a reçu les élus.", False),
        ("par mer et par terre", False),
        ("Source de revenus, la pêche reprend", False),
        ("Awa Sarr", False),
    ],
)
def test_bylines(line: str, expected: bool) -> None:
    assert marks().byline(line) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Le pont rouvre", True),
        ("Qui paiera le pont ?", True),
        ("« On ne signe pas pour rien »", True),
        ("Le pont rouvre.", False),
        ("Le pont rouvre…", False),
        ("« Le pont rouvre. »", False),
        ("Ils ont décidé :", False),
        ("mot " * 80, False),
        ("12 345", False),
    ],
)
def test_titles(line: str, expected: bool) -> None:
    assert titlelike(line) is expected


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("  - Le pont  ", "Le pont"),
        ("• Le pont", "Le pont"),
        ("## Le pont ##", "Le pont ##".rstrip(" #") + " ##"),
        ("**Le pont**", "Le pont"),
        ("[Le pont](u)", "Le pont"),
        ("Le pont [carte](u)", "Le pont [carte](u)"),
        ("Le pont", "Le pont"),
        ("", ""),
        ("***", ""),
    ],
)
def test_title_spans(line: str, title: str) -> None:
    assert line[slice(*title_span(line))] == title


def test_repetitions_are_found_by_their_words_in_order() -> None:
    lines = [
        "Les deux ministres ont inauguré lundi le pont de Kep",
        "Les deux ministres ont inauguré, lundi, le pont de Kep, long de deux cents mètres.",
        "Le pont de Kep a été inauguré lundi par les deux ministres, qui en ont longtemps parlé.",
        "Le pont rouvre",
        "Le pont rouvre",
    ]
    assert repeated(lines) == {0: 1}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (" \n\t\n", []),
        ("a\nb", ["a", "b"]),
        ("  a b \n\n\u00a0c\u2028d\x85e", ["a b", "c", "d", "e"]),
    ],
)
def test_paragraphs(text: str, found: list[str]) -> None:
    assert [block.of(text) for block in paragraphs(text)] == found


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("Le pont a rouvert.Le maire y était.", ["Le pont a rouvert.", "Le maire y était."]),
        ("Le pont a rouvertLes camions passent.", ["Le pont a rouvert", "Les camions passent."]),
        ('Une fête"Nous passons", dit-il.', ["Une fête", '"Nous passons", dit-il.']),
        ("Le pont rouvre... 14.03.2021, La Gazette", ["Le pont rouvre...", "14.03.2021, La Gazette"]),
        ("Il part. Lire aussi : Le pont rouvre", ["Il part.", "*Le pont rouvre"]),
        ("Il part. À lire : Le pont rouvre hier Il part. Fin.", ["Il part.", "*Le pont rouvre hier", "Il part. Fin."]),
        ("Il part. À lire : Il est loin. Elle reste.", ["Il part.", "Il est loin. Elle reste."]),
        (
            "Il part. Le pont de Kep rouvre enfin Les camions passent de nuit La douane est là.",
            ["Il part.", "*Le pont de Kep rouvre enfin", "*Les camions passent de nuit", "La douane est là."],
        ),
        ("M.Dupont et le col.Sarr sont là.", None),
        ("Le site www.pont.Kep.example rouvre.", None),
        ("Le journal Le Matin et La Tribune de Kep le disent.", None),
        ("Elle a vu le film La nuit tombe et le film La mer monte hier.", None),
        ("Le ministre Le Goff a reçu M. La Rue au port Le Havre.", None),
        ("Il faut lire aussi : Le pont rouvre.", None),
        ("Qui paie ? Le maire ? La région ? Il ne le dit pas.", None),
        ("Lire aussi : Le pont rouvre", None),
        ('Il dit "Le pont rouvre" et "La route ferme" sans rire.', None),
    ],
)
def test_lost_breaks(line: str, pieces: list[str] | None) -> None:
    blocks, titles = seamed(line, paragraphs(line))
    assert ["*" * (index in titles) + block.of(line) for index, block in enumerate(blocks)] == (pieces or [line])


@pytest.mark.parametrize(
    ("stamp", "title"),
    [
        ("Jeudi 4 avril 2019 - 10:15 ", "Le pont rouvre"),
        ("03/04/2019 | ", "Le pont rouvre"),
        ("", "Le pont rouvre le 3 avril 2019"),
        ("", "12 mars 2019, le pont rouvre"),
        ("", ""),
    ],
)
def test_stamps_before_titles(stamp: str, title: str) -> None:
    assert stamp_end(stamp + title) == len(stamp)
