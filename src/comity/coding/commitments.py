"""Commitments: publicly stated intents to act, each coordinated infinitive one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from comity.coding.clauses import Clauses, Span
from comity.coding.dates import DateContext, DateMention, find_dates, reporting_day, resolve
from comity.coding.drafts import MAX_SPAN, Draft, Support
from comity.coding.fields import fields_of, fields_of_clause
from comity.coding.frames import Match
from comity.coding.money import find_amounts
from comity.coding.slots import Grammar
from comity.folding import fold
from comity.lexicon.clauses import ClauseWords, load_clauses
from comity.lexicon.language import Language
from comity.model import Amount, Force

__all__ = ["Promise", "distinct", "fields_of", "promises"]

_SHORTEST = 6  # code points; less than this says nothing that could be done
_WORDS = 5  # two tellings of fewer words must be equal
_ALIKE = 0.8  # the share of words in common that makes two tellings one


@dataclass(slots=True, eq=False)
class Promise:
    """A commitment in the making."""

    force: Force
    draft: Draft
    action: str
    fields: tuple[str, ...]
    until: str | None
    rules: list[str]
    supports: list[Support] = field(default_factory=list)
    amount: Amount | None = None
    headline: bool = False
    told: int = 1  # how often the story tells it
    hangs: bool = True  # on an event of its own; an affirmed one hangs on the encounter, or on nothing


def promises(
    match: Match,
    draft: Draft,
    language: Language,  # noqa: ARG001  # the grammar knows it; kept for those who call
    story: Sequence[Grammar] = (),
    context: DateContext | None = None,
) -> list[Promise]:
    """The commitments that a match of a committing frame states.

    `story` are the story's sentences: a list that the sentence opens with a colon goes on in the next ones. `context`
    dates the deadlines.
    """
    if match.frame.commits is None or draft.status == "cancelled":
        return []
    grammar = match.grammar
    told = [(grammar, span) for span in _content(match)] or _list_below(grammar, story)
    force = _force(match, draft)
    return [p for where, span in told if (p := _promise(match, draft, where, span, force, context)) is not None]


def _promise(
    match: Match, draft: Draft, grammar: Grammar, span: Span, force: Force, context: DateContext | None
) -> Promise | None:
    sentence, code = grammar.sentence, grammar.language.code
    start, end = sentence.span(*span)
    action = sentence.parse[span[0] : span[1]].text[:MAX_SPAN].strip()
    if len(action) < _SHORTEST:
        return None
    sums = find_amounts(action, code)
    until = _until(action, code, context or DateContext())
    stated = ("action", *(("until",) if until else ()), *(("amount",) if sums else ()))
    return Promise(
        force=force, draft=draft, action=action, fields=fields_of_clause(grammar, *span), until=until,
        amount=sums[0][2] if sums else None, rules=[f"{code}/commitments/{match.frame.name}"],
        supports=[Support(start, min(end, start + MAX_SPAN), stated)],
        headline=sentence.zone == "headline", hangs=match.frame.plover != "",
    )  # fmt: skip


def _force(match: Match, draft: Draft) -> Force:
    """What both sides say together is agreed; what one says is as strong as its frame."""
    force = match.frame.commits
    if len({e.country for e in draft.actor}) > 1:
        force = match.frame.both or ("agreed" if force == "pledged" else force)
    return force  # type: ignore[return-value]


def _content(match: Match) -> list[Span]:
    """Token spans of what is committed to."""
    frame, partners = match.frame, match.partners
    verbal = match.predicate.pos_ in {"VERB", "AUX"}
    anchor = partners[0] if partners and verbal else match.predicate
    clauses = Clauses(match.grammar, anchor, max(match.last, anchor.i + 1), (match.predicate, *partners))
    if frame.future:
        return clauses.own()
    if frame.content == "tail":
        return clauses.tail(match.first)
    if frame.content == "that":
        return clauses.that_clause()
    if frame.content == "infinitive":
        return clauses.infinitives(clauses.start)
    spans = clauses.content()
    if frame.commits == "proposed":
        return [s for s in spans if not clauses.foretells(s) and not clauses.is_possessed(s)]
    if frame.commits == "affirmed":
        return [s for s in spans if not clauses.begins_with("states", s)]
    return spans if frame.commits == "requested" else [s for s in spans if not clauses.begins_with("deeds", s)]


def _list_below(grammar: Grammar, story: Sequence[Grammar]) -> list[tuple[Grammar, Span]]:
    """*Les deux parties ont convenu de :* with each item on a line of its own."""
    known = load_clauses(grammar.language.code)
    if not known.opens_list.search(grammar.sentence.text):
        return []
    found: list[tuple[Grammar, Span]] = []
    after = [g for g in story if g.sentence.index > grammar.sentence.index]
    for item in after:
        span = _item(item, known)
        if span is None:
            break
        found.append((item, span))
    return found


def _item(grammar: Grammar, known: ClauseWords) -> Span | None:
    """The tokens of a list's item, without its mark; None when the sentence is no item."""
    mark = known.bullet.match(grammar.sentence.text)
    if mark is None:
        return None
    first = next((t.i for t in grammar.doc if t.idx >= mark.end()), len(grammar.doc))
    span = Clauses(grammar, grammar.doc[0], 0).trimmed(first, len(grammar.doc))
    return span if span[1] > span[0] else None


def _until(action: str, language: str, context: DateContext) -> str | None:
    """The deadline, else the day for which it is promised: a time of the action that is not past already."""
    report = reporting_day(context)
    year = str(report[0])[:4] if report else ""
    found = find_dates(action, 0, language)
    mentions = [m for m in found if not (m.is_anniversary or m.is_period or m.is_duration)]
    for mention in sorted(mentions, key=lambda m: not _limits(m)):
        date = resolve(mention, context, planned=True)
        if date is None or not (_limits(mention) or mention.is_reported):
            continue
        if _limits(mention) or not year.isdigit() or not date.edtf[:4].isdigit() or date.edtf[:4] >= year:
            return date.edtf
    return None


def _limits(mention: DateMention) -> bool:
    """*d'ici 2030*, *jusqu'en 2030*."""
    return mention.is_deadline or "until" in mention.flags


def distinct(found: Iterable[Promise]) -> list[Promise]:
    """The commitments of a story, each once: a caption or a lead that tells one again adds evidence.

    A headline sums up: what it says counts only where the story says no more.
    """
    kept: list[Promise] = []
    for promise in found:
        same = next((k for k in kept if _same(k, promise)), None)
        if same is None:
            kept.append(promise)
            continue
        same.supports.extend(promise.supports)
        same.told += 1
        same.until, same.amount = same.until or promise.until, same.amount or promise.amount
        same.headline = same.headline and promise.headline
    told = [p for p in kept if not p.headline]
    return told or kept


def _same(left: Promise, right: Promise) -> bool:
    """Do two tell the same in (nearly) the same words? Not where sides differ, or each has its own figures."""
    ours, theirs = fold(left.action).split(), fold(right.action).split()
    if ours == theirs:
        return True
    if {e.country for e in left.draft.actor} != {e.country for e in right.draft.actor}:
        return False
    mine, other = set(ours), set(theirs)
    within = mine <= other or other <= mine
    if min(len(ours), len(theirs)) < _WORDS or (not within and any(w.isdigit() for w in mine ^ other)):
        return False
    return within or len(mine & other) / len(mine | other) >= _ALIKE
