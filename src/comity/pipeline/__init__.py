"""The stages joined: sources, reading, coding, register. The only room that knows them all."""

from comity.pipeline.adding import PageOutcome, add, add_pages, open_crew
from comity.pipeline.coding import code, code_pages, explain, open_coder, read_codings
from comity.pipeline.fetching import open_web
from comity.pipeline.reading import Assumed, estimate, pages, readings
from comity.pipeline.recoding import recode
from comity.pipeline.retrying import failures, retry
from comity.pipeline.watching import Watch

__all__ = [
    "Assumed",
    "PageOutcome",
    "Watch",
    "add",
    "add_pages",
    "code",
    "code_pages",
    "estimate",
    "explain",
    "failures",
    "open_coder",
    "open_crew",
    "open_web",
    "pages",
    "read_codings",
    "readings",
    "recode",
    "retry",
]
