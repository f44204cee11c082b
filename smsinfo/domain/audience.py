"""Who gets an alert, as a rule that is approved and sealed with its texts: never a list of people."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from smsinfo.domain.alerts import Form

WEEKLY_ANNOUNCEMENTS: Final = 2
"""Ordinary announcements that one person gets in seven days: more of them is what people say STOP to."""


class To(StrEnum):
    """Whom a rule means.

    `SUBSCRIBERS`: of the regions. `HANDED`: exactly those to whom another alert was handed over, or may have been.
    `HANDED_AND_NEW`: those, and subscribers of the regions besides. `DRILL`: the practice contacts and the drill list.
    """

    SUBSCRIBERS = "subscribers"
    HANDED = "handed"
    HANDED_AND_NEW = "handed_and_new"
    DRILL = "drill"


@dataclass(frozen=True, slots=True)
class Audience:
    """The rule of one alert. `of` is the alert whose recipients are meant; `weekly` the most announcements a week
    (None: no limit)."""

    to: To = To.SUBSCRIBERS
    of: int | None = None
    weekly: int | None = None

    def rule(self) -> str:
        """As it is stored and sealed."""
        return json.dumps({"of": self.of, "to": self.to.value, "weekly": self.weekly}, separators=(",", ":"))

    @classmethod
    def read(cls, rule: str) -> Audience:
        """From what is stored; an alert of before there were rules is for its subscribers."""
        if not rule:
            return cls()
        found = json.loads(rule)
        return cls(To(found["to"]), found["of"], found["weekly"])


def audience_of(form: Form, references_id: int | None, *, drill: bool, announcement: bool) -> Audience:
    """The rule that follows from what an alert is."""
    if drill and form is Form.ALERT:
        return Audience(To.DRILL)
    if form in (Form.CORRECTION, Form.CANCEL):
        return Audience(To.HANDED, references_id)
    if form in (Form.UPDATE, Form.ALL_CLEAR):
        # News of a drill go to whom the drill went: nobody else may get them.
        return Audience(To.HANDED if drill else To.HANDED_AND_NEW, references_id)
    return Audience(weekly=WEEKLY_ANNOUNCEMENTS if announcement else None)
