"""Changes of people that need two administrators as soon as there are two: one asks, another confirms.

A lone administrator decides at once; the audit log says so. Each change is checked when it is asked for and again when
it is made, because the people may have changed in between.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from smsinfo.db.queries import staff as rows
from smsinfo.db.queries import staff_access as access
from smsinfo.db.queries import staff_requests as requests
from smsinfo.db.queries.staff_requests import Request
from smsinfo.domain.staff import CODE_ROLES, Grant, Permission, Person, RequestKind, RequestStatus, Role
from smsinfo.errors import StaffRefused
from smsinfo.staff import handover
from smsinfo.staff.accounts import Accounts
from smsinfo.staff.audit import Actor, AuditLog
from smsinfo.staff.coverage import left_alone, regions_of, seconds
from smsinfo.staff.practice import passed
from smsinfo.staff.rules import check_apart

Details = dict[str, Any]


class Changes:
    """Asks, confirms and makes changes; every method works in the caller's transaction."""

    def __init__(self, audit: AuditLog, accounts: Accounts) -> None:
        self._audit = audit
        self._accounts = accounts
        self._apply: dict[RequestKind, Callable[[Session, Actor, datetime, Person, Details], Details]] = {
            RequestKind.GRANT: self._grant,
            RequestKind.REVOKE: self._revoke,
            RequestKind.CODE_RESET: self._reset_code,
            RequestKind.HANDOVER: self._hand_over,
        }

    def ask(
        self, session: Session, actor: Person, now: datetime, kind: RequestKind, subject: Person, details: Details
    ) -> Request:
        """A change, made at once where nobody else can confirm it, else open. Raises StaffRefused."""
        regions = regions_of(subject, *_regions(session, kind, details))
        if not all(actor.may(Permission.PEOPLE, code) for code in regions):
            raise StaffRefused("not_yours", "that lies outside your own jurisdiction")
        self._check(session, kind, subject, details)
        text = _text(details)
        number = requests.add(session, kind, subject.id, text, actor.id, now)
        if number is None:
            raise StaffRefused("asked_before", "the same was asked before and still waits")
        self._note(session, now, Actor.of(actor), "request.opened", subject, kind, number)
        if not seconds(rows.everybody(session), actor, regions):
            self._make(session, actor, now, self._open(session, number))
        found = requests.get(session, number)
        assert found is not None  # noqa: S101  (it has just been made)
        return found

    def confirm(self, session: Session, actor: Person, now: datetime, number: int) -> Request:
        """Make what another administrator asked for. Raises StaffRefused."""
        request = self._open(session, number)
        self._may_decide(session, actor, request)
        if request.requested_by == actor.id:
            raise StaffRefused("own_request", "another administrator has to confirm what you asked for")
        self._make(session, actor, now, request)
        return request

    def refuse(self, session: Session, actor: Person, now: datetime, number: int) -> Request:
        """End a request without making it; who asked for it withdraws it so. Raises StaffRefused."""
        request = self._open(session, number)
        self._may_decide(session, actor, request)
        own = request.requested_by == actor.id
        status = RequestStatus.WITHDRAWN if own else RequestStatus.REFUSED
        self._end(session, actor, now, request, status)
        return request

    def _make(self, session: Session, actor: Person, now: datetime, request: Request) -> None:
        subject = self._accounts.get(session, request.account_id)
        details = json.loads(request.details)
        self._check(session, request.kind, subject, details)
        self._end(session, actor, now, request, RequestStatus.CONFIRMED)
        record = self._apply[request.kind](session, Actor.of(actor), now, subject, details)
        if record:
            requests.put_details(session, request.id, _text(details | record))

    def _end(self, session: Session, actor: Person, now: datetime, request: Request, status: RequestStatus) -> None:
        if not requests.decide(session, request.id, status, actor.id, now):
            raise StaffRefused("decided", "somebody else has decided this in the meantime")
        subject = self._accounts.get(session, request.account_id)
        self._note(session, now, Actor.of(actor), f"request.{status.value}", subject, request.kind, request.id)

    def _open(self, session: Session, number: int) -> Request:
        request = requests.get(session, number)
        if request is None or request.status is not RequestStatus.OPEN:
            raise StaffRefused("decided", "somebody else has decided this in the meantime")
        return request

    def _may_decide(self, session: Session, actor: Person, request: Request) -> None:
        subject = self._accounts.get(session, request.account_id)
        regions = regions_of(subject, *_regions(session, request.kind, json.loads(request.details)))
        if not all(actor.may(Permission.PEOPLE, code) for code in regions):
            raise StaffRefused("not_yours", "that lies outside your own jurisdiction")

    def _check(self, session: Session, kind: RequestKind, subject: Person, details: Details) -> None:
        """Refuse what a rule forbids. Raises StaffRefused."""
        if kind is RequestKind.GRANT:
            check_apart(subject, Role(details["role"]))
            if not rows.region_names(session, [details["region"]]):
                raise StaffRefused("no_region", f"there is no region {details['region']!r}")
        elif kind is RequestKind.REVOKE:
            self._check_revoke(session, subject, Role(details["role"]), details["region"])
        elif kind is RequestKind.HANDOVER:
            taker = self._accounts.get(session, details["taker"])
            handover.check(session, subject, taker, close=details["close"])

    def _check_revoke(self, session: Session, subject: Person, role: Role, region: str) -> None:
        kept = tuple(g for g in subject.grants if (g.role, g.region_code) != (role, region))
        if len(kept) == len(subject.grants):
            raise StaffRefused("no_grant", f"{subject.name} has no such role", name=subject.name)
        people = rows.everybody(session)
        after = [replace(person, grants=kept) if person.id == subject.id else person for person in people]
        alone = left_alone(people, after)
        if alone:
            raise StaffRefused(
                "last_one",
                f"{region} would be left without {role.value}: give the role to somebody else first",
                role=role.value,
                region=region,
            )

    def _grant(self, session: Session, actor: Actor, now: datetime, subject: Person, details: Details) -> Details:
        role = Role(details["role"])
        practice = bool(details["practice"]) and not passed(role, rows.tasks(session, subject.id))
        rows.put_grant(session, subject.id, Grant(role, details["region"], practice), now)
        if role in CODE_ROLES and not subject.has_code:
            access.end_sessions(session, subject.id)  # the next log-in begins with the authenticator
        self._role(session, now, actor, "role.granted", subject, details["region"], role=role.value, practice=practice)
        return {}

    def _revoke(self, session: Session, actor: Actor, now: datetime, subject: Person, details: Details) -> Details:
        rows.drop_grant(session, subject.id, Role(details["role"]), details["region"])
        self._role(session, now, actor, "role.revoked", subject, details["region"], role=details["role"])
        return {}

    def _reset_code(self, session: Session, actor: Actor, now: datetime, subject: Person, _details: Details) -> Details:
        self._accounts.drop_code(session, actor, now, subject)
        return {}

    def _hand_over(self, session: Session, actor: Actor, now: datetime, subject: Person, details: Details) -> Details:
        taker = self._accounts.get(session, details["taker"])
        gone = [asdict(item) for item in handover.items(session, subject, now)]
        handover.move(session, subject, taker, now)
        if details["close"]:
            self._accounts.suspend(session, actor, now, subject)
        self._role(session, now, actor, "handover.done", subject, None, taker=taker.name, items=len(gone))
        return {"items": gone}

    def _role(
        self,
        session: Session,
        now: datetime,
        actor: Actor,
        action: str,
        subject: Person,
        region: str | None,
        **details: object,
    ) -> None:
        self._audit.record(session, now, actor, action, f"account:{subject.name}", region=region, **details)

    def _note(
        self,
        session: Session,
        now: datetime,
        actor: Actor,
        action: str,
        subject: Person,
        kind: RequestKind,
        number: int,
    ) -> None:
        self._role(session, now, actor, action, subject, subject.region_code, kind=kind.value, request=number)


def _regions(session: Session, kind: RequestKind, details: Details) -> frozenset[str]:
    """The regions that a change is about beside those of its subject."""
    if kind is RequestKind.HANDOVER:
        taker = rows.by_id(session, details["taker"])
        return regions_of(taker) if taker is not None else frozenset()
    return frozenset({details["region"]}) if "region" in details else frozenset()


def _text(details: Details) -> str:
    return json.dumps(details, sort_keys=True, ensure_ascii=True)
