"""How people hear of a case: who brought it, members who may know, whoever is on duty. Never a reason to fail."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.community.kit import Kit
from smsinfo.content.gap_texts import masked
from smsinfo.db.models import Contact
from smsinfo.db.queries import cases as rows
from smsinfo.db.queries import members, prepared
from smsinfo.domain.cases import MOST_TOLD, MOST_TOLD_A_DAY, Case
from smsinfo.domain.community import Member, MemberRole
from smsinfo.domain.messages import Lane, Purpose
from smsinfo.errors import Refused
from smsinfo.locale import say
from smsinfo.logs import get_logger
from smsinfo.outbox.enqueue import Draft
from smsinfo.sms.gsm7 import to_gsm7

log = get_logger(__name__)
REPLY_WITHIN: Final = timedelta(hours=24)
WORTH: Final = timedelta(days=3)
"""An answer that does not leave within this time is of no use."""
URGENT_WORTH: Final = timedelta(hours=2)
AGAIN: Final = timedelta(minutes=10)
"""As in alerts/cries.py: who cries again within so long is known already."""
MOST_ON_DUTY: Final = 3
QUOTED: Final = 80


def quoted(text: str, most: int = QUOTED) -> str:
    """The beginning of somebody's words for a person who need not know who they are: no numbers, no names."""
    plain = to_gsm7(" ".join(masked(text).split()))
    return plain if len(plain) <= most else f"{plain[: most - 3].rstrip()}..."


def tell_citizen(kit: Kit, session: Session, case: Case, text: str, now: datetime, key: str) -> bool:
    """Send it to who brought the case; False where they are gone, said STOP since, or no channel sends.

    Who said STOP and brought a case afterwards asked for this answer and gets it. `key` names the reason.
    """
    contact = session.get(Contact, case.contact_id) if case.contact_id is not None else None
    if contact is None or rows.stopped_since(session, contact.id, case.opened_at):
        return False
    last = rows.last_channel(session, contact.id)
    replies = last is not None and now - last[1] <= REPLY_WITHIN
    purpose = Purpose.REPLY if replies or contact.status == "stopped" else Purpose.TICKET
    draft = Draft(
        text=text,
        purpose=purpose,
        lane=Lane.REPLY if replies else Lane.BULK,
        valid_for=WORTH,
        contact_id=contact.id,
        channel=last[0] if last is not None and replies else "",
        dedupe_key=f"case:{case.number}:{key}",
    )
    return _add(kit, session, draft, now)


def tell_members(kit: Kit, session: Session, case: Case, now: datetime) -> int:
    """Tell the nearest contributors of a question who have not been told of it, and of few others today; how many."""
    if case.region is None or case.private or case.flagged or case.practice:
        return 0
    known, found = rows.told(session, case.number), members.covering(session, case.region, (MemberRole.CONTRIBUTOR,))
    busy = rows.told_since(session, [member.id for member in found], now - timedelta(days=1))
    free = [
        member
        for member in found
        if member.id not in known and member.contact_id != case.contact_id and busy.get(member.id, 0) < MOST_TOLD_A_DAY
    ]
    return sum(_tell_member(kit, session, case, member, now) for member in free[:MOST_TOLD])


def tell_duty(kit: Kit, session: Session, case: Case, place: str, now: datetime) -> int:
    """Forward danger to life to who is on duty for the region, the nearest first; how many are told."""
    if case.region is None or case.practice:
        return 0
    duties = [one for one in prepared.duties(session, case.region, now) if one.contact_id is not None]
    words = quoted(case.text)
    turn = int(now.timestamp() // AGAIN.total_seconds())
    told = 0
    for duty in duties[:MOST_ON_DUTY]:
        draft = Draft(
            text=say("case.duty", kit.settings.language, number=case.number, place=place, words=words),
            purpose=Purpose.NOTICE,
            lane=Lane.URGENT,
            valid_for=URGENT_WORTH,
            contact_id=duty.contact_id,
            dedupe_key=f"cry:{case.contact_id}:{turn}:{duty.contact_id}",
        )
        told += _add(kit, session, draft, now)
    return told


def tell_office(kit: Kit, session: Session, case: Case, contact_id: int | None, place: str, now: datetime) -> bool:
    """Tell the office's person of a new report; of violence only that there is one."""
    if contact_id is None or case.practice:
        return False
    words = "-" if case.private else quoted(case.text)
    text = say("case.office", kit.settings.language, number=case.number, place=place, words=words)
    key = f"case:{case.number}:office:{contact_id}"
    return _add(kit, session, Draft(text, Purpose.NOTICE, Lane.BULK, WORTH, contact_id, dedupe_key=key), now)


def tell_one_member(kit: Kit, session: Session, contact_id: int, text: str, key: str, now: datetime) -> bool:
    """A word to a member about their own answer."""
    return _add(kit, session, Draft(text, Purpose.TICKET, Lane.BULK, WORTH, contact_id, dedupe_key=key), now)


def _tell_member(kit: Kit, session: Session, case: Case, member: Member, now: datetime) -> bool:
    if not rows.tell(session, case.number, member.id, now):
        return False
    language = session.get_one(Contact, member.contact_id).language or kit.settings.language
    text = say("case.member", language, number=case.number, words=quoted(case.text))
    key = f"case:{case.number}:member:{member.id}"
    draft = Draft(text, Purpose.TICKET, Lane.BULK, WORTH, member.contact_id, dedupe_key=key)
    return _add(kit, session, draft, now)


def _add(kit: Kit, session: Session, draft: Draft, now: datetime) -> bool:
    try:
        return kit.outbox.add(session.connection(), draft, now) is not None
    except Refused as refusal:
        log.warning("case_not_told", reason=str(refusal))
        return False
