"""Why a record was taken for what keeps a commitment, or continues a document, in words."""

from __future__ import annotations

from collections.abc import Iterable

from comity.lexicon.vocabulary import vocabulary
from comity.model import Amount
from comity.outputs.translation import translations
from comity.outputs.wording import (
    amount_in_words,
    country_name,
    list_in_words,
    number_in_words,
    period_in_words,
    value_name,
)
from comity.register.following.views import Agreement, FollowedCommitment, Link
from comity.register.views import Reason


def reasons_in_words(reasons: Iterable[Reason], language: str) -> list[str]:
    """Each reason in words: *same sides: France and Morocco*. A code of a newer version is given as it is."""
    return [_reason(reason, language) for reason in reasons]


def _reason(reason: Reason, language: str) -> str:
    say, count = translations(language).gettext, translations(language).ngettext
    values = reason.values
    words = list_in_words(values, language)
    match reason.code:
        case "same_sides":
            return say("the same sides: %(which)s") % {"which": _countries(values, language)}
        case "within_term":
            return say("within the term: %(when)s") % {"when": period_in_words(values[0], language)}
        case "after_term":
            return say("after the term: %(when)s") % {"when": period_in_words(values[0], language)}
        case "days_after":
            days = int(values[0])
            return count("%(num)s day later", "%(num)s days later", days) % {"num": number_in_words(days, language)}
        case "sort_of_act":
            return say("an act that may keep it: %(which)s") % {"which": _sort_of_act(values[0], language)}
        case "same_words":
            return say("the same words: %(which)s") % {"which": words}
        case "same_field":
            return say("the same field: %(which)s") % {"which": _labels("field", values, language)}
        case "same_channel":
            return say("the same channel: %(which)s") % {"which": _labels("channel", values, language)}
        case "same_amount":
            return say("the same sum: %(which)s") % {"which": _sum(values[0], language)}
        case "keeps_it":
            return say("it does what was promised")
        case "begins_it":
            return say("it begins what was promised, or does a part of it")
        case "same_kind":
            return say("the same kind: %(which)s") % {"which": _labels("instrument_kind", values, language)}
        case "same_period":
            return say("the same period: %(which)s") % {"which": period_in_words(values[0], language)}
        case "same_places":
            return say("the same places: %(which)s") % {"which": words}
        case "same_year":
            return say("the year by which it is named: %(which)s") % {"which": words}
        case "later_state":
            return say("a later state: %(which)s") % {"which": _arrow("instrument_status", values, language)}
        case "renews":
            periods = " → ".join(period_in_words(value, language) for value in values)
            return say("it begins where the other ends: %(which)s") % {"which": periods}
    return f"{reason.code} {words}".strip()


def standing_in_words(agreement: Agreement, language: str) -> str:
    """How an agreement stands on the day that was asked for."""
    say = translations(language).gettext
    return {
        "to_come": say("still to begin"),
        "in_force": say("in force"),
        "suspended": say("suspended"),
        "ended": say("ended"),
        "unknown": say("for how long is not said"),
    }[agreement.standing]


def stage_reason_in_words(followed: FollowedCommitment, language: str) -> str:
    """Why a commitment is at its stage."""
    say = translations(language).gettext
    stage = followed.stage
    if stage.because is not None and stage.author == "rule":
        return say("by the rule, from %(record)s") % {"record": stage.because}
    if stage.because is not None:
        return say("confirmed by %(who)s, from %(record)s") % {"who": stage.author, "record": stage.because}
    if stage.author is not None:
        return say("set by %(who)s") % {"who": stage.author}
    return say("nothing on record tells more")


def verdict_in_words(link: Link, language: str) -> str:
    """Who judged a link, and what."""
    say = translations(language).gettext
    if link.verdict == "proposed":
        return say("proposed by the rule; nobody has confirmed it")
    if not link.is_persons:
        return say("found by the rule")
    if link.verdict == "no":
        return say("refused by %(who)s") % {"who": link.author}
    return say("confirmed by %(who)s") % {"who": link.author}


def _countries(values: Iterable[str], language: str) -> str:
    return list_in_words([country_name(value, language) for value in values], language)


def _labels(kind: str, values: Iterable[str], language: str) -> str:
    return list_in_words([value_name(kind, value, language).lower() for value in values], language)


def _arrow(kind: str, values: Iterable[str], language: str) -> str:
    return " → ".join(value_name(kind, value, language).lower() for value in values)


def _sort_of_act(value: str, language: str) -> str:
    kinds = ("form", "instrument_status", "type")
    known = next((kind for kind in kinds if value in vocabulary().table(kind)), "form")
    return value_name(known, value, language).lower()


def _sum(value: str, language: str) -> str:
    number, _, currency = value.partition(" ")
    return amount_in_words(Amount(value=float(number), currency=currency), language)
