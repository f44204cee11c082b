"""The one text that everybody gets who was imported: who we are, why they get it, and how it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from smsinfo.config import Settings
from smsinfo.domain.channels import Plan
from smsinfo.domain.messages import Lane, MtStatus, Purpose
from smsinfo.domain.regions import Gazetteer
from smsinfo.locale import say
from smsinfo.outbox.numbers import PLACE, Numbers
from smsinfo.outbox.quiet import not_before
from smsinfo.outbox.route import routes
from smsinfo.sms.segments import Split, split
from smsinfo.subscribers.problems import refuse
from smsinfo.subscribers.rows import Wanted

WORTH_TELLING: Final = timedelta(days=7)
SHARE_OF_A_DAY: Final = 0.5
"""Of the most that may be spent in a day: the other half is for answers."""
REASON: Final = "import:"
"""How the reasons of these messages begin; the rest names the contact: nobody gets it twice."""


@dataclass(frozen=True, slots=True)
class Words:
    """What one person gets, and the channel by which it leaves."""

    plan: Plan
    parts: Split

    @property
    def cost_idr(self) -> int:
        """Rupiah by the channel's rate."""
        return self.parts.count * self.plan.tariff_idr


class Welcomes:
    """Makes the rows of the outbox; the same words are split once."""

    def __init__(self, settings: Settings, plans: Mapping[str, Plan], numbers: Numbers, gazetteer: Gazetteer) -> None:
        self._settings = settings
        self._plans = plans
        self._numbers = numbers
        self._places = {place.code: place for place in gazetteer.places}
        self._ways: dict[str, Plan] = {}
        self._split: dict[tuple[str, str], Split] = {}
        self._a_day = max(1, round(settings.spend_cap_idr * SHARE_OF_A_DAY))
        self._told_idr = 0

    def words(self, one: Wanted, language: str | None, operator: str) -> Words:
        """What this person gets. Raises BadSheet where no channel can send it, or take an answer to it."""
        spoken = language or self._settings.language
        values = {"place": self._place(one.region, spoken), "since": f"{one.consent.given_on:%d-%m-%Y}", "nomor": PLACE}
        said = say("import.welcome", spoken, **values)
        plan = self._way(operator)
        parts = self._split.get((said, operator))
        if parts is None:
            parts = self._split[said, operator] = split(self._numbers.fill(said, operator))
        return Words(plan, parts)

    def row(self, words: Words, one: Wanted, contact_id: int, operator: str, now: datetime) -> dict[str, Any]:
        """A row of the outbox: in the slowest lane, by day, and on a later day where this one has had its share."""
        begins = now + timedelta(days=self._told_idr // self._a_day)
        self._told_idr += words.cost_idr
        return {
            "contact_id": contact_id,
            "purpose": Purpose.NOTICE.value,
            "lane": Lane.BULK.value,
            "channel": words.plan.name,
            "operator": operator,
            "region_code": one.region,
            "body": "".join(words.parts.parts),
            "encoding": words.parts.encoding,
            "segments": words.parts.count,
            "cost_idr": words.cost_idr,
            "status": MtStatus.QUEUED.value,
            "attempts": 0,
            "not_before": not_before(Lane.BULK, begins, self._settings.quiet_hours, self._settings.zone),
            "expires_at": begins + WORTH_TELLING,
            "created_at": now,
            "status_at": now,
            "dedupe_key": f"{REASON}{contact_id}",
        }

    def _way(self, operator: str) -> Plan:
        """Broken channels count too: what waits for one goes another way by itself."""
        plan = self._ways.get(operator)
        if plan is None:
            found = routes(self._plans.values(), operator)
            if not found:
                raise refuse("no_channel", operator=operator or "?")
            if self._numbers.channel(operator) is None:
                raise refuse("no_number")
            plan = self._ways[operator] = found[0]
        return plan

    def _place(self, code: str, language: str) -> str:
        place = self._places[code]
        large = code.count(".") == 1
        name = place.name.removeprefix("Kabupaten ").removeprefix("Kota ") if large else place.name
        return say(f"level.{place.level}", language, name=name)
