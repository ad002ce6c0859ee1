"""The catalogues hold every message of the templates and the code, translated and compiled."""

from __future__ import annotations

import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from comity.outputs.translation import LANGUAGES, locale, translations

ROOT = Path(__file__).resolve().parents[2]
PLACES = re.compile(r"%\(\w+\)s|\{\w+\}")


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    spec = spec_from_file_location("messages", ROOT / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["messages"] = module
    spec.loader.exec_module(module)
    return module


def test_catalogues_are_up_to_date_and_compiled(messages: ModuleType) -> None:
    assert [path.name for path in messages.outdated()] == [], "run `make messages`"


def test_every_message_is_translated(messages: ModuleType) -> None:
    assert messages.missing() == {}


def test_a_message_that_only_the_templates_have_is_found_missing(messages: ModuleType) -> None:
    template = messages.extracted()
    template.add("A message that nobody has translated")
    assert messages.untranslated(messages.updated("fr", template)) == ["A message that nobody has translated"]
    assert messages.untranslated(messages.updated("en", template)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_fill_the_same_places(messages: ModuleType, language: str) -> None:
    catalog: Any = messages.updated(language, messages.extracted())
    for message in catalog:
        if message.id:
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            for string in strings:
                assert set(PLACES.findall(string)) == set(PLACES.findall(ids[-1])), message.id


def test_languages_differ() -> None:
    assert translations("fr").gettext("Commitments") == "Engagements"
    assert translations("en").gettext("Commitments") == "Commitments"
    assert translations("fr").ngettext("{n} encounter", "{n} encounters", 0) == "{n} rencontre"
    assert translations("en").ngettext("{n} encounter", "{n} encounters", 0) == "{n} encounters"
    assert {str(locale(language)) for language in LANGUAGES} == {"fr_FR", "en_GB"}
