"""Commitments followed up and agreements over time, in the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from comity.outputs.dates import edtf_in_words
from comity.outputs.dossier_text import labels, participants_in_words, plain
from comity.outputs.following_words import (
    reasons_in_words,
    stage_reason_in_words,
    standing_in_words,
    verdict_in_words,
)
from comity.outputs.present import record_name, upper_first
from comity.outputs.translation import translations
from comity.outputs.wording import confidence_in_words, instrument_title, value_name
from comity.register.following.views import (
    Agreement,
    Agreements,
    AgreementStep,
    Commitments,
    FollowedCommitment,
    Keeping,
)
from comity.register.views import AnyKept

Entry = tuple[str, list[RenderableType]]


def render_commitments(found: Commitments, language: str = "fr") -> RenderableType:
    """The commitments between two sides, each with its stage and what may keep it; UsageError for another language."""
    say = translations(language).gettext
    parts: list[RenderableType] = [Rule(plain(" – ".join(side.label for side in found.sides), "bold"))]
    if not found.found:
        return Group(*parts, Text(say("The register holds no such commitment between these two sides.")))
    return Group(*parts, Text(""), _table(_commitment(each, language) for each in found.found))


def render_commitment(followed: FollowedCommitment, language: str = "fr") -> RenderableType:
    """One commitment with its stage, what keeps it, what is proposed and what was refused, each with the reasons."""
    say = translations(language).gettext
    title = plain(upper_first(followed.kept.record.action), "bold")
    parts: list[RenderableType] = [Rule(title), _table([_commitment(followed, language, proposals=False)])]
    for name, keepings in (
        (say("Kept by"), followed.kept_by),
        (say("May be kept by"), followed.proposals),
        (say("Refused"), followed.refused),
    ):
        if keepings:
            parts += [Text(f"\n{name}", style="bold"), _table(_keeping(each, language) for each in keepings)]
    return Group(*parts)


def render_agreements(found: Agreements, language: str = "fr") -> RenderableType:
    """Agreements with their states, and how they stand on the day asked for."""
    say = translations(language).gettext
    parts: list[RenderableType] = [Rule(plain(" – ".join(side.label for side in found.sides), "bold"))]
    if not found.found:
        return Group(*parts, Text(say("The register holds no such agreement.")))
    return Group(*parts, Text(""), _table(_agreement(each, language) for each in found.found))


def render_agreement(agreement: Agreement, language: str = "fr") -> RenderableType:
    """One agreement with its states and the reasons for which they are taken for one."""
    first = agreement.steps[0].kept
    parts: list[RenderableType] = [Rule(plain(upper_first(instrument_title(first.record, language)), "bold"))]
    return Group(*parts, _table([_agreement(agreement, language, reasons=True)]))


def _commitment(followed: FollowedCommitment, language: str, *, proposals: bool = True) -> Entry:
    kept, say = followed.kept, translations(language).gettext
    stage = value_name("stage", followed.stage.stage, language).lower()
    notes = [value_name("force", kept.record.force, language).lower(), stage]
    lines: list[RenderableType] = [_head(upper_first(kept.record.action), notes, kept)]
    who = participants_in_words(kept.record.by, language)
    if kept.record.to:
        who = f"{who} → {participants_in_words(kept.record.to, language)}"
    term = f"{say('until')} {edtf_in_words(kept.record.until, language)}" if kept.record.until else ""
    lines.append(plain(" · ".join(filter(None, (who, term)))))
    lines.append(plain(f"{upper_first(stage)}{say(': ')}{stage_reason_in_words(followed, language)}", "dim"))
    if followed.score is not None:
        given = say("Score %(value)s by %(deadline)s, given by %(who)s") % {
            "value": f"{followed.score.value:+d}" if followed.score.value else "0",
            "deadline": edtf_in_words(followed.score.deadline, language),
            "who": followed.score.author,
        }
        lines.append(plain(given))
    for keeping in followed.proposals if proposals else ():
        lines.append(plain(f"? {_named(keeping, language)}", "yellow"))
    return _dated(kept, language), lines


def _keeping(keeping: Keeping, language: str) -> Entry:
    link, kept, say = keeping.link, keeping.kept, translations(language).gettext
    lines: list[RenderableType] = [_head(record_name(kept, language), [], kept)]
    judged = verdict_in_words(link, language)
    if link.score is not None:
        judged = f"{judged} ({confidence_in_words(link.score, language)})"
    lines.append(plain(judged))
    lines += [plain(f"– {reason}", "dim") for reason in reasons_in_words(link.reasons, language)]
    if link.note:
        lines.append(plain(f"{say('Note')}{say(': ')}{link.note}", "italic"))
    return _dated(kept, language), lines


def _agreement(agreement: Agreement, language: str, *, reasons: bool = False) -> Entry:
    say = translations(language).gettext
    first = agreement.steps[0].kept
    notes = [standing_in_words(agreement, language), labels("field", first.record.fields, language)]
    lines: list[RenderableType] = [_head(upper_first(instrument_title(first.record, language)), notes, first)]
    if first.record.parties:
        lines.append(plain(participants_in_words(first.record.parties, language)))
    for step in agreement.steps:
        lines += _step(step, language, reasons=reasons)
    for name, other in ((say("Renews"), agreement.renews), (say("Renewed by"), agreement.renewed_by)):
        if other is not None:
            lines.append(plain(f"{name}{say(': ')}{other}"))
    for link in agreement.proposed:
        asked = say("%(later)s may continue %(earlier)s; nobody has confirmed it")
        lines.append(plain("? " + asked % {"later": link.other, "earlier": link.one}, "yellow"))
        if reasons:
            lines += [plain(f"    – {reason}", "dim") for reason in reasons_in_words(link.reasons, language)]
    return _time(agreement, language), lines


def _step(step: AgreementStep, language: str, *, reasons: bool) -> Iterator[RenderableType]:
    kept = step.kept
    status = value_name("instrument_status", kept.record.status, language).lower()
    period = f" ({edtf_in_words(kept.record.period, language)})" if kept.record.period else ""
    day = edtf_in_words(step.on, language) if step.on else translations(language).gettext("undated")
    yield plain(f"{day}{translations(language).gettext(': ')}{status}{period}").append(f"  {kept.id}", style="dim")
    if reasons and step.link is not None:
        yield plain(f"    {verdict_in_words(step.link, language)}", "dim")
        for reason in reasons_in_words(step.link.reasons, language):
            yield plain(f"    – {reason}", "dim")


def _time(agreement: Agreement, language: str) -> str:
    """From when to when, as far as it is said."""
    ends = [edtf_in_words(end, language) if end else "…" for end in (agreement.start, agreement.end)]
    if agreement.start is None and agreement.end is None:
        return _dated(agreement.steps[0].kept, language)
    return ends[0] if ends[0] == ends[1] else " – ".join(ends)


def _named(keeping: Keeping, language: str) -> str:
    return f"{_dated(keeping.kept, language)} · {record_name(keeping.kept, language)}  {keeping.kept.id}"


def _head(title: str, notes: Iterable[str], kept: AnyKept) -> Text:
    line = plain(title, "bold")
    for note in filter(None, notes):
        line.append(" · ", style="not bold").append_text(plain(note, "not bold"))
    return line.append(f"  {kept.id}", style="not bold dim")


def _dated(kept: AnyKept, language: str) -> str:
    return edtf_in_words(kept.dated, language) if kept.dated else translations(language).gettext("undated")


def _table(entries: Iterable[Entry]) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(min_width=16, max_width=24)
    table.add_column(ratio=1)
    for margin, lines in entries:
        table.add_row(plain(margin, "cyan"), Group(*lines))
    return Padding(table, (0, 0, 0, 2))
