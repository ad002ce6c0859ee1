"""PDFs that the tests make: set by reportlab, or written by hand."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
"""A font with the letters of Vietnamese, and ligatures."""


def font() -> str:
    """The name of that font, for what is set."""
    pdfmetrics.registerFont(TTFont("DejaVu", str(DEJAVU)))
    return "DejaVu"


def article(
    title: str,
    paragraphs: Sequence[str],
    *,
    columns: int = 1,
    header: str = "",
    footer: str = "",
    typeface: str = "Helvetica",
    password: str | None = None,
    indent: float = 0,
    space: float = 8,
) -> bytes:
    """A title and paragraphs, set in columns. `header` and `footer` stand on each page, `{}` in them for its number."""
    out = io.BytesIO()
    width, margin, gap = A4[0], 50, 20
    column = (width - 2 * margin - gap * (columns - 1)) / columns

    def edges(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont(typeface, 9)
        canvas.drawString(margin, 810, header.format(document.page))
        canvas.drawCentredString(width / 2, 25, footer.format(document.page))

    frames = [
        Frame(margin + number * (column + gap), 60, column, 730, leftPadding=0, rightPadding=0)
        for number in range(columns)
    ]
    encryption = None if password is None else StandardEncryption(password, "owner")
    document = BaseDocTemplate(out, pagesize=A4, title=title, author="La rédaction", encrypt=encryption)
    document.addPageTemplates(PageTemplate(frames=frames, onPage=edges))
    body = ParagraphStyle("body", fontName=typeface, fontSize=10, leading=13, spaceAfter=space, firstLineIndent=indent)
    head = ParagraphStyle("head", fontName=typeface, fontSize=16, leading=20, spaceAfter=12)
    document.build([Paragraph(title, head), *(Paragraph(one, body) for one in paragraphs)])
    return out.getvalue()


def drawn(*lines: tuple[float, float, str], typeface: str = "Helvetica", size: float = 12) -> bytes:
    """One page with lines at their places."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont(typeface, size)
    for left, base, text in lines:
        canvas.drawString(left, base, text)
    canvas.save()
    return out.getvalue()


def scanned(pages: int) -> bytes:
    """Pages that are pictures."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    picture = ImageReader(Image.new("L", (200, 300), 255))
    for _ in range(pages):
        canvas.drawImage(picture, 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def objects(*written: bytes) -> bytes:
    """A PDF of these objects, of which the first is the catalog."""
    out = b"%PDF-1.7\n"
    places = []
    for number, one in enumerate(written, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(written) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return out + end % (size, table, size, len(out))


def stream(content: bytes, entries: bytes = b"", *, packed: int = 0) -> bytes:
    """A stream object, packed so many times."""
    for _ in range(packed):
        content = zlib.compress(content, 9)
    if packed:
        entries += b"/Filter[" + b"/FlateDecode" * packed + b"]"
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


FONT = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"


def one_page(content: bytes, *more: bytes, resources: bytes = b"") -> bytes:
    """A PDF of one page with this content stream."""
    return objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<%s%s>>>>" % (FONT, resources),
        content,
        *more,
    )


def page_of(content: bytes, *, packed: int = 0) -> bytes:
    """A PDF of one page with these operators."""
    return one_page(stream(content, packed=packed))


def forms(depth: int, each: int) -> bytes:
    """Forms that draw others `each` times, `depth` deep."""
    made = []
    for number in range(depth):
        last = number == depth - 1
        inner = b"" if last else b"/XObject<</X %d 0 R>>" % (6 + number)
        body = b"BT /F 12 Tf (A) Tj ET" if last else b"/X Do " * each
        made.append(stream(body, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%s%s>>" % (FONT, inner)))
    return one_page(stream(b"/X Do " * each), *made, resources=b"/XObject<</X 5 0 R>>")
