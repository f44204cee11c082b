"""SUDAH: a relay has read an alert out, or answers the monthly test. `SUDAH [code] [number of people]`."""

from __future__ import annotations

import re
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.community.relays import Answer, Heard
from smsinfo.conversation.members.said import Said
from smsinfo.conversation.turn import Outcome, command_reply
from smsinfo.db.queries import members, relay_tasks
from smsinfo.domain.community import MemberRole
from smsinfo.domain.relays import TEST_CODE
from smsinfo.sms.gsm7 import to_gsm7

# The code has four or five digits; a number that people are counted with may have as many.
_FORM: Final = re.compile(
    r"(?:(?P<code>\d{4,5}|uji)\b)?[\s,.:-]*"
    r"(?:(?P<heard>\d{1,5})\s*(?:orang|org|jiwa|warga|people|persons)?)?"
    r"(?:\s*(?:sudah|dibacakan|disampaikan|selesai|terima kasih|makasih))*[\s.!]*",
    re.IGNORECASE,
)
_TEXTS: Final = {
    Answer.AGAIN: "relay.again",
    Answer.NOTHING: "relay.nothing",
    Answer.UNKNOWN: "relay.unknown",
    Answer.OTHER: "relay.other",
    Answer.LATE: "relay.late",
    Answer.STOPPED: "relay.stopped",
}
_ONLY_PEOPLE: Final = re.compile(r"(?P<heard>\d{1,5})\s*(?:orang|org|jiwa|warga|people|persons)[\s.!]*", re.IGNORECASE)


def fits(rest: str) -> bool:
    """True for what follows SUDAH in an answer to us: a code, a number of people, or nothing."""
    return _FORM.fullmatch(rest) is not None


def known(session: Session, contact_id: int) -> bool:
    """True for relays, and for whoever was asked before they ceased to be one."""
    now = members.active(session, contact_id)
    return any(one.role is MemberRole.RELAY for one in now) or relay_tasks.asked(session.connection(), contact_id)


def run(said: Said) -> Outcome:
    """Note it and say so, or say kindly why not."""
    code, heard = read(said.rest)
    turn, world = said.turn, said.world
    found = world.community.relays.done(world.session, world.act.contact_id, code, heard, turn.now)
    clock = ""
    if found.task is not None and found.task.confirmed_at is not None:
        clock = f"{found.task.confirmed_at.astimezone(turn.zone):%d/%m %H.%M}"
    values = {"code": found.task.code if found.task else code, "place": to_gsm7(found.places), "clock": clock}
    text = turn.say(_key(found, heard), heard=heard, **values)
    return Outcome(command_reply(turn, text), turn.state)


def read(rest: str) -> tuple[str, int | None]:
    """The code ("": none) and how many people heard it."""
    only = _ONLY_PEOPLE.fullmatch(rest)
    found = only or _FORM.fullmatch(rest)
    if found is None:
        return "", None
    code = "" if only else (found["code"] or "").upper()
    heard = int(found["heard"]) if found["heard"] else None
    return code, heard


def _key(found: Heard, heard: int | None) -> str:
    if found.answer is not Answer.DONE:
        return _TEXTS[found.answer]
    if found.task is not None and found.task.code == TEST_CODE:
        return "relay.done.test"
    return "relay.done" if heard is None else "relay.done.heard"
