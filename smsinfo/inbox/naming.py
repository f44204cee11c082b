"""How a turn of USSD is named and stored as an MO: ids that a repeat has again, and what the row says."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from smsinfo.conversation.turn import Turn
from smsinfo.conversation.ussd.table import NODES
from smsinfo.conversation.ussd.trail import Trail
from smsinfo.domain.messages import ReplyKind
from smsinfo.domain.ussd import UssdTurn
from smsinfo.sms.clean import clean
from smsinfo.sms.masking import mask_text

LONGEST_SESSION: Final = 64
LONGEST_BODY: Final = 182

# Screens that answer something, by what they count as.
KINDS: Final = {
    "topic": ReplyKind.ANSWER,
    "danger": ReplyKind.ANSWER,
    "menu": ReplyKind.MENU,
    "hoax": ReplyKind.COMMAND,
    "alert": ReplyKind.COMMAND,
}
UNCLEAR: Final = "ussd.unclear"


def session_key(session: str) -> str:
    """A provider's session id as the column holds it: a long one by its digest."""
    if len(session) <= LONGEST_SESSION:
        return session
    return "=" + hashlib.blake2b(session.encode(errors="replace"), digest_size=24).hexdigest()


def turn_id(turn: UssdTurn, sealed: bytes, place: str) -> str:
    """The external id of a turn: dialogue and place in it. Whoever sends no session id has only the moment."""
    if not turn.session:
        place = f"{place}@{turn.received_at.isoformat()}"
    return f"ussd-{dialogue_mark(turn, sealed)}-{_digest(place, 8)}"


def dialogue_mark(turn: UssdTurn, sealed: bytes) -> str:
    """16 letters that stand for a dialogue. Providers give their ids away again, so the day is part of it."""
    day = f"{turn.received_at:%Y%m%d}"
    return _digest("\0".join((turn.channel, turn.session, day, sealed.hex())), 8)


def _digest(text: str, size: int) -> str:
    return hashlib.blake2b(text.encode(errors="replace"), digest_size=size).hexdigest()


def tells_something(trail: Trail) -> bool:
    """True where the newest input was answered by a text, or was not understood: what statistics want to know."""
    return (trail.entered and trail.here.kind in KINDS) or (trail.notice == UNCLEAR and bool(trail.unclear))


def seen_row(turn: UssdTurn, name: str, voice: Turn, trail: Trail, contact_id: int | None) -> dict[str, Any]:
    """The row of `inbound_message` for a turn; without a contact where the person only looked."""
    kind, deed = KINDS.get(trail.here.kind, ReplyKind.COMMAND), NODES[trail.here.kind].deed
    if trail.notice == UNCLEAR:
        kind = ReplyKind.NONE
    answered = kind is ReplyKind.ANSWER
    command = deed or (trail.here.kind if kind is ReplyKind.COMMAND else None)
    return {
        "channel": turn.channel,
        "external_id": name,
        "contact_id": contact_id,
        "sender_kind": "msisdn",
        "sender": "",
        "body": mask_text(clean(turn.text)[:LONGEST_BODY]),
        "kind": kind.value,
        "silence": "",
        "topic_key": trail.here.argument.partition(",")[0] if answered or deed == "copy" else None,
        "command": command,
        "region_code": voice.person.region,
        "language": voice.language,
        "received_at": turn.received_at,
        "sent_at": None,
    }
