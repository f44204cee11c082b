"""Channels from the settings: names, kinds, and where a simulator may stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from smsinfo.errors import BadSetting
from smsinfo.gateways import (
    GATEWAYS,
    check_simulator,
    make_gateway,
    make_gateways,
    simulator_channel,
    simulator_needs_login,
)
from smsinfo.web.webhooks import ACTIONS

from .cast import ACCOUNT, OURS, TOKEN, clock, settings
from .smsd import make_tables

TWILIO = {"kind": "twilio", "account_sid": ACCOUNT, "auth_token": TOKEN, "sender": OURS}
SIMULATOR = {"kind": "simulator"}
OPTIONS: dict[str, dict[str, Any]] = {
    "africastalking": {"username": "sandbox", "api_key": "k" * 20, "secret": "s" * 24, "sender": "20880"},
    "android": {
        "address": "http://127.0.0.1:8080",
        "user": "sms",
        "password": "p" * 12,
        "signing_key": "k" * 20,
        "sender": OURS,
    },
    "gammu": {"sender": OURS},
    "http": {
        "sender": "KALTENG",
        "send": {"address": "https://x.example/s", "form": {"to": "{to}", "t": "{text}"}, "ok": "json:ok"},
    },
    "kannel": {
        "address": "http://127.0.0.1:13013/cgi-bin/sendsms",
        "user": "u",
        "password": "p" * 12,
        "mo_secret": "x" * 16,
        "sender": "8888",
    },
    "mail": {"host": "localhost", "security": "none", "sender": "a@b.id"},
    "simulator": {},
    "twilio": {k: v for k, v in TWILIO.items() if k != "kind"},
    "ussd": {"code": "*123*45#", "dialect": "nalo", "addresses": ["203.0.113.0/24"]},
}


@pytest.mark.parametrize("kind", GATEWAYS)
def test_each_kind_of_the_table_makes_a_gateway_that_keeps_the_contract(kind: str, tmp_path: Path) -> None:
    options = OPTIONS[kind]
    if kind == "gammu":
        address = f"sqlite:///{tmp_path / 'smsd.db'}"
        make_tables(address)
        options = options | {"database": address}
    gateway = make_gateway("a-channel", kind, options, settings(), clock)
    assert (gateway.kind, gateway.channel, bool(gateway.sender)) == (kind, "a-channel", True)
    assert {route.action for route in gateway.routes} <= ACTIONS.keys()
    assert gateway.can_send is (kind != "ussd")
    assert gateway.routes or gateway.must_poll or kind in ("mail", "http")


def test_an_unknown_kind_is_named_with_those_that_are_known() -> None:
    with pytest.raises(BadSetting) as refusal:
        make_gateway("sms", "twillio", {}, settings())
    assert refusal.value.name == "channels.sms.kind"
    assert "did you mean twilio" in refusal.value.problem
    assert ", simulator, twilio" in refusal.value.problem
    assert refusal.value.example == 'kind = "twilio"'


@pytest.mark.parametrize("name", ["", "Twilio", "a b", "a/b", "-a", "a.b", "x" * 33])
def test_a_channel_whose_name_is_no_part_of_an_address_is_refused(name: str) -> None:
    with pytest.raises(BadSetting):
        make_gateway(name, "simulator", {}, settings())


def test_all_channels_come_in_the_order_of_the_file() -> None:
    declared = settings(channels={"b": TWILIO, "a": {**TWILIO, "sender": "INFO"}})
    assert [(name, gateway.channel, gateway.sender) for name, gateway in make_gateways(declared).items()] == [
        ("b", "b", OURS),
        ("a", "a", "INFO"),
    ]


PASSWORD = "kata-sandi-latihan"


@pytest.mark.parametrize(
    ("channels", "more", "login"),
    [
        ({}, {}, False),
        ({"phone": SIMULATOR}, {}, False),
        ({"phone": SIMULATOR, "phone2": SIMULATOR}, {}, False),
        ({"sms": TWILIO}, {}, False),
        ({"sms": TWILIO, "phone": SIMULATOR}, {"practice_only": True, "practice_password": PASSWORD}, True),
    ],
    ids=["nothing", "simulator", "two simulators", "twilio", "both, for practice"],
)
def test_where_a_simulator_may_stand(channels: dict[str, Any], more: dict[str, Any], login: bool) -> None:
    declared = settings(channels=channels, **more)
    check_simulator(declared)
    assert simulator_needs_login(declared) is login
    assert simulator_channel(declared) == ("phone" if "phone" in channels else None)


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({}, "channels.phone"),
        ({"practice_password": PASSWORD}, "channels.phone"),
        ({"practice_only": True}, "SMSINFO_PRACTICE_PASSWORD"),
    ],
    ids=["as it is", "with a password only", "for practice, without a password"],
)
def test_beside_a_real_channel_a_simulator_is_refused(more: dict[str, Any], name: str) -> None:
    declared = settings(channels={"sms": TWILIO, "phone": SIMULATOR}, **more)
    for refuse in (check_simulator, make_gateways):
        with pytest.raises(BadSetting) as refusal:
            refuse(declared)
        assert refusal.value.name == name
