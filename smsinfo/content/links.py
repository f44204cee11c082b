"""Goes through the sources' addresses, slowly, and remembers what came of each.

Not being able to ask says nothing of a page: it never takes the place of what an earlier look found. Where the first
looks all fail this machine is offline, and the walk ends without a word about any page.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import zip_longest
from typing import Final, Protocol
from urllib.parse import urlsplit

from smsinfo.content.link_fetch import Look, web_address
from smsinfo.content.link_kinds import Link
from smsinfo.db.engine import Database
from smsinfo.db.queries import links as rows
from smsinfo.db.queries.links import LinkRow
from smsinfo.domain.clock import Clock

PAUSE_SECONDS: Final = 1.0
"""Between two looks: nobody's server notices us."""
OFFLINE_AFTER: Final = 5


class Looks(Protocol):
    """What looks at an address."""

    def look(self, text: str) -> Look:
        """What became of it. Never raises."""


@dataclass(frozen=True, slots=True)
class Walk:
    """What a walk came to: looks by result, and whether this machine was offline."""

    results: Counter[Link]
    offline: bool = False


class LinkWalk:
    """One walk through the addresses. `pause` waits for so many seconds; no session is open while a page is asked."""

    def __init__(self, database: Database, clock: Clock, looker: Looks, pause: Callable[[float], None]) -> None:
        self._database = database
        self._clock = clock
        self._looker = looker
        self._pause = pause

    def run(self, older_than: timedelta = timedelta(), note: Callable[[str, Look], None] = lambda *_: None) -> Walk:
        """Look at every address whose last look is at least so old; `note` hears of each."""
        with self._database.write() as session:
            addresses, known = rows.addresses(session), rows.results(session)
            rows.forget_others(session, addresses)
        before = self._clock() - older_than
        due = [a for a in addresses if a not in known or known[a].checked_at <= before]
        counted: Counter[Link] = Counter()
        failed: list[tuple[str, Look]] = []
        asked = 0
        for address in _by_turns(due):
            found = self._look(address, asked)
            asked += found.result is not Link.NO_LINK
            if found.result is Link.AWAY and len(failed) == asked - 1:
                failed.append((address, found))
                if len(failed) == OFFLINE_AFTER:
                    return Walk(counted, offline=True)
                continue
            self._keep(address, found, known, counted, note)
        for address, found in failed:
            self._keep(address, found, known, counted, note)
        return Walk(counted)

    def _look(self, address: str, asked: int) -> Look:
        if asked and web_address(address) is not None:
            self._pause(PAUSE_SECONDS)
        return self._looker.look(address)

    def _keep(
        self,
        address: str,
        found: Look,
        known: dict[str, LinkRow],
        counted: Counter[Link],
        note: Callable[[str, Look], None],
    ) -> None:
        counted[found.result] += 1
        note(address, found)
        before = known.get(address)
        if found.result is Link.AWAY and before is not None and before.result != Link.AWAY:
            return
        now = self._clock()
        since = before.since if before is not None and before.result == found.result else now
        with self._database.write() as session:
            rows.save(session, LinkRow(address, found.result.value, found.status, found.detail[:300], now, since))


def _by_turns(addresses: list[str]) -> Iterator[str]:
    """One address of each host, then the next of each: no host is asked twice in a row while others wait."""
    hosts: defaultdict[str, list[str]] = defaultdict(list)
    for address in addresses:
        hosts[urlsplit(web_address(address) or "").hostname or ""].append(address)
    for turn in zip_longest(*hosts.values()):
        yield from (address for address in turn if address is not None)
