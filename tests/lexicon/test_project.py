"""A project: how it is found, what its files say on top of the package's, what is said when one is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.coding.selfcheck import check_lexicon
from comity.errors import ComityError, LexiconError, UsageError
from comity.lexicon.check import check_project, check_structure
from comity.lexicon.fields import load_fields
from comity.lexicon.frames import load_frames
from comity.lexicon.language import load_language
from comity.lexicon.overlay import overlaid, overlaid_rows
from comity.lexicon.people import load_people
from comity.lexicon.project import Project, active, find_project, open_project, origin, use
from comity.lexicon.world import world

FRAME = """
[[frame]]
name = "{name}"
plover = "CONSULT"
form = "talks"
nouns = ["palabre"]
actor = ["entre"]
symmetric = true
"""

Write = Callable[[str, str], Project]


@pytest.fixture(autouse=True)
def _the_package_alone() -> Iterator[None]:
    yield
    use(None)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a vocabulary file of a project, and use the project."""
    (tmp_path / "comity.toml").write_text("", "utf-8")

    def call(name: str, text: str) -> Project:
        path = tmp_path / "lexicon" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        project = open_project(tmp_path)
        use(project)
        return project

    return call


# the folder


def test_the_nearest_folder_upwards_with_a_comity_toml_is_the_project(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert find_project(inner) is None
    (tmp_path / "comity.toml").write_text("", "utf-8")
    assert find_project(inner) == tmp_path
    (tmp_path / "a" / "comity.toml").write_text('name = "A"', "utf-8")
    assert find_project(inner) == tmp_path / "a"
    assert open_project(tmp_path / "a").name == "A"
    assert open_project(tmp_path).name == tmp_path.name


def test_a_folder_without_comity_toml_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no comity\.toml"):
        open_project(tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [("name = \nx = 1", "line 1"), ("nmae = 'x'", "nmae"), ("name = 3", "name is 3"), ("\0", "comity.toml")],
)
def test_a_comity_toml_that_is_wrong_says_where(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "comity.toml").write_text(text, "utf-8")
    with pytest.raises(LexiconError, match=said):
        open_project(tmp_path)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("fr/bodeis.toml", "bodies.toml"),
        ("xx/bodies.toml", "Folders are"),
        ("bodies.toml", "no file of the lexicon"),
        ("fr/frames/x.csv", "no file of the lexicon"),
        ("vocabulary/forms.toml", "closed"),
    ],
)
def test_a_file_that_nobody_reads_is_an_error(write: Write, name: str, said: str) -> None:
    with pytest.raises(LexiconError, match=said):
        write(name, "")


def test_notes_and_hidden_files_are_no_vocabulary(write: Write) -> None:
    write("README.md", "notes")
    assert write(".git/x.toml", "").files == {}


def test_the_fingerprint_follows_names_and_contents(write: Write) -> None:
    assert write("README.md", "notes").fingerprint() is None
    first = write("fr/people.csv", "Aba Ndoro,KEN").fingerprint()
    assert first is not None
    assert first.startswith("sha256:")
    assert write("fr/people.csv", "Aba Ndoro,NAM").fingerprint() != first
    assert write("fr/people.csv", "Aba Ndoro,KEN").fingerprint() == first
    assert write("fr/frames/x.toml", "").fingerprint() != first


def test_leaving_the_project_gives_the_package_back(write: Write) -> None:
    write("fr/fields.toml", "[remove.fields]\ntourism = ['touris*']\n[fields]\ntourism = ['plage']\n")
    assert load_fields("fr").named("la plage") == ("tourism",)
    use(None)
    assert active() is None
    assert load_fields("fr").named("la plage") == ()


# what files say


def test_words_are_added_to_a_list_and_taken_out(write: Write) -> None:
    write("fr/fields.toml", "[fields]\ntransport = ['pirogue*']\n[remove.fields]\ntransport = ['port']\n")
    assert load_fields("fr").named("les pirogues") == ("transport",)
    assert "transport" not in load_fields("fr").named("un port")
    assert "transport" in load_fields("fr").named("une route")


def test_a_head_of_the_same_name_is_replaced_and_a_new_one_added(write: Write) -> None:
    write(
        "fr/bodies.toml",
        "[[body]]\nheads = ['ministère', 'Palais des pirogues']\nkind = 'body'\nchannel = ['business']\n"
        "[remove]\nbody = ['chancellerie']\n",
    )
    heads = load_language("fr").heads
    for words in ("ministere", "palais des pirogues"):
        found = heads.at(words.split(), 0)
        assert found is not None
        assert {head.channel for head in found[1]} == {("business",)}
    assert heads.at(["chancellerie"], 0) is None
    found = heads.at(["vice-ministere"], 0) or heads.at(["vice", "ministere"], 0)
    assert found is not None
    assert found[1][0].channel == ("government",)
    assert origin("fr/bodies.toml", "Palais des pirogues") == "lexicon/fr/bodies.toml"
    assert origin("fr/bodies.toml", "gouvernement") == "fr/bodies.toml"


def test_a_frame_of_the_same_name_is_replaced_in_its_place_and_a_new_one_comes_last(write: Write) -> None:
    before = [frame.name for frame in load_frames("fr")]
    own_frames = FRAME.format(name="recevoir") + FRAME.format(name="zzz")
    write("fr/frames/own.toml", f"remove.frame = ['audience']\n{own_frames}")
    after = load_frames("fr")
    assert [frame.name for frame in after] == [*(name for name in before if name != "audience"), "zzz"]
    (own,) = [frame for frame in after if frame.name == "recevoir"]
    assert own.nouns == ("palabre",)
    assert own.file == "lexicon/fr/frames/own.toml"


def test_agencies_people_and_rows_of_tables(write: Write) -> None:
    write("fr/agencies.toml", "[agencies]\nNAM = ['Agence du thon']\n")
    write("fr/people.csv", "names,country\nAba Ndoro|A. Ndoro,NAM\n")
    write("fr/countries.csv", "+KEN,Pays des pirogues\n")
    write("fr/ambiguous.csv", "-Réunion\n")
    write("fr/igos.csv", "oth,igo,Organisation du thon,OTH,,Windhoek,NAM KEN\n")
    assert load_language("fr").agencies["agence du thon"] == ("NAM",)
    assert load_people("fr") == {"aba ndoro": "NAM", "a ndoro": "NAM"}
    assert world().country_codes("Pays des pirogues") == ("KEN",)
    assert world().country_codes("Kenya") == ("KEN",)
    assert world().label("KEN", "fr") == "Kenya"
    igo = world().igo("OTH")
    assert igo is not None
    assert igo.members == ("NAM", "KEN")
    assert check_structure("fr") == ()


def test_a_city_is_added(write: Write) -> None:
    write("world/cities.tsv", "Thonville\t\t\tNA\tKH\t-22.5\t17.0\t60\n")
    city = world().city("Thonville")
    assert city is not None
    assert (city.country, city.population) == ("NAM", 60_000)
    assert world().city("Nairobi") is not None


# what is said when a file is wrong


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("fr/bodies.toml", "[[body]\n", "line 1"),
        ("fr/bodies.toml", "[[bodi]]\nheads = ['x']\n", "bodi"),
        ("fr/bodies.toml", "[[body]]\nkind = 'body'\n", "number 1 has no heads"),
        ("fr/bodies.toml", "[[body]]\nheads = ['x']\nchanel = ['party']\n", "unknown keys of the body .*chanel"),
        ("fr/bodies.toml", "[[body]]\nheads = ['x']\nchannel = ['partie']\n", "unknown channel partie"),
        ("fr/bodies.toml", "[[body]]\nheads = ['x', 'x']\n", "names twice: x"),
        ("fr/bodies.toml", "[remove]\nbody = ['Chambre rouge']\n", "'Chambre rouge'"),
        ("fr/bodies.toml", "remove = 3\n", "remove is 3"),
        ("fr/bodies.toml", "[remove]\nbodi = ['x']\n", "remove.bodi"),
        ("fr/fields.toml", "[fields]\nthon = ['thon']\n", "thon"),
        ("fr/fields.toml", "fields = 3\n", "fields is 3"),
        ("fr/fields.toml", "[fields]\ntrade = 'troc'\n", "fields.trade"),
        ("fr/syntax.toml", "[grammar]\npaire = ['x']\n", r"\[grammar\] says more than is read: paire"),
        ("fr/syntax.toml", "[topics]\nthreshold = 'many'\n", "topics.threshold"),
        ("fr/agencies.toml", "[agencies]\nXYZ = ['A']\n", "no country 'XYZ'"),
        ("fr/people.csv", "Aba Ndoro,XYZ\n", "no country 'XYZ'"),
        ("fr/people.csv", "Aba Ndoro\n", "has 1 fields, not 2"),
        ("fr/countries.csv", "-QQQ\n", "of QQQ"),
        ("fr/instruments.toml", "[[instrument]]\nkind = 'thon'\nheads = ['x']\n", "thon"),
        ("fr/frames/a.toml", FRAME.format(name="a") + "wieght = 2\n", "unknown keys: wieght"),
        ("fr/frames/a.toml", FRAME.format(name="a") * 2, "stands for 2 frames"),
        ("fr/frames/a.toml", "remove.frame = ['unheard_of']\n", "unheard_of"),
        ("fr/frames/a.toml", "remove.frames = ['audience']\n", "remove is"),
        ("fr/dates.toml", "[months]\nThermidor = 7\n", "accents or capitals"),
        ("fr/reading.toml", "[stamp]\norder = 'xyz'\n", "order"),
    ],
)
def test_what_is_wrong_is_told_with_the_projects_file(write: Write, name: str, text: str, said: str) -> None:
    project = write(name, text)
    with pytest.raises(ComityError, match=said) as raised:
        check_project(project)
    assert f"lexicon/{name}" in str(raised.value)


def test_the_whole_check_runs_the_projects_examples(write: Write) -> None:
    write("fr/frames/own.toml", FRAME.format(name="zzz") + "examples = ['Il pleut sur le lac.']\n")
    report = check_lexicon("fr")
    assert not report.problems
    assert [(unmet.rule, unmet.file) for unmet in report.unmet] == [("fr/events/zzz", "lexicon/fr/frames/own.toml")]


# the overlay by itself

words = st.lists(st.text(alphabet="abc", min_size=1, max_size=2), max_size=6, unique=True)


@given(words, words)
def test_adding_words_and_taking_them_out_again_gives_the_package_back(base: list[str], more: list[str]) -> None:
    file = Path("x.toml")
    fresh = [word for word in more if word not in base]
    added = overlaid({"t": {"w": base}}, {"t": {"w": more}}, file)
    assert added == {"t": {"w": [*base, *fresh]}}
    assert overlaid(added, {"remove": {"t": {"w": fresh}}}, file) == {"t": {"w": base}}


@given(words, words)
def test_rows_are_replaced_added_and_taken_out_by_key(base: list[str], more: list[str]) -> None:
    file = Path("x.csv")
    rows = overlaid_rows(["k", "v"], [[k, "old"] for k in base], [[k, "new"] for k in more], file)
    assert dict(map(tuple, rows)) == dict.fromkeys(base, "old") | dict.fromkeys(more, "new")  # type: ignore[arg-type]
    left = overlaid_rows(["k", "v"], rows, [[f"-{k}"] for k in more], file)
    assert [k for k, _ in left] == [k for k in base if k not in more]


def test_the_package_is_never_changed_by_what_is_laid_over_it() -> None:
    base = {"body": [{"heads": ["a", "b"]}], "t": {"w": ["x"]}}
    overlaid(base, {"body": [{"heads": ["a"]}], "t": {"w": ["y"]}}, Path("x.toml"))
    assert base == {"body": [{"heads": ["a", "b"]}], "t": {"w": ["x"]}}
