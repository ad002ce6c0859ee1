"""The vocabulary covers every value of the record, and contradictions are refused."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest

from comity import model
from comity.errors import LexiconError
from comity.lexicon.vocabulary import LANGUAGES, load_vocabulary, vocabulary

# the values that the record may hold, as the codebook lists them
RECORD = {
    "types": "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION "
    "MOBILIZE COERCE ASSAULT",
    "forms": "visit meeting courtesy_call audience talks working_session joint_committee summit conference phone_call "
    "negotiation mediation ceremony inauguration credentials signing document_exchange congratulation thanks praise "
    "condolence endorsement recognition relations_established relations_upgraded decoration commitment invitation "
    "planned_encounter offer appeal gift grant loan training humanitarian exercise patrol exchange project summons "
    "protest_note recall expulsion",
    "visit_ranks": "state official working friendship courtesy private transit",
    "channels": "party state government parliament military security judiciary front local business people igo",
    "forces": "agreed pledged proposed requested affirmed",
    "stages": "stated under_way done dropped no_evidence",
    "fields": "politics defence security border economy trade investment transport energy agriculture environment "
    "water_sanitation urban_planning labour health education culture heritage francophonie science_technology digital "
    "tourism justice governance migration consular media youth_women religion_ethnicity poverty people_to_people local",
    "instrument_kinds": "treaty convention agreement framework_agreement financing_agreement mou plan programme "
    "protocol twinning_charter joint_statement declaration minutes letter letter_of_intent exchange_of_letters "
    "amendment roadmap other",
    "instrument_statuses": "announced planned initialled signed exchanged ratified in_force extended amended suspended "
    "terminated expired implemented",
    "roles": "host guest co_chair signatory funder sender",
}

LITERALS = {
    "statuses": model.Status,
    "moods": model.Mood,
    "resolved": model.Resolved,
    "zones": model.ZoneName,
    "story_kinds": model.StoryKind,
    "participant_kinds": model.ParticipantKind,
    "tenures": model.Tenure,
    "forces": model.Force,
}

# what the metadata of a page say is not coded: the codebook does not list it
UNCODED = {"StatedField", "StatedBy"}

# scores of PLOVER's table, by type and mode
SCORES = [
    ("CONSULT", (), 2.5),
    ("CONSULT", ("visit",), 4.0),
    ("CONSULT", ("phone",), 1.5),
    ("AGREE", (), 2.5),
    ("SUPPORT", (), 5.0),
    ("ACCUSE", (), -3.0),
    ("ACCUSE", ("disapprove",), -2.0),
    ("SANCTION", ("expel",), -5.5),
    ("PROTEST", ("vandalize",), -5.0),
    ("CONSULT", ("visit", "multilateral"), 4.0),
    ("REQUEST", ("assist", "change"), -0.25),
]


@pytest.mark.parametrize("table", RECORD)
def test_every_value_of_the_codebook_is_there_and_no_other(table: str) -> None:
    assert set(getattr(vocabulary(), table)) == set(RECORD[table].split())


@pytest.mark.parametrize("table", LITERALS)
def test_every_literal_of_the_model_is_there_and_no_other(table: str) -> None:
    assert set(getattr(vocabulary(), table)) == set(get_args(LITERALS[table]))


def test_every_literal_of_the_model_is_compared() -> None:
    literals = {name for name, value in vars(model).items() if get_origin(value) is Literal}
    assert literals > UNCODED
    assert all(getattr(model, name) in LITERALS.values() for name in literals - UNCODED)


@pytest.mark.parametrize(("plover", "modes", "score"), SCORES)
def test_intensity_is_that_of_the_table(plover: str, modes: tuple[str, ...], score: float) -> None:
    assert vocabulary().intensity(plover, modes) == score


def test_each_value_says_its_words_in_both_languages() -> None:
    for table in vocabulary().tables():
        for key, value in table.items():
            for language in LANGUAGES:
                assert vocabulary().label(table.kind, key, language)
                definition = value.definition.in_language(language)
                assert definition.endswith("."), key
                assert "  " not in definition
            assert value.source


def test_encounters_are_consultations() -> None:
    encounters = {form.id for form in vocabulary().forms.values() if form.encounter}
    assert encounters == {form.id for form in vocabulary().forms.values() if form.types[0] == "CONSULT"}


def test_modes_are_named_as_records_hold_them() -> None:
    assert [mode.name for mode in vocabulary().modes_of("CONSULT")] == ["visit", "third-party", "multilateral", "phone"]
    assert vocabulary().modes_of("AGREE") == ()


@pytest.mark.parametrize(
    "ask",
    [
        lambda: vocabulary().label("form", "dance", "fr"),
        lambda: vocabulary().label("sort", "visit", "fr"),
        lambda: vocabulary().label("form", "visit", "de"),
        lambda: vocabulary().intensity("CONSULT", ("arrest",)),
        lambda: vocabulary().types["DEMAND"],
    ],
)
def test_unknown_words_are_refused(ask: object) -> None:
    with pytest.raises(LexiconError):
        ask()  # type: ignore[operator]


def test_get_and_in_ask_without_raising() -> None:
    assert vocabulary().forms.get("dance") is None
    assert "dance" not in vocabulary().forms


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with as_file(files("comity.lexicon") / "data" / "vocabulary") as shipped:
        shutil.copytree(shipped, tmp_path / "vocabulary")
    return tmp_path / "vocabulary"


BROKEN = [
    ("forms.toml", 'types = ["CONSULT"]', 'types = ["DEMAND"]', "DEMAND"),
    ("forms.toml", 'modes = ["visit"]', 'modes = ["walk"]', "walk"),
    ("types.toml", "[values.CONSULT]", "[values.AGREE]", "not well-formed"),
    ("types.toml", 'family = "verbal_cooperation"', 'family = "verbal"', "verbal"),
    ("modes.toml", '[values."CONSULT/visit"]', '[values."DEMAND/visit"]', "DEMAND"),
    ("types.toml", "intensity = 2.5", 'intensity = "high"', "intensity"),
    ("moods.toml", 'en = "Denied"', 'en = "Reported"', "share a label"),
    ("moods.toml", 'en = "Denied"', 'en = " "', "empty"),
    ("moods.toml", 'kind = "mood"', 'kind = "form"', "form"),
    ("moods.toml", 'kind = "mood"', 'kind = "mood"\nlanguage = "fr"', "language"),
    ("moods.toml", "definition.en = ", "meaning.en = ", "required field"),
]


@pytest.mark.parametrize(("file", "old", "new", "named"), BROKEN)
def test_a_vocabulary_that_contradicts_itself_is_refused(
    folder: Path, file: str, old: str, new: str, named: str
) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LexiconError, match=named):
        load_vocabulary(folder)


def test_a_missing_and_a_strange_file_are_refused(folder: Path) -> None:
    (folder / "colours.toml").write_text("", encoding="utf-8")
    with pytest.raises(LexiconError, match="colours"):
        load_vocabulary(folder)
    (folder / "colours.toml").rename(folder / "forms.toml")
    with pytest.raises(LexiconError, match="forms"):
        load_vocabulary(folder)
    (folder / "forms.toml").unlink()
    with pytest.raises(LexiconError, match="missing"):
        load_vocabulary(folder)
