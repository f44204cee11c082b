"""Requests about personal data: the data officer is told before the clock ends, and closed ones are forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.bootstrap import Services
from smsinfo.db.queries import data_requests, privacy
from smsinfo.db.queries import officials as phones
from smsinfo.db.queries import staff as accounts
from smsinfo.domain.messages import Lane, Purpose
from smsinfo.domain.privacy import ANSWER_WITHIN, WARN_BEFORE, DataRequest, Rule
from smsinfo.domain.staff import Permission, Person
from smsinfo.errors import Refused
from smsinfo.locale import say
from smsinfo.logs import get_logger
from smsinfo.outbox.enqueue import Draft

log = get_logger(__name__)
WORTH_TELLING: Final = timedelta(days=1)


class DataRequests:
    """The two duties over one installation. Several workers tell each thing once, by the reasons of the messages."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def warn(self) -> int:
        """Tell who closes requests of each one whose clock ends soon or has ended, once; how many were told."""
        now = self._services.clock()
        with self._services.database.read() as session:
            if not data_requests.opened(session, now - ANSWER_WITHIN + WARN_BEFORE):
                return 0
        with self._services.database.write() as session:
            people = [one for one in accounts.everybody(session) if one.active and one.may(Permission.PRIVACY_ACT)]
            urgent = data_requests.opened(session, now - ANSWER_WITHIN + WARN_BEFORE)
            return sum(
                self._tell(session, person, one, now) for one in urgent for person in _whose(people, one.region_code)
            )

    def forget(self) -> int:
        """Delete closed requests that the operator does not keep longer; how many."""
        now, days = self._services.clock(), self._services.settings.request_days
        with self._services.database.writer(), self._services.database.engine.begin() as connection:
            gone = data_requests.forget(connection, now - timedelta(days=days))
            privacy.note_run(connection, Rule.REQUESTS, gone, None, now)
            return gone

    def _tell(self, session: Session, person: Person, one: DataRequest, now: datetime) -> bool:
        language = person.language or self._services.settings.language
        until = f"{one.due_at.astimezone(self._services.settings.zone):%d-%m %H.%M}"
        text = say("official.request", language, number=one.id, until=until)
        phone = phones.phones(session, [person.id]).get(person.id)
        draft = Draft(text, Purpose.NOTICE, Lane.BULK, WORTH_TELLING, dedupe_key=f"privacy:{one.id}:{person.id}")
        if phone is not None:
            draft = replace(draft, contact_id=phone.contact_id)
        elif person.email:
            draft = replace(draft, mail_to=person.email, subject=say("official.request.subject", language))
        else:
            return False
        try:
            return self._services.outbox.add(session.connection(), draft, now) is not None
        except Refused as problem:
            log.warning("data_officer_not_told", problem=str(problem))
            return False


def _whose(people: list[Person], region: str | None) -> list[Person]:
    """Those in whose jurisdiction the person lives; all of them where that was not said, or is nobody's."""
    near = [one for one in people if region is not None and one.may(Permission.PRIVACY_ACT, region)]
    return near or people
