"""What the tests of sources share."""

from tests.sources.web.server import server

__all__ = ["server"]
