"""A register with pages of every kind that the site shows, hostile ones among them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from comity.model import Amount, CodedStory, Coding, Date, Place, Span, Zone
from comity.register import Register, open_register
from tests.register.factory import Draft, asean, brittany, failing, party, summit

HOSTILE = (
    '<script>window.pwned = 1</script><img src=x onerror="window.pwned = 2">\n'
    "Hanoï, 18 février 🕊️🕊️ – Le ministre cambodgien <b>Sok</b> & \"Dara\" a reçu l'envoyé vietnamien 'Lê' {{ 7*7 }}.\n"
    "Les deux pays ont convenu de <script>window.pwned = 3</script> renforcer leur amitié.\n"
    "\n"
    "Voir plus\n"
    "</title><script>window.pwned = 4</script>\n"
    "Le Vietnam prévoit une visite en juin 2031.\n"
)


def hostile() -> Coding:
    """A page that tries everything a page may try, with overlapping evidence after signs beyond the first plane."""
    minister = party("KHM", '<b>Sok</b> & "Dara"', office="ministre<script>window.pwned = 5</script>")
    draft = Draft(
        HOSTILE,
        title="<script>window.pwned = 6</script>",
        publisher='Agence "<svg onload=alert(1)>"',
        url="javascript:window.pwned=7",
        source="dispatches/<script>.txt",
        published="2022",
    )
    place = Place(name="<i>Hanoï</i>", country="VNM")
    draft.event(
        '<b>Sok</b> & "Dara" a reçu l\'envoyé vietnamien',
        [party("VNM", "'Lê'")],
        [minister],
        date="XXXX-02-18",
        place=place,
        modes=("visit",),
        form="audience",
        channel=("government", "party"),
        amount=Amount(value=500000, currency="USD"),
        evidence=(
            draft.span('ministre cambodgien <b>Sok</b> & "Dara" a reçu', "actor"),
            draft.span("a reçu l'envoyé vietnamien 'Lê'", "recipient", "form"),
            Span(meta="published", value="2022", supports=("date",)),
        ),
    )
    draft.commitment(
        "<script>window.pwned = 3</script> renforcer leur amitié", [party("KHM"), party("VNM")], event="e0"
    )
    draft.instrument("Les deux pays ont convenu", [party("KHM"), party("VNM")], title="<u>Pacte</u>", count=3)
    draft.office(
        '<b>Sok</b> & "Dara"', '<b>Sok</b> & "Dara"', "ministre", "KHM", tenure="former", rank="<i>général</i>"
    )
    coding = draft.coding()
    border = HOSTILE.index("</title>")
    planned = Draft(HOSTILE).event(
        "Le Vietnam prévoit une visite", [party("VNM")], [party("KHM")], plover="AGREE", form="planned_encounter",
        status="planned", mood="reported", modes=(), date="2031-06",
    )  # fmt: skip
    main = msgspec.structs.replace(coding.stories[0], end=border)
    related = CodedStory(
        id="s1",
        kind="related",
        title="</title><script>window.pwned = 4</script>",
        start=border,
        end=len(HOSTILE),
        zones=(Zone(zone="headline", start=border, end=HOSTILE.index("\n", border)),),
        events=tuple(planned.events),
    )
    return msgspec.structs.replace(coding, stories=(main, related))


def forum() -> Coding:
    """A conference with a body of states, over an interval and without a known channel; acts without a date."""
    text = (
        "Forum régional\nDu 30 mars au 2 avril 2018, l'ASEAN, le Vietnam et le Cambodge ont tenu un forum à Bangkok.\n"
    )
    return (
        Draft(text, published="2018-04-03", publisher="AVI", url="https://www.example.org/forum?x=1&y=2")
        .event(
            "l'ASEAN, le Vietnam et le Cambodge ont tenu un forum",
            [asean(), party("VNM"), party("KHM", country_from="inferred")],
            form="conference",
            modes=("multilateral",),
            channel=(),
            date="2018-03-30/2018-04-02",
        )
        .event(
            "ont tenu un forum",
            [party("VNM", "Trân Thi Hoa"), party("KHM", "Keo Sophal")],
            form="visit",
            visit_rank="official",
            modes=("visit",),
            recalled=True,
            date=None,
            evidence=(Span(start=text.index("forum à"), end=text.index("forum à") + 5, supports=("form",)),),
        )
        .event("un forum à Bangkok", [party("VNM")], [party("KHM")], modes=(), form=None, plover="ACCUSE")
        .coding()
    )


def dated(coding: Coding) -> Coding:
    """The same coding with the first event dated from its context."""
    story = coding.stories[0]
    first = msgspec.structs.replace(story.events[0], date=Date(edtf="2021-05-04", resolved="year_from_context"))
    return msgspec.structs.replace(coding, stories=(msgspec.structs.replace(story, events=(first, *story.events[1:])),))


@pytest.fixture(scope="session")
def register_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("site") / "comity.db"
    metadata = {"published": "2021-05-05", "publisher": "AVI", "url": "https://example.org/sommet"}
    codings = [
        dated(summit(**metadata).coding()),
        brittany(published="2019-04").coding(),
        hostile(),
        forum(),
        failing(
            "Báo chí nói gì <script>window.pwned = 8</script>", "no_lexicon", "No <b>lexicon</b> for vi.", language="vi"
        ),
    ]
    with open_register(path, create=True) as register:
        assert [added.outcome for added in register.add(codings)] == ["added"] * 4 + ["failed"]
    return path


@pytest.fixture(scope="session")
def register(register_path: Path) -> Iterator[Register]:
    with open_register(register_path, readonly=True) as opened:
        yield opened
