"""An MO and its reply as they are kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from smsinfo.conversation.officials.reading import hide
from smsinfo.domain.messages import Lane, MoMessage, MtStatus, Purpose, Reply, ReplyKind
from smsinfo.sms.masking import mask_text
from smsinfo.sms.segments import split

REPLY_LIFETIME: Final = timedelta(hours=4)
"""An inline reply that was not handed over within this time is of no use to anybody."""


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


def outbound(channel: str, reply: Reply, now: datetime, *, segment_idr: int, inline: bool) -> dict[str, Any]:
    """The row of a reply, but for whom it is. `inline`: it is in the hands of the channel already."""
    parts = split(reply.text)
    return {
        "purpose": Purpose.REPLY.value,
        "lane": Lane.REPLY.value,
        "channel": channel,
        "body": reply.text,
        "encoding": parts.encoding,
        "segments": parts.count,
        "cost_idr": parts.count * segment_idr,
        "status": MtStatus.SENDING.value if inline else MtStatus.QUEUED.value,
        "attempts": 1 if inline else 0,
        "external_id": None,
        "not_before": now,
        "expires_at": now + REPLY_LIFETIME,
        "created_at": now,
        "status_at": now,
    }
