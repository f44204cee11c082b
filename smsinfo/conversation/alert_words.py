"""An alert as a citizen hears of it, by SMS and on a screen: what holds of it first, then its official words."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from smsinfo.alerts.facts import ZONES
from smsinfo.conversation.turn import Turn
from smsinfo.domain.public_alerts import PublicAlert, Standing
from smsinfo.outbox.numbers import PLACE

HEADS: Final[dict[Standing, str]] = {
    Standing.DRILL: "verify.drill",
    Standing.CANCELLED: "verify.cancelled",
    Standing.CORRECTED: "verify.corrected",
    Standing.ENDED: "verify.ended",
    Standing.IN_FORCE: "verify.official",
}


def verified(turn: Turn, alert: PublicAlert) -> str:
    """What holds of the alert now, who issued it and when, and what it said."""
    standing = alert.standing(turn.now)
    head = turn.say(
        HEADS[standing],
        issuer=alert.issuer,
        at=_moment(turn, alert.sent_at),
        end=_moment(turn, alert.expires_at),
        code=alert.later[-1].code if alert.later else alert.code,
    )
    return f"{head}\n{official(turn, alert.text(turn.language))}"


def official(turn: Turn, text: str) -> str:
    """The words of an alert for somebody who is talking with us: the number in them is the one that they use."""
    return text.replace(PLACE, turn.say("alert.here"))


def _moment(turn: Turn, at: datetime) -> str:
    """Day and time; the year where it is not this one, since old warnings are sent round again."""
    local = at.astimezone(turn.zone)
    year = "" if local.year == turn.now.astimezone(turn.zone).year else f"-{local.year}"
    return f"{local:%d-%m}{year} {local:%H.%M} {ZONES.get(turn.zone.key, '')}".rstrip()
