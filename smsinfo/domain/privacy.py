"""By which rules data go."""

from __future__ import annotations

from enum import StrEnum


class Rule(StrEnum):
    """The rules of retention that leave proof: old texts in the stores of channels, and erasures there."""

    STORES = "stores"
    ERASURES = "erasures"
