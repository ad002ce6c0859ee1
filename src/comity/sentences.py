"""The sentence in which a piece of evidence stands: what a reader needs around a quotation.

For showing only: coding has sentences of its own, from the parser. Nothing here is specific to one language.
"""

from __future__ import annotations

import re

# an end mark, what may close after it, a blank; the next sentence begins with a capital, a digit or an opening mark
_END = re.compile(r"([.!?…。។])(?:\s?[\"'»”’)\]])*\s+(?=[\"'«“‘(\[–—-]*\s*[^\W_a-zß-öø-ÿ])")
# before a full stop that ends no sentence: initials and short abbreviations (M., MM., S. E., Dr., no.)
_SHORT = re.compile(r"(?:^|[\s(.«\"'’])(?:[^\W\d_]{1,2}|[A-ZÀ-Þ][^\W\d_]{0,2})$")


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets (code points) of the sentences that `text[start:end]` touches, without blanks at their borders.

    A sentence ends at the end of its line.
    """
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", max(start, end - 1))
    last = len(text) if last < 0 else last
    for match in _END.finditer(text, first, last):
        if match.group(1) == "." and _SHORT.search(text[first : match.start(1)]):
            continue
        if match.end() <= start:
            first = match.end()
        elif match.start(1) >= end - 1:
            last = match.end()
            break
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, max(last, end)
