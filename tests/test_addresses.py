"""Which addresses are those of one page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.addresses import MAX_KEY, address_key, is_story_key

SAME = [
    ("http://example.org/a", "https://example.org/a"),
    ("https://www.example.org/a", "https://example.org/a"),
    ("https://m.example.org/a", "https://example.org/a"),
    ("https://mobile.example.org/a", "https://example.org/a"),
    ("https://amp.example.org/a", "https://example.org/a"),
    ("https://EXAMPLE.org/a", "https://example.org/a"),
    ("https://example.org./a", "https://example.org/a"),
    ("https://example.org:443/a", "https://example.org/a"),
    ("http://example.org:80/a", "https://example.org/a"),
    ("https://example.org/a/", "https://example.org/a"),
    ("https://example.org/a#photos", "https://example.org/a"),
    ("https://example.org//a", "https://example.org/a"),
    (" https://example.org/a\n", "https://example.org/a"),
    ("https://example.org/a?utm_source=mail&utm_medium=x", "https://example.org/a"),
    ("https://example.org/a?fbclid=Iw&gclid=9&xtor=RSS-1&at_medium=b", "https://example.org/a"),
    ("https://example.org/a?id=3&lang=fr", "https://example.org/a?lang=fr&id=3"),
    ("https://example.org/a?id=3&utm_campaign=z", "https://example.org/a?id=3"),
    ("https://example.org/a/amp", "https://example.org/a"),
    ("https://example.org/a/amp/", "https://example.org/a"),
    ("https://example.org/amp/a", "https://example.org/a"),
    ("https://example.org/a.amp.html", "https://example.org/a.html"),
    ("https://example.org/a.html?amp=1", "https://example.org/a.html"),
    ("https://example.org/a?outputType=amp", "https://example.org/a"),
    ("https://www-example-org.cdn.ampproject.org/c/s/www.example.org/a/amp/", "https://example.org/a"),
    ("https://www.google.com/amp/s/example.org/a", "https://example.org/a"),
    ("https://example.org/a;jsessionid=8F2?id=3", "https://example.org/a?id=3"),
    ("https://example.org/%C3%A9t%c3%a9", "https://example.org/été"),
    ("https://example.org/%7Eminister", "https://example.org/~minister"),
    ("https://xn--bcher-kva.example/a", "https://bücher.example/a"),
    ("https://example.org/index.html", "https://example.org"),
    ("https://example.org/?q=tin%20t%E1%BB%A9c", "https://example.org/?q=tin+tức"),
]
DIFFERENT = [
    ("https://example.org/a", "https://example.org/b"),
    ("https://example.org/a", "https://example.net/a"),
    ("https://fr.example.org/a", "https://en.example.org/a"),
    ("https://example.org/A", "https://example.org/a"),
    ("https://example.org:8080/a", "https://example.org/a"),
    ("https://example.org/a?id=3", "https://example.org/a?id=4"),
    ("https://example.org/?cid=3", "https://example.org/?cid=4"),
    ("https://example.org/news?uid=3", "https://example.org/news?uid=4"),
    ("https://example.org/a?page=2", "https://example.org/a"),
    ("https://example.org/a?lang=fr", "https://example.org/a?lang=en"),
    ("https://example.org/#!/a", "https://example.org/#!/b"),
    ("https://example.org/%E9", "https://example.org/%E8"),
    ("https://example.org/camp", "https://example.org/c"),
    ("https://example.org/amphore", "https://example.org/hore"),
    ("https://m.org/a", "https://org/a"),
    ("ftp://example.org/a", "https://example.org/a"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_addresses_of_one_page(one: str, other: str) -> None:
    assert address_key(one) == address_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_addresses_of_two_pages(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


@pytest.mark.parametrize("address", ["", "http://[", "mailto:a@example.org", "http://example.org:99999/", "a b", "//x"])
def test_what_is_no_address_is_its_own_key(address: str) -> None:
    assert address_key(address) == "".join(address.split())


def test_long_addresses_have_keys_that_can_be_indexed() -> None:
    long = "https://example.org/" + "a" * 5000
    assert len(address_key(long)) == MAX_KEY
    assert address_key(long) != address_key(long + "b")


@pytest.mark.parametrize(
    ("address", "story"),
    [
        ("https://example.org", False),
        ("https://www.example.org/index.php", False),
        ("https://example.org/?utm_source=x", False),
        ("https://example.org/?p=7", True),
        ("https://example.org/a", True),
        ("https://example.org/#!/a", True),
    ],
)
def test_a_front_page_is_no_story(address: str, story: bool) -> None:
    assert is_story_key(address_key(address)) == story


@given(st.text() | st.from_regex(r"https?://[a-z.]{1,20}[/?#;=&%a-z0-9é.]{0,40}", fullmatch=True))
def test_any_text_has_one_key(address: str) -> None:
    key = address_key(address)
    assert address_key(address) == key
    assert len(key) <= MAX_KEY
    if address.startswith("http") and not key.startswith("http"):
        # the key of a key is the key
        assert address_key(f"https://{key}") == key
