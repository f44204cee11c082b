"""A contact as a turn of the conversation needs it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """What a subscriber wants to hear of a region."""

    ALL = "all"
    DISASTER = "bencana"
    SERVICES = "layanan"
    EVENTS = "kegiatan"


class ConsentKind(StrEnum):
    """What a consent event records (UU 27/2022 arts. 20-24: the controller proves consent)."""

    SUBSCRIBED = "subscribed"
    UNSUBSCRIBED = "unsubscribed"
    STOPPED = "stopped"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Person:
    """Who is texting. `contact_id` is None before the first exchange is stored."""

    contact_id: int | None
    language: str
    region: str | None
    welcomed: bool
