"""Where a register is kept: a file, or a database of a PostgreSQL server."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

_SCHEMES = ("postgresql://", "postgres://")
_SECRET = ("password", "sslpassword")


@dataclass(frozen=True, slots=True)
class ServerDatabase:
    """A database of a PostgreSQL server, by its address: `postgresql://user@host:port/database?option=value`.

    What the address leaves out is taken from where PostgreSQL's own programs take it: the environment (`PGHOST`,
    `PGPASSWORD` …) and the password file. Printed, it does not tell the password; `address` does.
    """

    address: str = field(repr=False)

    def __str__(self) -> str:
        try:
            parts = urlsplit(self.address)
        except ValueError:  # as `postgresql://[`
            return "postgresql://…"
        user, at, host = parts.netloc.rpartition("@")
        kept = [(name, value) for name, value in parse_qsl(parts.query, True) if name.lower() not in _SECRET]
        query = urlencode(kept, safe="/:,")
        return f"{parts.scheme}://{user.partition(':')[0]}{at}{host}{parts.path}{'?' if query else ''}{query}"


Location = Path | ServerDatabase


def location(words: str | Path | ServerDatabase) -> Location:
    """The place that a user names: what begins as an address of PostgreSQL is one, all else is a file."""
    if isinstance(words, str):
        return ServerDatabase(words) if words.lower().startswith(_SCHEMES) else Path(words)
    return words
