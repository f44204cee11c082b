"""An MO as it is kept."""

from __future__ import annotations

from typing import Any

from smsinfo.conversation.officials.reading import hide
from smsinfo.domain.messages import MoMessage, ReplyKind
from smsinfo.sms.masking import mask_text


def inbound(
    mo: MoMessage, text: str, contact_id: int | None, kind: ReplyKind, silence: str, language: str
) -> dict[str, Any]:
    """The row of a text, without personal numbers and without what may be a one-time code, whoever has sent it."""
    return {
        "channel": mo.channel,
        "external_id": mo.external_id,
        "contact_id": contact_id,
        "sender_kind": "msisdn",
        "sender": "",
        "body": mask_text(hide(text)),
        "kind": kind.value,
        "silence": silence,
        "topic_key": None,
        "command": None,
        "region_code": None,
        "language": language,
        "received_at": mo.received_at,
        "sent_at": mo.sent_at,
    }
