"""Keeping a register sound: checking that it is whole, and copying it while programs write to it."""

from __future__ import annotations
