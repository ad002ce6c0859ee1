"""The register joins the reports of one act, and keeps apart those of two, as well as it ever did."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.cluster_pages import Report, Scene, SceneError, load
from tools.clusters import CEILINGS, FOLDER, SETS, Measured, counts, fallen, figures, findings, floors, measure, raised

SCENE = """
[[scene]]
name = "two calls"
traps = ["E1 E2: two calls"]
pages = ['''
2020-05-06 fr Agence
Deux appels
Le ministre laotien a appelé le ministre khmer lundi. Il l'a rappelé mardi. Les deux pays rouvriront le pont.
***
Une autre nouvelle
Le Laos a remercié le Cambodge.
--
E1 phone_call | 2020-05-04~p | LAO; KHM Chhay, ministre @ ministère | | channel=party,government :: a appelé
E2 phone_call | | LAO; KHM | :: l'a rappelé
E3? SUPPORT/thanks reported | | LAO > KHM | Stung Treng, KHM [KH-19] | :: a remercié
C1 agreed | | LAO; KHM | | event=E1 until=2021 :: rouvriront le pont
''']
"""


@pytest.fixture(scope="module", params=SETS)
def measured(request: pytest.FixtureRequest) -> Measured:
    return measure(request.param)


@pytest.mark.long
def test_the_figures_do_not_fall(measured: Measured) -> None:
    assert fallen(figures(measured), floors()[measured.name]) == []


def test_there_are_scenes_enough() -> None:
    held = [counts(load(FOLDER / name)) for name in SETS]
    assert sum(one["clusters"] for one in held) >= CLUSTERS
    assert sum(one["traps"] for one in held) >= TRAPS
    for key in ("clusters", "traps"):
        assert held[1][key] >= 0.29 * sum(one[key] for one in held), "three in ten of them are kept aside"


CLUSTERS, TRAPS = 130, 160


def scenes(folder: Path, text: str) -> tuple[Scene, ...]:
    (folder / "some.toml").write_text(text, "utf-8")
    return load(folder)


def test_a_scene_is_read_as_it_is_written(tmp_path: Path) -> None:
    (scene,) = scenes(tmp_path, SCENE)
    (told,) = scene.pages
    main, related = told.coding.stories
    assert [main.kind, main.title] == ["main", "Deux appels"]
    assert [related.kind, related.title] == ["related", "Une autre nouvelle"]
    first, second = main.events
    assert (first.date.edtf, first.date.resolved) == ("2020-05-04", "published")  # type: ignore[union-attr]
    assert second.date is None
    assert first.channel == ("party", "government")
    assert [(p.country, p.name, p.office, p.of, p.key) for p in first.actor] == [
        ("LAO", None, None, None, "LAO/country"),
        ("KHM", "Chhay", "ministre", "ministère", "KHM/person/chhay"),
    ]
    (thanks,) = related.events
    assert (thanks.plover, thanks.mood, thanks.place and thanks.place.admin) == ("SUPPORT", "reported", "KH-19")
    span = thanks.evidence[0]
    assert told.coding.page.text[span.start : span.end] == "a remercié"
    (commitment,) = main.commitments
    assert (commitment.event, commitment.until, commitment.action) == ("e0", "2021", "rouvriront le pont")
    assert [(r.report, r.label) for r in told.reports] == [
        ("s0/e0", "two calls/E1"),
        ("s0/e1", "two calls/E2"),
        ("s1/e0", None),
        ("s0/c2", "two calls/C1"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (":: a appelé", ":: a écrit", "does not say: a écrit"),
        ("event=E1", "event=E9", "E9"),
        ("E1 E2:", "E1 E8:", "no two records"),
        ("E2 phone_call", "E2 postcard", "postcard"),
        ("until=2021", "till=2021", "unknown field"),
        ("\n--\n", "\n", "no line --"),
        ("LAO; KHM Chhay", "Laos; KHM Chhay", "cannot be read: Laos"),
        ('name = "two calls"', 'name = "two calls"\nnote = "x"', "unknown keys: note"),
    ],
)
def test_what_is_badly_written_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in SCENE
    with pytest.raises(SceneError, match=said):
        scenes(tmp_path, SCENE.replace(old, new))


def test_two_scenes_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SceneError, match="Two scenes"):
        scenes(tmp_path, SCENE * 2)


def reports(*labels: str | None) -> list[Report]:
    return [Report(f"page {number}", "s0/e0", "event", label) for number, label in enumerate(labels)]


def figured(ids: dict[Report, str], backwards: dict[Report, str] | None = None) -> dict[str, float]:
    return figures(Measured("tuned", (), ids, backwards or ids))


def test_all_right_is_one() -> None:
    a, b, c = reports("x", "x", "y")
    found = figured({a: "1", b: "1", c: "2"})
    assert {found[f"{name}.{what}"] for name in ("pairs", "b3") for what in ("precision", "recall", "f1")} == {1.0}
    assert found["order"] == 0


def test_what_is_torn_apart_costs_recall_and_what_is_put_together_precision() -> None:
    a, b, c, d, e = reports("x", "x", "x", "y", "z")
    found = figured({a: "1", b: "1", c: "2", d: "2", e: "3"})
    # of the pairs ab ac bc, ab is found; ab and cd stand together
    assert (found["pairs.recall"], found["pairs.precision"]) == (1 / 3, 1 / 2)
    # e stands alone both ways and counts neither way
    assert found["b3.precision"] == (1 + 1 + 1 / 2 + 1 / 2) / 4
    assert found["b3.recall"] == (2 / 3 + 2 / 3 + 1 / 3) / 3


def test_nothing_joined_is_no_recall() -> None:
    a, b = reports("x", "x")
    found = figured({a: "1", b: "2"}, {a: "1", b: "1"})
    assert (found["pairs.f1"], found["b3.f1"]) == (0.0, 2 / 3 * 1.0)
    assert found["order"] == 1.0


def test_what_is_not_measured_counts_nowhere() -> None:
    a, b, c = reports("x", "x", None)
    assert figured({a: "1", b: "1", c: "1"})["pairs.precision"] == 1.0


def test_a_trap_is_told_with_its_reason(tmp_path: Path) -> None:
    (scene,) = scenes(tmp_path, SCENE)
    one = dict.fromkeys(scene.pages[0].reports, "1")
    measured = Measured("tuned", (scene,), one, one)
    assert figures(measured)["traps"] == 1.0
    assert "trap: two calls/E1 and two calls/E2 are one: two calls" in list(findings(measured))
    assert list(findings(measured, ["another scene"])) == []


def test_floors_only_rise() -> None:
    old = {"pairs.f1": 0.9, "traps": 0.01}
    worse, better = {"pairs.f1": 0.8, "traps": 0.02}, {"pairs.f1": 0.95, "traps": 0.0, "order": 0.0}
    assert raised(old, worse) == old
    assert raised(old, {**better, "pairs.recall": 1.0}) == {"pairs.f1": 0.947, "traps": 0.01, "order": 0.003}
    assert raised({"traps": 0.5}, {"traps": 0.0}) == {"traps": 0.02}
    assert len(fallen(worse, old)) == 2
    assert fallen(better, old) == []
    assert set(CEILINGS) == {"traps", "order"}
