"""Officials at their posts: who is asked next, who has to say that they are still there, who has to run a drill."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.alerts import drills
from smsinfo.alerts.asking import MOST_WAITING
from smsinfo.alerts.roster import SILENT
from smsinfo.bootstrap import Services
from smsinfo.db.queries import alerting
from smsinfo.db.queries import officials as rows
from smsinfo.db.queries import staff as accounts
from smsinfo.domain.alerts import Status
from smsinfo.domain.messages import Lane, Purpose
from smsinfo.domain.staff import Permission, Person
from smsinfo.errors import Refused
from smsinfo.locale import say
from smsinfo.logs import get_logger
from smsinfo.outbox.enqueue import Draft

log = get_logger(__name__)
BEFORE: Final = timedelta(days=7)
"""So long before somebody counts as unconfirmed they are asked whether they are still on duty."""
WORTH_TELLING: Final = timedelta(days=3)


class Watchkeeping:
    """One worker's looks. Several workers tell each thing once, by the dedupe keys of the messages."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def ask(self) -> int:
        """Tell whoever should know by now that an alert waits; how many were told. An alert each transaction."""
        services, now = self._services, self._services.clock()
        with services.database.read() as session:
            waiting = alerting.find(session, [Status.SUBMITTED], most=MOST_WAITING)
            open_ = [
                alert
                for alert in waiting
                if alert.expires_at > now and services.office.asking.missing(session, alert, now)
            ]
        told = 0
        for alert in open_:
            with services.database.write() as session:
                told += len(services.office.asking.ask(session, services.alerts.lifecycle.get(session, alert.id), now))
        return told

    def check_roster(self) -> int:
        """Ask those on duty who have been silent for long whether they are still there; how many were asked."""
        now = self._services.clock()
        with self._services.database.write() as session:
            silent = [one for one in rows.on_duty(session, now) if now - one.confirmed_at > SILENT - BEFORE]
            phones = rows.phones(session, [one.account_id for one in silent])
            names = accounts.region_names(session, [one.region_code for one in silent])
            people = {person.id: person for person in accounts.everybody(session)} if silent else {}
            asked = 0
            for one in silent:
                if one.account_id in phones:
                    person, name = people[one.account_id], names.get(one.region_code, one.region_code)
                    text = say("official.duty.check", self._language(person), place=name[:30])
                    reason = f"jaga:{one.id}:{one.confirmed_at:%Y%m%d}"
                    asked += self._text(session, text, phones[one.account_id].contact_id, reason)
        return asked

    def remind_of_drill(self) -> int:
        """Once a month without a drill, tell those who write alerts; how many were told."""
        now = self._services.clock()
        with self._services.database.write() as session:
            drills.watch(session, now)
            found = drills.practice(session, now)
            if not found.is_due(now):
                return 0
            writers = [one for one in accounts.everybody(session) if one.active and one.may(Permission.ALERT_WRITE)]
            return sum(self._remind(session, person, (now - found.since).days, now) for person in writers)

    def _remind(self, session: Session, person: Person, days: int, now: datetime) -> bool:
        text = say("official.drill", self._language(person), days=days)
        reason = f"drill:{now.astimezone(self._services.settings.zone):%Y-%m}:{person.id}"
        phone = rows.phones(session, [person.id]).get(person.id)
        if phone is not None:
            return self._text(session, text, phone.contact_id, reason)
        if not person.email:
            return False
        subject = say("official.drill.subject", self._language(person))
        mail = Draft(text, Purpose.NOTICE, Lane.BULK, WORTH_TELLING, None, person.email, subject, dedupe_key=reason)
        return self._add(session, mail)

    def _text(self, session: Session, text: str, contact_id: int, reason: str) -> bool:
        return self._add(session, Draft(text, Purpose.NOTICE, Lane.BULK, WORTH_TELLING, contact_id, dedupe_key=reason))

    def _add(self, session: Session, draft: Draft) -> bool:
        try:
            return self._services.outbox.add(session.connection(), draft, self._services.clock()) is not None
        except Refused as problem:
            log.warning("official_not_told", problem=str(problem))
            return False

    def _language(self, person: Person) -> str:
        return person.language or self._services.settings.language
