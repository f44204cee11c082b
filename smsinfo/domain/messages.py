"""Messages as the parts hand them over: MO from a handset, Reply to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from smsinfo.sms.segments import split


class SenderKind(StrEnum):
    """Who an MO comes from. Only `MSISDN` may get a reply."""

    MSISDN = "msisdn"
    SHORT_CODE = "short_code"
    NAME = "name"
    ANONYMOUS = "anonymous"


class ReplyKind(StrEnum):
    """What a citizen's text became; `SILENT` means stored, not answered."""

    ANSWER = "answer"
    MENU = "menu"
    COMMAND = "command"
    NONE = "none"
    SILENT = "silent"


class MtStatus(StrEnum):
    """Life of an MT. A temporary failure goes back to `QUEUED` with a later `not_before`."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    UNKNOWN = "unknown"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Purpose(StrEnum):
    """Why an MT is sent."""

    REPLY = "reply"
    ALERT = "alert"
    RELAY = "relay"
    TICKET = "ticket"
    NOTICE = "notice"


class Lane(StrEnum):
    """Which queue an MT waits in, first to last."""

    URGENT = "urgent"
    REPLY = "reply"
    ALERT = "alert"
    BULK = "bulk"


@dataclass(frozen=True, slots=True)
class MoMessage:
    """One text from a handset, as a gateway read it. `sender` and `text` are as they came: not yet checked.

    `external_id` is the provider's id: with `channel` it names this message for ever, so a repeat is known.
    `sent_at` is the message centre's time where the provider tells it.
    """

    channel: str
    external_id: str
    sender: str
    recipient: str
    text: str
    received_at: datetime
    sent_at: datetime | None = None
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back to the handset: one MT of up to three segments, ready to send. `paged`: LANJUT brings the
    rest of it."""

    text: str
    kind: ReplyKind
    language: str
    topics: tuple[str, ...] = ()
    command: str | None = None
    argument: str | None = None
    places: tuple[str, ...] = ()
    paged: bool = False

    @property
    def segments(self) -> int:
        """How many segments the operator bills."""
        return split(self.text).count

    @property
    def encoding(self) -> str:
        """`gsm7` or `ucs2`."""
        return split(self.text).encoding
