"""For every test of a gateway: no secret of the cast is ever logged or printed."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from .cast import SECRETS


@pytest.fixture(autouse=True)
def _secrets_stay_secret(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    caplog.set_level(logging.DEBUG)
    with capture_logs() as events:
        yield
    printed = capsys.readouterr()
    told = "\n".join([caplog.text, str(events), printed.out, printed.err])
    assert [secret for secret in SECRETS if secret in told] == []
