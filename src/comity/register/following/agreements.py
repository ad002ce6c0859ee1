"""Documents over time: the records of one document joined in the order of their states. Pure.

A link of the sort `renews` leads from one agreement to the next; every other confirmed link joins two states of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from comity import edtf
from comity.register.following.validity import Step, Validity, ends_within, ordered_on, validity
from comity.register.following.views import Agreement, AgreementStep, Link
from comity.register.views import KeptInstrument


def agreements(kept: Sequence[KeptInstrument], links: Iterable[Link], day: date) -> tuple[Agreement, ...]:
    """The agreements that these documents make with what was judged of them, and how each stands on a day.

    Those that are known to end, and have not, come first, the one that ends next before others; then the newest.
    """
    known = {each.id: each for each in kept}
    told = [link for link in links if link.relation == "continues" and {link.one, link.other} <= known.keys()]
    joined = [link for link in told if link.verdict == "yes"]
    chains = _chains(known, [link for link in joined if not _renews(link)])
    of_chain = {each: chain[0] for chain in chains for each in chain}
    renewals = {of_chain[link.other]: of_chain[link.one] for link in joined if _renews(link)}
    renewed = {earlier: later for later, earlier in renewals.items()}
    proposed: dict[str, list[Link]] = {}
    for link in told:
        if link.verdict == "proposed":
            proposed.setdefault(of_chain[link.other], []).append(link)
    found = []
    for chain in chains:
        steps = _steps([known[each] for each in chain], joined)
        held = validity([Step(step.kept.record, step.on) for step in steps])
        found.append(
            Agreement(
                id=chain[0],
                steps=steps,
                standing=held.on(day),
                start=held.start,
                end=held.end,
                first_day=held.first.isoformat() if held.first else None,
                last_day=held.last.isoformat() if held.last else None,
                renews=renewals.get(chain[0]),
                renewed_by=renewed.get(chain[0]),
                proposed=tuple(proposed.get(chain[0], ())),
            )
        )
    return tuple(sorted(found, key=lambda one: _order(one, day)))


def on(kept: KeptInstrument) -> str | None:
    """The date of the state of a document that a record tells of."""
    published = [source.published for report in kept.reports for source in report.sources[:1] if source.published]
    known = [day for day in published if edtf.is_valid(day) and edtf.parse(day).days() is not None]
    return ordered_on(kept.record, kept.dated, min(known, key=edtf.sort_key, default=None))


def ending(found: Iterable[Agreement], day: date, months: int) -> tuple[Agreement, ...]:
    """Those that end from a day on before so many months have passed. Of what has no known end nothing is said."""
    return tuple(one for one in found if ends_within(held(one), day, months))


def held(agreement: Agreement) -> Validity:
    """For what time an agreement holds."""
    return validity([Step(step.kept.record, step.on) for step in agreement.steps])


def _renews(link: Link) -> bool:
    return any(reason.code == "renews" for reason in link.reasons)


def _chains(known: Mapping[str, KeptInstrument], links: Iterable[Link]) -> list[list[str]]:
    """The documents that links join, each chain from its earliest state on."""
    root = {each: each for each in known}

    def top(each: str) -> str:
        while root[each] != each:
            each = root[each]
        return each

    for link in links:
        one, other = sorted((top(link.one), top(link.other)))
        root[other] = one
    chains: dict[str, list[str]] = {}
    for each in known:
        chains.setdefault(top(each), []).append(each)
    return [sorted(chain, key=lambda each: (edtf.sort_key(on(known[each])), each)) for chain in chains.values()]


def _steps(chain: Sequence[KeptInstrument], links: Iterable[Link]) -> tuple[AgreementStep, ...]:
    into = {link.other: link for link in links if not _renews(link)}
    return tuple(AgreementStep(kept=kept, on=on(kept), link=into.get(kept.id)) for kept in chain)


def _order(agreement: Agreement, day: date) -> tuple[bool, str, tuple[int, int, int], str]:
    last = agreement.last_day or ""
    open_ended = not last or last < day.isoformat() or agreement.standing == "ended"
    newest = edtf.sort_key(agreement.steps[-1].on)
    recency = (newest[0], -newest[1], -newest[2])
    return open_ended, "" if open_ended else last, recency, agreement.id
