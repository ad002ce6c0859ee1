"""Why reports were taken for one record, or kept apart, in words."""

from __future__ import annotations

from collections.abc import Iterable

from comity.outputs.translation import translations
from comity.outputs.wording import number_in_words
from comity.register.merging.views import Judged, Judgement
from comity.register.views import Reason


def reasons_in_words(reasons: Iterable[Reason], language: str) -> list[str]:
    """Each reason with the values compared and what it added to the score: *the same day: 2021-05-04 (+0.3)*."""
    return [_reason(reason, language) for reason in reasons]


def sections(judged: Judged, language: str) -> list[tuple[str, tuple[Judgement, ...]]]:
    """The decisions on a record under what they are, without those of which there are none."""
    say = translations(language).gettext
    found = (
        (say("One record, because"), judged.joined),
        (say("Kept apart by a person"), judged.apart),
        (say("Left to a person"), judged.asked),
        (say("Plan and outcome"), judged.outcomes),
        (say("Decided before, and superseded"), judged.former),
    )
    return [(title, some) for title, some in found if some]


def sign_of(judgement: Judgement) -> str:
    """What stands between the two records: one, apart, or a plan and what came of it."""
    return "≠" if judgement.verdict == "no" else "→" if judgement.relation == "outcome" else "="


def decided_in_words(judgement: Judgement, language: str) -> str:
    """By whom it was decided, and with which score: *by the rule, score 0.85*; *by Ana, 22 November 2026*."""
    say = translations(language).gettext
    if judgement.is_by_rule:
        score = "–" if judgement.score is None else number_in_words(round(judgement.score, 2), language)
        return say("by the rule, score %(score)s") % {"score": score}
    return say("by %(who)s, on %(day)s") % {"who": judgement.author, "day": judgement.made[:10]}


def _reason(reason: Reason, language: str) -> str:
    say = translations(language).gettext
    values = " / ".join(value for value in dict.fromkeys(reason.values) if value)
    words = _words(reason.code, language) + (f"{say(': ')}{values}" if values else "")
    if not reason.points:
        return words
    sign = "+" if reason.points > 0 else "−"
    return f"{words} ({sign}{number_in_words(abs(reason.points), language)})"


def _words(code: str, language: str) -> str:
    """What a reason is; a code of a newer version as it is."""
    say = translations(language).gettext
    known = {
        "same_day": say("the same day"),
        "next_day": say("a day apart, as one counts from the day of the report"),
        "days_apart": say("some days apart"),
        "other_day": say("another day"),
        "moved": say("the day was moved"),
        "planned_day": say("on the day planned"),
        "told_before": say("announced before"),
        "planned_anew": say("planned anew after it took place"),
        "told_at_one_time": say("told of at one time"),
        "told_at_about_one_time": say("told of at different times"),
        "same_form": say("the same form"),
        "like_form": say("forms that newspapers use for one another"),
        "same_person": say("the same person"),
        "same_body": say("the same body"),
        "same_visitor": say("the same visitor"),
        "same_company": say("the same others beside them"),
        "same_place": say("the same place"),
        "same_town": say("the same town, which is no capital"),
        "same_names": say("the same names in two languages"),
        "same_number": say("as many promises"),
        "same_event": say("of the same act"),
        "same_document": say("a document of the same kind"),
        "same_kind": say("the same kind"),
        "same_title": say("the same title"),
        "same_words": say("the same words"),
        "same_field": say("the same field"),
        "same_force": say("the same force"),
        "same_period": say("the same period"),
        "same_sum": say("the same sum"),
        "only_one": say("the only one of its sort in both"),
        "is_off": say("the news that it is put off or called off"),
        "other_language": say("titles in two languages"),
        "like_name": say("names that are alike, and may be two people"),
        "other_body": say("other bodies"),
        "other_channel": say("other channels"),
        "other_company": say("others beside them"),
        "other_count": say("another number"),
        "other_event": say("of another act"),
        "other_field": say("other fields"),
        "other_kind": say("another kind"),
        "other_part_of_day": say("another part of the day"),
        "other_people": say("other people"),
        "other_period": say("another period"),
        "other_place": say("another place"),
        "other_session": say("another session"),
        "other_sides": say("other sides"),
        "other_sum": say("another sum"),
        "other_title": say("another title"),
        "other_words": say("other words"),
        "recalled": say("only recalled in one of them"),
        "denied": say("denied in one of them"),
        "one_story": say("told apart in one story"),
        "nothing_telling": say("nothing tells it from acts like it"),
        "two_fit": say("another record fits as well"),
    }
    return known.get(code, code)
