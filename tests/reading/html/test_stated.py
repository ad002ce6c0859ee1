"""What the metadata of a page state, and which of several values is believed."""

from __future__ import annotations

import pytest

from comity.model import Page, RawPage, Stated
from comity.reading import read

ADDRESS = "https://www.journal.example/monde/accord"
TITLE = "Le Togo et le Ghana rouvrent un pont"
TEXT = (
    "<p>Les ministres des Transports du Togo et du Ghana ont rouvert lundi le pont de Kpadapé, fermé depuis 2014.</p>"
    "<p>Ils ont signé un accord sur le transit des camions, qui doit entrer en vigueur le premier juin.</p>"
)


def page(head: str = "", beside: str = "", url: str | None = ADDRESS, **given: object) -> Page:
    markup = (
        f"<html><head><title>{TITLE} | Journal</title>{head}</head><body><h1>{TITLE}</h1>{beside}{TEXT}</body></html>"
    )
    return read(RawPage(name="p", text=markup, media="text/html", url=url, **given)).page  # type: ignore[arg-type]


def json_ld(**values: str) -> str:
    told = ",".join(f'"{name}":"{value}"' for name, value in values.items())
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{TITLE}",{told}}}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


@pytest.mark.parametrize(
    ("head", "beside", "day"),
    [
        (json_ld(datePublished="2021-05-04T23:30:00+07:00"), "", "2021-05-04"),  # its own local day
        (json_ld(datePublished="2021-05-04T23:30:00-0500"), "", "2021-05-04"),
        (meta("article:published_time", "2021-05-04 08:00"), "", "2021-05-04"),
        ("", "<p>Publié le 4 mai 2021 à 10h</p>", "2021-05-04"),
        ("", "<div>04/05/2021</div>", "2021-05-04"),
        ("", "<time datetime='2021-05-04'>hier</time>", "2021-05-04"),
        ("", "<p>Mis à jour le 4 mai 2021</p>", "2021-05-04"),  # nothing else is said
        # the better source is believed, the other kept
        (json_ld(datePublished="2021-05-04") + meta("article:published_time", "2021-05-09"), "", "2021-05-04"),
        (meta("dcterms.date", "2021-05-09"), "<p>Publié le 4 mai 2021</p>", "2021-05-04"),  # the day of the event
        (json_ld(dateModified="2021-05-09"), "<p>Publié le 4 mai 2021</p>", "2021-05-04"),
        # universal time is no place's: the local day of the same moment
        (json_ld(datePublished="2021-05-03T18:30:00Z"), "<p>Publié le 4 mai 2021</p>", "2021-05-04"),
        (json_ld(datePublished="2021-05-03T18:30Z"), "<time datetime='2021-05-04T01:30+07:00'>4</time>", "2021-05-04"),
        (json_ld(datePublished="2021-05-03T18:30:00Z"), "", "2021-05-03"),
        # no day of publication
        ("", "<footer>© 2021 Journal</footer>", None),
        ("", "<aside><time datetime='2021-05-04'>4 mai 2021</time></aside>", None),
        (json_ld(datePublished="1970-01-01T00:00:00Z"), "", None),
        (json_ld(datePublished="bientôt"), "", None),
        ('<script type="application/ld+json">{"@type":"NewsArticle","headline":"Un autre article sur le café",'
         '"datePublished":"2021-05-09"}</script>', "", None),
    ],
)  # fmt: skip
def test_day_of_publication(head: str, beside: str, day: str | None) -> None:
    assert page(head, beside).published == day


def test_the_day_in_the_address_decides_where_another_source_agrees() -> None:
    installed = meta("article:published_time", "2015-01-01T00:00:00Z")
    address = "https://www.journal.example/2021/05/04/accord"
    assert page(installed, "<p>Publié le 4 mai 2021</p>", address).published == "2021-05-04"
    assert page(installed, "", address).published == "2015-01-01"
    assert page("", "", address).published == "2021-05-04"


def test_what_is_given_is_believed_first_and_all_is_kept() -> None:
    found = page(
        json_ld(datePublished="2021-05-04", inLanguage="en") + meta("og:site_name", "Le Journal"),
        published="2021-05-02", publisher="Reprise", title="Un pont rouvert", language="fr",
        stated=(Stated(field="published", value="Tue, 04 May 2021 08:00:00 GMT", by="feed"),),
    )  # fmt: skip
    assert (found.published, found.publisher, found.title, found.language) == (
        "2021-05-02", "Reprise", "Un pont rouvert", "fr",
    )  # fmt: skip
    told = [(stated.value, stated.by) for stated in found.stated if stated.field == "published"]
    assert told == [("2021-05-02", "given"), ("2021-05-04", "json_ld"), ("Tue, 04 May 2021 08:00:00 GMT", "feed")]


@pytest.mark.parametrize(
    ("canonical", "address"),
    [
        ("https://www.journal.example/monde/accord-1", "https://www.journal.example/monde/accord-1"),
        ("/monde/accord-1", "https://www.journal.example/monde/accord-1"),
        ("https://journal.example/monde/accord-1", "https://journal.example/monde/accord-1"),
        ("https://www.journal.example/", ADDRESS),  # the front page
        ("https://autre.example/monde/accord-1", ADDRESS),  # another site
        ("javascript:void(0)", ADDRESS),
        ("http://[", ADDRESS),
    ],
)
def test_the_canonical_address_is_taken_if_it_is_of_the_same_site(canonical: str, address: str) -> None:
    assert page(f'<link rel="canonical" href="{canonical}">').url == address


def test_a_saved_page_takes_its_address_from_itself() -> None:
    assert page(f'<link rel="canonical" href="{ADDRESS}">', url=None).url == ADDRESS
    assert page(url=None).url is None


@pytest.mark.parametrize(
    ("head", "beside", "field", "value", "by"),
    [
        ("", "", "publisher", "Journal", "markup"),
        (meta("og:site_name", "Le Journal"), "", "publisher", "Le Journal", "meta"),
        ("", "<p>Par Awa Mensah, à Lomé</p>", "author", "Awa Mensah", "text"),
        ("", "<div class='author'><a rel='author'>Awa Mensah</a></div>", "author", "Awa Mensah", "markup"),
        (meta("author", "Awa Mensah"), "", "author", "Awa Mensah", "meta"),
        (meta("article:section", "Monde"), "", "section", "Monde", "meta"),
        ("", "<nav class='breadcrumb'><a href='/'>A</a><a href='/a'>Afrique</a></nav>", "section", "Afrique", "markup"),
        (json_ld(dateModified="2021-05-05T10:00:00+02:00"), "", "modified", "2021-05-05T10:00:00+02:00", "json_ld"),
        (json_ld(publisher="L&#039;Écho"), "", "publisher", "L'Écho", "json_ld"),
        (meta("og:title", f"{TITLE} - Journal"), "", "title", TITLE, "markup"),
    ],
)  # fmt: skip
def test_best_value_of_a_field(head: str, beside: str, field: str, value: str, by: str) -> None:
    first = next(stated for stated in page(head, beside).stated if stated.field == field)
    assert (first.value, first.by) == (value, by)


def test_json_ld_that_does_not_parse_is_mended_or_left_out() -> None:
    mended = (
        f'<script type="application/ld+json">//<![CDATA[\n{{"@type":"Article","headline":"{TITLE}",}}\n//]]></script>'
    )
    assert any(stated.by == "json_ld" for stated in page(mended).stated)
    broken = '<script type="application/ld+json">{"@type":"Article","headline":"a "b""}</script>'
    assert not any(stated.by == "json_ld" for stated in page(broken).stated)


def test_an_author_elsewhere_in_a_graph_is_found_by_its_name() -> None:
    graph = (
        '<script type="application/ld+json">{"@graph":[{"@type":"Article","headline":"'
        + TITLE
        + '","author":{"@id":"#a"},'
        '"publisher":[{"@id":"#p"}]},{"@type":"Person","@id":"#a","name":"Awa Mensah"},'
        '{"@type":"Organization","@id":"#p","name":"Le Journal"}]}</script>'
    )
    found = {(stated.field, stated.value) for stated in page(graph).stated if stated.by == "json_ld"}
    assert {("author", "Awa Mensah"), ("publisher", "Le Journal")} <= found
