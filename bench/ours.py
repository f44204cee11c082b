"""Our whole Twilio path over one database, set up for a measurement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from texts import TOKEN

from smsinfo.bootstrap import Services, build, open_database
from smsinfo.cli.demo import prepare
from smsinfo.config import Settings, load_settings
from smsinfo.web.app import create_app


def bench_settings(
    database_url: str, keys: Mapping[str, str], more: Mapping[str, Mapping[str, Any]] | None = None
) -> Settings:
    """One Twilio channel, and `more`; limits so high that no text is held back."""
    channel = {"kind": "twilio", "account_sid": "AC01", "auth_token": TOKEN, "sender": "+15005550006"}
    return load_settings(
        {name: value for name, value in keys.items() if name.endswith("_KEY")},
        database_url=database_url,
        spend_cap_idr=10**12,
        spend_cap_phone_idr=10**9,
        rate_per_phone=1000,
        same_text_limit=100,
        channels={"twilio": channel, **(more or {})},
    )


def import_content(settings: Settings) -> None:
    """The schema and the demo pack, once a database."""
    database = open_database(settings)
    prepare(database)
    database.close()


class Forgetful(dict[str, Any]):
    """A memory for texts that never has the one that is asked for."""

    def get(self, key: str, default: Any = None) -> Any:
        """Nothing."""
        return default


def forget_texts(services: Services) -> None:
    """From now on each text is understood as if it came for the first time."""
    understanding: Any = services.snapshots.current().understanding
    assert isinstance(understanding._resolved, dict)
    understanding._resolved = Forgetful()


def ours(settings: Settings) -> tuple[Flask, Services]:
    """(c) the application over a database that has its content."""
    services = build(settings)
    return create_app(services), services
