"""Settings of a run: from the environment (`COMITY_…`), else as they are here. Read by the command line only."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, PlainValidator, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from comity.errors import UsageError
from comity.location import Location, location


def _login() -> str:
    """The name of the user's login; where the system knows none, a word that says so."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


class Settings(BaseSettings):
    """All that a run can be told besides its arguments; every field is also `COMITY_` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="COMITY_", frozen=True, extra="ignore")

    register_path: Annotated[Location, PlainValidator(location), Field(validation_alias="COMITY_REGISTER")] = Path(
        "comity.db"
    )
    """The register that commands use (COMITY_REGISTER): a file, or `postgresql://user@host:port/database`."""

    max_page_bytes: Annotated[int, Field(gt=0)] = 10_000_000
    """The largest page, or line of JSON lines, that is read; larger ones are refused with a message."""

    offline: bool = False
    """Whether nothing is fetched: addresses, also those that feeds and lists lead to, fail for now."""

    contact: Annotated[str | None, Field(pattern=r"^[!-'*-~]{1,200}$")] = None
    """An address or mail address of whoever runs this, told to the servers that are asked for pages."""

    fetch_delay: Annotated[float, Field(ge=0, le=3600)] = 1.0
    """Seconds between two requests to one host; more when its robots.txt asks for more."""

    fetch_seconds: Annotated[float, Field(gt=0)] = 60.0
    """How long an address may take, redirects included."""

    max_fetch_bytes: Annotated[int, Field(gt=0)] = 50_000_000
    """The largest content that is fetched, unpacked."""

    allow_private_addresses: bool = False
    """Whether loopback and private networks may be fetched from: an intranet's pages, or a test's."""

    workers: Annotated[int, Field(ge=0, le=256)] = 1
    """How many processes read and code pages that are added; with 0 the program itself does, and nothing ends a page
    that does not come to an end."""

    page_seconds: Annotated[float, Field(gt=0)] = 120.0
    """How long a page may take to be read, or to be coded, before it is given up; with worker processes only."""

    project: Path | None = None
    """The project folder (COMITY_PROJECT); without it, the nearest one with a comity.toml from here upwards."""

    page_language: str | None = None
    """The language (ISO 639) of pages that do not say theirs; without it, it is told from the text."""

    author: Annotated[str, Field(min_length=1, max_length=200)] = Field(default_factory=_login)
    """Who decides: the name under which corrections, mergers and releases are kept; the login's, if it is not said."""

    interface: Literal["fr", "en"] = "fr"
    """The language in which records are told in the terminal."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    """Where `comity serve` listens."""


def load_settings() -> Settings:
    """The settings of this environment. UsageError names the variable that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = error.errors()[0]
        name = str(wrong["loc"][0]).upper()
        variable = name if name.startswith("COMITY_") else f"COMITY_{name}"
        raise UsageError(
            f"The environment variable {variable} is wrong: {wrong['msg']}.", "Correct or unset it."
        ) from error
