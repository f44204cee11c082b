"""The declared channels as routing sees them."""

from __future__ import annotations

import math
from collections.abc import Mapping

from smsinfo.config import Settings
from smsinfo.domain.channels import Plan
from smsinfo.domain.gateway import Gateway
from smsinfo.errors import BadSetting

UNSENT_SECONDS = 10
"""Accepting is not sending: a modem swallows thousands. So it gets what it can send in so many seconds."""


def plans_of(settings: Settings, gateways: Mapping[str, Gateway]) -> dict[str, Plan]:
    """One plan a channel, in the order of the settings file. Raises BadSetting for one that can never answer."""
    return {name: _plan(settings, name, gateway) for name, gateway in gateways.items()}


def _plan(settings: Settings, name: str, gateway: Gateway) -> Plan:
    own = settings.channels[name]
    if not own.sends and not gateway.inline_reply:
        problem = f"a channel of kind {gateway.kind} answers by messages of its own, so it has to send"
        raise BadSetting(f"channels.{name}.sends", problem, "sends = true")
    unsent = own.max_unsent or max(2, math.ceil(own.per_minute / 60 * UNSENT_SECONDS))
    return Plan(
        name=name,
        kind=gateway.kind,
        number=own.number or gateway.sender,
        per_minute=own.per_minute,
        tariff_idr=settings.segment_idr if own.tariff_idr is None else own.tariff_idr,
        rank=own.rank,
        max_unsent=unsent if gateway.gives_receipts and gateway.must_poll else own.max_unsent,
        operators=frozenset(operator.casefold() for operator in own.operators),
        daily_segments=own.daily_segments,
        can_send=gateway.can_send and own.sends,
    )
