"""A gentle word to groups that fell quiet: at most once a month, and never where the setting says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.community.groups import short
from smsinfo.community.joining import WORTH_TELLING
from smsinfo.community.kit import Kit
from smsinfo.db.queries import group_figures, marks
from smsinfo.db.queries import groups as register
from smsinfo.db.queries import memberships as rows
from smsinfo.domain.community import MemberState
from smsinfo.domain.messages import Lane, Purpose
from smsinfo.errors import Refused
from smsinfo.locale import member_words, say
from smsinfo.logs import get_logger
from smsinfo.outbox.enqueue import Draft
from smsinfo.outbox.numbers import PLACE

log = get_logger(__name__)
MONTH: Final = timedelta(days=30)
_MARK: Final = "kim_quiet:"


def work_commands() -> frozenset[str]:
    """What members text for us: all commands that only they have."""
    return frozenset(member_words().values())


class Quiet:
    """Prompts; the method works in the caller's transaction."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    def prompt(self, session: Session, now: datetime) -> int:
        """One text to each active member of a group that nobody has heard of for so many days; how many went out."""
        days = self._kit.settings.kim_quiet_days
        if days == 0:
            return 0
        told = 0
        for group_id, at in sorted(group_figures.last_signs(session, work_commands()).items()):
            if now - at >= timedelta(days=days) and not self._lately(session, group_id, now):
                told += self._tell(session, group_id, now)
                marks.put(session.connection(), f"{_MARK}{group_id}", f"{now.timestamp():.0f}", now)
        return told

    @staticmethod
    def _lately(session: Session, group_id: int, now: datetime) -> bool:
        found = marks.get(session.connection(), f"{_MARK}{group_id}")
        return found is not None and now - datetime.fromtimestamp(int(found), UTC) < MONTH

    def _tell(self, session: Session, group_id: int, now: datetime) -> int:
        group = register.get(session, group_id)
        told = set()
        for one in rows.in_group(session, group_id, [MemberState.ACTIVE]):
            if group is None or one.contact_id in told:
                continue
            language = rows.contact(session, one.contact_id).language or self._kit.settings.language
            text = say("group.quiet", language, group=short(group.name), nomor=PLACE)
            key = f"sepi:{group_id}:{one.contact_id}:{now:%Y%m%d}"
            draft = Draft(text, Purpose.NOTICE, Lane.BULK, WORTH_TELLING, one.contact_id, dedupe_key=key)
            try:
                if self._kit.outbox.add(session.connection(), draft, now) is not None:
                    told.add(one.contact_id)
            except Refused as problem:
                log.warning("not_prompted", problem=str(problem))
        return len(told)
