"""Parts that a test needs and a machine may lack: a browser, a server, shared material.

A test that lacks its part is skipped with the reason. Where the part is named in the environment variable
`COMITY_REQUIRE` (comma separated: `chromium,shared`) the test fails instead, so that it cannot be skipped unseen.
"""

from __future__ import annotations

import os

import pytest


def require(part: str, present: bool, reason: str) -> None:
    """Skip the test when `part` is not present, or fail it when `part` may not be missing. `reason` says what to do."""
    if present:
        return
    if part in {name.strip() for name in os.environ.get("COMITY_REQUIRE", "").split(",")}:
        pytest.fail(f"{part} is required here and missing: {reason}", pytrace=False)
    pytest.skip(f"{part} is missing: {reason}")
