"""Which addresses of the network may be reached. Asked of the connection, never of a name.

The public internet is what is left when everything of the IANA registries of special-purpose addresses is taken away
(RFC 6890 and its successors); an IPv4 address inside an IPv6 one is judged as itself.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_NAT64 = IPv6Network("64:ff9b::/96")
_GLOBAL6 = IPv6Network("2000::/3")

# may be allowed: networks of one's own
_PRIVATE: tuple[IPv4Network | IPv6Network, ...] = (
    IPv4Network("10.0.0.0/8"),
    IPv4Network("100.64.0.0/10"),
    IPv4Network("127.0.0.0/8"),
    IPv4Network("172.16.0.0/12"),
    IPv4Network("192.168.0.0/16"),
    IPv6Network("::1/128"),
    IPv6Network("fc00::/7"),
)
# never: no page is there, and 169.254.169.254 hands out the keys of machines in a cloud
_SPECIAL4 = (
    IPv4Network("0.0.0.0/8"),
    IPv4Network("169.254.0.0/16"),
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.0.2.0/24"),
    IPv4Network("192.31.196.0/24"),
    IPv4Network("192.52.193.0/24"),
    IPv4Network("192.88.99.0/24"),
    IPv4Network("192.175.48.0/24"),
    IPv4Network("198.18.0.0/15"),
    IPv4Network("198.51.100.0/24"),
    IPv4Network("203.0.113.0/24"),
    IPv4Network("224.0.0.0/4"),
    IPv4Network("240.0.0.0/4"),
)
_SPECIAL6 = (
    IPv6Network("2001::/23"),  # Teredo and other protocols
    IPv6Network("2001:db8::/32"),
    IPv6Network("2002::/16"),  # 6to4
    IPv6Network("2620:4f:8000::/48"),
    IPv6Network("3ffe::/16"),
    IPv6Network("3fff::/20"),
)


def may_reach(address: str, *, allow_private: bool = False) -> bool:
    """Whether a connection to this IP address may be made. What is no IP address may not.

    `allow_private` also allows loopback and private networks; link-local, multicast and reserved addresses never are.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address):
        if parsed.scope_id is not None:
            return False
        parsed = _inner(parsed)
    if any(parsed.version == network.version and parsed in network for network in _PRIVATE):
        return allow_private
    if isinstance(parsed, IPv4Address):
        return not any(parsed in network for network in _SPECIAL4)
    return parsed in _GLOBAL6 and not any(parsed in network for network in _SPECIAL6)


def _inner(address: IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that is meant by an IPv6 one, if so (IPv4-mapped; translated, RFC 6052)."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else address
