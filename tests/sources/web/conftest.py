"""What the tests of the client share."""

from tests.sources.web.server import server

__all__ = ["server"]
