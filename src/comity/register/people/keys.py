"""Which names are worth comparing: names that may be one person's share a key.

Pure. A short name (*Macron*) is compared with whole names only, and whole names with short ones: so a name *has* keys
under which it is found, and *seeks* others.
"""

from __future__ import annotations

from dataclasses import dataclass

from comity.lexicon.persons import persons
from comity.register.people.names import Name


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a name: those under which it is found, and those under which it looks for others."""

    has: frozenset[str]
    seeks: frozenset[str]


def keys(name: Name, country: str, authorities: frozenset[str] = frozenset()) -> Keys:
    """The keys of a name that is borne in a country (alpha-3, or empty), and known to an authority file as these."""
    words = name.words
    if not words:
        return Keys(frozenset(), frozenset())
    known = {f"@{identity}" for identity in authorities}
    both = {"=" + " ".join(sorted(words)), "+" + "".join(words), *known}
    if len(name.bare) == 1:
        alone = name.bare[0]
        return Keys(frozenset({*both, f"1{country}:{alone}"}), frozenset({*both, f"2{country}:{alone}"}))
    ends = {words[0], words[-1]}
    both.add("~" + " ".join(sorted(persons().skeleton(word) for word in words)))
    # by initials, and with words between or behind left out
    both |= {f".{''.join(word[0] for word in words)}:{end}" for end in ends if len(end) > 1}
    both |= {f"-{words[0]} {words[-1]}", f"-{words[0]} {words[1]}"}
    return Keys(
        frozenset({*both, *(f"2{country}:{end}" for end in ends)}),
        frozenset({*both, *(f"1{country}:{end}" for end in ends)}),
    )
