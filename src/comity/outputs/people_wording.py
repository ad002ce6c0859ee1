"""People and offices in words, in French and in English: from when to when, how surely, and what contradicts what."""

from __future__ import annotations

from comity.outputs.dates import edtf_in_words
from comity.outputs.translation import translations
from comity.outputs.wording import country_name, list_in_words, value_name
from comity.register.people.views import Clash, Held, Holder


def title_of(office: str, of: str | None) -> str:
    """A title with what it is held in."""
    return ", ".join(filter(None, (office, of)))


def days_in_words(first: str | None, last: str | None, language: str) -> str:
    """From the first to the last day, as far as they are known."""
    if not first or not last:
        return translations(language).gettext("undated")
    return edtf_in_words(first if first == last else f"{first}/{last}", language)


def pages_in_words(pages: int, language: str) -> str:
    """How many pages say so."""
    count = translations(language).ngettext
    return count("%(num)s page", "%(num)s pages", pages) % {"num": pages}


def held_in_words(held: Held, language: str) -> str:
    """An office of a person."""
    notes = [title_of(held.office, held.of), country_name(held.country, language) if held.country else ""]
    notes += [] if held.tenure == "current" else [value_name("tenure", held.tenure, language).lower()]
    return " · ".join(filter(None, (*notes, pages_in_words(held.pages, language))))


def holder_in_words(holder: Holder, language: str) -> str:
    """What else is known of who holds an office: how many pages say so, and what is said of the beginning and end."""
    say = translations(language).gettext
    notes = [pages_in_words(holder.pages, language)]
    if holder.acting:
        notes.append(value_name("tenure", "acting", language).lower())
    if holder.incoming_day:
        notes.append(say("to come on %(day)s") % {"day": edtf_in_words(holder.incoming_day, language)})
    if holder.former_day:
        notes.append(say("former by %(day)s") % {"day": edtf_in_words(holder.former_day, language)})
    if holder.basis == "before":
        notes.append(say("last seen before that day"))
    return " · ".join(notes)


def clash_in_words(clash: Clash, language: str) -> str:
    """What contradicts what."""
    say = translations(language).gettext
    if clash.kind == "holders":
        names = list_in_words([person.name for person in clash.people], language)
        said = say("Contradiction: %(names)s are said to hold this office at one time (%(days)s).")
        return said % {"names": names, "days": days_in_words(clash.first_day, clash.last_day, language)}
    countries = list_in_words([country_name(code, language) for code in clash.countries], language)
    said = say("Contradiction: %(name)s is said to be %(office)s in several countries (%(countries)s).")
    return said % {"name": clash.people[0].name, "office": clash.office, "countries": countries}


def reason_in_words(code: str, language: str) -> str:
    """Why two names are taken for one person's (see `register.people.same`)."""
    say = translations(language).gettext
    told = {
        "name:equal": say("the same name"),
        "name:joined": say("the same name, parted otherwise"),
        "name:turned": say("the same name in another order"),
        "name:marked": say("the same letters with other accents"),
        "name:shortened": say("a name of which words are left out"),
        "name:initials": say("initials that fit"),
        "name:part": say("a part of the name"),
        "name:romanised": say("another romanisation of the name"),
        "name:misspelt": say("one letter of the name"),
        "country:same": say("the same country"),
        "office:same": say("the same office"),
        "office:near": say("an office that may be the same"),
        "one_act": say("the same act"),
        "one_page": say("the same page"),
        "authority:same": say("the same entry of an authority file"),
    }
    return told.get(code, code)
