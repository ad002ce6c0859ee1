"""The codebook as Markdown: every value that a record may hold, with sentences that show it, and the rules of decision.

It is drawn whole from the lexicon; `docs/codebook.md` and `docs/codebook.fr.md` are what this makes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from comity import __version__
from comity.lexicon.codebook import Codebook, Rule, Shown, all_frames, load_codebook, shown
from comity.lexicon.fingerprint import fingerprint
from comity.lexicon.frames import Frame
from comity.lexicon.project import active
from comity.lexicon.vocabulary import Force, Form, Mode, Table, Type, Value, vocabulary


def codebook_text(language: str, *, versions: bool = True) -> str:
    """The codebook in `fr` or `en`, as Markdown. LexiconError for another language.

    `versions` puts the version and the hash of the lexicon at its head, and those of the project in use.
    """
    return "\n".join(_Page(language).lines(versions)).rstrip() + "\n"


class _Page:
    """One codebook in one language: gives its lines from top to bottom."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._book: Codebook = load_codebook()
        self._frames: tuple[Frame, ...] = all_frames()

    def _say(self, key: str, **values: str) -> str:
        return self._book.words[key].in_language(self._language).format(**values)

    def lines(self, versions: bool) -> Iterator[str]:
        yield from (f"# {self._say('title')}", "", self._say("about"), "")
        if versions:
            yield from self._versions()
        words = vocabulary()
        for table in words.tables():
            yield from (f"## {table.title.in_language(self._language)}", "")
            definition = table.definition.in_language(self._language)
            yield from (f"{definition} {self._say('source', source=table.source.rstrip('.'))}", "")
            if any(isinstance(value, Type | Form | Force) for value in table.values()):
                for value in table.values():
                    yield from self._entry(value, table)
            else:
                yield from self._rows(table)
        yield from self._rules()
        yield from (f"## {self._say('clues')}", "", self._say("about_clues"), "")
        yield from (f"| {self._say('code')} | {self._say('definition')} |", "|---|---|")
        yield from (f"| `{name}` | {words.in_language(self._language)} |" for name, words in self._book.clues.items())

    def _versions(self) -> Iterator[str]:
        yield from (self._say("version", version=__version__, lexicon=f"`{fingerprint()}`"), "")
        project = active()
        if project is not None and project.files:
            yield from (self._say("project", name=project.name, lexicon=f"`{project.fingerprint()}`"), "")

    def _entry(self, value: Value, table: Table[Value]) -> Iterator[str]:
        """A value with its facts, and sentences that show it."""
        yield from (f"### `{value.id}` · {value.label.in_language(self._language)}", "")
        yield from (f"{value.definition.in_language(self._language)}{self._source(value, table)}", "")
        facts = " · ".join(self._facts(value))
        if facts:
            yield from (facts, "")
        examples, counter = shown(self._frames, _fits(value))
        if not examples:
            yield from (self._say("no_rule"), "")
            return
        for example in examples:
            yield self._sentence("example", example)
        if counter is not None:
            yield self._sentence("counterexample", counter)
        yield ""

    def _sentence(self, what: str, one: Shown) -> str:
        quoted = f"« {one.text} »"
        colon = " :" if self._language == "fr" else ":"
        return f"- {self._say(what)}{colon} {quoted} (`{one.rule}`)"

    def _facts(self, value: Value) -> Iterator[str]:
        words = vocabulary()
        if isinstance(value, Type):
            family = words.families[value.family].label.in_language(self._language)
            yield f"{self._say('family')} `{value.family}` ({family})"
            yield f"{self._say('intensity')} {_score(value.intensity)}"
            forms = [form.id for form in words.forms.values() if value.id in form.types]
            if forms:
                yield f"{self._say('forms')} {_codes(forms)}"
        elif isinstance(value, Form):
            yield f"{self._say('types')} {_codes(value.types)}"
            if value.modes:
                yield f"{self._say('modes')} {_codes(value.modes)}"
            yield f"{self._say('intensity')} {_score(words.intensity(value.types[0], value.modes))}"
            if value.encounter:
                yield self._say("encounter")
        elif isinstance(value, Force):
            yield self._say("followed" if value.followed else "not_followed")
            if value.type is not None:
                yield f"{self._say('type_of_event')} `{value.type}`"

    def _rows(self, table: Table[Value]) -> Iterator[str]:
        """A vocabulary as a table; modes with their scores."""
        scored = any(isinstance(value, Mode) for value in table.values())
        heads = [self._say("code"), self._say("label"), *([self._say("intensity")] if scored else [])]
        heads.append(self._say("definition"))
        yield f"| {' | '.join(heads)} |"
        yield "|" + "---|" * len(heads)
        for value in table.values():
            cells = [f"`{value.id}`", value.label.in_language(self._language)]
            if isinstance(value, Mode):
                cells.append(_score(vocabulary().intensity(value.type, (value.name,))))
            cells.append(value.definition.in_language(self._language) + self._source(value, table))
            yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
        yield ""

    def _source(self, value: Value, table: Table[Value]) -> str:
        """The source of a value that has another than its table."""
        return "" if value.source == table.source else f" {self._say('source', source=value.source.rstrip('.'))}"

    def _rules(self) -> Iterator[str]:
        yield from (f"## {self._say('decisions')}", "", self._say("cite"), "")
        for section, title in self._book.sections.items():
            yield from (f"### {title.in_language(self._language)}", "")
            for rule in self._book.of_section(section):
                yield from (self._rule(rule), "")

    def _rule(self, rule: Rule) -> str:
        title, decided = (words.in_language(self._language) for words in (rule.title, rule.rule))
        told = f"**`{rule.id}`** · **{title}.** {decided}"
        if not rule.source:
            return told
        return f"{told} *{self._say('departs' if rule.departs else 'source', source=rule.source)}*"


def _fits(value: Value) -> Callable[[Frame], bool]:
    """Whether a frame shows a value: makes that type, that form, or commitments of that force whoever speaks."""
    if isinstance(value, Form):
        return lambda frame: frame.form == value.id
    if isinstance(value, Force):
        return lambda frame: frame.commits == value.id and frame.both in (None, value.id)
    return lambda frame: frame.plover == value.id


def _score(value: float) -> str:
    """A score with its sign, without needless zeros: +2.5, −3, 0."""
    return f"{value:+g}".replace("-", "−") if value else "0"


def _codes(values: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"`{value}`" for value in values)
