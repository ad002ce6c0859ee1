"""An explanation in the terminal: what was seen in each sentence, the frames tried, and why each made a record or not.

A sentence in which nothing was found is only counted. Frames whose conditions did not hold share one line. Names of
frames, slots and files stay as the vocabulary writes them: they are what a reader looks for there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from comity.explanation import (
    Explanation,
    Made,
    Named,
    Seen,
    SentenceExplained,
    Side,
    Source,
    StoryExplained,
    Told,
    Tried,
)
from comity.lexicon.codebook import load_codebook
from comity.model import CodedStory, Commitment, Event, Instrument, Office
from comity.outputs.coding_text import Line, heading, line
from comity.outputs.dates import date_in_words
from comity.outputs.translation import translations
from comity.outputs.wording import (
    confidence_in_words,
    country_name,
    event_title,
    instrument_title,
    list_in_words,
    number_in_words,
    place_in_words,
    value_name,
)


def N_(words: str) -> str:
    """Words to be translated where they are told."""
    return words


# what the coder says where a frame fits and its act is no record
REASONS = (
    N_("a participle beside a noun: background"),
    N_("a relative clause in the present: a state"),
    N_("a question"),
    N_("too doubtful to be kept"),
    N_("force or blame to come: a forecast"),
    N_("what an observer says"),
    N_("the setting of something else"),
    N_("imperfect: a state, not an act"),
    N_("pluperfect without a date: background"),
    N_("no actor"),
    N_("no recipient"),
    N_("no actor with a country"),
    N_("no recipient with a country"),
    N_("one country only"),
    N_("negated"),
    N_("hypothetical"),
    N_("conditional wish"),
    N_("infinitive"),
    N_("purpose"),
    N_("generic plural"),
    N_("its evidence broke the rules of evidence"),
    N_("it states no commitment of its own"),
    N_("told elsewhere in the story"),
)
_HANGS_ON = "under "
_WORTH_TELLING = 0.2  # of a clue, in log-odds: about five in a hundred

# keys of a frame, and what it means that they do not hold
CONDITIONS = {
    "adjectives": N_("no “être …” or “se dire …” with a complement"),
    "clausal": N_("no side after “que”"),
    "commits": N_("a question"),
    "future": N_("no promise in the future tense"),
    "needs": N_("none of its words"),
    "needs_prep": N_("no complement with that preposition"),
    "needs_slot": N_("nobody in that slot"),
    "noun_instrument": N_("no document after the noun"),
    "nouns": N_("the word is part of a name"),
    "object_instrument": N_("no document as its object"),
    "reflexive": N_("with or without “se”"),
    "reported": N_("not in reported speech"),
    "unless": N_("a word that excludes it"),
    "with_nouns": N_("no such verb with the noun"),
    "with_objects": N_("no such object"),
}
_KINDS = {
    "adjective": N_("adjective of nationality"),
    "office": N_("title without a name"),
    "pair": N_("both sides"),
    "pronoun": N_("pronoun"),
}


def explanation_lines(told: Explanation, language: str) -> Iterator[Line]:
    """One page: its stories, sentence by sentence; or why it was not coded."""
    page = told.coding.page
    yield heading(page.title or page.source, page.source if page.title else "")
    if told.coding.error is not None:
        yield line((told.coding.error.message, "red"), indent=2)
    for story, coded in zip(told.stories, told.coding.stories, strict=bool(told.stories)):
        yield from _story(story, coded, page.text, language)
    yield line("")


def _story(story: StoryExplained, coded: CodedStory, text: str, language: str) -> Iterator[Line]:
    say, count = translations(language).gettext, translations(language).ngettext
    kind = value_name("story_kind", coded.kind, language)
    yield line((f"{kind}{say(': ')}", "dim"), (coded.title, "italic"), indent=2)
    sides = list_in_words((country_name(code, language) for code in story.sides), language)
    home = country_name(story.home, language) if story.home else ""
    parts = [*_label(say("sides"), sides, language), *_label(say("home"), home, language)]
    if parts:
        yield line(("".join(parts[:2]) + (" · " if len(parts) > 2 else "") + "".join(parts[2:]), "dim"), indent=4)
    if story.topic is not None:
        why = say("The story is set aside, for its words are those of another topic: no frame was tried.")
        yield line((f"{why} [{_source(story.topic)}]", "yellow"), indent=4)
    records = {record.id: record for record in coded.records()}
    told = {one.record: one for one in story.records}
    for sentence in story.sentences:
        yield from _sentence(sentence, text, records, told, language)
    for dropped in story.dropped:
        words = say("was taken back")
        yield line((f"{dropped.record} {words} ({dropped.reason})", "red"), indent=4)
    if story.silent:
        words = count(
            "{number} sentence in which nothing was found.",
            "{number} sentences in which nothing was found.",
            story.silent,
        )
        yield line((words.format(number=number_in_words(story.silent, language)), "dim"), indent=4)


Record = Event | Commitment | Instrument | Office


def _sentence(
    one: SentenceExplained, text: str, records: dict[str, Record], told: dict[str, Told], language: str
) -> Iterator[Line]:
    say = translations(language).gettext
    zone = value_name("zone", one.zone, language).lower()
    quoted = " ".join(text[one.start : one.end].split())
    yield line((f"[{one.index} {zone}] ", "cyan"), ("« " + quoted + " »", "bold"), indent=4)
    if one.mentions:
        named = " · ".join(_named(mention, language) for mention in one.mentions)
        yield _labelled(say("names"), named, language)
    seen = list(dict.fromkeys(word for tried in one.tried if tried.outcome != "unfit" for word in tried.parse))
    if not seen and one.predicate is not None:
        seen = [one.predicate]
    if seen:
        yield _labelled(say("parse"), " · ".join(_seen(word) for word in seen), language)
    so_far = [say("speaking") + " " + _side(one.speaker, language)] if one.speaker is not None else []
    so_far += [say("having met") + " " + _sides(one.encounter, language)] if one.encounter else []
    if one.tried and so_far:
        yield _labelled(say("sides so far"), " · ".join(so_far), language)
    for tried in one.tried:
        if tried.outcome != "unfit":
            yield from _tried(tried, records, told, language)
    unfit = [tried for tried in one.tried if tried.outcome == "unfit"]
    if unfit:
        yield _labelled(say("conditions not met"), " · ".join(_unfit(tried, language) for tried in unfit), language)
    if not one.tried:
        yield line((say("no frame has a word of this sentence"), "dim"), indent=6)
    for made in one.made:
        yield from _made(made, records, told, language)


def _tried(tried: Tried, records: dict[str, Record], told: dict[str, Told], language: str) -> Iterator[Line]:
    """A frame that fits, what became of it, and who its sides are."""
    say = translations(language).gettext
    record = records.get(tried.record or "")
    opening = f"{tried.source.key} [{tried.source.file}] « {tried.words} »"
    if tried.outcome == "record":
        result, style = f" → {tried.record} {_title(record, language)}", "green"
        result += _confidence(told.get(tried.record or ""), language)
    elif tried.outcome == "merged":
        result, style = " → " + say("part of") + f" {tried.record}", "green"
    elif tried.outcome == "outdone":
        result, style = " ✗ " + say("another frame fits better") + f" ({tried.by})", "dim"
    else:
        result, style = f" ✗ {reason(tried.reason, language)}", "yellow"
    yield line((opening, "bold" if tried.outcome == "record" else ""), (result, style), indent=6)
    parts = []
    if tried.actor or tried.recipient:
        arrow = f" → {_sides(tried.recipient, language)}" if tried.recipient else ""
        parts.append(f"{_sides(tried.actor, language) or '?'}{arrow}")
    if tried.slots:
        parts.append(" ; ".join(f"{slot.slot} = {', '.join(slot.words)}" for slot in tried.slots))
    if isinstance(record, Event) and tried.outcome == "record":
        parts.append(date_in_words(record.date, language))
        parts += [place_in_words(record.place, language)] if record.place else []
    if parts:
        yield line((" · ".join(parts), "dim"), indent=10)


def _unfit(tried: Tried, language: str) -> str:
    say = translations(language).gettext
    what = say(CONDITIONS[tried.key]) if tried.key in CONDITIONS else tried.key
    detail = f" « {tried.detail} »" if tried.detail else ""
    return f"{tried.source.key} [{tried.source.file}, {tried.key}] {what}{detail}"


def _made(made: Made, records: dict[str, Record], told: dict[str, Told], language: str) -> Iterator[Line]:
    say = translations(language).gettext
    names = {"commitment": say("commitment"), "instrument": say("instrument"), "office": say("office")}
    record = records.get(made.record or "")
    if made.record is not None:
        title = f" {_title(record, language)}" if made.kind == "instrument" else ""
        result, style = f" → {made.record}{title}{_confidence(told.get(made.record), language)}", "green"
    else:
        result, style = f" ✗ {reason(made.reason, language)}", "yellow"
    yield line(f"{names[made.kind]} « {made.words} » [{_source(made.source)}]", (result, style), indent=6)


def _label(name: str, words: str, language: str) -> list[str]:
    """A name with what it names; nothing where there is nothing to name."""
    say = translations(language).gettext
    return [name + say(": "), words] if words else []


def _labelled(name: str, words: str, language: str) -> Line:
    label, told = _label(name, words, language)
    return line((label, "dim"), told, indent=6)


def reason(words: str, language: str) -> str:
    """Why a frame that fits made no record, in the reader's language; the coder's own words where they are new."""
    say = translations(language).gettext
    if words.startswith(_HANGS_ON):
        return say("it hangs on “{verb}”").format(verb=words.removeprefix(_HANGS_ON))
    return say(words) if words else ""


def _title(record: Record | None, language: str) -> str:
    match record:
        case Event():
            return event_title(record, language)
        case Commitment():
            return record.action
        case Instrument():
            return instrument_title(record, language)
        case Office():
            return f"{record.person}, {record.office}"
    return ""


def _confidence(told: Told | None, language: str) -> str:
    """How sure the record is, and of what: the frame's weight, how many sentences tell it, and the clues that count."""
    if told is None:
        return ""
    say, count = translations(language).gettext, translations(language).ngettext
    parts = []
    if told.weights:
        parts.append(say("weight") + " " + ", ".join(number_in_words(weight, language) for weight in told.weights))
    if told.sentences:
        sentences = count("told in {number} sentence", "told in {number} sentences", len(told.sentences))
        parts.append(sentences.format(number=number_in_words(len(told.sentences), language)))
    why = " ; ".join([*parts, *_clues(told, language)])
    return f", {confidence_in_words(told.confidence, language)}" + (f" ({why})" if why else "")


def _clues(told: Told, language: str) -> Iterator[str]:
    """The clues that make a record much more or less sure, those of most worth first, each with its sign."""
    heavy = (clue for clue in told.clues if abs(clue.worth) >= _WORTH_TELLING)
    for clue in sorted(heavy, key=lambda clue: -abs(clue.worth)):
        yield f"{'+' if clue.worth > 0 else '−'} {load_codebook().clue(clue.name, language)}"


def _named(mention: Named, language: str) -> str:
    say = translations(language).gettext
    own = mention.kind in _KINDS
    parts = [say(_KINDS[mention.kind]) if own else value_name("participant_kind", mention.kind, language).lower()]
    if mention.stands_for:
        parts.append(_sides(mention.stands_for, language, unless=mention.text))
    elif mention.countries:
        parts.append(list_in_words((country_name(code, language) for code in mention.countries), language))
    else:
        parts.append(say("nobody"))
    known = f" [{', '.join(_source(source) for source in mention.sources)}]" if mention.sources else ""
    return f"« {mention.text} » {', '.join(filter(None, parts))}{known}"


def _sides(sides: Iterable[Side], language: str, unless: str = "") -> str:
    return " ; ".join(_side(side, language, unless) for side in sides)


def _side(side: Side, language: str, unless: str = "") -> str:
    """A side with its country; a question mark where the country was inferred, or is not known."""
    country = country_name(side.country, language) if side.country else "?"
    country += " ?" if side.inferred and side.country else ""
    if side.name is None or side.name == country:
        return country
    return country if side.name == unless else f"{side.name} ({country})"


def _seen(word: Seen) -> str:
    lemma = f" ({word.lemma})" if word.lemma != word.text else ""
    head = f" ← {word.head}" if word.head else ""
    return f"{word.text}{lemma} {word.pos} {word.dep}{head}"


def _source(source: Source) -> str:
    return f"{source.file}: {source.key}"
