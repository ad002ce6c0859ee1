"""The register: pages, their sources and codings, and the records of the acts that pages report."""

from __future__ import annotations

from comity.register.bulletin import audience
from comity.register.register import Register, open_register

__all__ = ["Register", "audience", "open_register"]
