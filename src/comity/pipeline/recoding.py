"""Coding the stored pages anew with the coder of today, beside what stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from comity.model import Coder as CoderRecord
from comity.model import RawPage, Reading
from comity.pipeline.adding import open_crew
from comity.pipeline.coding import open_coder
from comity.pipeline.crew import Crew, ToCode
from comity.pipeline.reading import Assumed, reading_of
from comity.register import Register, open_register
from comity.register.releases.views import RecodedPage
from comity.settings import Settings

CoderOf = Callable[[str | None], CoderRecord]
"""Which coder codes a page in a language."""


def recode(settings: Settings) -> Iterator[RecodedPage]:
    """Code the stored pages that another coder coded; one outcome a page. Nothing of it counts before it is accepted.

    Lazy; a run that ends early is finished by the same run again. Raises RegisterError, and UsageError when a recoding
    by another coder waits to be accepted.
    """
    with open_register(settings.register_path) as register, open_crew(settings) as crew:
        coder = open_coder()
        register.recodings.begin(coder.record)
        yield from recode_pages(register, crew, register.recodings.stale(coder.record), coder.record)


def recode_pages(register: Register, crew: Crew, found: Iterable[Reading], coder_of: CoderOf) -> Iterator[RecodedPage]:
    """Code these stored pages with the crew, and keep what comes of it in the open recoding."""
    for _, coding in crew.code((None, _to_code(reading, coder_of)) for reading in found):
        if coding is not None:
            yield register.recodings.keep(coding)


def _to_code(reading: Reading, coder_of: CoderOf) -> ToCode:
    """A page that was never told apart into stories is read once more: a language may be spoken now that was not."""
    whole = reading if reading.stories else _read_again(reading)
    return whole, coder_of(whole.page.language)


def _read_again(reading: Reading) -> Reading:
    """The reading of the text that is kept; the page stays what it is, but for a language that was not known."""
    page = reading.page
    raw = RawPage(name=page.source, text=page.text, title=page.title, published=page.published, language=page.language)
    again = reading_of(raw, Assumed())
    if again.page.id != page.id:
        return reading
    return msgspec.structs.replace(
        again, page=msgspec.structs.replace(page, language=page.language or again.page.language)
    )
