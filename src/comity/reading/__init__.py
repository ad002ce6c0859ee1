"""From bytes to a page: decoding, language, stories and zones."""

from comity.reading.reader import published_from, read

__all__ = ["published_from", "read"]
