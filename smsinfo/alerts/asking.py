"""Tells whoever is on duty that an alert waits for an approval: by text and by mail, with its reach and its very words.

What was shown to whom stands in the alert's own history (`ask`): the count that an approver types by text is compared
with the one that they were shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from smsinfo.alerts.cap.drafting import cut
from smsinfo.alerts.checks import warnings
from smsinfo.alerts.dispatch import HEAD_START
from smsinfo.alerts.figures import Figures, Reckoning
from smsinfo.alerts.history import BY_WORKER, Doer, Hand, History
from smsinfo.alerts.lifecycle import Lifecycle
from smsinfo.alerts.roster import URGENT, Candidate, Roster, due
from smsinfo.config import Settings
from smsinfo.db.queries import alert_facts, alerting
from smsinfo.db.queries import officials as rows
from smsinfo.db.queries import staff as accounts
from smsinfo.domain.alerts import DRILL_WORDS, Act, Alert, Status
from smsinfo.domain.cap import Severity
from smsinfo.domain.messages import Lane, Purpose
from smsinfo.domain.staff import PROVINCE, Person
from smsinfo.errors import Refused
from smsinfo.locale import say
from smsinfo.logs import get_logger
from smsinfo.outbox.enqueue import Draft, Outbox

log = get_logger(__name__)
MOST_WAITING: Final = 200
MOST_NAMED: Final = 2
LONGEST_NAMES: Final = 30
"""Characters: with all figures the answer is one segment still."""
LONGEST_ISSUER: Final = 24
MOST_OF_A_DRAFT: Final = 2
WORTH_TELLING: Final = timedelta(hours=1)
_GRAVE: Final = {
    Severity.EXTREME: "official.extreme",
    Severity.SEVERE: "official.severe",
    Severity.MODERATE: "official.moderate",
    Severity.MINOR: "official.minor",
    Severity.UNKNOWN: "official.minor",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person was shown of an alert, the last time: the count, and the warnings (keys) that were spelled out."""

    count: int
    warnings: frozenset[str]


class Asking:
    """Every method works in the caller's transaction."""

    def __init__(
        self,
        lifecycle: Lifecycle,
        roster: Roster,
        history: History,
        outbox: Outbox,
        reckon: Reckoning,
        settings: Settings,
    ) -> None:
        self._lifecycle = lifecycle
        self._roster = roster
        self._history = history
        self._outbox = outbox
        self._settings = settings
        self.reckon = reckon

    def ask(self, session: Session, alert: Alert, now: datetime) -> list[Person]:
        """Tell whoever should have been told by now, and was not; who was."""
        new = self.missing(session, alert, now)
        if not new:
            return []
        figures, found = self.reckon(session, alert, now), self._lifecycle.findings(session, alert, now)
        told = []
        for one in new:
            if self._tell(session, alert, one, self.words(session, alert, figures, one.person), now):
                self.note(session, alert, one.person, figures.people, warnings(found), now)
                told.append(one.person)
        return told

    def missing(self, session: Session, alert: Alert, now: datetime) -> list[Candidate]:
        """Who should have been told by now, and was not."""
        if alert.status is not Status.SUBMITTED or alert.submitted_at is None:
            return []
        asked = {step.details.get("account") for step in self._steps(session, alert)}
        wanted = due(self._roster.line(session, alert, now), now - alert.submitted_at, alert.severity)
        return [one for one in wanted if one.person.id not in asked]

    def note(
        self,
        session: Session,
        alert: Alert,
        person: Person,
        count: int,
        warned: Iterable[str],
        now: datetime,
        hand: Hand = BY_WORKER,
    ) -> None:
        """Write down what a person was shown."""
        details: dict[str, Any] = {"person": person.name, "account": person.id, "count": count}
        self._history.note(session, now, hand, Act.ASK, alert, alert, **details, warnings=sorted(warned))

    def shown(self, session: Session, alert: Alert, person: Person) -> Shown | None:
        """What the person was last shown of this version, since it was submitted; None where nothing."""
        mine = [step for step in self._steps(session, alert) if step.details.get("account") == person.id]
        if not mine or mine[-1].version != alert.version:
            return None
        return Shown(mine[-1].details["count"], frozenset(mine[-1].details["warnings"]))

    def show(self, session: Session, alert: Alert, doer: Doer, now: datetime) -> None:
        """Send an approver who was not asked what those have got who were."""
        figures, found = self.reckon(session, alert, now), self._lifecycle.findings(session, alert, now)
        phone = rows.phones(session, [doer.person.id]).get(doer.person.id)
        if phone is None:
            return
        text = self.words(session, alert, figures, doer.person)
        draft = Draft(text, Purpose.NOTICE, Lane.URGENT, WORTH_TELLING, phone.contact_id, ahead=HEAD_START[0])
        if self._add(session, draft, now):
            self.note(session, alert, doer.person, figures.people, warnings(found), now, doer.hand)

    def tell_writer(self, session: Session, alert: Alert, by: Person, key: str, now: datetime) -> None:
        """What has become of it, to whoever submitted it, by text; not to the one who has just done it."""
        writer = accounts.by_id(session, alert.submitter_id) if alert.submitter_id is not None else None
        phone = rows.phones(session, [writer.id]).get(writer.id) if writer is not None else None
        if writer is None or phone is None or writer.id == by.id:
            return
        text = say(key, writer.language or self._settings.language, code=alert.code, name=by.name)
        self._add(
            session, Draft(text, Purpose.NOTICE, Lane.URGENT, WORTH_TELLING, phone.contact_id, ahead=HEAD_START[0]), now
        )

    def tell_of_draft(self, session: Session, draft: Alert, now: datetime) -> list[Person]:
        """Tell whoever is on duty that a feed has brought a draft, each once; who was told. Nobody has asked for it.

        A grave one is told to the next as well: it waits for nobody's answer by which the first one's silence would
        show. One without a region is for the province.
        """
        # The roster knows who may approve what is submitted; here nobody has submitted it yet.
        meant = replace(draft, status=Status.SUBMITTED, regions=draft.regions or (PROVINCE,))
        line = self._roster.line(session, meant, now)[: MOST_OF_A_DRAFT if draft.severity in URGENT else 1]
        told = []
        for one in line:
            language = one.person.language or self._settings.language
            text = say(
                "official.draft",
                language,
                code=draft.code,
                issuer=cut(draft.issuer, LONGEST_ISSUER),
                severity=say(_GRAVE[draft.severity], language),
                place=self.names(session, meant),
            )
            if self._send(
                session, draft, one, text, "official.draft.subject", f"draft:{draft.id}:{one.person.id}", now
            ):
                told.append(one.person)
        if not told:
            log.warning("draft_untold", code=draft.code)
        return told

    def names(self, session: Session, alert: Alert) -> str:
        """The regions, as many as have room in a text: `Katingan Hilir, Tasik Payawan +3`."""
        found = alert_facts.names(session, alert.regions)
        named = [found[code][0] for code in alert.regions if code in found]
        told = [_counted(named, shown) for shown in range(MOST_NAMED, 0, -1)]
        return next((one for one in told if len(one) <= LONGEST_NAMES), told[-1][:LONGEST_NAMES])

    def words(self, session: Session, alert: Alert, figures: Figures, person: Person) -> str:
        """What an approver has to see: reach, how to answer, what nobody has approved, and the texts as they leave."""
        language = person.language or self._settings.language
        head = say(
            "official.ask",
            language,
            code=alert.code,
            severity=say(_GRAVE[alert.severity], language),
            place=self.names(session, alert),
            people=figures.people,
            segments=figures.segments,
            cost=dotted(figures.cost_idr),
            minutes=figures.minutes,
        )
        strange = [key.split(":", 2)[2] for key in sorted(alert.accepted)]
        # A drill must be seen to be one before anything else of it is read (Hawaii 2018).
        lines = [f"{DRILL_WORDS} {head}" if alert.drill else head]
        if strange:
            lines.append(say("official.strange", language, value=", ".join(strange)))
        return "\n".join([*lines, *(text for _, text in sorted(alert.texts.items(), key=lambda one: one[0] != "id"))])

    def _steps(self, session: Session, alert: Alert) -> list[alerting.Step]:
        since = alert.submitted_at
        steps = alerting.events(session, alert.id)
        return [step for step in steps if step.act == Act.ASK and since is not None and step.at >= since]

    def _tell(self, session: Session, alert: Alert, one: Candidate, text: str, now: datetime) -> bool:
        """By text and by mail, each once; whether either was new."""
        assert alert.submitted_at is not None  # noqa: S101  (`ask`)
        reason = f"ask:{alert.id}:{alert.submitted_at.timestamp():.0f}:{one.person.id}"
        return self._send(session, alert, one, text, "official.ask.subject", reason, now)

    def _send(
        self, session: Session, alert: Alert, one: Candidate, text: str, subject: str, reason: str, now: datetime
    ) -> bool:
        # A million messages of another alert may wait in the same lane; who has to decide must not wait behind them.
        lane, ahead = (Lane.URGENT, HEAD_START[0]) if alert.severity in URGENT else (Lane.ALERT, timedelta())
        lasts = max(alert.expires_at - now, timedelta(minutes=1))
        drafts = []
        if one.contact_id is not None:
            key = f"{reason}:sms"
            drafts.append(Draft(text, Purpose.NOTICE, lane, lasts, one.contact_id, dedupe_key=key, ahead=ahead))
        if one.person.email:
            title = say(subject, one.person.language or self._settings.language, code=alert.code)
            mail = Draft(text, Purpose.NOTICE, lane, lasts, None, one.person.email, title, dedupe_key=f"{reason}:mail")
            drafts.append(mail)
        return sum(self._add(session, draft, now) for draft in drafts) > 0

    def _add(self, session: Session, draft: Draft, now: datetime) -> bool:
        try:
            return self._outbox.add(session.connection(), draft, now) is not None
        except Refused as problem:  # no channel for mail, or none at all: the other way may work
            log.warning("approver_not_told", mail=draft.mail_to is not None, problem=str(problem))
            return False


def dotted(number: int) -> str:
    """`875.000`, as money is read here."""
    return f"{number:,}".replace(",", ".")


def _counted(names: list[str], shown: int) -> str:
    """The first names, and how many there are besides."""
    return ", ".join(names[:shown]) + (f" +{len(names) - shown}" if len(names) > shown else "")
