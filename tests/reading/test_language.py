from __future__ import annotations

import pytest

from comity.reading.language import language_of, normalise


@pytest.mark.parametrize(
    ("tag", "code"),
    [("fr", "fr"), ("FR", "fr"), ("fr-FR", "fr"), ("fr_CA", "fr"), ("fra", "fr"), ("fre", "fr"), ("vie", "vi"),
     ("zh-Hant-TW", "zh"), ("xx", None), ("français", None), ("", None), ("123", None), ("ceb", "ceb")],
)  # fmt: skip
def test_tags(tag: str, code: str | None) -> None:
    assert normalise(tag) == code


@pytest.mark.parametrize(
    ("text", "given", "code"),
    [
        ("Le ministre a reçu hier à Paris son homologue allemand.", None, "fr"),
        ("The minister met his counterpart in London on Monday.", None, "en"),
        ("Hai bên đã ký kết thỏa thuận hợp tác tại Hà Nội.", None, "vi"),
        ("រដ្ឋមន្ត្រីការបរទេសបានជួបជាមួយឯកអគ្គរដ្ឋទូត", None, "km"),
        ("The minister met his counterpart in London on Monday.", "fr", "fr"),
        ("Le ministre a reçu hier à Paris son homologue allemand.", "n/a", "fr"),
        ("Hanoi", None, None),
        ("OK", None, None),
        ("12 345 — 67", None, None),
        ("", None, None),
    ],
)
def test_language(text: str, given: str | None, code: str | None) -> None:
    assert language_of(text, given) == code
