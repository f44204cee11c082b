"""What is prepared in quiet times: templates, areas, the directory, the roster. Two people sign what texts rely on."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from smsinfo.alerts.named import link, phone
from smsinfo.alerts.roster import Roster
from smsinfo.db.models import AlertTemplate, DirectoryEntry, SavedArea
from smsinfo.db.queries import alert_facts
from smsinfo.db.queries import prepared as rows
from smsinfo.db.queries import staff as accounts
from smsinfo.domain.alerts import Form, Kind
from smsinfo.domain.cap import Certainty, Severity, Urgency
from smsinfo.domain.regions import covers
from smsinfo.domain.staff import Permission, Person, Role
from smsinfo.errors import AlertRefused
from smsinfo.staff.audit import Actor, AuditLog

LONGEST_NAME: Final = 80
LONGEST_VALUE: Final = 120


@dataclass(frozen=True, slots=True)
class NewTemplate:
    """Prepared words by language; they are checked as an alert's when they are used."""

    name: str
    category: str
    severity: Severity
    urgency: Urgency
    certainty: Certainty
    headline: str
    instruction: str
    texts: Mapping[str, str]
    kind: Kind = Kind.ALERT
    form: Form = Form.ALERT


class Prepared:
    """Every method works in the caller's transaction, writes down what it did, and raises AlertRefused."""

    def __init__(self, audit: AuditLog) -> None:
        self._audit = audit
        self._roster = Roster(audit)

    def add_template(self, session: Session, person: Person, now: datetime, new: NewTemplate) -> int:
        """A template that waits for another person's signature; its id."""
        self._may_write(person, None)
        values = {
            "name": _name(new.name),
            "kind": new.kind.value,
            "form": new.form.value,
            "category": new.category,
            "severity": new.severity.value,
            "urgency": new.urgency.value,
            "certainty": new.certainty.value,
            "headline": new.headline[:160],
            "instruction": new.instruction[:500],
            "texts": json.dumps(dict(new.texts), ensure_ascii=False),
            "active": True,
        }
        return self._add(session, person, now, AlertTemplate, "template", values)

    def add_area(
        self, session: Session, person: Person, now: datetime, name: str, region: str, regions: Collection[str]
    ) -> int:
        """A named set of regions inside `region`, which waits for a signature; its id."""
        self._may_write(person, region)
        if not regions or not all(covers(region, code) for code in regions):
            raise AlertRefused("no_area", "choose regions that lie in the area's own region")
        missing = sorted(set(regions) - set(alert_facts.names(session, regions)))
        if missing:
            raise AlertRefused("unknown_region", f"there is no region {missing[0]}", region=missing[0])
        values = {"name": _name(name), "region_code": region}
        made = self._add(session, person, now, SavedArea, "area", values, regions=sorted(regions)[:20])
        rows.add_area_regions(session, made, set(regions))
        return made

    def add_entry(self, session: Session, person: Person, now: datetime, kind: str, value: str, label: str) -> int:
        """A phone number or link for the directory, which waits for an approval; its id."""
        self._may_write(person, None)
        if kind not in ("phone", "link"):
            raise AlertRefused("kind", "the directory holds phone numbers and links")
        tidy = phone(value) if kind == "phone" else link(value)
        if not tidy or len(tidy) > LONGEST_VALUE:
            raise AlertRefused("no_value", "write the number or the link")
        values = {"kind": kind, "value": tidy, "label": _name(label)}
        return self._add(session, person, now, DirectoryEntry, "directory", values, value=tidy)

    def sign_template(self, session: Session, person: Person, now: datetime, template_id: int) -> None:
        """Another person's signature."""
        self._sign(session, person, now, AlertTemplate, "template", template_id, None)

    def sign_area(self, session: Session, person: Person, now: datetime, area_id: int) -> None:
        """Another person's signature, who approves for the whole area."""
        found = next((area for area in rows.areas(session, signed=False) if area.id == area_id), None)
        if found is None:
            raise AlertRefused("no_area", "there is no such area")
        self._sign(session, person, now, SavedArea, "area", area_id, found.region_code)

    def approve_entry(self, session: Session, person: Person, now: datetime, entry_id: int) -> None:
        """Another person's approval: texts may name it without a warning from now on."""
        self._sign(session, person, now, DirectoryEntry, "directory", entry_id, None)

    def withdraw_template(self, session: Session, person: Person, now: datetime, template_id: int) -> None:
        """Offer it no more."""
        found = next((one for one in rows.templates(session, signed=False) if one.id == template_id), None)
        if found is None:
            raise AlertRefused("gone", "there is no such template any more")
        self._may_withdraw(person, None, found.author_id, found.signer_id)
        rows.retire_template(session, template_id)
        self._note(session, now, person, "alert.template_withdrawn", f"template:{template_id}", None, name=found.name)

    def withdraw_area(self, session: Session, person: Person, now: datetime, area_id: int) -> None:
        """Offer it no more."""
        found = next((one for one in rows.areas(session, signed=False) if one.id == area_id), None)
        if found is None:
            raise AlertRefused("gone", "there is no such area any more")
        self._may_withdraw(person, found.region_code, found.author_id, found.signer_id)
        rows.retire_area(session, area_id, now)
        self._note(session, now, person, "alert.area_withdrawn", f"area:{area_id}", found.region_code, name=found.name)

    def withdraw_entry(self, session: Session, person: Person, now: datetime, entry_id: int) -> None:
        """Take it out: texts that name it get their warning again."""
        found = next((one for one in rows.directory(session) if one.id == entry_id), None)
        if found is None:
            raise AlertRefused("gone", "there is no such number or link any more")
        self._may_withdraw(person, None, found.author_id, found.approver_id)
        rows.drop_entry(session, entry_id)
        self._note(session, now, person, "alert.directory_withdrawn", f"directory:{entry_id}", None, value=found.value)

    def put_on_duty(
        self,
        session: Session,
        person: Person,
        now: datetime,
        region: str,
        account_id: int,
        position: int,
        ends_at: datetime | None = None,
    ) -> int:
        """A turn on the roster from now on; its id. Raises AlertRefused, and StaffRefused as the roster does."""
        self._may_approve(person, region)
        if ends_at is not None and ends_at <= now:
            raise AlertRefused("bad_time", "the turn ends before it begins")
        taker = next((one for one in accounts.everybody(session) if one.id == account_id), None)
        if taker is None:
            raise AlertRefused("no_account", "there is no such account")
        return self._roster.add(session, Actor.of(person), taker, region, now, ends_at, position)

    def confirm_duty(self, session: Session, person: Person, now: datetime, duty_id: int, region: str) -> None:
        """It still holds."""
        self._change_duty(session, person, now, duty_id, region, {"confirmed_at": now}, "alert.duty_kept")

    def end_duty(self, session: Session, person: Person, now: datetime, duty_id: int, region: str) -> None:
        """It ends now."""
        self._change_duty(session, person, now, duty_id, region, {"ends_at": now}, "alert.duty_ended")

    def _change_duty(
        self,
        session: Session,
        person: Person,
        now: datetime,
        duty_id: int,
        region: str,
        values: Mapping[str, Any],
        action: str,
    ) -> None:
        self._may_approve(person, region)
        if not rows.change_duty(session, duty_id, region, values):
            raise AlertRefused("no_duty", "there is no such turn")
        self._note(session, now, person, action, f"duty:{duty_id}", region)

    def _add(
        self,
        session: Session,
        person: Person,
        now: datetime,
        model: type[Any],
        what: str,
        values: dict[str, Any],
        **told: object,
    ) -> int:
        made = rows.add(session, model, values | {"author_id": person.id, "created_at": now})
        if made is None:
            raise AlertRefused("name_taken", "there is one of this name already")
        self._note(session, now, person, f"alert.{what}", f"{what}:{made}", values.get("region_code"), **told)
        return made

    def _sign(
        self,
        session: Session,
        person: Person,
        now: datetime,
        model: type[Any],
        what: str,
        number: int,
        region: str | None,
    ) -> None:
        self._may_approve(person, region)
        if not rows.sign(session, model, number, person.id, now):
            raise AlertRefused("own", "another person than the writer signs it, once")
        self._note(session, now, person, f"alert.{what}_signed", f"{what}:{number}", region)

    def _may_write(self, person: Person, region: str | None) -> None:
        if Role.ADMINISTRATOR in person.roles or not (
            person.may(Permission.ALERT_WRITE, region) or person.may(Permission.ALERT_APPROVE, region)
        ):
            raise AlertRefused("not_yours", "your role does not allow it there")

    def _may_withdraw(self, person: Person, region: str | None, author_id: int, signer_id: int | None) -> None:
        """One approver is enough: less is offered by it, never more. Of what nobody has signed, its writer too."""
        if signer_id is None and author_id == person.id:
            return self._may_write(person, region)
        return self._may_approve(person, region)

    def _may_approve(self, person: Person, region: str | None) -> None:
        if Role.ADMINISTRATOR in person.roles or not person.may(Permission.ALERT_APPROVE, region):
            raise AlertRefused("not_yours", "your role does not allow it there")

    def _note(
        self,
        session: Session,
        now: datetime,
        person: Person,
        action: str,
        subject: str,
        region: str | None,
        **details: object,
    ) -> None:
        self._audit.record(session, now, Actor.of(person), action, subject, region=region, **details)


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not 3 <= len(name) <= LONGEST_NAME:
        raise AlertRefused("name_form", f"a name has 3 to {LONGEST_NAME} characters")
    return name
