"""Packed content, unpacked as it comes."""

from __future__ import annotations

import tracemalloc
import zlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import FetchError
from comity.sources.web import Web, WebLimits
from comity.sources.web.encoding import BadEncodingError, decoders, unpack
from tests.sources.web.server import Server, bomb, chunked, pack, pack_zeros, page

LIMITS = WebLimits(allow_private=True, delay=0, content_bytes=3_000_000)
ENCODINGS = ["gzip", "x-gzip", "deflate", "br", "zstd", "gzip, br", "zstd,gzip", "identity", "", "GZIP"]


def unpacked(encoding: str, pieces: Sequence[bytes]) -> bytes:
    """All that the pieces unpack to."""
    chain = decoders(encoding)
    content = b"".join(piece for data in pieces for piece in unpack(chain, data))
    for decoder in chain:
        decoder.close()
    return content


@given(st.sampled_from(ENCODINGS), st.binary(max_size=2000), st.integers(1, 200), st.integers(1, 500))
def test_what_was_packed_is_unpacked_however_it_comes(encoding: str, content: bytes, times: int, step: int) -> None:
    content *= times
    packed = pack(content, encoding.lower())
    assert unpacked(encoding, [packed[at : at + step] for at in range(0, len(packed), step)]) == content


@given(st.sampled_from(["gzip", "deflate", "br", "zstd"]), st.binary(min_size=1, max_size=2000), st.data())
def test_what_is_cut_off_is_told(encoding: str, content: bytes, data: st.DataObject) -> None:
    packed = pack(content, encoding)
    with pytest.raises(BadEncodingError):
        unpacked(encoding, [packed[: data.draw(st.integers(1, len(packed) - 1))]])


@given(st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, zstd"]), st.lists(st.binary(max_size=100), max_size=5))
def test_what_is_not_packed_so_is_told_or_unpacked(encoding: str, pieces: list[bytes]) -> None:
    try:
        assert isinstance(unpacked(encoding, pieces), bytes)
    except BadEncodingError as error:
        assert str(error)  # noqa: PT017 - either is right, anything else is not


@given(st.binary(max_size=500), st.integers(1, 20))
def test_deflate_without_a_header_is_understood_too(content: bytes, step: int) -> None:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = packer.compress(content) + packer.flush()
    assert unpacked("deflate", [packed[at : at + step] for at in range(0, len(packed), step)]) == content


def test_members_of_gzip_and_zstd_are_joined_and_padding_left_out() -> None:
    assert unpacked("gzip", [pack(b"a", "gzip") + pack(b"b", "gzip") + bytes(20)]) == b"ab"
    assert unpacked("zstd", [pack(b"a", "zstd") + pack(b"b", "zstd")]) == b"ab"


@pytest.mark.parametrize("encoding", ["compress", "gzip, gzip, gzip", "exi", "x" * 1000])
def test_unknown_and_manifold_packings_are_refused(server: Server, encoding: str) -> None:
    address = server.on("/page", page("a", content_encoding=encoding))
    with Web(LIMITS) as web, pytest.raises(FetchError, match="packed") as error:
        web.get(address)
    assert len(str(error.value)) < 300


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "gzip, br"])
def test_a_packed_page_is_fetched(server: Server, encoding: str) -> None:
    content = "Les deux ministres se sont entretenus à Nairobi. " * 1000
    with Web(LIMITS) as web:
        assert web.get(server.on("/whole", page(content, encoding=encoding))).content == content.encode()
        packed = pack(content.encode(), encoding)
        address = server.on(
            "/pieces", chunked(*(packed[at : at + 7] for at in range(0, len(packed), 7)), encoding=encoding)
        )
        assert web.get(address).content == content.encode()
        with pytest.raises(FetchError, match=r"ends in the middle|ended before") as error:
            web.get(server.on("/half", chunked(packed[:-9], encoding=encoding)))
        assert error.value.temporary


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_is_noticed_before_it_goes_off(server: Server, encoding: str) -> None:
    address = server.on("/page", bomb(encoding, 200_000_000))
    with Web(LIMITS) as web:
        tracemalloc.start()
        try:
            with pytest.raises(FetchError, match=r"larger than 3 MB|200 times") as error:
                web.get(address)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert peak < 20_000_000
    assert not error.value.temporary


def test_a_bomb_in_a_bomb(server: Server) -> None:
    twice = pack(pack_zeros("gzip", 100_000_000), "gzip")
    address = server.on("/page", page(twice, content_encoding="gzip, gzip"))
    with Web(LIMITS) as web, pytest.raises(FetchError, match=r"larger than 3 MB|200 times"):
        web.get(address)
