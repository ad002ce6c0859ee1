"""The bytes of a web page as text: what it declares of its encoding is a hint, and its bytes decide.

Pages declare encodings that they are not in: UTF-8 declared as Latin-1, Windows-1252 declared as UTF-8, names that no
encoding has. Bytes that are sound UTF-8 and not plain ASCII are UTF-8, since no other text is so by chance.
"""

from __future__ import annotations

import codecs
import re

from comity.reading.decode import BOMS, decode, refuse_binary, wide

_HEAD = 4096
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]{1,40})""", re.IGNORECASE
)
# what browsers understand by these names (WHATWG Encoding Standard): the wider encoding
_WIDER = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "latin-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030",
    "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "tis-620": "cp874", "iso8859-11": "cp874",
    "big5": "big5hkscs",
}  # fmt: skip
# codecs of Python that no page is in, or that could be made to give anything
_REFUSED = (
    "utf-7",
    "idna",
    "punycode",
    "unicode_escape",
    "raw_unicode_escape",
    "undefined",
    "utf-16",
    "utf-32",
    "mbcs",
    "oem",
)
# signs that stand within a word only when the encoding is the wrong one
_ODD = re.compile("[^\\W\\d_][\u0080-\u009f¡-¦¨©¬-¯±-¶¸¹»-¿×÷ˆ‰†‡][^\\W\\d_]")


def decode_page(content: bytes, name: str, charset: str | None = None) -> str:
    """The text of the bytes of a web page. ReadingError when they are binary; `name` is for the message.

    A byte-order mark decides; then sound UTF-8; then the encoding that the transport (`charset`) or the page declares,
    if the bytes are sound in it and no word is torn by it; then what the bytes look like.
    """
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    encoding_of_wide = wide(content)
    if encoding_of_wide:
        return content.decode(encoding_of_wide, errors="replace")
    refuse_binary(content, name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for declared in (charset, *(match.decode("ascii") for match in _DECLARED.findall(content[:_HEAD]))):
        known = _known(declared)
        if known is None or known == "utf-8":
            continue
        try:
            text = content.decode(known)
        except UnicodeDecodeError:
            continue
        if not _ODD.search(text):
            return text
    return decode(content, name)


def _known(declared: str | None) -> str | None:
    """The encoding of that name that pages are in, or None."""
    try:
        found = codecs.lookup((declared or "").strip(" \t\"';").lower())
    except (LookupError, ValueError):
        return None
    name = _WIDER.get(found.name, found.name)
    return name if found._is_text_encoding and not name.startswith(_REFUSED) else None
