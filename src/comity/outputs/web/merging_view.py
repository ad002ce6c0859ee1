"""Why reports are one record, as the page of the record shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from comity.outputs.merging_words import decided_in_words, reasons_in_words, sections, sign_of
from comity.register import Register
from comity.register.merging.views import Judgement
from comity.register.views import AnyKept


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: the records it is on, by whom, the reasons, and the note of a person."""

    one: str
    other: str
    sign: str
    by: str
    reasons: tuple[str, ...]
    note: str | None


def decisions(kept: AnyKept, register: Register, language: str) -> list[tuple[str, list[Decided]]]:
    """The decisions on a record, under what they are; empty for one that nobody and nothing was compared with."""
    judged = register.merging.judgements(kept.id)
    return [(title, list(_decided(some, language))) for title, some in sections(judged, language)]


def _decided(judgements: Iterable[Judgement], language: str) -> Iterable[Decided]:
    for each in judgements:
        reasons = tuple(reasons_in_words(each.reasons, language))
        yield Decided(each.one, each.other, sign_of(each), decided_in_words(each, language), reasons, each.note)
