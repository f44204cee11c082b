"""A cry for help, as the inbox tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Cry:
    """Who cried (a contact), where they live as far as we know, and their words, personal numbers masked."""

    contact_id: int
    region: str
    words: str
    at: datetime
