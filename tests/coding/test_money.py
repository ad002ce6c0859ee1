"""Sums of money in running text."""

from __future__ import annotations

import pytest

from comity.coding.money import find_amounts
from comity.model import Amount

CASES = [
    ("un prêt de 30 millions d'euros", 30e6, "EUR"),
    ("un don de 12.000 dollars", 12_000, "USD"),
    ("2,5 milliards de FCFA", 2.5e9, "XOF"),
    ("45 000 € de travaux", 45_000, "EUR"),
    ("un chèque de 1 250 000 francs suisses", 1_250_000, "CHF"),
    ("90 millions de yuans", 90e6, "CNY"),
    ("300 millions de dôngs", 300e6, "VND"),
]


@pytest.mark.parametrize(("text", "value", "currency"), CASES)
def test_a_sum_is_read(text: str, value: float, currency: str) -> None:
    (found,) = find_amounts(text, "fr")
    assert found[2] == Amount(value=value, currency=currency)
    assert any(digit in text[found[0] : found[1]] for digit in "0123456789")


NONE = ["2.000 colis de vivres", "le 12 mars 2019", "30 millions d'habitants", "16 % de la dette"]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_sum(text: str) -> None:
    assert find_amounts(text, "fr") == []
