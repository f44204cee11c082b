"""What SMS Gateway for Android reports by webhook: one event a request, as JSON.

Source: docs.sms-gate.app, Webhooks; the schema WebHookEvent of the app's OpenAPI document; for `sms:cancelled` the
official clients.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from smsinfo.domain.messages import MtStatus
from smsinfo.errors import BadRequest

RECEIVED: Final = "sms:received"

RECEIPTS: Final = {
    "sms:sent": (MtStatus.SENT, "sentAt"),
    "sms:delivered": (MtStatus.DELIVERED, "deliveredAt"),
    "sms:failed": (MtStatus.FAILED, "failedAt"),
    "sms:cancelled": (MtStatus.FAILED, "cancelledAt"),
}
"""Events about an MT: status, and the field of their time. The app has others (pings, MMS, data), which say nothing."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its name, its id (the outer one, the same at each try), and what it says."""

    name: str
    external_id: str
    payload: dict[str, Any]

    def text(self, name: str) -> str:
        """A field of the payload that must be a text. Raises BadRequest."""
        return _text(self.payload, name)

    def first_text(self, *names: str) -> str:
        """The first of these fields that is there; each other one is an older name for it. Raises BadRequest."""
        present = [name for name in names if self.payload.get(name) is not None]
        return self.text(present[0] if present else names[0])

    def time(self, name: str) -> datetime | None:
        """A time of the payload in UTC; None where it is absent. Raises BadRequest."""
        if self.payload.get(name) is None:
            return None
        text = self.text(name)
        try:
            time = datetime.fromisoformat(text)
            if time.tzinfo is not None:
                return time.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        raise BadRequest(f"the field {name} is no time with its zone")


def read_event(body: bytes) -> Event:
    """The event of a body. Raises BadRequest."""
    try:
        read = json.loads(body, object_pairs_hook=_unique)
    except (ValueError, RecursionError):
        raise BadRequest("the body is not JSON") from None
    if not isinstance(read, dict) or not isinstance(read.get("payload"), dict):
        raise BadRequest("the body must be a JSON object with event, id and payload")
    return Event(_text(read, "event"), _text(read, "id"), read["payload"])


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise BadRequest("the body has a field twice")
    return found


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise BadRequest(f"the field {name} is missing or no text")
    return value
