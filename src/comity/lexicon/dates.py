"""The grammar of dates of one language: `data/<language>/dates.toml`, checked and compiled once.

The file is data that a political scientist can read; its signs are told at its top. Here they become regular
expressions over a *comparable* text: lower case, without accents, with one kind of apostrophe, dash and space.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from comity.errors import LexiconError, NoLexiconError
from comity.lexicon.language import DATA, load_toml
from comity.lexicon.project import remembered, short_name

KINDS = ("day", "month", "part", "year", "range", "list", "weekday", "relative", "duration", "none")
FLAGS = (
    *("anniversary", "historical", "recalled", "since", "until", "deadline", "forecast", "period", "title"),
    *("duration", "begins", "ends", "today"),
)
_SLOTS = ("day", "month", "year", "weekday", "part", "which", "relative", "years", "number", "unit", "dd", "mm")
_PAIRED = ("day", "month", "year", "weekday")
_NEEDED = frozenset({"day", "month", "weekday", "year", "part", "relative", "unit", "dd"})
_DASHES = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
_APOSTROPHES = dict.fromkeys("\u2018\u2019\u02bc\u0060\u00b4", "'")
_GAP = r"[^\w,;:.!?()]"
_SIGN = re.compile(r"\\(.)|\{(\w+)\}|(\s+)|(.)", re.DOTALL)


class _Comparable(dict[int, str]):
    """Code point to comparable character; the empty string for what is left out. Filled as characters are met."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        if sign in _DASHES or sign in _APOSTROPHES:
            plain = _DASHES.get(sign) or _APOSTROPHES[sign]
        elif unicodedata.category(sign) in {"Mn", "Cf"}:
            plain = ""
        elif sign.isspace():
            plain = "\n" if sign == "\n" else " "
        else:
            base = unicodedata.normalize("NFD", sign)[0].lower()
            plain = base if len(base) == 1 else sign
        self[code] = plain
        return plain


_COMPARABLE = _Comparable()


def comparable(text: str) -> tuple[str, list[int] | range]:
    """The text as patterns see it, and for each of its characters the offset in `text` that it came from."""
    plain = text.translate(_COMPARABLE)
    if len(plain) == len(text):
        return plain, range(len(text))
    return plain, [index for index, sign in enumerate(text) if _COMPARABLE[ord(sign)]]


class Shift(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """So many years from that of the report (`reporting`) or of the date before (`last`)."""

    anchor: str
    shift: int


class Relative(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words for a time counted in units from the day of the report or from the date before."""

    unit: str
    shift: int
    anchor: str
    words: tuple[str, ...]
    not_before: tuple[str, ...] = ()


class _PatternEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    kind: str
    match: str
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    flags: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    only_before: tuple[str, ...] = ()
    direction: int | None = None
    anchor: str | None = None


class _CueEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    flag: str
    within: int
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    with_year: bool = False
    brackets: bool = False
    not_after: tuple[str, ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    months: dict[str, int]
    weekdays: dict[str, int]
    days: dict[str, int]
    parts: dict[str, tuple[str, ...]]
    which: dict[str, int]
    numbers: dict[str, int]
    units: dict[str, str]
    years: dict[str, Shift]
    relative: tuple[Relative, ...]
    words: dict[str, tuple[str, ...]]
    pattern: tuple[_PatternEntry, ...]
    cue: tuple[_CueEntry, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to write a date. The group `span` of `regex` is the date; the other groups are its slots."""

    name: str
    kind: str
    regex: re.Pattern[str]
    needs: frozenset[str]
    flags: frozenset[str]
    not_after: re.Pattern[str] | None
    direction: int | None
    anchor: str | None
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """Words near a date that say what the date is."""

    flag: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    kinds: frozenset[str]
    with_year: bool
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateGrammar:
    """All that is known of dates in one language. Tables are keyed by comparable words, spaces single."""

    language: str
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    days: Mapping[str, int]
    parts: Mapping[str, int]
    which: Mapping[str, int]
    numbers: Mapping[str, int]
    units: Mapping[str, str]
    years: Mapping[str, Shift]
    relative: Mapping[str, Relative]
    patterns: tuple[Pattern, ...]
    cues: tuple[Cue, ...]
    presence: Mapping[str, re.Pattern[str]]


@remembered
def load_dates(language: str) -> DateGrammar:
    """The grammar of dates of `language` (ISO 639-1). NoLexiconError if there is none, LexiconError if it is wrong."""
    path = DATA / language / "dates.toml"
    if not path.is_file():
        raise NoLexiconError(f"There is no grammar of dates for the language {language!r}.", f"Write {path}.")
    return build(load_toml(path), language)


def build(data: Mapping[str, Any], language: str) -> DateGrammar:
    """The grammar that `data`, as read from a dates.toml, describes. LexiconError says what is wrong with it."""
    name = short_name(DATA / language / "dates.toml")
    try:
        file = msgspec.convert(data, _File, strict=False)
    except msgspec.ValidationError as error:
        raise LexiconError(f"{name}: {error}.", "See the comments at the top of the file.") from error
    _check(file, name)
    slots = _Slots(file, language)
    return DateGrammar(
        language=language,
        months=file.months,
        weekdays=file.weekdays,
        days=file.days,
        parts={words: int(code) for code, phrases in file.parts.items() for words in phrases},
        which=file.which,
        numbers=file.numbers,
        units=file.units,
        years=file.years,
        relative={words: entry for entry in file.relative for words in entry.words},
        patterns=tuple(slots.pattern(entry) for entry in file.pattern),
        cues=tuple(slots.cue(entry) for entry in file.cue),
        presence={name: re.compile(slots.plain[name]) for name in _NEEDED},
    )


def _check(file: _File, name: str) -> None:
    """Months and weekdays are complete; kinds, flags and anchors exist; names are given once; words are comparable."""
    problems = []
    if set(file.months.values()) != set(range(1, 13)) or set(file.weekdays.values()) != set(range(7)):
        problems.append("a month or a weekday is missing")
    names = [entry.name for entry in file.pattern]
    problems += [f"two patterns are called '{name}'" for name in sorted({n for n in names if names.count(n) > 1})]
    problems += [f"pattern '{entry.name}': no kind '{entry.kind}'" for entry in file.pattern if entry.kind not in KINDS]
    flags = [*(flag for entry in file.pattern for flag in entry.flags), *(entry.flag for entry in file.cue)]
    problems += [f"no flag '{flag}'" for flag in sorted(set(flags) - set(FLAGS))]
    relative = [words for entry in file.relative for words in entry.words]
    problems += [
        f"'{words}' stands twice in relative" for words in sorted({w for w in relative if relative.count(w) > 1})
    ]
    words = [*file.months, *file.weekdays, *file.days, *file.which, *file.numbers, *file.units, *file.years, *relative]
    words += [word for group in [*file.words.values(), *file.parts.values()] for word in group]
    problems += [f"'{word}' has accents or capitals" for word in words if comparable(word)[0] != word]
    if problems:
        raise LexiconError(f"{name}: {'; '.join(problems)}.", "Mend the file.")


def _either(words: Iterable[str]) -> str:
    """One of the words, the longest first, with any white space where they have a space, and no letter after it."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(_spaced(word) + ("" if word.endswith("'") else r"(?!\w)") for word in ordered) + ")"


def _spaced(words: str) -> str:
    return r"\s+".join(re.escape(word) for word in words.split())


class _Slots:
    """Turns the signs of a dates.toml into regular expressions."""

    def __init__(self, file: _File, language: str) -> None:
        self.language = language
        self.words = {name: _either(words) for name, words in file.words.items()}
        self.words["word"] = r"[\w'-]+"
        self.words["other"] = rf"(?!{self.words['auxiliary']})[\w'-]+" if "auxiliary" in self.words else r"[\w'-]+"
        counted = rf"(?!\s+{self.words['counted']})" if "counted" in self.words else ""
        relative = (
            _spaced(words) + r"(?!\w)" + (rf"(?!\s+{_either(entry.not_before)})" if entry.not_before else "")
            for words, entry in sorted(
                ((words, entry) for entry in file.relative for words in entry.words), key=lambda pair: -len(pair[0])
            )
        )
        figures = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)"
        self.plain = {
            "day": f"(?:{_either(file.days)}|{figures})",
            "month": rf"{_either(file.months)}(?:\.(?=\s*[\d(]))?",
            "year": rf"(?:1[5-9]\d\d|2[01]\d\d)(?!\w)(?!\s\d{{3}}(?!\d))(?!\s?%){counted}",
            "weekday": _either(file.weekdays),
            "part": _either(words for phrases in file.parts.values() for words in phrases),
            "which": _either(file.which),
            "relative": "(?:" + "|".join(relative) + ")",
            "years": _either(file.years),
            "number": rf"(?:{_either(file.numbers)}|\d{{1,3}}(?!\w))",
            "unit": _either(file.units),
            "dd": figures,
            "mm": r"(?:0?[1-9]|1[0-2])(?!\d)",
        }

    def pattern(self, entry: _PatternEntry) -> Pattern:
        """The compiled pattern. Before it no letter may stand, nor a figure joined to it; after it likewise."""
        where = f"pattern '{entry.name}'"
        body, required = self._translate(entry.match, where)
        if "(?P<span>" not in body:
            body = f"(?P<span>{body})"
        if entry.not_before:
            body += rf"(?!\s*-?{_either(entry.not_before)})"
        if entry.only_before:
            follow = "|".join(self.words[name] for name in entry.only_before)
            body += rf"(?=\s*(?:$|[^\w\s]|{follow}))"
        return Pattern(
            name=f"{self.language}/dates/{entry.name}",
            kind=entry.kind,
            regex=self._compile(rf"(?<!\w)(?:(?<!\d[-/.,:\s])|(?!\d)){body}(?!\w)(?![-/.,:]\d)", where),
            needs=frozenset(required) & _NEEDED,
            flags=frozenset(entry.flags),
            not_after=self._compile(rf"(?<!\w){_either(entry.not_after)}\s*$", where) if entry.not_after else None,
            direction=entry.direction,
            anchor=entry.anchor,
            examples=entry.examples,
            counterexamples=entry.counterexamples,
        )

    def cue(self, entry: _CueEntry) -> Cue:
        """The compiled cue; its expression ends (or, for `after`, begins) at the date."""
        where = f"cue '{entry.flag}'"
        gap = rf"(?:{_GAP}+\w+){{0,{entry.within}}}"
        refused = "".join(rf"(?<!\s{re.escape(word)}\s)" for word in entry.not_after)
        edge = r"\s*\(\s*$" if entry.brackets else r"[^\w,;:.!?]*$"
        before = after = None
        if entry.before:
            before = self._compile(rf"(?<!\w){refused}{self._cue_words(entry.before, where)}{gap}{edge}", where)
        if entry.after:
            after = self._compile(rf"{gap}{_GAP}+{self._cue_words(entry.after, where)}", where)
        return Cue(
            flag=entry.flag,
            before=before,
            after=after,
            kinds=frozenset(entry.kinds),
            with_year=entry.with_year,
            examples=entry.examples,
            counterexamples=entry.counterexamples,
        )

    def _cue_words(self, phrases: Iterable[str], where: str) -> str:
        translated = (self._translate(phrase, where, capture=False)[0] for phrase in phrases)
        return "(?:" + "|".join(text + r"(?:(?<=\W)|(?!\w))" for text in translated) + ")"

    def _translate(self, template: str, where: str, capture: bool = True) -> tuple[str, set[str]]:
        """The regular expression of a template, and the slots outside all brackets, which it cannot do without."""
        out: list[str] = []
        required: set[str] = set()
        optional = 0
        for escaped, slot, space, sign in _SIGN.findall(template):
            if escaped:
                out.append(re.escape(escaped))
            elif slot:
                out.append(self._slot(slot, where, capture))
                if not optional:
                    required.add(slot.removesuffix("2"))
            elif space:
                out.append(r"\s+")
            else:
                optional += (sign in "[(") - (sign in "])")
                out.append(_SIGNS.get(sign) or re.escape(sign))
        return "".join(out), required

    def _slot(self, name: str, where: str, capture: bool) -> str:
        base = name.removesuffix("2")
        if name == "middle":
            return rf"(?P<middle>{self.plain['dd']})"
        if name in _SLOTS or (name != base and base in _PAIRED):
            return f"(?P<{name}>{self.plain[base]})" if capture else self.plain[base]
        if name in self.words:
            return self.words[name]
        raise LexiconError(
            f"{self.language}/dates.toml, {where}: there is no slot {{{name}}}.", "Define it in [words]."
        )

    def _compile(self, expression: str, where: str) -> re.Pattern[str]:
        try:
            return re.compile(expression)
        except re.error as error:
            raise LexiconError(
                f"{self.language}/dates.toml, {where}: {error}.", "Check its brackets; a slot may stand only once."
            ) from error


_SIGNS = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|", "<": "(?P<span>", ">": ")", "*": r"\w*"}
