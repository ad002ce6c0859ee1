"""From a plan to what came of it, in words: *put off, new date: July 2021 · told by Le Matin, 2 May 2021*."""

from __future__ import annotations

from collections.abc import Iterable

from comity.outputs.dates import edtf_in_words
from comity.outputs.translation import translations
from comity.register.views import AnyKept, KeptEvent, Step


def course_of(kept: AnyKept) -> tuple[Step, ...]:
    """The course of an event; nothing for what has none."""
    return kept.course if isinstance(kept, KeptEvent) else ()


def step_in_words(step: Step, language: str) -> str:
    """What became of an act, and for which day: *planned: 4 May 2021*, *put off, new date: July 2021*."""
    say = translations(language).gettext
    day = edtf_in_words(step.date, language) if step.date else None
    if day is None:
        return {
            "invited": say("invited"),
            "planned": say("planned"),
            "postponed": say("put off"),
            "cancelled": say("called off"),
            "ongoing": say("under way"),
            "held": say("took place"),
        }[step.what]
    words = {
        "invited": say("invited: %(day)s"),
        "planned": say("planned: %(day)s"),
        "postponed": say("put off, new date: %(day)s") if step.moved else say("put off: %(day)s"),
        "cancelled": say("called off: %(day)s"),
        "ongoing": say("under way: %(day)s"),
        "held": say("took place: %(day)s"),
    }
    return words[step.what] % {"day": day}


def teller_in_words(step: Step, language: str) -> str:
    """Who told it first, and when: *told by Le Matin, 2 May 2021*; with how many others."""
    say, count = translations(language).gettext, translations(language).ngettext
    source = step.source
    who = (source.publisher or source.url or source.name) if source is not None else step.page[:12]
    words = say("told by %(who)s") % {"who": who}
    if step.told:
        words = say("told by %(who)s, %(day)s") % {"day": edtf_in_words(step.told, language), "who": who}
    if step.reports > 1:
        more = count("and %(num)s other report", "and %(num)s other reports", step.reports - 1)
        words += " " + more % {"num": step.reports - 1}
    return words


def course_in_words(steps: Iterable[Step], language: str) -> list[str]:
    """Each step in a line: *put off, new date: July 2021 · told by Le Matin, 2 May 2021*."""
    return [f"{step_in_words(step, language)} · {teller_in_words(step, language)}" for step in steps]
