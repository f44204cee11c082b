"""What the data officer writes down: requests about personal data, and what became of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.community.kit import Kit
from smsinfo.db.queries import data_requests as rows
from smsinfo.domain.privacy import RequestKind, RequestState, RequestWay
from smsinfo.domain.staff import Permission, Person
from smsinfo.errors import CommunityRefused
from smsinfo.sms.clean import clean
from smsinfo.sms.masking import mask_log
from smsinfo.staff.audit import Actor

LONGEST_REFERENCE: Final = 80
LONGEST_REASON: Final = 200
SHORTEST_REASON: Final = 8
OLDEST: Final = timedelta(days=366)


class Privacy:
    """Enters and closes. Every method works in the caller's transaction."""

    def __init__(self, kit: Kit) -> None:
        self._audit = kit.staff.audit

    def enter(
        self,
        session: Session,
        person: Person,
        now: datetime,
        asked: tuple[RequestKind, RequestWay],
        reference: str,
        came_at: datetime,
        region: str | None = None,
    ) -> int:
        """Start the clock of a request; its id. `region` is where the person lives, of the jurisdiction of who enters.

        Raises CommunityRefused.
        """
        said = _words(reference, LONGEST_REFERENCE)
        if not said:
            raise CommunityRefused("reference_missing", "a request is entered with a reference")
        if not now - OLDEST <= came_at <= now:
            raise CommunityRefused("came_when", "the day has to lie in the last year")
        if region is not None and not person.may(Permission.PRIVACY_ACT, region):
            raise CommunityRefused("request_elsewhere", "the region is outside the jurisdiction")
        kind, way = asked
        number = rows.add(session, kind, way, said, came_at, region)
        details = {"kind": kind.value, "way": way.value, "reference": said}
        subject = f"request:{number}"
        self._audit.record(session, now, Actor.of(person), "privacy.entered", subject, region=region, **details)
        return number

    def close(
        self, session: Session, person: Person, now: datetime, number: int, state: RequestState, reason: str
    ) -> None:
        """Say what became of a request; a refusal needs its reason. Raises CommunityRefused."""
        said = _words(reason, LONGEST_REASON)
        if state is RequestState.REFUSED and len(said) < SHORTEST_REASON:
            raise CommunityRefused("reason_missing", "say why it is refused")
        if not rows.close(session, number, state, said, person.name, now):
            raise CommunityRefused("request_closed", "it is closed")
        details = {"state": state.value, "reason": said}
        self._audit.record(session, now, Actor.of(person), "privacy.closed", f"request:{number}", **details)


def _words(typed: str, most: int) -> str:
    said = " ".join(clean(typed).split())
    if len(said) > most:
        raise CommunityRefused("too_long", "too long", most=most)
    if mask_log(said) != said:
        raise CommunityRefused("personal_number", "it holds a number of a person")
    return said
