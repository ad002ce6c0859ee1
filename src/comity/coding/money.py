"""Sums of money in running text."""

from __future__ import annotations

import re

from comity.folding import fold
from comity.lexicon.language import DATA, load_toml
from comity.lexicon.project import remembered
from comity.model import Amount


@remembered
def _grammar(language: str) -> tuple[re.Pattern[str], dict[str, int], dict[str, str]]:
    data = load_toml(DATA / language / "money.toml")
    multipliers = {fold(word): value for word, value in data["multipliers"].items()}
    currencies: dict[str, str] = {}
    for code, names in data["currencies"].items():
        for name in names:
            currencies[fold(name) or name] = code
    names = sorted((n for entry in data["currencies"].values() for n in entry), key=len, reverse=True)
    money = "|".join(re.escape(n).replace(r"\ ", r"\s") for n in names)
    words = "|".join(sorted(data["multipliers"], key=len, reverse=True))
    number = r"(\d{1,3}(?:[ .\u00a0\u202f]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)"
    pattern = re.compile(rf"{number}(?:\s+({words}))?(?:\s+(?:de\s+|d['’]))?\s*({money})(?!\w)", re.IGNORECASE)
    return pattern, multipliers, currencies


def find_amounts(text: str, language: str) -> list[tuple[int, int, Amount]]:
    """The sums in a text with their spans: *30 millions d'euros*, *12.000 dollars*, *2,5 milliards de FCFA*."""
    pattern, multipliers, currencies = _grammar(language)
    found = []
    for match in pattern.finditer(text):
        figure, multiplier, currency = match.groups()
        code = currencies.get(fold(currency) or currency)
        if code is None:
            continue
        value = _value(figure) * (multipliers.get(fold(multiplier), 1) if multiplier else 1)
        found.append((match.start(), match.end(), Amount(value=value, currency=code)))
    return found


def _value(figure: str) -> float:
    """A figure with French separators: *12.000* is twelve thousand, *2,5* two and a half."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", figure)
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", plain):
        plain = plain.replace(".", "")
    return float(plain.replace(",", "."))
