"""The kinds of gateways: a visible table, each file loaded on first use. A gateway knows no database and no Flask.

A new kind is one file (settings, routes, authenticate, parse MO, respond, in this order), one line here, one table of
tests and one help section.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module
from typing import Any, Final, cast

from smsinfo.config import Settings
from smsinfo.domain.clock import Clock, utc_now
from smsinfo.domain.gateway import Gateway
from smsinfo.errors import BadSetting

SIMULATOR: Final = "simulator"

GATEWAYS: Final[dict[str, str]] = {
    "africastalking": "smsinfo.gateways.africastalking:AfricasTalkingGateway",
    "android": "smsinfo.gateways.android:AndroidGateway",
    "gammu": "smsinfo.gateways.gammu:GammuGateway",
    "http": "smsinfo.gateways.aggregator:HttpGateway",
    "kannel": "smsinfo.gateways.kannel:KannelGateway",
    "mail": "smsinfo.gateways.mail:MailGateway",
    SIMULATOR: "smsinfo.gateways.simulator:SimulatorGateway",
    "twilio": "smsinfo.gateways.twilio:TwilioGateway",
    "ussd": "smsinfo.gateways.ussd:DialectGateway",
}
"""Kind -> "module:Class"."""

# A channel's name is part of its webhook address and of a column of 32 characters.
_CHANNEL = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,30}[a-z0-9])?")


def make_gateway(
    channel: str, kind: str, options: Mapping[str, Any], settings: Settings, clock: Clock = utc_now
) -> Gateway:
    """The gateway of one `[channels.<channel>]` table. Raises BadSetting that names the channel's wrong setting."""
    if not _CHANNEL.fullmatch(channel):
        problem = "a channel's name is at most 32 small letters, digits, - or _"
        raise BadSetting(f"channels.{channel}", problem, "[channels.twilio]")
    if kind not in GATEWAYS:
        near = get_close_matches(kind, GATEWAYS, 1)
        guess = f"; did you mean {near[0]}" if near else ""
        problem = f"there is no kind of gateway {kind!r} (known are {', '.join(sorted(GATEWAYS))}){guess}"
        raise BadSetting(f"channels.{channel}.kind", problem, 'kind = "twilio"')
    module, _, name = GATEWAYS[kind].partition(":")
    return cast(Gateway, getattr(import_module(module), name)(channel, options, settings, clock))


def make_gateways(settings: Settings, clock: Clock = utc_now) -> dict[str, Gateway]:
    """All declared channels, ready, in the order of the file. Raises BadSetting for the first wrong one."""
    check_simulator(settings)
    return {
        name: make_gateway(name, channel.kind, channel.options, settings, clock)
        for name, channel in settings.channels.items()
    }


def simulator_channel(settings: Settings) -> str | None:
    """The first channel of kind simulator: the one that /simulator texts through. None where none is declared."""
    return next((name for name, channel in settings.channels.items() if channel.kind == SIMULATOR), None)


def simulator_needs_login(settings: Settings) -> bool:
    """True where the simulator stands beside a real channel: then only those who know the practice password use it."""
    return {SIMULATOR} < {channel.kind for channel in settings.channels.values()}


def check_simulator(settings: Settings) -> None:
    """Refuse a simulator beside a real channel, except in an installation for practice with a password.

    Without this anybody on the web could write as any citizen. Raises BadSetting.
    """
    if not simulator_needs_login(settings):
        return
    if not settings.practice_only:
        problem = "a simulator beside a real channel lets anybody write as any number; remove it, or set practice_only"
        raise BadSetting(f"channels.{simulator_channel(settings)}", problem, "SMSINFO_PRACTICE_ONLY=true")
    if settings.practice_password is None:
        problem = "is not set, and a simulator beside a real channel needs a log-in"
        raise BadSetting("SMSINFO_PRACTICE_PASSWORD", problem, "SMSINFO_PRACTICE_PASSWORD_FILE=/run/secrets/practice")
