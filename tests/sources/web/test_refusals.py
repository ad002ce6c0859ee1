"""Where the client does not go: shown with servers that would answer, and must not be asked.

127.0.0.2 stands for the public internet where a test needs one; all other addresses are judged as ever.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence

import pytest

from comity.errors import FetchError
from comity.sources.web import Web, WebLimits, connection, guard
from tests.sources.web.server import Server, page, redirect

OUTSIDE = "127.0.0.2"


def loopback_only(address: str, *, allow_private: bool = False) -> bool:
    """The guard, for which one address of loopback lies outside."""
    return address == OUTSIDE or guard.may_reach(address, allow_private=allow_private)


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server that counts as one of the public internet."""
    monkeypatch.setattr(connection, "may_reach", loopback_only)
    with Server(OUTSIDE) as one:
        yield one


@pytest.fixture
def inside(outside: Server) -> Iterator[Server]:
    """A server inside, on the same port, so that only the IP address tells them apart."""
    with Server("127.0.0.1", port=outside.port) as one:
        one.on("/secret", page("secret"))
        one.on("/page", page("secret"))
        yield one


def refusal(address: str, **settings: object) -> FetchError:
    """What is said of an address that is refused."""
    with Web(WebLimits(delay=0), **settings) as web, pytest.raises(FetchError) as error:  # type: ignore[arg-type]
        web.get(address)
    return error.value


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.2",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0x7f.0x0.0x0.0x1",
        "017700000001",
        "localhost",
        "LocalHost",
        "0.0.0.0",
        "0",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:ffff:7f00:0001]",
        "[::ffff:0:0]",
    ],
)
def test_every_way_to_write_loopback_is_refused(server: Server, host: str) -> None:
    server.on("/page", page("secret"))
    error = refusal(f"http://{host}:{server.port}/page")
    assert "no address of the public internet" in str(error)
    assert "COMITY_ALLOW_PRIVATE_ADDRESSES" in str(error)
    assert not error.temporary
    assert not server.requests


@pytest.mark.parametrize(
    "host",
    [
        "[::1]",
        "[::]",
        "[64:ff9b::7f00:1]",
        "[fe80::1]",
        "[fc00::1]",
        "[ff02::1]",
        "[2002:7f00:1::]",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
    ],
)
def test_networks_that_are_not_public_are_refused_without_a_connection(host: str) -> None:
    assert "no address of the public internet" in str(refusal(f"http://{host}/"))


@pytest.mark.parametrize(
    "host", ["[fe80::1%25lo]", "[::1%25lo]", "①②⑦.0.0.1", "0177.0.0.1", "127.0.0.1%2f", "a%00.org", "localhost."]
)
def test_hosts_that_are_written_to_deceive_are_none(server: Server, host: str) -> None:
    assert "could not be fetched" in str(refusal(f"http://{host}:{server.port}/"))
    assert not server.requests


def test_a_public_name_of_a_private_address_is_refused(server: Server) -> None:
    asked = []

    def resolve(host: str, port: int) -> Sequence[str]:
        asked.append((host, port))
        return ["127.0.0.1"]

    error = refusal(f"http://news.example.org:{server.port}/page", resolve=resolve)
    assert "news.example.org leads to 127.0.0.1, no address of the public internet" in str(error)
    assert asked == [("news.example.org", server.port)]
    assert not server.requests


@pytest.mark.parametrize("answer", [["10.0.0.1", "::1"], ["169.254.169.254"], ["::ffff:127.0.0.1"], ["nonsense"]])
def test_whatever_the_name_service_says_is_checked(answer: list[str]) -> None:
    assert "no address of the public internet" in str(refusal("http://example.org/", resolve=lambda *_: answer))


def test_only_the_public_addresses_of_a_name_are_tried(outside: Server, inside: Server) -> None:
    outside.on("/page", page("public"))
    with Web(WebLimits(delay=0), resolve=lambda *_: ["127.0.0.1", "10.0.0.1", OUTSIDE]) as web:
        assert web.get(f"http://example.org:{outside.port}/page").content == b"public"
    assert not inside.requests


def test_a_name_that_changes_its_address_between_two_requests_leads_nowhere(outside: Server, inside: Server) -> None:
    answers = iter([[OUTSIDE], [OUTSIDE], ["127.0.0.1"], ["127.0.0.1"]])
    outside.on("/page", page("public"))
    with Web(WebLimits(delay=0), resolve=lambda *_: next(answers)) as web:
        address = f"http://rebinding.example.org:{outside.port}/page"
        assert web.get(address).content == b"public"
        with pytest.raises(FetchError, match=r"leads to 127\.0\.0\.1"):
            web.get(address)
    assert [len(list(answers)), len(inside.requests)] == [1, 0]


def test_a_name_is_looked_up_once_a_connection(outside: Server) -> None:
    """What was checked is what is connected to: a second look could be answered differently."""
    asked = []

    def resolve(host: str, port: int) -> Sequence[str]:
        asked.append((host, port))
        return [OUTSIDE]

    outside.on("/page", page("public"))
    with Web(WebLimits(delay=0), resolve=resolve) as web:
        web.get(f"http://example.org:{outside.port}/page")
    assert len(asked) == len(outside.requests) == 2  # robots.txt and the page


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:{port}/secret", "//127.0.0.1:{port}/secret", "http://2130706433:{port}/secret"]
)
def test_a_redirect_inside_is_refused(outside: Server, inside: Server, code: int, target: str) -> None:
    address = outside.on("/page", redirect(target.format(port=inside.port), code))
    error = refusal(address)
    assert "it leads to http://" in str(error)
    assert "no address of the public internet" in str(error)
    assert not inside.requests


def test_a_redirect_of_robots_txt_inside_is_refused(outside: Server, inside: Server) -> None:
    outside.on("/robots.txt", redirect(f"http://127.0.0.1:{inside.port}/secret"))
    refusal(outside.on("/page", page("public")))
    assert not inside.requests
    assert outside.count("/page") == 0


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://127.0.0.2/", "only http and https"),
        ("javascript:alert(1)", "only http and https"),
        ("data:text/html,x", "only http and https"),
        ("http://user:word@127.0.0.2/", "password"),
        ("http://a:b:c/", "no address"),
        ("http://169.254.169.254/latest/meta-data/", "public internet"),
        ("http://0.0.0.0/", "public internet"),
        ("/" + "a" * 9000, "too long"),
    ],
)
def test_where_a_redirect_may_not_lead(outside: Server, target: str, words: str) -> None:
    error = refusal(outside.on("/page", redirect(target)))
    assert words in str(error)
    assert "word@" not in str(error)


def test_what_the_flag_allows_and_what_it_never_does(server: Server) -> None:
    server.on("/page", page("ours"))
    with Web(WebLimits(delay=0, allow_private=True)) as web:
        assert web.get(f"http://localhost:{server.port}/page").content == b"ours"
        for host in ("0.0.0.0", "169.254.169.254", "[fe80::1]", "224.0.0.1"):
            with pytest.raises(FetchError, match="public internet"):
                web.get(f"http://{host}:{server.port}/page")
    assert server.count() == 1


def test_ipv6_is_spoken_and_refused_alike() -> None:
    try:
        server = Server("::1")
    except OSError as error:
        pytest.skip(f"this machine has no IPv6: {error}")
    with server:
        address = server.on("/page", page("ours"))
        assert "public internet" in str(refusal(address))
        with Web(WebLimits(delay=0, allow_private=True)) as web:
            assert web.get(address).content == b"ours"


def test_a_name_that_nobody_knows() -> None:
    def nobody(*_: object) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    def silent(*_: object) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    error = refusal("http://example.org/", resolve=nobody)
    assert ("there is no host example.org" in str(error), error.temporary) == (True, False)
    error = refusal("http://example.org/", resolve=silent)
    assert ("does not answer for example.org" in str(error), error.temporary) == (True, True)
    error = refusal("http://example.org/", resolve=lambda *_: [])
    assert "there is no host" in str(error)


def test_proxies_and_passwords_of_the_environment_are_not_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")
    address = server.on("/page", page("ours", set_cookie="a=b"))
    with Web(WebLimits(delay=0, allow_private=True)) as web:
        web.get(address)
        web.get(address)
    sent = server.last("/page").headers
    assert not {"cookie", "authorization", "referer"} & sent.keys()
