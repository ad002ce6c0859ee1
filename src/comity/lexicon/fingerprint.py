"""The fingerprint of the vocabulary: equal vocabularies code alike."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from comity.lexicon.language import DATA


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """SHA-256 over all vocabulary files, in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted(p for p in DATA.rglob("*") if p.is_file()):
        digest.update(str(path.relative_to(DATA)).encode())
        digest.update(b"\0")
        digest.update(path.read_bytes())
        digest.update(b"\0")
    return f"sha256:{digest.hexdigest()}"
