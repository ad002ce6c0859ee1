"""Run as a program of its own: reads a PDF from the standard input and prints its lines as JSON.

The library that reads PDFs is written in C++: made to, it takes any memory and time there is, and ends the process that
runs it. So it has one of its own, with limits, and imports nothing else of Comity. The answer is
`{"pages": [[[text, left, right, base, size], …], …], "pictures": n, "metadata": {…}}`, in points from the lower left
corner, or `{"error": "encrypted" | "damaged" | "long", "detail": …}`.
"""

from __future__ import annotations

import ctypes
import json
import sys
from typing import Any

MEMORY = 1_500_000_000
"""Bytes of address space; a PDF of a thousand pages takes a tenth of it."""

SECONDS = 60
"""Of the processor."""

MOST_PAGES = 3_000
MOST_SIGNS = 20_000_000


def main() -> None:
    """Read, print, and end."""
    limited()
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
        answer = read(document)
    except pypdfium2.PdfiumError as error:
        told = str(error)
        answer = {"error": "encrypted" if "assword" in told else "damaged", "detail": told}
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))


def limited() -> None:
    """Set the limits of this process, where the system has them."""
    try:
        import resource
    except ImportError:  # no such limits on this system: the caller's time limit remains
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(document: Any) -> dict[str, Any]:
    """The answer for a document that could be opened. A page that cannot be read has no lines."""
    import pypdfium2

    count = len(document)
    if count > MOST_PAGES:
        return {"error": "long", "detail": f"{count} pages"}
    pages: list[list[list[Any]]] = []
    pictures = signs = broken = 0
    detail = ""
    for number in range(count):
        try:
            page = document[number]
            lines = lines_of(page)
            pictures += not lines and has_picture(page)
            page.close()
        except pypdfium2.PdfiumError as error:
            broken, detail, lines = broken + 1, str(error), []
        pages.append(lines)
        signs += sum(len(line[0]) for line in lines)
        if signs > MOST_SIGNS:
            return {"error": "long", "detail": f"more than {MOST_SIGNS} signs"}
    if broken and broken == count:
        return {"error": "damaged", "detail": detail}
    return {"pages": pages, "pictures": pictures, "metadata": document.get_metadata_dict(skip_empty=True)}


def lines_of(page: Any) -> list[list[Any]]:
    """The lines of a page, in the order in which they were written into it."""
    import pypdfium2.raw as raw

    text_page = page.get_textpage()
    lines: list[list[Any]] = []
    place = 0
    for line in text_page.get_text_range().split("\r\n"):
        shown = line.strip()
        if shown:
            first = place + len(line) - len(line.lstrip())
            left, base, _, _ = box(raw, text_page, first)
            _, _, right, _ = box(raw, text_page, first + len(shown) - 1)
            size = raw.FPDFText_GetFontSize(text_page, raw.FPDFText_GetCharIndexFromTextIndex(text_page, first))
            lines.append([shown, round(left, 1), round(right, 1), round(base, 1), round(size, 1)])
        place += len(line) + 2
    text_page.close()
    return lines


def box(raw: Any, text_page: Any, place: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of the sign at that place of the text; zeros when that is not known."""
    rectangle = raw.FS_RECTF()
    index = raw.FPDFText_GetCharIndexFromTextIndex(text_page, place)
    if index < 0 or not raw.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(rectangle)):
        return 0.0, 0.0, 0.0, 0.0
    return rectangle.left, rectangle.bottom, rectangle.right, rectangle.top


def has_picture(page: Any) -> bool:
    """Whether there is a picture on the page."""
    import pypdfium2.raw as raw

    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


if __name__ == "__main__":
    main()
