"""Web pages told apart: what of them is the report, a teaser, or nothing of the kind."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.model import RawPage, Reading
from comity.reading import read

ADDRESS = "https://www.journal.example/monde/2021/05/04/accord"
TITLE = "Le Togo et le Ghana rouvrent un pont"
FIRST = "Les ministres des Transports du Togo et du Ghana ont rouvert lundi le pont de Kpadapé, fermé depuis 2014."
SECOND = "Ils ont signé un accord sur le transit des camions, qui doit entrer en vigueur le premier juin."
THIRD = "Une commission mixte se réunira deux fois par an, à Lomé puis à Accra, a annoncé le ministre ghanéen."
BODY = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"


def web(body: str, head: str = "", url: str | None = ADDRESS) -> Reading:
    markup = f"<!DOCTYPE html><html lang='fr'><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>"
    return read(RawPage(name="page.html", content=markup.encode(), media="text/html", url=url))


def zones(reading: Reading, kind: str = "main") -> list[tuple[str, str]]:
    text = reading.page.text
    return [
        (zone.zone, text[zone.start : zone.end])
        for story in reading.stories
        if story.kind == kind
        for zone in story.zones
    ]


PLAIN = [("headline", TITLE), ("body", FIRST), ("body", SECOND), ("body", THIRD)]


@pytest.mark.parametrize(
    "around",
    [
        "{h1}{body}",
        "<article>{h1}{body}</article>",
        "<table><tr><td>Menu</td><td><b>{title}</b><br><br>{first}<br><br>{second}<br><br>{third}</td></tr></table>",
        "<form id='aspnetForm'><div>{h1}<span>{first}<br>{second}<br>{third}</span></div></form>",
        "<div class='sidebar-right'><div>{h1}{body}</div></div>",  # a name that is not believed
        "<body class='with-newsletter comments-open'>{h1}{body}",
        "{h1}<div class='share'>Partager <a href='#'>Facebook</a></div>{body}",
        "{h1}{body}<div id='comments'><p>Un lecteur écrit que ce pont aurait dû rouvrir il y a dix ans déjà.</p></div>",
        "{h1}{body}<h3>Commentaires</h3><p>Un lecteur écrit que ce pont aurait dû rouvrir il y a dix ans déjà.</p>",
        "{h1}<p>{first}</p><div><h4>Notre lettre</h4><p>Recevez chaque vendredi nos nouvelles.</p><input type='email'>"
        "</div><p>{second}</p><p>{third}</p>",
        "{h1}<p>{first}</p><aside class='pullquote'><p>Une commission mixte se réunira deux fois par an</p></aside>"
        "<p>{second}</p><p>{third}</p>",
        "<nav><ul><li><a href='/'>Accueil</a></li><li>{title}</li></ul></nav>{h1}{body}<footer>© 2026 Journal</footer>",
        "<div style='display:none'><p>This report is in English too, and nobody sees it here.</p></div>{h1}{body}",
        "{h1}{body}<ul class='tags'><li><a href='/t/1'>pont de Kpadapé sur la frontière</a></li></ul>",
        "{h1}{body}<div class='most-read'><h3>Les plus lus</h3><a href='/x/1'>Un typhon passe au large</a></div>",
        "{h1}{body}<p>Partager cet article</p><p><a href='/monde/'>Retour à la liste des dépêches</a></p>",
        "{h1}{body}<div class='author-box'><p>Awa Mensah écrit sur les transports depuis dix ans.</p></div>",
    ],
)
def test_nothing_but_the_report(around: str) -> None:
    page = around.format(h1=f"<h1>{TITLE}</h1>", title=TITLE, body=BODY, first=FIRST, second=SECOND, third=THIRD)
    reading = web(page)
    assert zones(reading) == PLAIN
    assert [story.kind for story in reading.stories] == ["main"]


def test_zones_by_their_names() -> None:
    reading = web(
        f"""<div class="article"><h1 class="article__title">{TITLE}</h1>
        <div class="article__meta"><span class="author">Par Awa Mensah</span><time datetime="2021-05-04T18:20:00+00:00">
        Publié le 4 mai 2021 à 18h20</time></div>
        <p class="chapo">Fermé depuis sept ans, le pont de Kpadapé voit de nouveau passer des camions.</p>
        <figure><img src="a.jpg"><figcaption>Le pont, lundi matin.</figcaption></figure>
        <div class="article__body"><p>LOMÉ, 4 mai (ATOP) – {FIRST}</p><p>{SECOND}</p>
        <p>{THIRD} - ATOP</p></div></div>"""
    )
    assert zones(reading) == [
        ("headline", TITLE),
        ("byline", "Par Awa Mensah"),
        ("byline", "Publié le 4 mai 2021 à 18h20"),
        ("lead", "Fermé depuis sept ans, le pont de Kpadapé voit de nouveau passer des camions."),
        ("caption", "Le pont, lundi matin."),
        ("dateline", "LOMÉ, 4 mai (ATOP) –"),
        ("body", FIRST),
        ("body", SECOND),
        ("body", THIRD),
        ("byline", "- ATOP"),
    ]


@pytest.mark.parametrize(
    ("box", "summary"),
    [
        ("<p>Lire aussi : <a href='/monde/huile'>Le Bénin taxe l'huile de palme</a></p>", None),
        ("<p><strong>À lire aussi</strong></p><p><a href='/monde/huile'>Le Bénin taxe l'huile de palme</a></p>", None),
        ("<p>Read also: <a href='/monde/huile'>Le Bénin taxe l'huile de palme</a></p>", None),
        ("<p>Xem thêm: <a href='/monde/huile'>Le Bénin taxe l'huile de palme</a></p>", None),
        (
            "<div class='related'><h4>Sur le même sujet</h4><article><h3><a href='/monde/huile'>"
            "Le Bénin taxe l'huile de palme</a></h3><p>La taxe passe à douze pour cent en juillet.</p></article></div>",
            "La taxe passe à douze pour cent en juillet.",
        ),
        (
            "<a href='https://www.journal.example/monde/huile#lire'><h3>Le Bénin taxe l'huile de palme</h3>"
            "<p>La taxe passe à douze pour cent en juillet.</p></a>",
            "La taxe passe à douze pour cent en juillet.",
        ),
    ],
)
def test_a_teaser_in_the_text_is_a_story_of_its_own_with_its_address(box: str, summary: str | None) -> None:
    reading = web(f"<h1>{TITLE}</h1><div><p>{FIRST}</p><p>{SECOND}</p>{box}<p>{THIRD}</p></div>")
    assert zones(reading) == PLAIN
    related = [story for story in reading.stories if story.kind == "related"]
    assert [(story.title, story.link) for story in related] == [
        ("Le Bénin taxe l'huile de palme", "https://www.journal.example/monde/huile")
    ]
    assert zones(reading, "related")[1:] == ([("body", summary)] if summary else [])
    assert reading.page.text.index(THIRD) < reading.page.text.index("Le Bénin taxe")


@pytest.mark.parametrize(
    "box",
    [
        "<aside><h3>Sur place</h3><ul><li><a href='/monde/huile'>Le Bénin taxe l'huile de palme</a></li></ul></aside>",
        "<div class='card'><a href='/monde/huile'><img src='a.jpg'></a><h3>Le Bénin taxe l'huile de palme</h3></div>",
        "<div class='card'><h3>Le Bénin taxe l'huile de palme</h3><a href='/monde/huile'>Lire la suite</a></div>",
    ],
)
def test_teasers_beside_and_below_the_report(box: str) -> None:
    reading = web(f"<div><h1>{TITLE}</h1>{BODY}</div>{box}")
    assert zones(reading) == PLAIN
    assert [(story.title, story.link) for story in reading.stories[1:]] == [
        ("Le Bénin taxe l'huile de palme", "https://www.journal.example/monde/huile")
    ]


def test_a_page_of_teasers_alone_has_no_main_story() -> None:
    cards = "".join(
        f"<article><h2><a href='/monde/{n}'>La province numéro {n} reçoit une délégation</a></h2>"
        f"<p>La délégation restera {n} jours dans la province, a dit son gouverneur.</p></article>"
        for n in range(2, 9)
    )
    reading = web(f"<h1>Monde</h1>{cards}")
    assert reading.failure is None
    assert {story.kind for story in reading.stories} == {"related"}
    assert len(reading.stories) == 7
    assert all(story.link and story.link.startswith("https://www.journal.example/monde/") for story in reading.stories)


@pytest.mark.parametrize(
    "body",
    ["", "<nav><a href='/'>Accueil</a></nav><footer>© 2026 Journal</footer>", "<h1>Journal de 20h</h1><video></video>"],
)
def test_a_page_without_a_report_says_so_and_keeps_its_metadata(body: str) -> None:
    reading = web(body, "<meta property='article:published_time' content='2021-05-04T18:20:00Z'>")
    assert reading.failure is not None
    assert "page.html" in reading.failure.message
    assert reading.stories == ()
    assert reading.page.published == "2021-05-04"


def test_a_report_that_stands_in_json_ld_alone_is_read() -> None:
    script = (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"' + TITLE + '","articleBody":"'
        f'{FIRST}\\n{SECOND}\\n{THIRD}"' + "}</script>"
    )
    assert zones(web(f"<h1>{TITLE}</h1><div id='root'>Chargement…</div>", script)) == PLAIN


def test_links_without_an_address_to_count_from_are_teasers_without_one() -> None:
    reading = web(
        f"<h1>{TITLE}</h1>{BODY}<h4>Voir plus</h4><a href='huile.html'>Le Bénin taxe l'huile de palme</a>", url=None
    )
    assert [story.link for story in reading.stories] == [None, None]


FRAGMENTS = (
    "<p>", "</p>", "<div>", "</div>", "<div class='related'>", "<div class='share'>", "<h1>", "</h1>", "<h2>",
    "<a href='/x/y'>", "</a>", "<a href='http://['>", "<table><tr><td>", "</td></tr></table>", "<br>", "<li>",
    "<figure><img>", "<figcaption>", "</figure>", "<script>", "</script>", "<article>", "</article>",
    "<blockquote class=pullquote>", "<time datetime='2020-01-01'>", "<aside>", "<form>", "<b>", "</b>",
    "<span class='caption'>", FIRST, SECOND, TITLE, "Lire aussi : ", "Voir plus", "Photo : X", "Publié le 4 mai 2021",
    "Commentaires", "![](a) |", "&nbsp;", "&#150;", "\u00ad", " ", "Par Awa Mensah", "[a](/b)",
    "<meta name=date content=2020>", "<link rel=canonical href='//['>", "<base href='x:'>", "<pre>\n", "<template>",
    "<![CDATA[",
    '<script type="application/ld+json">{"@graph":[{"@type":"Article","headline":{},"author":[[]]}]}</script>',
)  # fmt: skip
PIECES = st.sampled_from(FRAGMENTS)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=12), max_size=40))
def test_zones_hold_for_any_markup(parts: list[str]) -> None:
    raw = RawPage(name="x", text="".join(parts), media="text/html", url=ADDRESS, language="fr")
    reading = read(raw)
    text = reading.page.text
    assert (reading.failure is None) == bool(text)
    assert [story.id for story in reading.stories] == [f"s{number}" for number in range(len(reading.stories))]
    assert all(story.kind == "related" for story in reading.stories[1:])
    last = 0
    for story in reading.stories:
        assert (story.start, story.end) == (story.zones[0].start, story.zones[-1].end)
        for zone in story.zones:
            assert last <= zone.start < zone.end <= len(text)
            assert text[zone.start : zone.end].strip() == text[zone.start : zone.end]
            last = zone.end
    assert read(raw) == reading
