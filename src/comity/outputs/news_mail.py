"""What is new, as a message (RFC 5322) that a mail program opens, to be read or sent on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from comity.outputs.news import NewsItem, one_line
from comity.outputs.translation import translations

SENDER = "Comity <comity@localhost>"


def mail(items: Sequence[NewsItem], *, title: str, moment: datetime, language: str) -> bytes:
    """The message as the bytes of a file. `moment` is when it was found, with its offset; `title` is for whom."""
    count, say = translations(language).ngettext, translations(language).gettext
    message = EmailMessage(policy=SMTP)
    number = count("{n} piece of news", "{n} pieces of news", len(items)).format(n=len(items))
    message["Subject"] = one_line(f"Comity{say(': ')}{title} ({number})")
    message["From"] = SENDER
    message["Date"] = format_datetime(moment)
    message["Message-ID"] = f"<{moment:%Y%m%d%H%M%S}.{_identity(items)}@comity.localhost>"
    message["Content-Language"] = language
    message["X-Unsent"] = "1"  # mail programs then open it as a draft, to be sent on
    message.set_content("\n".join(_lines(items, language)), charset="utf-8", cte="quoted-printable")
    return message.as_bytes()


def _identity(items: Sequence[NewsItem]) -> str:
    return items[0].identity.rpartition(":")[2] if items else "none"


def _lines(items: Sequence[NewsItem], language: str) -> list[str]:
    say = translations(language).gettext
    lines: list[str] = []
    for item in items:
        lines += [f"{item.heading.upper()} – {item.title}", *filter(None, (item.who, item.where))]
        lines += [f"{one.what}{say(': ')}{one.before} → {one.now}" for one in item.differences]
        lines += ["", *item.quotations, ""]
        lines += filter(None, (" · ".join(filter(None, (item.page_title, item.said_by))), item.address or item.source))
        lines += [item.record, "", "", ""]
    return lines[:-2]
