"""Bring the catalogues of the interface up to date with its templates and code, and compile them.

    python tools/messages.py            extract, update, compile; say what is still to be translated
    python tools/messages.py --check    change nothing; exit status 1 if anything would change or is untranslated

A new message appears in `src/comity/outputs/web/locale/fr/LC_MESSAGES/comity.po` without a translation: write it there
and run this again. English is the source and translates itself.
"""

from __future__ import annotations

import argparse
import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

OUTPUTS = Path(__file__).resolve().parent.parent / "src" / "comity" / "outputs"
LOCALE = OUTPUTS / "web" / "locale"
LANGUAGES = ("en", "fr")
SOURCE_LANGUAGE = "en"
# `say` (of one argument) and `count` are what the code calls gettext and ngettext of the reader's language
KEYWORDS = parse_keywords(["_", "N_", "gettext", "say:1,1t", "ngettext:1,2", "count:1,2", "pgettext:1c,2"])
# a catalogue changes when its messages do, and not with the clock
WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def extracted() -> Catalog:
    """Every message of the templates and the code."""
    catalog = Catalog(project="Comity", creation_date=WHEN, revision_date=WHEN, charset="utf-8")
    with (LOCALE / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(str(OUTPUTS), methods, options, KEYWORDS, comment_tags=("Translators:",))
    for name, _, message, comments, context in found:
        catalog.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    return catalog


def updated(language: str, template: Catalog) -> Catalog:
    """The catalogue of a language with the messages of the template; what it had translated stays."""
    catalog = Catalog(language, project="Comity", creation_date=WHEN, revision_date=WHEN, charset="utf-8")
    catalog.header_comment = f"# The words of Comity's interface ({language})."
    catalog.last_translator, catalog.language_team, catalog.fuzzy = "The Comity founders", "Comity", False
    path = po_path(language)
    known = read_po(io.BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(language)
    for message in template:
        if not message.id:
            continue
        before = known.get(message.id, message.context)
        words = before.string if before else None
        if language == SOURCE_LANGUAGE:
            words = message.id
        catalog.add(message.id, words, message.locations, auto_comments=message.auto_comments, context=message.context)
    return catalog


def untranslated(catalog: Catalog) -> list[str]:
    """The messages of a catalogue that have no translation, or lack one of its forms."""
    return [
        str(message.id)
        for message in catalog
        if message.id and not all(message.string if isinstance(message.string, list | tuple) else [message.string])
    ]


def po_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "comity.po"


def as_po(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalog, width=120, sort_output=True, include_lineno=False, omit_header=False)
    return out.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def outdated() -> dict[Path, bytes]:
    """The catalogue files that do not say what they should, with what they should say.

    Messages are compared, not bytes: another version of Babel may write another header.
    """
    template = extracted()
    wanted: dict[Path, bytes] = {}
    for language in LANGUAGES:
        catalog, path = updated(language, template), po_path(language)
        if not path.exists() or messages_of(read_po(io.BytesIO(path.read_bytes()))) != messages_of(catalog):
            wanted[path] = as_po(catalog)
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or messages_of(read_mo(io.BytesIO(compiled.read_bytes()))) != messages_of(catalog):
            wanted[compiled] = as_mo(catalog)
    return wanted


def messages_of(catalog: Catalog) -> dict[object, object]:
    """The translated messages of a catalogue."""
    return {
        (_text(message.context), message.id if isinstance(message.id, str) else tuple(message.id)): (
            message.string if isinstance(message.string, str) else tuple(message.string)
        )
        for message in catalog
        if message.id and message.string and any(message.string)
    }


def _text(context: str | bytes | None) -> str | None:
    """A compiled catalogue gives the context of a message as bytes."""
    return context.decode() if isinstance(context, bytes) else context


def missing() -> dict[str, list[str]]:
    """The messages without a translation, by language."""
    template = extracted()
    found = {language: untranslated(updated(language, template)) for language in LANGUAGES}
    return {language: messages for language, messages in found.items() if messages}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing")
    arguments = parser.parse_args()
    out = sys.stdout
    files, todo = outdated(), missing()
    for path, said in files.items():
        out.write(f"{'out of date' if arguments.check else 'written'}: {path.relative_to(OUTPUTS)}\n")
        if not arguments.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(said)
    for language, messages in todo.items():
        for message in messages:
            out.write(f"untranslated ({language}): {message}\n")
    return 1 if todo or (arguments.check and files) else 0


if __name__ == "__main__":
    sys.exit(main())
