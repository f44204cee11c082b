"""Tell subscribers the number that they text now: each once a number, in their language, when nobody is disturbed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from smsinfo.config import Settings
from smsinfo.db.engine import Database
from smsinfo.db.queries import announcing
from smsinfo.db.queries.announcing import Group
from smsinfo.domain.channels import Plan
from smsinfo.domain.clock import Clock
from smsinfo.domain.messages import Lane, MtStatus, Purpose
from smsinfo.errors import Refused
from smsinfo.gateways import SIMULATOR
from smsinfo.locale import say
from smsinfo.outbox.numbers import Numbers, textable
from smsinfo.outbox.quiet import not_before
from smsinfo.outbox.route import routes
from smsinfo.sms.segments import Split, split

PAGE: Final = 2000
"""Rows of one transaction: SQLite's only writer is soon free again."""

WORTH_TELLING: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one group of people will get: the channel by which it leaves, and the words."""

    group: Group
    plan: Plan
    words: Split

    @property
    def text(self) -> str:
        """The words as they are read."""
        return "".join(self.words.parts)

    @property
    def segments(self) -> int:
        """Segments for all of them."""
        return self.group.people * self.words.count

    @property
    def cost_idr(self) -> int:
        """Rupiah for all of them."""
        return self.segments * self.plan.tariff_idr


class Announcement:
    """The number of one channel, for the subscribers whose `{nomor}` it is."""

    def __init__(
        self, database: Database, settings: Settings, clock: Clock, plans: Mapping[str, Plan], name: str
    ) -> None:
        """Raises Refused where nobody can text the channel."""
        self._database = database
        self._settings = settings
        self._clock = clock
        self._plans = plans
        self._numbers = Numbers(plans.values())
        self._channel = plans[name]
        self.number = textable(self._channel.number)
        if not self.number or self._channel.kind == "mail":
            raise Refused(f"{name} has no number that people can text: set number in [channels.{name}]")
        played = self._channel.kind == SIMULATOR
        self._practice = (False, True) if played else (False,)
        self._reason = f"number:{hashlib.sha256(self.number.encode()).hexdigest()[:16]}:"

    def batches(self) -> tuple[Batch, ...]:
        """Whom it would reach now, and with what. Raises Refused where no channel can send to some of them."""
        with self._database.read() as session:
            found = announcing.groups(session.connection(), self._reason, self._practice)
        return tuple(self._batch(group) for group in found if self._serves(group.operator))

    def send(self, batches: tuple[Batch, ...]) -> Iterator[int]:
        """Put the messages into the outbox, page by page; how many each page has. Broken off, it can be begun again."""
        for batch in batches:
            added = PAGE
            while added == PAGE:
                with self._database.writer(), self._database.engine.begin() as connection:
                    values = self._values(batch)
                    added = announcing.add(connection, batch.group, self._reason, self._practice, values, PAGE)
                yield added

    def _serves(self, operator: str) -> bool:
        texted = self._numbers.channel(operator)
        return texted is not None and texted.name == self._channel.name

    def _batch(self, group: Group) -> Batch:
        # From the new number itself where that can be: who saves the sender has saved the number.
        ways = [self._channel] if self._channel.can_send else routes(self._plans.values(), group.operator)
        if not ways:
            raise Refused(f"no channel can send to the people of {group.operator or 'an unknown operator'}")
        words = say("number.new", group.language or self._settings.language, nomor=self.number)
        return Batch(group, ways[0], split(words))

    def _values(self, batch: Batch) -> dict[str, str | int | datetime]:
        now, words = self._clock(), batch.words
        return {
            "purpose": Purpose.NOTICE.value,
            "lane": Lane.BULK.value,
            "channel": batch.plan.name,
            "body": batch.text,
            "encoding": words.encoding,
            "segments": words.count,
            "cost_idr": words.count * batch.plan.tariff_idr,
            "status": MtStatus.QUEUED.value,
            "attempts": 0,
            "not_before": not_before(Lane.BULK, now, self._settings.quiet_hours, self._settings.zone),
            "expires_at": now + WORTH_TELLING,
            "created_at": now,
            "status_at": now,
        }
