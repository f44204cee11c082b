"""A marked text each hour of the day from one channel to another's number: the proof that one sends and one receives.

A modem can lose its network and say nothing. Each loop text is known by a code of its own; it comes back as an MO from
one of our own numbers, which the inbox writes down and answers with silence. One that does not come is an alarm.

Marks of a channel `hp`: `loop_made:hp` (id of the message and its code), `loop_back:hp` (code and channel of the newest
one that came), `loop_lost:hp` (the channel at which it was awaited) until one comes again.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from smsinfo.config import Settings
from smsinfo.db.queries import channels, marks, reporting, watching
from smsinfo.db.queries.reporting import Fact
from smsinfo.domain.channels import Plan
from smsinfo.domain.gateway import Gateway
from smsinfo.domain.messages import Lane, MtStatus, Purpose
from smsinfo.errors import BadNumber, BadSetting
from smsinfo.logs import get_logger
from smsinfo.outbox.alarms import DAY_BEGINS, DAY_ENDS, LOOP_LOST
from smsinfo.outbox.enqueue import Draft
from smsinfo.outbox.watch import Parts, contact_of, takes_texts
from smsinfo.sms.msisdn import parse

log = get_logger(__name__)
MADE: Final = "loop_made:"
BACK: Final = "loop_back:"
WORTH_SENDING: Final = timedelta(minutes=50)
_OVER: Final = (MtStatus.SENT, MtStatus.DELIVERED, MtStatus.UNKNOWN, MtStatus.FAILED, MtStatus.EXPIRED)
_TEXT: Final = re.compile(r"smsinfo loop ([a-z0-9_-]{1,32}) ([0-9a-f]{8})")


@dataclass(frozen=True, slots=True)
class Pair:
    """From which channel to which, the other's number, and how long a text may take."""

    sends: str
    takes: str
    number: str
    patience: timedelta


def pairs(settings: Settings, plans: Mapping[str, Plan], gateways: Mapping[str, Gateway]) -> tuple[Pair, ...]:
    """The declared loops. Raises BadSetting for one that can't be."""
    return tuple(
        Pair(name, own.loop_to, _number(name, own.loop_to, plans, gateways), timedelta(minutes=own.loop_minutes))
        for name, own in settings.channels.items()
        if own.loop_to
    )


def read(text: str) -> tuple[str, str] | None:
    """The channel that sent a loop text, and its code; None for any other text."""
    found = _TEXT.fullmatch(text.strip())
    return (found[1], found[2]) if found is not None else None


def came_back(connection: Connection, text: str, channel: str, now: datetime) -> None:
    """Note a loop text that came by a channel from one of our own numbers."""
    found = read(text)
    if found is not None:
        marks.put(connection, BACK + found[0], f"{found[1]} {channel}", now)


class Loop:
    """Sends loop texts and says which were lost. Several workers may: an hour has one text."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._pairs = pairs(parts.settings, parts.plans, parts.gateways)

    def tick(self) -> None:
        """Look after each loop."""
        for pair in self._pairs:
            with self._parts.database.writer(), self._parts.database.engine.begin() as connection:
                now = self._parts.clock()
                facts = reporting.facts(connection)
                made = facts.get(MADE + pair.sends)
                if made is not None:
                    self._judge(connection, pair, made, facts.get(BACK + pair.sends), now)
                if self._is_due(connection, pair, made, now):
                    self._send(connection, pair, now)

    def _judge(self, connection: Connection, pair: Pair, made: Fact, back: Fact | None, now: datetime) -> None:
        number, code = made.value.split()
        if back is not None and back.value == f"{code} {pair.takes}":
            watching.end(connection, LOOP_LOST + pair.sends)
        elif self._waited(connection, pair, int(number), now) > pair.patience:
            watching.begin(connection, LOOP_LOST + pair.sends, pair.takes, now)

    def _waited(self, connection: Connection, pair: Pair, number: int, now: datetime) -> timedelta:
        """How long a loop text has been on its way. While it waits here, other alarms tell of the queue."""
        row = reporting.message(connection, number)
        if row is None or row.channel != pair.sends or not row.attempts or row.status not in _OVER:
            return timedelta()
        return now - row.status_at

    def _is_due(self, connection: Connection, pair: Pair, made: Fact | None, now: datetime) -> bool:
        if not DAY_BEGINS <= now.astimezone(self._parts.settings.zone).time() < DAY_ENDS:
            return False
        if made is not None and _hour(made.at) == _hour(now):
            return False
        state = channels.all_states(connection).get(pair.sends)
        return state is None or not (state.paused or state.is_open(now))

    def _send(self, connection: Connection, pair: Pair, now: datetime) -> None:
        code = secrets.token_hex(4)
        draft = Draft(
            text=f"smsinfo loop {pair.sends} {code}",
            purpose=Purpose.NOTICE,
            lane=Lane.REPLY,  # before ordinary alerts, so that an alert of hours does not look like a loss
            valid_for=WORTH_SENDING,
            contact_id=contact_of(connection, self._parts.sealer, pair.number, now),
            channel=pair.sends,
            dedupe_key=f"loop:{pair.sends}:{_hour(now)}",
        )
        made = self._parts.outbox.add(connection, draft, now)
        if made is not None:
            marks.put(connection, MADE + pair.sends, f"{made} {code}", now)


def _hour(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H}"


def _number(name: str, other: str, plans: Mapping[str, Plan], gateways: Mapping[str, Gateway]) -> str:
    """The number of the channel that is to get the text. Raises BadSetting."""
    setting = f"channels.{name}.loop_to"
    if other == name or other not in plans:
        raise BadSetting(setting, f"there is no other channel {other!r}", 'loop_to = "the-name-of-another-channel"')
    if not plans[name].can_send:
        raise BadSetting(setting, f"{name} can't send by itself, so no text can leave by it", "")
    try:
        number = parse(plans[other].number)
    except BadNumber:
        raise BadSetting(
            setting, f"{other} declares no phone number", f'[channels.{other}] number = "+62..."'
        ) from None
    if not takes_texts(gateways[other]) and plans[other].kind != "simulator":
        raise BadSetting(setting, f"no text can come by {other}", 'loop_to = "a-modem"')
    return number
