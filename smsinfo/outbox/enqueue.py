"""Puts single MTs into the outbox, in the transaction of whoever has a reason to send. Alerts go by the fan-out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from smsinfo.config import Settings
from smsinfo.db.queries import channels, last_words, queueing
from smsinfo.db.queries.queueing import Recipient
from smsinfo.domain.channels import Plan
from smsinfo.domain.messages import Lane, MtStatus, Purpose
from smsinfo.domain.outbox import Leaving
from smsinfo.errors import Refused
from smsinfo.outbox.numbers import Numbers
from smsinfo.outbox.quiet import not_before
from smsinfo.outbox.route import best, routes
from smsinfo.sms.segments import split

LONGEST_SEGMENTS = 10


@dataclass(frozen=True, slots=True)
class Draft:
    """One MT to be: to a contact (by id), to somebody who was just erased (`leaving`), or by mail. `dedupe_key` names
    its reason: the same reason sends once.

    `ahead` is the start that it gets before others of its lane (alerts/dispatch.py, `HEAD_START`).
    `channel` is the one that was texted, for a reply; else the route chooses. `{nomor}` in the text becomes the number
    that the person texts.
    """

    text: str
    purpose: Purpose
    lane: Lane
    valid_for: timedelta
    contact_id: int | None = None
    mail_to: str | None = None
    subject: str | None = None
    channel: str = ""
    dedupe_key: str | None = None
    inbound_id: int | None = None
    ahead: timedelta = timedelta()
    leaving: Leaving | None = None


class Outbox:
    """Enqueues; the worker does the rest."""

    def __init__(self, settings: Settings, plans: Mapping[str, Plan]) -> None:
        self._settings = settings
        self._plans = plans
        self.numbers = Numbers(plans.values())

    def add(self, connection: Connection, draft: Draft, now: datetime) -> int | None:
        """The id of the new row; None where the person said STOP or is set aside, or the same reason has sent before.

        Raises Refused when no channel can send to this person, the text is too long for any, or
        it names a number that nobody declares.
        """
        person = self._recipient(connection, draft)
        if draft.contact_id is not None and person is None:
            raise Refused("the recipient was erased")
        if person is not None and not person.pushed and draft.purpose is not Purpose.REPLY:
            return None
        operator = person.operator if person is not None else ""
        plan = self._channel(connection, draft, operator, now)
        text = self.numbers.fill(draft.text, operator, practice=person is not None and person.practice)
        parts = split(text)
        if parts.count > LONGEST_SEGMENTS and plan.kind != "mail":
            raise Refused(f"the text has {parts.count} segments; the most is {LONGEST_SEGMENTS}")
        values: dict[str, Any] = {
            "inbound_id": draft.inbound_id,
            "contact_id": draft.contact_id,
            "purpose": draft.purpose.value,
            "lane": draft.lane.value,
            "channel": plan.name,
            "operator": operator,
            "region_code": person.region_code if person is not None else None,
            "body": text,
            "encoding": parts.encoding,
            "segments": parts.count,
            "cost_idr": parts.count * plan.tariff_idr,
            "status": MtStatus.QUEUED.value,
            "attempts": 0,
            "not_before": not_before(draft.lane, now, self._settings.quiet_hours, self._settings.zone) - draft.ahead,
            "expires_at": now + draft.valid_for,
            "created_at": now,
            "status_at": now,
            "mail_to": draft.mail_to,
            "subject": draft.subject,
            "dedupe_key": draft.dedupe_key,
        }
        number = queueing.add(connection, values)
        if number is not None and draft.leaving is not None:
            last_words.keep(connection, number, draft.leaving)
        return number

    @staticmethod
    def _recipient(connection: Connection, draft: Draft) -> Recipient | None:
        if draft.leaving is not None:
            return Recipient(draft.leaving.operator, None, pushed=False, practice=draft.leaving.practice)
        return queueing.recipient(connection, draft.contact_id) if draft.contact_id is not None else None

    def _channel(self, connection: Connection, draft: Draft, operator: str, now: datetime) -> Plan:
        texted = self._plans.get(draft.channel)
        if texted is not None and texted.can_send:
            return texted
        states = channels.all_states(connection)
        broken = {name for name, state in states.items() if state.is_open(now) or state.paused}
        if draft.mail_to:
            mails = routes(self._plans.values(), "", broken=broken, kind="mail")
            plan = mails[0] if mails else None
        else:
            plan = best(self._plans.values(), operator, broken=broken)
        if plan is None:
            raise Refused("no channel can send this: declare one in smsinfo.toml (docs/gateways)")
        return plan
