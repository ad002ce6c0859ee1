from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from comity.errors import EvaluationError
from comity.evaluation import Evaluation, below, by_page, compare, evaluate, render_text
from comity.evaluation.figures import Count
from comity.model import Coding, Date, Failure, Place
from tests.evaluation.build import (
    TEXT,
    TITLE,
    coding,
    commitment,
    event,
    gold_commitment,
    gold_event,
    gold_instrument,
    gold_office,
    gold_story,
    instrument,
    office,
    side,
    span,
    write_gold,
)


def judge(folder: Path, gold: dict[str, Any], coded: Coding, text: str = TEXT) -> Evaluation:
    return compare(write_gold(folder, {"a": [gold]}, text=text), {"a": coded})


def counted(count: Count) -> tuple[int, int, int]:
    return count.hits, count.extra, count.missed


def test_a_coding_that_says_what_the_gold_says_is_right_in_everything(tmp_path: Path) -> None:
    gold = gold_story(
        events=[gold_event()],
        commitments=[gold_commitment()],
        instruments=[gold_instrument()],
        offices=[gold_office()],
    )
    coded = coding(events=(event(),), commitments=(commitment(),), instruments=(instrument(),), offices=(office(),))
    found = judge(tmp_path, gold, coded)
    assert set(found.figures().values()) == {1.0}
    assert found.findings == ()
    assert counted(found.count("names")) == (2, 0, 0)
    assert counted(found.count("channel")) == (2, 0, 0)


@pytest.mark.parametrize(
    ("coded", "lenient", "strict"),
    [
        (event(), True, True),
        (event(plover="SUPPORT"), False, False),
        (event(recipient=(side("DEU", "Yann Le Goff"),)), False, False),
        (event(actor=(side("BDI"), side("FRA")), recipient=()), True, True),
        (event(actor=(side("BDI"), side("BDI", "X"), side(None, "Y"))), True, True),
        (event(date=Date(edtf="2019-05-04", resolved="explicit")), True, False),
        (event(date=Date(edtf="2019-05", resolved="explicit")), True, False),
        (event(date=None), True, False),
        (event(place=None), True, False),
        (event(place=Place(name="Bujumbura", country="BDI")), True, False),
        (event(place=Place(name="Quimper", country="FRA")), True, True),
        (event(evidence=(span("Elles ont signé"),)), True, True),
    ],
)
def test_when_events_match(tmp_path: Path, coded: Any, lenient: bool, strict: bool) -> None:
    found = judge(tmp_path, gold_story(events=[gold_event()]), coding(events=(coded,)))
    assert counted(found.count("events")) == ((1, 0, 0) if lenient else (0, 1, 1))
    assert counted(found.count("events_strict")) == ((1, 0, 0) if strict else (0, 1, 1))


def test_where_the_gold_has_no_date_and_place_strict_asks_for_none(tmp_path: Path) -> None:
    found = judge(tmp_path, gold_story(events=[gold_event(date=None, place=None)]), coding(events=(event(),)))
    assert found.count("events_strict") == Count(1, 0, 0)
    assert found.share("date").whole == found.share("place").whole == 0


@pytest.mark.parametrize(
    ("gold_date", "edtf", "given"),
    [(None, "2019-05-03", 1), (None, None, 0), (None, "XXXX-05-03", 0), ("XXXX-05-03", "2019-05-03", 1)],
)
def test_a_year_that_nobody_names_is_told(tmp_path: Path, gold_date: str | None, edtf: str | None, given: int) -> None:
    date = Date(edtf=edtf, resolved="unknown_year") if edtf else None
    found = judge(tmp_path, gold_story(events=[gold_event(date=gold_date)]), coding(events=(event(date=date),)))
    share = found.share("dateless_given_year")
    assert (share.part, share.whole) == (given, 1)
    assert any("date" in finding.wrong for finding in found.findings) == bool(given)


def test_events_with_a_year_in_gold_are_not_asked_for_an_invented_one(tmp_path: Path) -> None:
    found = judge(tmp_path, gold_story(events=[gold_event()]), coding(events=(event(),)))
    assert found.share("dateless_given_year").whole == 0


def test_a_body_of_states_is_the_country_igo(tmp_path: Path) -> None:
    gold = gold_story(events=[gold_event(recipient=[{"country": "IGO", "name": "ASEAN"}])])
    coded = event(recipient=(side(None, "ASEAN", kind="igo"),))
    assert judge(tmp_path, gold, coding(events=(coded,))).count("events") == Count(1, 0, 0)


def test_of_two_alike_each_gets_the_one_it_agrees_with(tmp_path: Path) -> None:
    second = "former des techniciens"
    gold = gold_story(events=[gold_event(form="talks", anchor=second), gold_event()])
    coded = coding(events=(event(), event(id="e1", form="talks", evidence=(span(second),))))
    found = judge(tmp_path, gold, coded)
    assert found.share("form").value == 1.0
    assert found.findings == ()


def test_an_optional_record_counts_neither_way(tmp_path: Path) -> None:
    gold = gold_story(
        events=[gold_event(optional=True)],
        commitments=[gold_commitment(optional=True)],
        instruments=[gold_instrument(optional=True)],
        offices=[gold_office(optional=True)],
    )
    found_all = coding(events=(event(),), commitments=(commitment(),), instruments=(instrument(),), offices=(office(),))
    for coded in (coding(), found_all):
        found = judge(tmp_path, gold, coded)
        for name in ("events", "events_strict", "commitments", "instruments", "offices", "names", "channel"):
            assert found.count(name) == Count(), name
        assert found.findings == ()
        assert found.share("form").whole == 0


def test_a_required_record_is_matched_before_an_optional_one(tmp_path: Path) -> None:
    # the optional one agrees better, and still must not take the only coded event
    gold = gold_story(events=[gold_event(optional=True), gold_event(form="talks", date="2018", place=None)])
    found = judge(tmp_path, gold, coding(events=(event(),)))
    assert found.count("events") == Count(1, 0, 0)
    both = judge(tmp_path, gold, coding(events=(event(), event(id="e1"))))
    assert both.count("events") == Count(1, 0, 0)
    three = judge(tmp_path, gold, coding(events=(event(), event(id="e1"), event(id="e2"))))
    assert three.count("events") == Count(1, 1, 0)


@pytest.mark.parametrize(
    ("words", "supports", "matches"),
    [
        ("renforcer la coopération", ("action",), True),
        ("de renforcer la coopération et", ("action",), True),
        ("coopération", ("action",), True),
        ("former des techniciens", ("action",), False),
        ("ont convenu de renf", ("action",), False),
        ("Les deux parties ont convenu de renforcer la coopération et de former des techniciens.", (), True),
    ],
)
def test_when_commitments_match(tmp_path: Path, words: str, supports: tuple[str, ...], matches: bool) -> None:
    coded = coding(commitments=(commitment(evidence=(span(words, *supports),)),))
    found = judge(tmp_path, gold_story(commitments=[gold_commitment()]), coded)
    assert counted(found.count("commitments")) == ((1, 0, 0) if matches else (0, 1, 1))


def test_the_evidence_of_the_action_decides_over_that_of_the_sides(tmp_path: Path) -> None:
    whole = span("Les deux parties ont convenu de renforcer la coopération et de former des techniciens.", "by")
    gold = gold_story(
        commitments=[gold_commitment(), gold_commitment(anchor="former des techniciens", fields=["education"])]
    )
    one = commitment(evidence=(whole, span("former des techniciens", "action")), fields=("education",))
    found = judge(tmp_path, gold, coding(commitments=(one,)))
    assert found.count("commitments") == Count(1, 0, 1)
    assert found.share("fields").value == 1.0
    assert [finding.record for finding in found.findings if "renforcer la coopération" in finding.record]


def test_an_anchor_that_is_repeated_may_be_found_anywhere(tmp_path: Path) -> None:
    text = f"{TEXT}\n\nPhoto : ils veulent renforcer la coopération"
    start = text.rindex("renforcer")
    caption = msgspec.structs.replace(span("renforcer la coopération", "action"), start=start, end=start + 24)
    coded = coding(text=text, commitments=(commitment(evidence=(caption,)),))
    found = judge(tmp_path, gold_story(commitments=[gold_commitment()]), coded, text=text)
    assert found.count("commitments") == Count(1, 0, 0)


def test_force_fields_and_kind_are_shares_of_matched_records(tmp_path: Path) -> None:
    gold = gold_story(commitments=[gold_commitment()], instruments=[gold_instrument()])
    coded = coding(
        commitments=(commitment(force="pledged", fields=("politics", "education")),),
        instruments=(instrument(kind="treaty"),),
    )
    found = judge(tmp_path, gold, coded)
    assert [found.share(name).value for name in ("force", "fields", "kind")] == [0.0, 0.0, 0.0]
    assert {finding.wrong for finding in found.findings} == {("force", "fields"), ("kind",)}


@pytest.mark.parametrize(
    ("coded", "matches"),
    [
        (office(), True),
        (office(person="jean NDÀYI"), True),
        (office(person="J. Ndayi"), False),
        (office(office="ministre", of="Affaires étrangères du Burundi"), True),
        (office(office="ministre des Affaires sociales"), True),
        (office(office="ministre", of=None), False),
        (office(office="président de la région", of=None), False),
    ],
)
def test_when_offices_match(tmp_path: Path, coded: Any, matches: bool) -> None:
    found = judge(tmp_path, gold_story(offices=[gold_office()]), coding(offices=(coded,)))
    assert counted(found.count("offices")) == ((1, 0, 0) if matches else (0, 1, 1))


def test_two_offices_of_one_person_find_their_own(tmp_path: Path) -> None:
    gold = gold_story(offices=[gold_office(office="Premier ministre"), gold_office(office="président", of="le Parti")])
    coded = (office(office="président", of="Parti"), office(office="Premier ministre", of=None))
    assert judge(tmp_path, gold, coding(offices=coded)).count("offices") == Count(2, 0, 0)


def test_names_and_channel_are_those_of_matched_events(tmp_path: Path) -> None:
    coded = event(
        actor=(side("BDI", "jean ndayi"), side("BDI", "Ministère")), recipient=(side("FRA"),), channel=("government",)
    )
    found = judge(tmp_path, gold_story(events=[gold_event()]), coding(events=(coded,)))
    assert counted(found.count("names")) == (1, 1, 1)
    assert counted(found.count("channel")) == (1, 0, 1)
    unmatched = judge(tmp_path, gold_story(events=[gold_event()]), coding(events=(event(plover="AID"),)))
    assert unmatched.count("names") == unmatched.count("channel") == Count()


def test_direction_and_status(tmp_path: Path) -> None:
    coded = event(actor=(side("FRA"),), recipient=(side("BDI"),), status="planned")
    found = judge(tmp_path, gold_story(events=[gold_event()]), coding(events=(coded,)))
    assert (found.share("direction").value, found.share("status").value) == (0.0, 0.0)
    [finding] = found.findings
    assert finding.wrong == ("direction", "status")
    assert finding.sentence.startswith("Le ministre burundais")
    assert finding.rules == ("fr/events/rencontrer",)


def test_stories_match_by_folded_title_and_no_record_crosses(tmp_path: Path) -> None:
    gold = gold_story(events=[gold_event()])
    same = judge(tmp_path, gold, coding(title="VISITE  du Ministre !", events=(event(),)))
    assert same.count("events") == Count(1, 0, 0)
    other = judge(tmp_path, gold, coding(title="Autre titre", events=(event(),)))
    assert other.count("events") == Count(0, 1, 1)
    assert {finding.what: finding.story for finding in other.findings} == {"miss": TITLE, "extra": "Autre titre"}


def test_misses_and_extras_come_with_their_sentence_and_rules(tmp_path: Path) -> None:
    gold = gold_story(events=[gold_event(plover="SUPPORT", form="thanks", anchor="Il a remercié la Bretagne")])
    found = judge(tmp_path, gold, coding(events=(event(),)))
    miss, extra = found.findings
    assert (miss.what, miss.sentence) == ("miss", "Il a remercié la Bretagne.")
    assert extra.sentence == "Le ministre burundais a rencontré son homologue breton le 3 mai 2019 à Rennes."
    assert extra.rules == ("fr/events/rencontrer",)


def test_false_records_are_counted_on_pages_with_nothing_to_code(tmp_path: Path) -> None:
    pages = write_gold(tmp_path, {"a": [gold_story()], "b": [gold_story(offices=[gold_office()])]})
    coded = {
        "a": coding("a", events=(event(), event(id="e1")), commitments=(commitment(),)),
        "b": coding("b", offices=(office(),)),
    }
    found = compare(pages, coded).false_records
    assert (found.part, found.whole, found.value) == (3, 2, 1.5)


def test_types_and_families_are_counted_apart(tmp_path: Path) -> None:
    gold = gold_story(events=[gold_event(), gold_event(plover="SUPPORT", form="thanks")])
    found = judge(tmp_path, gold, coding(events=(event(), event(id="e1", plover="AID"))))
    assert found.types == ("AID", "CONSULT", "SUPPORT")
    assert counted(found.count("events/CONSULT")) == (1, 0, 0)
    assert counted(found.count("events/SUPPORT")) == (0, 0, 1)
    assert counted(found.count("events/AID")) == (0, 1, 0)
    assert found.count("events", "local") == found.count("events")
    assert found.count("events", "security") == Count()


def test_a_page_without_a_coding_is_missed_whole_and_said_so(tmp_path: Path) -> None:
    pages = write_gold(tmp_path, {"a": [gold_story(events=[gold_event()])], "b": [gold_story(events=[gold_event()])]})
    failed = msgspec.structs.replace(coding("b"), stories=(), error=Failure(code="no_lexicon", message="none"))
    found = compare(pages, {"b": failed})
    assert found.count("events") == Count(0, 0, 2)
    assert len(found.problems) == 2
    assert found.findings[0].sentence


def test_codings_find_their_gold_page(tmp_path: Path) -> None:
    pages = write_gold(tmp_path, {"a": [gold_story()], "b": [gold_story()], "c": [gold_story()]})
    by_ref = coding("a")
    page = coding().page
    by_source = msgspec.structs.replace(coding(), page=msgspec.structs.replace(page, ref=None, source="x/b.txt"))
    assert by_page(pages, [by_source, by_ref]) == {"a": by_ref, "b": by_source}
    with pytest.raises(EvaluationError):
        by_page(pages, [coding("unknown")])


def test_confidence_is_set_against_what_was_right(tmp_path: Path) -> None:
    coded = coding(events=(event(confidence=0.95), event(id="e1", plover="AID", confidence=0.35)))
    found = judge(tmp_path, gold_story(events=[gold_event()]), coded)
    assert [(item.low, item.right) for item in found.reliability("event")] == [(0.3, 0), (0.9, 1)]
    assert found.reliability("office") == ()


def test_figures_can_be_held_to_floors(tmp_path: Path) -> None:
    found = judge(tmp_path, gold_story(events=[gold_event(date=None)]), coding(events=(event(),)))
    figures = found.figures()
    assert figures["events.f1"] == 1.0
    assert below(figures, {"events.f1": 1.0, "direction": 0.9}) == []
    wrong = below(figures, {"dateless_given_year": 0.0, "instruments.f1": 0.5, "events.f1": 1.1})
    assert [line.split()[0] for line in wrong] == ["dateless_given_year", "events.f1", "instruments.f1"]


def test_the_whole_is_told_as_text_and_as_json(tmp_path: Path) -> None:
    story = gold_story(events=[gold_event(), gold_event(plover="SUPPORT", anchor="Il a remercié la Bretagne")])
    write_gold(tmp_path, {"a": [story], "b": [story], "c": [gold_story()]})
    codings = {"a": coding("a", events=(event(place=None),)), "b": coding("b", offices=(office(),)), "c": coding("c")}
    found = evaluate(tmp_path / "gold", codings)
    text = render_text(found)
    for words in ("events, strict", "95 %", "- event: SUPPORT", "+ office: Jean Ndayi", "wrong: place", "## a"):
        assert words in text
    assert "## a" not in render_text(found, findings=False)
    data = json.loads(json.dumps(found.to_dict()))
    assert data["counts"]["events"] == {"hits": 1, "extra": 0, "missed": 3}
    assert data["intervals"]["events.f1"] == [0.0, pytest.approx(2 / 3)]
    assert data["figures"]["events.recall"] == 0.25
    assert len(data["findings"]) == 5


def test_the_same_comparison_gives_the_same_figures(tmp_path: Path) -> None:
    pages = write_gold(tmp_path, {name: [gold_story(events=[gold_event()])] for name in "abcd"})
    codings = {"a": coding("a", events=(event(),)), "b": coding("b"), "c": coding("c", events=(event(date=None),))}
    first, again = compare(pages, codings), compare(tuple(replace(page) for page in pages), dict(codings))
    assert first.to_dict() == again.to_dict()
