"""Which IP addresses may be reached."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.sources.web.guard import may_reach

PRIVATE = [
    "127.0.0.1",
    "127.255.255.254",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "100.127.255.255",
    "::1",
    "fc00::1",
    "fdff::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::192.168.0.1",
]
NEVER = [
    "0.0.0.0",
    "0.1.2.3",
    "169.254.169.254",
    "169.254.0.1",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::127.0.0.1",
    "::2",
    "::ffff:0:127.0.0.1",
    "::ffff:0.0.0.0",
    "::ffff:169.254.169.254",
    "64:ff9b::169.254.169.254",
    "64:ff9b::224.0.0.1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "4000::1",
    "fe80::1",
    "fe80::1%lo",
    "fec0::1",
    "ff02::1",
    "2a00::1%eth0",
]
PUBLIC = [
    "1.1.1.1",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.167.255.255",
    "192.169.0.0",
    "223.255.255.255",
    "2a00:1450::1",
    "2606:4700::1111",
    "::ffff:1.1.1.1",
    "64:ff9b::1.1.1.1",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_internet_may_be_reached(address: str) -> None:
    assert may_reach(address)
    assert may_reach(address, allow_private=True)


@pytest.mark.parametrize("address", PRIVATE)
def test_networks_of_ones_own_only_when_they_are_allowed(address: str) -> None:
    assert not may_reach(address)
    assert may_reach(address, allow_private=True)


@pytest.mark.parametrize("address", NEVER)
def test_what_holds_no_pages_never(address: str) -> None:
    assert not may_reach(address)
    assert not may_reach(address, allow_private=True)


@pytest.mark.parametrize(
    "text", ["", "localhost", "127.1", "2130706433", "0x7f.0.0.1", "1.1.1.1/32", "1.1.1.1 ", "[::1]"]
)
def test_what_is_no_ip_address_may_not(text: str) -> None:
    assert not may_reach(text, allow_private=True)


@given(st.ip_addresses())
def test_no_more_than_the_standard_library_takes_for_global(address: IPv4Address | IPv6Address) -> None:
    if may_reach(str(address)):
        assert address.is_global
        assert not address.is_multicast


_SPECIAL4 = st.sampled_from(
    ["10.0.0.0", "100.64.0.0", "127.0.0.0", "169.254.0.0", "172.16.0.0", "192.168.0.0", "0.0.0.0"]
)


@given(_SPECIAL4 | st.ip_addresses(v=4).map(str), st.integers(0, 255), st.booleans())
def test_an_address_in_an_address_is_judged_as_itself(address: str, last: int, allow_private: bool) -> None:
    plain = IPv4Address(int(IPv4Address(address)) & ~255 | last)
    verdict = may_reach(str(plain), allow_private=allow_private)
    for form in (f"::ffff:{plain}", f"64:ff9b::{plain}", str(IPv6Address((0xFFFF << 32) + int(plain)))):
        assert may_reach(form, allow_private=allow_private) is verdict
    for form in (f"::{plain}", str(IPv6Address((0x2002 << 112) + (int(plain) << 80)))):  # compatible; 6to4
        assert may_reach(form, allow_private=allow_private) is (
            ip_address(form) == IPv6Address("::1") and allow_private
        )


@given(st.text(max_size=40))
def test_any_text_is_judged(text: str) -> None:
    assert may_reach(text) in (True, False)
