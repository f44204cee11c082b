"""The channels' own stores: they forget whom we erased, and what is older than we keep texts.

So is the number that was kept for the one message to somebody who was erased: that they were.

What has to be forgotten is a row until it is done, so that a store that is away, or a text that the device has in hand,
delays it and loses nothing. No session is held while a store is talked to.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from smsinfo.contacts.seal import Sealer
from smsinfo.db.engine import Database
from smsinfo.db.queries import last_words, privacy
from smsinfo.db.queries.privacy import Waiting
from smsinfo.domain.clock import Clock
from smsinfo.domain.gateway import Gateway
from smsinfo.domain.privacy import Rule
from smsinfo.errors import GatewayAway, SmsinfoError
from smsinfo.logs import get_logger

log = get_logger(__name__)
AT_ONCE: Final = 50
_FIRST: Final = timedelta(minutes=5)
_LONGEST: Final = timedelta(hours=6)


class Clearing:
    """Over one database and the gateways that have something to clear."""

    def __init__(
        self, database: Database, sealer: Sealer, clock: Clock, gateways: Mapping[str, Gateway], body_days: int
    ) -> None:
        self._database = database
        self._sealer = sealer
        self._clock = clock
        self._gateways = {name: gateway for name, gateway in gateways.items() if gateway.clears}
        self._body_days = body_days

    def forget(self) -> int:
        """Have stores forget those whose time has come; how many are done. Numbers of last words that left go first."""
        with self._database.writer(), self._database.engine.begin() as connection:
            last_words.forget(connection, self._clock())
        with self._database.read() as session:
            found = privacy.waiting(session.connection(), self._clock(), AT_ONCE)
        return sum(self._forget(one) for one in found)

    def prune(self) -> int:
        """Have stores clear what is older than texts are kept; how many rows went."""
        before, gone = self._clock() - timedelta(days=self._body_days), 0
        for name, gateway in self._gateways.items():
            try:
                gone += gateway.prune(before)
            except GatewayAway as problem:
                log.warning("store_not_pruned", channel=name, problem=str(problem))
        self._note(Rule.STORES, gone)
        return gone

    def _forget(self, one: Waiting) -> bool:
        problem, done = "", False
        gateway = self._gateways.get(one.channel)
        if gateway is None:
            # Its channel was taken out of the settings; where it comes back, its store is asked again.
            problem = "the channel is not in the settings"
        else:
            try:
                done = gateway.forget(self._sealer.open(one.msisdn_sealed, practice=one.practice))
                problem = "" if done else "something is still in hand there"
            except SmsinfoError as error:
                problem = type(error).__name__ if not isinstance(error, GatewayAway) else str(error)
        with self._database.writer(), self._database.engine.begin() as connection:
            if done:
                privacy.erased_there(connection, one.id)
                privacy.note_run(connection, Rule.ERASURES, 1, None, self._clock())
            else:
                wait = min(_FIRST * 2 ** min(one.tries, 10), _LONGEST)
                privacy.try_again(connection, one.id, problem, self._clock() + wait)
        return done

    def _note(self, rule: Rule, removed: int) -> None:
        with self._database.writer(), self._database.engine.begin() as connection:
            privacy.note_run(connection, rule, removed, None, self._clock())
