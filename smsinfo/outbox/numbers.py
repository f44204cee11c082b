"""`{nomor}`: the number that a person texts, of a channel of their own operator, where a text is cheapest and surest.

It is put in as late as can be. A single message gets it when it is enqueued. An alert's text is kept once for everybody
and gets it when a worker claims a row, so what was approved is the text and `texts`: every form in which it leaves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from smsinfo.domain.channels import Plan
from smsinfo.domain.outbox import Claimed
from smsinfo.errors import BadNumber, Refused
from smsinfo.gateways import SIMULATOR
from smsinfo.sms.msisdn import national, parse
from smsinfo.sms.segments import Split, split

PLACE: Final = "{nomor}"
_SHORT_CODE: Final = re.compile(r"\d{3,8}", re.ASCII)


def textable(number: str) -> str:
    """A declared number as people type it (`0811...`, `8888`); "" for a name, which nobody can text."""
    try:
        return national(parse(number))
    except BadNumber:
        return number if _SHORT_CODE.fullmatch(number) else ""


class Numbers:
    """Which number whom to tell, by the declared channels."""

    def __init__(self, plans: Iterable[Plan]) -> None:
        texted = [plan for plan in plans if plan.kind != "mail" and textable(plan.number)]
        self._played = [plan for plan in texted if plan.kind == SIMULATOR]
        # A made-up number must reach nobody, except where there is nothing but trying.
        self._real = [plan for plan in texted if plan.kind != SIMULATOR] or self._played

    def channel(self, operator: str, *, practice: bool = False) -> Plan | None:
        """The channel that people of an operator text: their operator's own, else one for all, else any."""
        texted = (self._played or self._real) if practice else self._real
        meant = [plan for plan in texted if not plan.operators or operator in plan.operators]
        return min(
            meant or texted,
            key=lambda plan: (operator not in plan.operators, plan.rank, plan.tariff_idr, plan.name),
            default=None,
        )

    def fill(self, text: str, operator: str, *, practice: bool = False) -> str:
        """The text with the number for somebody of this operator. Raises Refused where no number can be texted."""
        if PLACE not in text:
            return text
        plan = self.channel(operator, practice=practice)
        if plan is None:
            raise Refused("no channel declares a number that people can text: set number in [channels.<name>]")
        return text.replace(PLACE, textable(plan.number))

    def texts(self, text: str) -> dict[str, str]:
        """Operator -> the text as its people get it; "" stands for all others. What an approval has to cover."""
        if PLACE not in text:
            return {"": text}
        named = {operator for plan in self._real for operator in plan.operators}
        return {operator: self.fill(text, operator) for operator in sorted({"", *named})}

    def practice_texts(self, text: str) -> dict[str, str]:
        """The same for practice phones, by `practice <operator>`: a drill may show them a number of a simulator."""
        if PLACE not in text or not self._played:
            return {}
        named = {operator for plan in self._played for operator in plan.operators}
        forms = {operator: self.fill(text, operator, practice=True) for operator in sorted({"", *named})}
        return {f"practice {operator}".strip(): form for operator, form in forms.items()}

    def measure(self, text: str) -> Split:
        """The text as it is billed with the number that makes it longest. Raises Refused as `fill` does."""
        return max((split(form) for form in self.texts(text).values()), key=lambda form: form.count)

    def worded(self, item: Claimed) -> Claimed:
        """A claimed message in its last words, with the segments that they have; as it is where there is no number."""
        if PLACE not in item.body or self.channel(item.operator, practice=item.practice) is None:
            return item
        text = self.fill(item.body, item.operator, practice=item.practice)
        return replace(item, body=text, segments=split(text).count)
