"""A service with what the window shows, and a visitor without an account."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from lxml import html  # type: ignore[import-untyped]
from sqlalchemy import event
from werkzeug.test import TestResponse

from smsinfo.bootstrap import Services
from smsinfo.web.app import create_app
from tests.alerts.official import put_alert

from .corpus import TWILIO
from .real import HeldClock, real_services

NUMBER = "08110000123"


class Seat:
    """The demo pack, one channel with a number, one alert in force; whoever looks has no account."""

    def __init__(self, folder: Path, *, https: bool = True, **channels: Any) -> None:
        self.clock = HeldClock()
        declared = {"twilio": TWILIO | {"number": "+628110000123"}, **channels}
        self.services: Services = real_services(folder, self.clock, declared, https=https)
        self.app: Flask = create_app(self.services)
        self.web: FlaskClient = self.app.test_client()
        put_alert(self.services, "4821")

    def get(self, path: str, language: str = "id", **headers: str) -> TestResponse:
        """A page, whatever its status."""
        return self.web.get(path, headers={"Accept-Language": language, **headers})

    def page(self, path: str, language: str = "id", status: int = 200) -> Any:
        """A page as a tree."""
        answer = self.get(path, language)
        assert answer.status_code == status, path
        return html.document_fromstring(answer.get_data())

    def text(self, path: str, language: str = "id", status: int = 200) -> str:
        """What somebody reads on a page."""
        return " ".join(str(self.page(path, language, status).text_content()).split())

    def statements(self, path: str) -> int:
        """How many statements a page takes that nobody kept."""
        seen: list[str] = []

        def note(*told: Any) -> None:
            seen.append(told[2])

        event.listen(self.services.database.engine, "before_cursor_execute", note)
        try:
            assert self.get(path).status_code == 200, path
        finally:
            event.remove(self.services.database.engine, "before_cursor_execute", note)
        return len([one for one in seen if one.lstrip().upper().startswith(("SELECT", "WITH"))])

    def close(self) -> None:
        """End it."""
        self.services.heart.stop()
        self.services.database.close()
