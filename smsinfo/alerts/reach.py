"""The preview: how many people an alert reaches, in which words and places, what it costs, and when the last has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from smsinfo.alerts.facts import Facts, target
from smsinfo.config import Settings
from smsinfo.db.queries import channels, reach, relaying
from smsinfo.db.queries.reach import People
from smsinfo.db.queries.relaying import Reader
from smsinfo.domain.alerts import ALONE, Alert, Kind
from smsinfo.domain.channels import Plan
from smsinfo.domain.messages import Lane
from smsinfo.domain.regions import ancestors
from smsinfo.gateways import SIMULATOR
from smsinfo.outbox.fan_out import lane_of
from smsinfo.outbox.lanes import ORDER
from smsinfo.outbox.quiet import not_before
from smsinfo.outbox.route import best

FALLBACK: Final = "id"
REPLY_SHARE: Final = 0.95
"""Of ten slots one is kept for replies (outbox/lanes.py), and is the alert's where nobody asks: the middle of both lies
within 6 % of either (bench/scene.py)."""


@dataclass(frozen=True, slots=True)
class Share:
    """What leaves by one channel: people, segments, rupiah, and when the last of it has left."""

    people: int
    segments: int
    cost_idr: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Reach:
    """The whole preview. `by_language` is by the language that people will read; `by_village` code -> people who live
    there; `without` code -> name of the villages of the area in which nobody is reached and nobody reads it out;
    `read_out` code -> name of those in which nobody is reached and a relay reads it out; `relays` how many relays are
    asked to, in all villages of the area; `unreachable` people by operator for whom no channel can send; `names` are of
    the regions of the alert and of all these places."""

    people: int
    by_language: dict[str, int]
    by_operator: dict[str, int]
    by_village: dict[str, int]
    without: dict[str, str]
    read_out: dict[str, str]
    relays: int
    names: dict[str, str]
    channels: dict[str, Share]
    unreachable: dict[str, int]

    @property
    def segments(self) -> int:
        """Segments for all of them."""
        return sum(share.segments for share in self.channels.values())

    @property
    def cost_idr(self) -> int:
        """Rupiah for all of them."""
        return sum(share.cost_idr for share in self.channels.values())

    @property
    def last_at(self) -> datetime | None:
        """When the last recipient's message has left; None where nobody is reached."""
        return max((share.last_at for share in self.channels.values()), default=None)


class Preview:
    """Reads in the caller's transaction; nothing is written."""

    def __init__(self, settings: Settings, plans: Mapping[str, Plan], facts: Facts) -> None:
        self._settings = settings
        self._plans = plans
        self._facts = facts

    def reach(self, session: Session, alert: Alert, now: datetime) -> Reach:
        """What the alert would do if it went out now."""
        connection = session.connection()
        found = reach.groups(connection, target(alert), now)
        states = channels.all_states(connection)
        broken = frozenset(name for name, state in states.items() if state.is_open(now) or state.paused)
        lane = lane_of(alert.severity.value, alert.msg_type.value, alert.kind.value)
        before = reach.waiting(connection, ORDER[: ORDER.index(lane) + 1])
        there = _count(found, lambda group: group.region_code or "")
        # Villages of the area are told anyway; there may be a thousand of them.
        elsewhere = [code for code in there if len(code) < reach.VILLAGE_LENGTH or not _inside(code, alert)]
        places = reach.places(connection, alert.regions, elsewhere)
        alone = {one.code: one.name for one in places if one.is_village_of_area and one.code not in there}
        readers = _readers(connection, alert)
        read = {code for reader in readers for code, _name in reader.places}
        sent, nowhere = self._by_channel(alert, found, broken)
        leaves = not_before(lane, now, self._settings.quiet_hours, self._settings.zone)
        return Reach(
            people=sum(group.people for group in found),
            by_language=_count(found, lambda group: _read(alert, group)),
            by_operator=_count(found, lambda group: group.operator),
            by_village=there,
            without={code: name for code, name in alone.items() if code not in read},
            read_out={code: name for code, name in alone.items() if code in read},
            relays=len(readers),
            names={one.code: one.name for one in places},
            channels={
                name: self._share(name, people, segments, leaves, before.get(name, 0), lane)
                for name, (people, segments) in sent.items()
            },
            unreachable=nowhere,
        )

    def _by_channel(
        self, alert: Alert, found: list[People], broken: frozenset[str]
    ) -> tuple[dict[str, tuple[int, int]], dict[str, int]]:
        """Channel -> people and segments; operator -> people without a channel."""
        sizes = {language: self._facts.measure(text).count for language, text in alert.texts.items()}
        played = next((plan for plan in self._plans.values() if plan.kind == SIMULATOR and plan.can_send), None)
        people, segments, nowhere = Counter[str](), Counter[str](), Counter[str]()
        for group in found:
            plan = played if group.practice else best(self._plans.values(), group.operator, broken=broken)
            if plan is None:
                nowhere[group.operator] += group.people
                continue
            people[plan.name] += group.people
            segments[plan.name] += group.people * sizes.get(_read(alert, group), 1)
        return {name: (people[name], segments[name]) for name in people}, dict(nowhere)

    def _share(self, name: str, people: int, segments: int, leaves: datetime, before: int, lane: Lane) -> Share:
        plan = self._plans[name]
        rate = plan.per_minute * (REPLY_SHARE if lane is Lane.URGENT else 1)
        minutes = (before + segments) / rate
        return Share(people, segments, segments * plan.tariff_idr, leaves + timedelta(minutes=minutes))


def _readers(connection: Connection, alert: Alert) -> list[Reader]:
    """Whom it would be read out by; what takes an earlier message back goes to those who had that one (reading_out)."""
    if alert.kind is Kind.ANNOUNCEMENT or alert.form in ALONE:
        return []
    return relaying.inside(connection, alert.regions, practice=alert.drill)


def _inside(code: str, alert: Alert) -> bool:
    return not set(ancestors(code)).isdisjoint(alert.regions)


def _read(alert: Alert, group: People) -> str:
    """The language in which a group will read it."""
    return group.language if group.language in alert.texts else FALLBACK


def _count(found: list[People], key: Callable[[People], str]) -> dict[str, int]:
    counted = Counter[str]()
    for group in found:
        counted[key(group)] += group.people
    return dict(counted)
