"""Looks up what an alert's checks and its count have to know, in the caller's transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.alerts.known import Known
from smsinfo.config import Settings
from smsinfo.db.queries import alert_facts, alerting, recipients
from smsinfo.db.queries.recipients import Target
from smsinfo.domain.alerts import Alert, Kind
from smsinfo.domain.audience import Audience, audience_of
from smsinfo.errors import Refused
from smsinfo.locale import languages
from smsinfo.outbox.numbers import Numbers
from smsinfo.sms.segments import Split, split

ZONES: Final = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
"""What people call the time of each Indonesian zone."""


class Facts:
    """Over one installation: its zone, and the numbers that its channels declare."""

    def __init__(self, settings: Settings, numbers: Numbers) -> None:
        self._settings = settings
        self.numbers = numbers
        self.zone_word = ZONES.get(settings.timezone, "WIB")

    def known(self, session: Session, alert: Alert, now: datetime, about: Alert | None = None) -> Known:
        """What the checks compare the alert with; `about` is looked up where it is not given."""
        allowed, first = alert_facts.directory(session, ("phone", "link")), about
        if first is None and alert.references_id is not None:
            first = alerting.get(session, alert.references_id)
        return Known(
            now=now,
            zone=self.zone_word,
            names=alert_facts.names(session, alert.regions),
            measure=self.numbers.measure,
            phones=allowed["phone"],
            links=allowed["link"],
            languages=languages(),
            first=(first.headline, *first.texts.values()) if first is not None else (),
        )

    def measure(self, text: str) -> Split:
        """A text as it is billed with the longest number; of one that names a number nobody declares, as it stands."""
        try:
            return self.numbers.measure(text)
        except Refused:
            return split(text)

    def count(self, session: Session, alert: Alert, now: datetime) -> int:
        """How many people the alert would reach now."""
        return recipients.count(session.connection(), target(alert), now)


def rule_of(alert: Alert) -> Audience:
    """The rule that was approved; before the approval, the one that will be."""
    if alert.audience:
        return Audience.read(alert.audience)
    announcement = alert.kind is Kind.ANNOUNCEMENT
    return audience_of(alert.form, alert.references_id, drill=alert.drill, announcement=announcement)


def target(alert: Alert) -> Target:
    """Whom to look for. Practice contacts take part in drills only."""
    return Target(rule_of(alert), alert.category, alert.regions, practice=alert.drill)
