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


class ContactStatus(StrEnum):
    """Whether a contact gets what we push. Replies go to everybody.

    `SET_ASIDE`: the networks said on several days that there is no such phone; its next text brings it back.
    """

    ACTIVE = "active"
    STOPPED = "stopped"
    SET_ASIDE = "set_aside"


class ConsentKind(StrEnum):
    """What a consent event records (UU 27/2022 arts. 20-24: the controller proves consent)."""

    SUBSCRIBED = "subscribed"
    UNSUBSCRIBED = "unsubscribed"
    STOPPED = "stopped"
    ERASED = "erased"
    IMPORTED = "imported"
    JOINED = "joined"
    RESIGNED = "resigned"
    SHOWN = "shown"
    HIDDEN = "hidden"


class Evidence(StrEnum):
    """How somebody said yes to what brings them in: on paper, by text, on a web page, or aloud before a witness."""

    PAPER = "paper"
    SMS = "sms"
    WEB = "web"
    SPOKEN = "spoken"


@dataclass(frozen=True, slots=True)
class Person:
    """Who is texting. `contact_id` is None before the first exchange is stored."""

    contact_id: int | None
    language: str
    region: str | None
    welcomed: bool
