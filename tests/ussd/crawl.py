"""Walks every screen that can be reached from home, as a person would who presses every key that a screen names."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from smsinfo.content.snapshot import Snapshot
from smsinfo.conversation.turn import Turn
from smsinfo.conversation.ussd import walk
from smsinfo.conversation.ussd.table import NODES
from smsinfo.conversation.ussd.trail import Spot, Trail
from smsinfo.conversation.ussd.visit import Visit
from smsinfo.domain.alerts import AlertNow
from smsinfo.domain.contacts import Person
from smsinfo.domain.conversation import State
from smsinfo.domain.public_alerts import PublicAlert
from smsinfo.domain.understanding import Resolution
from smsinfo.sms.ussd import screen_fits
from tests.support import HeldClock

FLOOD = (
    "PERINGATAN BANJIR Kec Katingan Hilir dan Tewang Sangalang Garing, 24-11 pukul 18.00 WIB: air sungai Katingan naik "
    "1,5 m. Warga di tepi sungai segera ke balai desa, bawa obat dan surat penting. Info: BPBD 0811 5200 119. BPBD "
    "Katingan. Cek: CEK 4821"
)


@dataclass
class HeldFacts:
    """Facts that a test sets."""

    news: tuple[AlertNow, ...] = ()
    codes: tuple[str, ...] = ()

    def alerts(self, region: str | None) -> tuple[AlertNow, ...]:
        """The same everywhere."""
        return self.news

    def alert(self, code: str) -> PublicAlert | None:
        """One of the news, as it was approved an hour ago."""
        found = next((one for one in self.news if one.code == code), None)
        return official(found) if found is not None else None

    def subscriptions(self) -> tuple[str, ...]:
        """What the test says."""
        return self.codes


def flood(code: str = "4821") -> AlertNow:
    """A long alert."""
    return AlertNow(code, "BPBD Katingan", HeldClock().now.replace(hour=11), {"id": FLOOD, "en": "FLOOD: " + FLOOD})


def official(one: AlertNow) -> PublicAlert:
    """An alert in force with all that CEK tells of it."""
    return PublicAlert(
        code=one.code,
        drill=False,
        kind="alert",
        form="alert",
        category="bencana",
        severity="Severe",
        urgency="Immediate",
        certainty="Observed",
        issuer=one.issuer,
        headline="",
        instruction="",
        sent_at=HeldClock().now - timedelta(hours=1),
        event_at=None,
        expires_at=one.expires_at,
        stopped_at=None,
        texts=one.texts,
        regions=("62.06",),
    )


def visit_of(snapshot: Snapshot, language: str = "id", *, region: str | None = None, limit: int = 160) -> Visit:
    """Somebody who looks at the menu, with an alert in force and two subscriptions."""
    person = Person(1, language, region, welcomed=True)
    voice = Turn("", person, State(), snapshot, Resolution("none"), HeldClock().now, ZoneInfo("Asia/Pontianak"))
    facts = HeldFacts((flood(),), ("62.06", "62.06.01"))
    return Visit(voice, facts, limit, can_act=True, can_copy=True)


@dataclass
class Crawl:
    """What a walk found: for each place (kind and argument) the fewest presses to get there, and what is wrong."""

    presses: dict[tuple[str, str], int] = field(default_factory=dict)
    screens: int = 0
    faults: list[str] = field(default_factory=list)


def keys_on(visit: Visit, trail: Trail, screen: str) -> list[str]:
    """The keys that a screen names: `3 Bansos` at a line's beginning, and all of its last line.

    A line of an answer may begin with a number too (`30 hari kerja`): none is an option that the screen does not have.
    """
    *lines, last = screen.split("\n")
    most = len(NODES[trail.here.kind].view(visit, trail.here.argument).options)
    numbers = [found[1] for line in lines if (found := re.match(r"(\d{1,2}) ", line)) and int(found[1]) <= most]
    return numbers + re.findall(r"(?:^| )(#|00|\d{1,2})(?= )", last)


def crawl(visit: Visit, enter: Callable[[Spot], bool], start: Trail | None = None) -> Crawl:
    """Breadth first over all screens; `enter` says which spots are looked into."""
    found, seen = Crawl(), set()
    queue: deque[tuple[Trail, int, str]] = deque([(start or Trail(), 0, "")])
    while queue:
        trail, presses, way = queue.popleft()
        state = (trail.here, len(trail.spots) > 2, trail.language, trail.over)
        if state in seen:
            continue
        seen.add(state)
        screen = walk.show(visit, trail)
        found.screens += 1
        found.presses.setdefault((trail.here.kind, trail.here.argument), presses)
        found.faults += [f"{way}: {fault}" for fault in faults_of(visit, trail, screen.text, screen.more)]
        if not screen.more or not enter(trail.here):
            continue
        for key in keys_on(visit, trail, screen.text):
            after = walk.step(visit, trail, key)
            if after.notice:
                found.faults.append(f"{way} {key}: the screen names a key that it does not take")
            queue.append((replace(after, entered=False), presses + 1, f"{way} {key}"))
    return found


def faults_of(visit: Visit, trail: Trail, text: str, more: bool) -> list[str]:
    """What is wrong with one screen."""
    wrong = []
    if not screen_fits(text, visit.limit):
        wrong.append(f"does not fit {visit.limit}: {text!r}")
    if not text.strip():
        wrong.append("is empty")
    if more and not ({"0", "#"} & set(keys_on(visit, trail, text))):
        wrong.append(f"is a dead end: {text!r}")
    if "{" in text or "ussd." in text:
        wrong.append(f"shows what is not for people: {text!r}")
    noticed = walk.show(visit, trail.again("ussd.unclear")) if more else None
    if noticed is not None and not screen_fits(noticed.text, visit.limit):
        wrong.append(f"does not fit {visit.limit} with a notice: {noticed.text!r}")
    return wrong
