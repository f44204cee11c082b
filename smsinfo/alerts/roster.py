"""Who is asked to approve, in which order, and when the next is asked; and where nobody would be.

An Extreme or Severe alert that nobody answers goes to the next after five minutes, and to the province's first after
ten: the first one's phone may lie switched off in a village without signal.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.models import DutyRoster
from smsinfo.db.queries import officials as rows
from smsinfo.db.queries import prepared
from smsinfo.db.queries import staff as accounts
from smsinfo.db.queries.officials import Duty
from smsinfo.domain.alerts import Act, Alert, obstacle
from smsinfo.domain.cap import Severity
from smsinfo.domain.regions import ancestors, covers
from smsinfo.domain.staff import Permission, Person
from smsinfo.errors import StaffRefused
from smsinfo.staff.audit import Actor, AuditLog

NEXT: Final = timedelta(minutes=5)
"""How long one person may stay silent before the next is asked as well."""
ABOVE: Final = timedelta(minutes=10)
"""After so long the province's is asked, however many come before."""
SILENT: Final = timedelta(days=90)
"""Who has not been heard of for so long may have another phone by now: unconfirmed, and asked after the others."""
URGENT: Final = frozenset({Severity.EXTREME, Severity.SEVERE})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be asked. `contact_id` is their phone (None: none, or it has said STOP), `above` that they
    stand for the province."""

    person: Person
    contact_id: int | None
    above: bool
    confirmed: bool = True

    @property
    def reachable(self) -> bool:
        """Whether there is any way to tell them."""
        return self.contact_id is not None or bool(self.person.email)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the roster as it is shown. `trouble` is `unconfirmed`, `no_phone`, `stopped`, `suspended` or
    `not_approver`; "" where all is well."""

    duty: Duty
    person: Person
    trouble: str


def due(line: Sequence[Candidate], waited: timedelta, severity: Severity) -> list[Candidate]:
    """Who should have been asked by now, of those in the order in which they are asked. Pure."""
    if severity not in URGENT:
        return list(line[:1])
    asked = list(line[: waited // NEXT + 1])
    if waited >= ABOVE:
        above = [one for one in line if one.above][: (waited - ABOVE) // NEXT + 1]
        asked += [one for one in above if one not in asked]
    return asked


def unconfirmed(duty: Duty, now: datetime) -> bool:
    """True for somebody who has not been heard of for long."""
    return now - duty.confirmed_at > SILENT


class Roster:
    """Reads and keeps the roster; every method works in the caller's transaction."""

    def __init__(self, audit: AuditLog) -> None:
        self._audit = audit

    def line(self, session: Session, alert: Alert, now: datetime) -> list[Candidate]:
        """Who may approve the alert and can be told, in the order in which they are asked.

        Those on duty for what covers all its regions, the nearest region first; after them, so that a gap in the roster
        stops no warning, whoever else may approve.
        """
        people = {one.id: one for one in accounts.everybody(session) if obstacle(Act.APPROVE, alert, one) is None}
        duties = {duty.account_id: duty for duty in reversed(self._of(session, alert.regions, now))}
        phones = rows.phones(session, people)

        def candidate(person: Person) -> Candidate:
            phone, duty = phones.get(person.id), duties.get(person.id)
            at = duty.region_code if duty is not None else _office(person, alert.regions)
            contact_id = phone.contact_id if phone is not None and not phone.stopped else None
            return Candidate(person, contact_id, "." not in at, duty is None or not unconfirmed(duty, now))

        def order(one: Candidate) -> tuple[bool, int, bool, int, str]:
            duty = duties.get(one.person.id)
            at = duty.region_code if duty is not None else _office(one.person, alert.regions)
            return duty is None, -len(at), not one.confirmed, duty.position if duty is not None else 0, one.person.name

        return sorted((one for one in map(candidate, people.values()) if one.reachable), key=order)

    def lines(self, session: Session, now: datetime) -> list[Line]:
        """The whole roster of now, with what is wrong with each line."""
        people = {person.id: person for person in accounts.everybody(session)}
        phones = rows.phones(session)
        found = []
        for duty in rows.on_duty(session, now):
            person, phone = people[duty.account_id], phones.get(duty.account_id)
            if not person.active:
                trouble = "suspended"
            elif not person.may(Permission.ALERT_APPROVE, duty.region_code):
                trouble = "not_approver"
            elif phone is None:
                trouble = "no_phone"
            else:
                trouble = "stopped" if phone.stopped else "unconfirmed" if unconfirmed(duty, now) else ""
            found.append(Line(duty, person, trouble))
        return found

    def gaps(self, session: Session, offices: Collection[str], now: datetime) -> list[tuple[str, int]]:
        """The regions for which fewer than two people can be asked at once, and how many can: with one, nobody is next.

        Who is on duty for what covers a region counts for it.
        """
        well = [one for one in self.lines(session, now) if one.trouble in ("", "unconfirmed")]
        found = []
        for code in sorted(offices):
            able = {one.person.id for one in well if covers(one.duty.region_code, code)}
            if len(able) < 2:
                found.append((code, len(able)))
        return found

    def add(
        self,
        session: Session,
        actor: Actor,
        person: Person,
        region: str,
        now: datetime,
        until: datetime | None,
        position: int | None = None,
    ) -> int:
        """Put somebody on duty for a region, as the last to be asked unless a `position` is given; the line's id.

        Raises StaffRefused.
        """
        if not accounts.region_names(session, [region]):
            raise StaffRefused("no_region", f"there is no region {region!r}")
        if not person.active or not person.may(Permission.ALERT_APPROVE, region):
            told = f"{person.name} does not approve alerts in {region}; grant alert_approver first"
            raise StaffRefused("not_approver", told, name=person.name)
        if any(one.account_id == person.id for one in rows.on_duty(session, now, [region])):
            raise StaffRefused("on_duty", f"{person.name} is on duty for {region} already", name=person.name)
        if position is None:
            position = rows.last_position(session, region, now) + 1
        values = {"region_code": region, "account_id": person.id, "position": position}
        times = {"starts_at": now, "ends_at": until, "confirmed_at": now}
        made = prepared.add(session, DutyRoster, {**values, **times})
        assert made is not None  # noqa: S101  (account and region have just been looked up)
        self._audit.record(session, now, actor, "alert.duty", f"duty:{made}", region=region, account=person.id)
        return made

    def end(self, session: Session, actor: Actor, person: Person, region: str, now: datetime) -> bool:
        """Take somebody off duty for a region; False where they were not on it."""
        mine = [one for one in rows.coming(session, now) if (one.account_id, one.region_code) == (person.id, region)]
        for one in mine:
            prepared.change_duty(session, one.id, region, {"ends_at": now})
            self._audit.record(session, now, actor, "alert.duty_ended", f"duty:{one.id}", region=region)
        return bool(mine)

    def of(self, session: Session, person: Person, now: datetime) -> list[Duty]:
        """What the person is on duty for now."""
        return [one for one in rows.on_duty(session, now) if one.account_id == person.id]

    @staticmethod
    def _of(session: Session, regions: Collection[str], now: datetime) -> list[Duty]:
        """Duties for what covers all these regions, in the order in which they are asked."""
        shared = set.intersection(*(set(ancestors(code)) for code in regions)) if regions else set[str]()
        found = rows.on_duty(session, now, shared)
        return sorted(found, key=lambda one: (-len(one.region_code), unconfirmed(one, now), one.position, one.id))


def _office(person: Person, regions: Collection[str]) -> str:
    """The nearest region of a grant by which the person approves for all of these."""
    held = person.regions(Permission.ALERT_APPROVE)
    fitting = [code for code in held if all(covers(code, region) for region in regions)]
    return max(fitting, key=len, default="")
