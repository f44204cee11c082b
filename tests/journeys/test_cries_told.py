"""The inbox tells of cries for help, and of nothing else."""

from __future__ import annotations

import pytest

from smsinfo.bootstrap import Services
from smsinfo.domain.cries import Cry
from tests.support import HeldClock, Phone


def test_a_cry_is_told_with_its_place(services: Services, clock: HeldClock, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Cry] = []
    monkeypatch.setattr(services.inbox, "_cried", heard.append)
    siti = Phone(services, clock)
    siti.texts("LOKASI katingan")
    siti.texts("KTP")
    assert heard == []
    siti.texts("tolong rumah saya kebakaran")
    (cry,) = heard
    assert (cry.region, cry.at) == ("62.06", clock())
    assert cry.words == "tolong rumah saya kebakaran"


def test_a_practice_phone_calls_nobody_out(
    services: Services, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Cry] = []
    monkeypatch.setattr(services.inbox, "_cried", heard.append)
    learner = Phone(services, clock, practice=True)
    learner.texts("LOKASI katingan")
    learner.texts("tolong rumah saya kebakaran")
    assert heard == []
