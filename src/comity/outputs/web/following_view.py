"""What became of a record, arranged for reading: why it is at its stage, what keeps it, for what time it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from comity.outputs.following_words import (
    reasons_in_words,
    stage_reason_in_words,
    standing_in_words,
    verdict_in_words,
)
from comity.outputs.present import record_name
from comity.outputs.wording import confidence_in_words, value_name
from comity.register import Register
from comity.register.following.views import Agreement, AgreementStep, FollowedCommitment, Keeping, Link
from comity.register.views import AnyKept, KeptCommitment, KeptEvent, KeptInstrument

WIDTH = 600
"""The width of a bar, in units of the drawing."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A record, what was judged of it beside another one, and why."""

    kept: AnyKept
    name: str
    verdict: str
    reasons: tuple[str, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class Bar:
    """The time for which an agreement holds, from 0 to `WIDTH`: where its states and the day asked for lie on it."""

    states: tuple[tuple[float, str], ...]
    today: float | None


@dataclass(frozen=True, slots=True)
class CommitmentView:
    """A commitment: why it is at its stage, and the records that keep it, may keep it, and were refused."""

    followed: FollowedCommitment
    why: str
    kept_by: tuple[Judged, ...]
    proposals: tuple[Judged, ...]
    refused: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class AgreementView:
    """An agreement: its states with the reasons for which they are taken for one, and its bar, if its time is known."""

    agreement: Agreement
    standing: str
    steps: tuple[tuple[AgreementStep, str, str, tuple[str, ...]], ...]
    proposed: tuple[tuple[Link, tuple[str, ...]], ...]
    bar: Bar | None


def of_record(kept: AnyKept, register: Register, language: str, day: date) -> CommitmentView | AgreementView | None:
    """What became of a commitment or of a document; None where nothing is followed up."""
    if isinstance(kept, KeptCommitment) and kept.stage is not None and kept.retired is None:
        return commitment_view(register.following.commitment(kept.id), language)
    if isinstance(kept, KeptInstrument) and kept.retired is None:
        found = register.following.agreement_of(kept.id, day)
        return agreement_view(found, language, day) if found is not None else None
    return None


def kept_promises(kept: AnyKept, register: Register, language: str) -> tuple[Judged, ...]:
    """The commitments that an act or a document keeps, or may keep."""
    if not isinstance(kept, KeptEvent | KeptInstrument):
        return ()
    return tuple(_judged(link, register.record(link.one), language) for link in register.following.keeps(kept.id))


def commitment_view(followed: FollowedCommitment, language: str) -> CommitmentView:
    """A commitment, arranged."""

    def told(keepings: tuple[Keeping, ...]) -> tuple[Judged, ...]:
        return tuple(_judged(each.link, each.kept, language) for each in keepings)

    return CommitmentView(
        followed,
        stage_reason_in_words(followed, language),
        told(followed.kept_by),
        told(followed.proposals),
        told(followed.refused),
    )


def agreement_view(agreement: Agreement, language: str, day: date) -> AgreementView:
    """An agreement, arranged, as it stands on a day."""
    return AgreementView(
        agreement,
        standing_in_words(agreement, language),
        tuple(_step(step, language) for step in agreement.steps),
        tuple((link, tuple(reasons_in_words(link.reasons, language))) for link in agreement.proposed),
        _bar(agreement, language, day),
    )


def _step(step: AgreementStep, language: str) -> tuple[AgreementStep, str, str, tuple[str, ...]]:
    status = value_name("instrument_status", step.kept.record.status, language)
    if step.link is None:
        return step, status, "", ()
    return step, status, verdict_in_words(step.link, language), tuple(reasons_in_words(step.link.reasons, language))


def _judged(link: Link, kept: AnyKept, language: str) -> Judged:
    verdict = verdict_in_words(link, language)
    if link.score is not None:
        verdict = f"{verdict} ({confidence_in_words(link.score, language)})"
    reasons = tuple(reasons_in_words(link.reasons, language))
    return Judged(kept, record_name(kept, language), verdict, reasons, link.note)


def _bar(agreement: Agreement, language: str, day: date) -> Bar | None:
    if agreement.first_day is None or agreement.last_day is None:
        return None
    first, last = date.fromisoformat(agreement.first_day), date.fromisoformat(agreement.last_day)
    days = max(1, (last - first).days)

    def at(on: date) -> float:
        return round(min(1.0, max(0.0, (on - first).days / days)) * WIDTH, 1)

    states = tuple(
        (at(on), value_name("instrument_status", step.kept.record.status, language))
        for step in agreement.steps
        if (on := step.first_day) is not None
    )
    return Bar(states, at(day) if first <= day <= last else None)
