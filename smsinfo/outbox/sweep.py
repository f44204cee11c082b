"""What nobody finished: hand-overs whose process died, calls that timed out, replies that never left inline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from smsinfo.contacts.seal import Sealer
from smsinfo.db.engine import Database
from smsinfo.db.queries import inline, marks, outbox
from smsinfo.db.queries.spending import last_id_before
from smsinfo.domain.clock import Clock
from smsinfo.domain.gateway import Gateway
from smsinfo.domain.messages import MtStatus
from smsinfo.domain.outbox import Claimed
from smsinfo.domain.sending import Found, Lookup, Mt, SendError
from smsinfo.logs import get_logger
from smsinfo.outbox.retry import Failure, after_unknown

log = get_logger(__name__)
INLINE_PATIENCE: Final = timedelta(seconds=60)
SETTLED: Final = timedelta(minutes=5)
"""No transaction is open for so long: of what was made before, nothing new turns up."""

PAGE: Final = 200
LATE: Final = 10_000
SWEPT: Final = "inline_replies_swept_to"
STRIDE: Final = 1000
"""Rows by which the mark of the replies moves on: a write each 15 seconds would wear a memory card out."""


class Sweeper:
    """Looks after overdue rows. Several processes may sweep: what one settles, the others find settled."""

    def __init__(
        self,
        database: Database,
        sealer: Sealer,
        clock: Clock,
        gateways: Mapping[str, Gateway],
        worded: Callable[[Claimed], Claimed] = lambda item: item,
    ) -> None:
        """`worded` puts the last words into a text, as the drain does: a provider is asked for what it was given."""
        self._database = database
        self._sealer = sealer
        self._clock = clock
        self._gateways = gateways
        self._worded = worded

    def overdue(self) -> int:
        """Settle rows whose lease has passed; how many moved. The provider is asked first where it can be asked."""
        with self._database.writer(), self._database.engine.begin() as connection:
            moved = outbox.forget_unsent(connection, self._clock())
            late = outbox.overdue(connection, self._clock(), PAGE)
        for item, seen in late:
            found = self._ask(item)
            with self._database.writer(), self._database.engine.begin() as connection:
                moved += outbox.settle(connection, item, seen, self._settled(item, found))
        return moved

    def expired(self) -> int:
        """End what nobody waits for any more where nothing is claimed: on a paused channel, or beyond the budget."""
        now = self._clock()
        with self._database.reading.connect() as connection:  # it takes long, and nobody has to wait for it
            ids = outbox.late(connection, now, LATE)
        moved = 0
        for start in range(0, len(ids), PAGE):
            with self._database.writer(), self._database.engine.begin() as connection:
                moved += outbox.expire(connection, ids[start : start + PAGE], now)
        return moved

    def inline(self) -> int:
        """Replies that a crash kept from leaving inline go to the queue where the channel can push; how many."""
        now = self._clock()
        with self._database.reading.connect() as connection:
            swept = int(marks.get(connection, SWEPT) or 0)
            ids = inline.forgotten_replies(connection, now - INLINE_PATIENCE, swept, PAGE)
            end = ids[-1] if len(ids) == PAGE else last_id_before(connection, now - SETTLED)
        if not ids and end < swept + STRIDE:
            return 0
        with self._database.writer(), self._database.engine.begin() as connection:
            pushing = [name for name, gateway in self._gateways.items() if gateway.can_send]
            moved = inline.requeue(connection, ids, pushing, {"status": "queued", "not_before": now, "status_at": now})
            inline.requeue(connection, ids, None, {"status": "unknown", "status_at": now})
            marks.put(connection, SWEPT, str(max(end, swept)), now)
        if moved:
            log.warning("inline_replies_requeued", replies=moved)
        return moved

    def _ask(self, item: Claimed) -> Found:
        gateway = self._gateways.get(item.channel)
        if gateway is None or not gateway.can_look_up or item.sealed is None:
            return Found(Lookup.UNCLEAR)
        to, item = self._sealer.open(item.sealed, practice=item.practice), self._worded(item)
        left = item.expires_at - self._clock()
        return gateway.look_up(Mt(item.key, to, item.body, item.encoding, item.segments, left))

    def _settled(self, item: Claimed, found: Found) -> dict[str, Any]:
        now = self._clock()
        values: dict[str, Any] = {"lease_until": None, "status_at": now}
        if found.lookup is Lookup.TAKEN:
            return values | {"status": MtStatus.SENT.value, "external_id": found.external_id or item.key}
        if found.lookup is Lookup.ABSENT and now < item.expires_at:
            return values | {"status": MtStatus.QUEUED.value, "not_before": now}
        failure = Failure(
            SendError.UNKNOWN, item.attempts, item.created_at, item.expires_at, item.purpose, item.repeats
        )
        decision = after_unknown(failure, now)
        values |= {"status": decision.status.value, "error": SendError.UNKNOWN.value}
        if decision.status is MtStatus.QUEUED:
            values |= {"not_before": now, "repeats": item.repeats + 1}
        return values
