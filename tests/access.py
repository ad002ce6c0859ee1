"""Folders of tests that another user must be able to enter."""

from __future__ import annotations

import tempfile
from pathlib import Path


def let_others_enter(folder: Path) -> None:
    """Let every user enter the folders that pytest made above `folder`: they are its own, at any depth."""
    for parent in folder.parents:
        if parent == Path(tempfile.gettempdir()) or parent == Path(parent.anchor):
            break
        parent.chmod(0o755)
