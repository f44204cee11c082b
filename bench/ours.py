"""Our whole Twilio path over one database, set up for a measurement."""

from __future__ import annotations

from flask import Flask

from smsinfo.bootstrap import Services, build, open_database
from smsinfo.cli.demo import prepare
from smsinfo.cli.keys import fresh_keys
from smsinfo.config import Settings, load_settings
from smsinfo.web.app import create_app


def bench_settings(database_url: str) -> Settings:
    """One Twilio channel; limits so high that no text is held back."""
    channel = {"kind": "twilio", "account_sid": "AC01", "auth_token": "bench-token", "sender": "+15005550006"}
    return load_settings(
        {f"{name}": value for name, value in fresh_keys().items()},
        database_url=database_url,
        spend_cap_idr=10**12,
        rate_per_phone=1000,
        same_text_limit=100,
        channels={"twilio": channel},
    )


def ours(database_url: str) -> tuple[Flask, Services]:
    """(c) the application, with the demo pack imported."""
    settings = bench_settings(database_url)
    database = open_database(settings)
    prepare(database)
    services = build(settings, database=database)
    return create_app(services), services
