"""The refusals that all acts on alerts share."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from smsinfo.alerts.proof import Proven
from smsinfo.domain.alerts import Act, Alert, obstacle, obstacle_to
from smsinfo.domain.staff import Person
from smsinfo.errors import AlertRefused
from smsinfo.sms.clean import clean

MOST_WHY: Final = 500

REASONS: Final = {
    "not_now": "that can't be done to it any more; look at it again",
    "suspended": "this account is suspended",
    "administrator": "who manages people neither writes nor sends alerts",
    "not_yours": "a part of it is outside your jurisdiction, or your role does not allow it",
    "own": "nobody approves what they wrote, edited last or submitted",
}


def refuse_to(act: Act, alert: Alert, person: Person) -> None:
    """Raises AlertRefused where the person may not do this to the alert now."""
    _refuse(obstacle(act, alert, person))


def refuse_in(act: Act, regions: tuple[str, ...], person: Person) -> None:
    """Raises AlertRefused where the person may not do this for these regions."""
    _refuse(obstacle_to(act, regions, person))


def refuse_unproven(proof: Proven | None, person: Person, now: datetime) -> None:
    """Raises AlertRefused without a fresh proof of this person."""
    if proof is None or not proof.holds_for(person, now):
        raise AlertRefused("code", "give a fresh code of your authenticator or sheet")


def said(text: str) -> str:
    """Somebody's reason, tidied. Raises AlertRefused for none."""
    words = " ".join(clean(text).split())[:MOST_WHY]
    if not words:
        raise AlertRefused("no_words", "write why")
    return words


def _refuse(problem: str | None) -> None:
    if problem is not None:
        raise AlertRefused(problem, REASONS[problem])
