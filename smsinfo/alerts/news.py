"""What follows an alert by two people: news of it (PERBARUI), and the end of the danger (AMAN).

Here only a draft is opened, in words to begin with, for the regions of the first one and about it; from then on it
goes the way of every alert, to those who may have got the first and to whoever has subscribed meanwhile.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from smsinfo.alerts.draft import Draft, NewAlert
from smsinfo.alerts.history import Doer
from smsinfo.alerts.lifecycle import Lifecycle
from smsinfo.alerts.recall import REACHED, Recall
from smsinfo.domain.alerts import ALONE, DRILL_WORDS, FIRST_WORDS, Alert, Form, Kind
from smsinfo.domain.cap import Certainty, Urgency
from smsinfo.errors import AlertRefused

NEWS: Final = frozenset({Form.UPDATE, Form.ALL_CLEAR})
LASTS: Final = timedelta(hours=6)
"""For so long a draft of news holds, where the first message would end sooner."""
_MARKS: Final = " .,:!-\n"


def may_follow(alert: Alert) -> bool:
    """Whether news of it make sense: somebody may have got it, it is a warning, and it takes nothing back itself."""
    out = alert.approved_at is not None and alert.status in REACHED
    return out and alert.kind is Kind.ALERT and alert.form not in ALONE


class News:
    """Works in the caller's transaction and raises AlertRefused where a rule forbids it."""

    def __init__(self, lifecycle: Lifecycle, recall: Recall) -> None:
        self._lifecycle = lifecycle
        self._recall = recall

    def begin(self, session: Session, doer: Doer, now: datetime, alert: Alert, form: Form) -> Alert:
        """A draft of an update or an all-clear. News of a drill are a drill, and of nothing else."""
        if form not in NEWS or not may_follow(alert):
            raise AlertRefused("not_now", "there is nothing to tell news of")
        kept = {one.name: getattr(alert, one.name) for one in fields(Draft)}
        draft = replace(Draft(**kept), template_id=None, expires_at=max(alert.expires_at, now + LASTS))
        if form is Form.ALL_CLEAR:
            over: dict[str, Any] = {
                "event_at": now,
                "urgency": Urgency.PAST,
                "certainty": Certainty.OBSERVED,
                "instruction": "",
            }
            draft = replace(draft, **over, texts=self._over(session, alert, now))
        else:
            draft = replace(draft, texts={code: again(text, drill=alert.drill) for code, text in alert.texts.items()})
        return self._lifecycle.open(
            session, doer, now, NewAlert(form=form, drill=alert.drill, references_id=alert.id), draft
        )

    def _over(self, session: Session, alert: Alert, now: datetime) -> dict[str, str]:
        """Prepared words in each language that has its own; the others read the Indonesian ones."""
        texts = self._recall.texts(session, alert, now, Form.ALL_CLEAR)
        return {code: text for code, text in texts.items() if code == "id" or text != texts["id"]}


def again(text: str, *, drill: bool) -> str:
    """The words of the first message as news of it begin: `PERBARUI: ...`, behind the mark of a drill."""
    first = FIRST_WORDS[Form.UPDATE]
    bare = text.removeprefix(DRILL_WORDS).lstrip(_MARKS) if drill else text
    bare = bare.removeprefix(first).lstrip(_MARKS)
    return f"{DRILL_WORDS} {first}: {bare}" if drill else f"{first}: {bare}"
