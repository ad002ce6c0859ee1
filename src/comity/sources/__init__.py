"""Where pages come from: files, folders, JSON lines and the standard input; each kind of source is one module."""

from comity.sources.driver import open_sources

__all__ = ["open_sources"]
