"""Where pages come from: files, folders, archives, feeds, addresses and the standard input; each kind is one module."""

from comity.sources.driver import open_sources
from comity.sources.estimating import estimate

__all__ = ["estimate", "open_sources"]
