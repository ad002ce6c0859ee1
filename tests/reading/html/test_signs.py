"""What is shown of a page's text: blanks, unseen signs, words that markup divides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.reading.html.dom import parse
from comity.reading.html.signs import shown
from comity.reading.html.walk import walk


def paragraphs(markup: str) -> list[str]:
    root = parse(f"<html><body>{markup}</body></html>")
    assert root is not None
    return [piece.text for piece in walk(root).pieces]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Le\n\t ministre  a signé ", "Le ministre a signé"),
        ("l'ad\u00admi\u00adnis\u00adtra\u00adtion", "l'administration"),
        ("le\u200b port\ufeff", "le port"),
        ("« Oui\u00a0»", "« Oui\u00a0»"),  # a single no-break space is the writer's
        ("un \u00a0 \u00a0accord\u00a0", "un accord"),
        ("l\u0092accord", "l’accord"),  # Windows-1252 by its number
        ("l&#039;accord &amp; l&eacute;tat", "l'accord & l\u00e9tat"),  # escaped twice
        ("AT&T et R&D;", "AT&T et R&D;"),
        ("le prÃ©fet de lâ€™ÃŽle", "le préfet de l’Île"),
        ("\x00\x1f", ""),
    ],
)
def test_text_as_a_reader_sees_it(text: str, expected: str) -> None:
    assert shown(text) == expected


@given(st.text(max_size=200))
def test_what_is_shown_stays_so(text: str) -> None:
    once = shown(text)
    assert "\n" not in once
    assert once == once.strip()


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>Le <b>ministre</b> a<i> signé</i>.</p>", ["Le ministre a signé."]),
        ("<p><span>L</span>e port</p>", ["Le port"]),  # a large first letter
        ("<p>l'<a href='/x'>Assemblée</a> vote</p>", ["l'Assemblée vote"]),
        ("<p><b>HANOI</b>Le ministre</p>", ["HANOI Le ministre"]),
        ("<p><span>Le préfet.</span><span>Il a signé.</span></p>", ["Le préfet. Il a signé."]),
        ("<p>la 1<sup>re</sup> fois</p>", ["la 1re fois"]),
        ("<p>Un mot<wbr>long</p>", ["Un motlong"]),
        ("<p>Le ministre<br>de la Pêche</p>", ["Le ministre de la Pêche"]),
        ("<p>Il a signé.<br>Elle a signé.</p>", ["Il a signé.", "Elle a signé."]),
        ("<div>Un texte<br><br>un autre</div>", ["Un texte", "un autre"]),
        ("<div><b>Le titre</b><br>Puis le texte</div>", ["Le titre", "Puis le texte"]),
        ("<div>Un texte<p>un autre</p>et la fin</div>", ["Un texte", "un autre", "et la fin"]),
        ("<td>Un<td>Deux", ["Un", "Deux"]),
        ("<p>a</p><script>let b = 1</script><style>c{}</style><noscript>d</noscript><p>e</p>", ["a", "e"]),
        ("<p>Un<!-- non --> deux</p>", ["Un deux"]),
        ("<pre>Une ligne.\nUne autre.</pre>", ["Une ligne.", "Une autre."]),
        (
            "<table><tr><th>Pays</th><th>Part</th></tr><tr><td>Mali</td><td>4</td></tr></table>",
            ["Pays Part", "Mali 4"],
        ),
        ("<p># Le titre</p><p>![](a.jpg) |</p><p>[Un lien](/x) |</p>", ["Le titre", "Un lien"]),
    ],
)
def test_paragraphs_of_a_page(markup: str, expected: list[str]) -> None:
    assert paragraphs(markup) == expected
