"""What went wrong with one request, before it is told of the address that was asked for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False)
class Trouble(Exception):
    """Why an address could not be had; `reason` goes on from “ADDRESS could not be fetched:”.

    `whole_host`: it is so with every address of the host. The rest is as in `FetchError`.
    """

    reason: str
    remedy: str
    status: int | None = None
    temporary: bool = False
    retry_after: float | None = None
    whole_host: bool = False

    def __str__(self) -> str:
        return self.reason


LATER = "Try again later."
OPEN_IT = "Open it in a browser and save the page as a file."
