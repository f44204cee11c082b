"""The inbox tells of cries for help, and of nothing else."""

from __future__ import annotations

import pytest

from smsinfo.bootstrap import Services
from smsinfo.domain.cries import Cry
from tests.support import HeldClock, Phone

from .dialler import Dialler


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


@pytest.mark.parametrize("sends_path", [False, True])
def test_a_cry_on_the_screen_is_told_once_and_looking_on_tells_nothing(
    services: Services, clock: HeldClock, monkeypatch: pytest.MonkeyPatch, sends_path: bool
) -> None:
    heard: list[Cry] = []
    monkeypatch.setattr(services.ussd, "_cried", heard.append)
    Phone(services, clock).texts("LOKASI katingan")
    siti = Dialler(services, clock, sends_path=sends_path)
    siti.dials()
    siti.presses("tolong rumah saya kebakaran")
    (cry,) = heard
    assert (cry.region, cry.words, cry.at) == ("62.06", "tolong rumah saya kebakaran", clock())
    if siti.screen.more:
        siti.presses("0")
    assert len(heard) == 1


def test_a_stranger_s_screen_calls_nobody_out(
    services: Services, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Cry] = []
    monkeypatch.setattr(services.ussd, "_cried", heard.append)
    stranger = Dialler(services, clock)
    stranger.dials()
    stranger.presses("tolong rumah saya kebakaran")
    assert heard == []
