"""Taking back what has reached people: `RALAT` corrects, `BATAL` recalls. One person is enough, with a fresh code.

It goes to exactly those to whom the first message was handed over, or may have been; what still waits of it is stopped.
The words are prepared in each language: who takes a warning back at night has no time to write, and must not say the
warning again (the apology of May 2021 did). Only the right fact of a correction is the person's own.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.alerts.draft import Draft, NewAlert
from smsinfo.alerts.facts import Facts
from smsinfo.alerts.history import Doer
from smsinfo.alerts.lifecycle import Lifecycle
from smsinfo.alerts.proof import Proven
from smsinfo.alerts.texts import places
from smsinfo.alerts.words import named
from smsinfo.config import Settings
from smsinfo.db.queries import alerting as rows
from smsinfo.domain.alerts import DRILL_WORDS, LEAVING, Act, Alert, Form, Status, next_status
from smsinfo.errors import AlertRefused
from smsinfo.locale import say
from smsinfo.outbox.numbers import PLACE
from smsinfo.sms.clean import clean

LONGEST_FACT: Final = 100
LASTS: Final = timedelta(hours=12)
"""How long a recall is still delivered after the first message would have ended."""
REACHED: Final = LEAVING | {Status.CANCELLED, Status.EXPIRED}
"""In these somebody may have got it."""


class Recall:
    """Every method works in the caller's transaction and raises AlertRefused where a rule forbids it."""

    def __init__(self, settings: Settings, facts: Facts, lifecycle: Lifecycle) -> None:
        self._settings = settings
        self._facts = facts
        self._lifecycle = lifecycle

    def correct(
        self, session: Session, doer: Doer, now: datetime, alert: Alert, proof: Proven | None, fact: str = ""
    ) -> Alert:
        """Say that it was wrong, and what is right (`fact`, up to 100 characters, for all languages)."""
        said = " ".join(clean(fact).split())
        if len(said) > LONGEST_FACT:
            raise AlertRefused("too_long", f"fact may have {LONGEST_FACT} characters", field="fact", most=LONGEST_FACT)
        return self._send(session, doer, now, alert, proof, Form.CORRECTION, said)

    def call_back(self, session: Session, doer: Doer, now: datetime, alert: Alert, proof: Proven | None) -> Alert:
        """Say that it does not hold any more."""
        return self._send(session, doer, now, alert, proof, Form.CANCEL)

    def texts(self, session: Session, alert: Alert, now: datetime, form: Form, fact: str = "") -> dict[str, str]:
        """The words that would go out, by language: for a page that shows them first."""
        approved = (alert.approved_at or alert.created_at).astimezone(self._settings.zone)
        values = {
            "issuer": alert.issuer,
            "code": alert.code,
            "clock": f"{approved:%d/%m %H.%M} {self._facts.zone_word}",
            "place": self._place(session, alert, now),
            "nomor": PLACE,
        }
        mark = f"{DRILL_WORDS} " if alert.drill else ""
        made = {}
        for language in sorted({*alert.texts, "id"}):
            if form is Form.CORRECTION:
                words = say("alert.correct", language, fact=f"{fact} " if fact else "", **values)
            elif form is Form.ALL_CLEAR:
                words = say("alert.all_clear", language, **values)
            else:
                words = say("alert.recall", language, **values)
            made[language] = mark + words
        return made

    def _send(
        self,
        session: Session,
        doer: Doer,
        now: datetime,
        alert: Alert,
        proof: Proven | None,
        form: Form,
        fact: str = "",
    ) -> Alert:
        if alert.status not in REACHED or alert.approved_at is None:
            raise AlertRefused("not_now", "nobody has got it: stop or discard it instead")
        if form is Form.CANCEL and any(one.form is form for one in rows.following(session, alert.id, LEAVING)):
            raise AlertRefused("called_back", "it has been recalled already")
        if next_status(alert.status, Act.CANCEL) is not None:
            alert = self._lifecycle.cancel(session, doer, now, alert, form.value)
        draft = Draft(
            issuer=alert.issuer,
            category=alert.category,
            severity=alert.severity,
            urgency=alert.urgency,
            certainty=alert.certainty,
            expires_at=max(alert.expires_at, now) + LASTS if alert.expires_at < now + LASTS else alert.expires_at,
            headline=alert.headline,
            place=alert.place,
            regions=alert.regions,
            texts=self.texts(session, alert, now, form, fact),
        )
        new = NewAlert(alert.kind, form, alert.drill, alert.id)
        return self._lifecycle.send_alone(session, doer, now, new, draft, proof)

    def _place(self, session: Session, alert: Alert, now: datetime) -> str:
        """What the writer called the place, if that names a region; else the first region's own name."""
        known = self._facts.known(session, alert, now)
        if alert.place and named(tuple(places(alert.regions, known)), alert.place):
            return alert.place
        called = [known.names[code][0] for code in alert.regions if code in known.names]
        return called[0] if called else alert.place
