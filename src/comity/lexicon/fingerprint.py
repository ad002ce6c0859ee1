"""The fingerprint of the vocabulary: equal vocabularies code alike."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from comity.lexicon.language import DATA

# what is read after coding decides nothing of what a coder prints
_AFTER_CODING = frozenset({"bodies", "following", "merging", "searching"})


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """SHA-256 over all vocabulary files that coding reads, in the order of their names."""
    digest = hashlib.sha256()
    files = (path for path in DATA.rglob("*") if path.is_file())
    for path in sorted(p for p in files if p.relative_to(DATA).parts[0] not in _AFTER_CODING):
        digest.update(str(path.relative_to(DATA)).encode())
        digest.update(b"\0")
        digest.update(path.read_bytes())
        digest.update(b"\0")
    return f"sha256:{digest.hexdigest()}"
