"""From bytes to a page: decoding, language, stories and zones."""

from comity.reading.language import normalise as language_code
from comity.reading.reader import published_from, read

__all__ = ["language_code", "published_from", "read"]
