"""No phone number, text or secret reaches a log, whatever goes wrong and however much is logged."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from smsinfo.logs import configure_logs, get_logger
from smsinfo.web.app import create_app
from tests.web.fakes import SIMULATOR, FakeInbox, fake_services
from tests.web.real import HeldClock, real_services

NUMBER = "+628125550099"
NIK = "6206010101900001"
SAID = "ktp saya hilang di pasar kasongan"
FORMS = pytest.mark.parametrize("form", ["text", "json"])


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """Other tests get the logging that they had."""
    root = logging.getLogger()
    before = root.level, root.handlers[:]
    yield
    structlog.reset_defaults()
    root.level, root.handlers[:] = before


def digits_of(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """What was written, and only its digits: a number that was cut by blanks or dashes is found as well."""
    written = "".join(capsys.readouterr())
    return written, re.sub(r"\D", "", written)


def texts(client: FlaskClient, text: str) -> int:
    """Send a text as the phone does; the status of the answer."""
    return client.post("/gw/phone/mo", data={"from": NUMBER, "text": text}).status_code


@FORMS
def test_a_conversation_leaves_nothing_of_the_person_in_the_logs(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logs("DEBUG", form)
    services = real_services(tmp_path, HeldClock(), {"phone": SIMULATOR}, https=False)
    client = create_app(services).test_client()
    for text in ("KTP", SAID, f"nik saya {NIK}", "DAFTAR katingn", "STATUS", "HAPUS DATA", "STOP"):
        assert texts(client, text) == 200
    services.heart.stop()
    services.database.close()
    written, digits = digits_of(capsys)
    assert NUMBER[-9:] not in digits
    assert NIK not in digits
    assert SAID not in written


@FORMS
def test_a_failure_is_logged_without_the_number_that_stood_in_it(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("DEBUG", form)
    for problem in (
        RuntimeError(f"no contact {NUMBER} with {NIK}"),
        OperationalError(f"INSERT {NUMBER}", {"sender": NUMBER}, Exception(f"gone: {NUMBER}")),
    ):
        app = create_app(fake_services({"phone": SIMULATOR}, FakeInbox(problem=problem), allow_http=True))
        assert texts(app.test_client(), SAID) in (500, 503)
    written, digits = digits_of(capsys)
    assert written
    assert NUMBER[-9:] not in digits
    assert NIK not in digits


@FORMS
@pytest.mark.parametrize("sender", ["+628125550099", "08125550099", "628125550099", "0812-5550-099", "0812 5550 099"])
def test_a_number_is_masked_however_it_is_written(sender: str, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("DEBUG", form)
    get_logger("guard").warning("odd_sender", sender=sender)
    logging.getLogger("library").warning("odd sender %s", sender)
    written, digits = digits_of(capsys)
    assert written.count("odd") == 2
    assert "5550099" not in digits
