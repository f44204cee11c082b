"""Phones on five networks dial a running server: the same screens everywhere, and none that a network would refuse.

What the menus say is no matter here: a walk presses what the screens offer, so it goes through any of them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from typing import Final

import pytest

from smsinfo.domain.clock import utc_now
from smsinfo.web.app import create_app
from tests.support import HeldClock, make_services

from .kannel import free_ports, serving
from .ussd_phone import NETWORKS, Phone, Shown

SECRET: Final = "rahasia-umb-16-huruf"
TURNS: Final = 40
OPTION: Final = re.compile(r"^(\d{1,2}|#)[ .:]", re.MULTILINE)
ODD: Final = ("abc", "77", "<b>1</b>", "1; DROP TABLE x", "\u0661", "ktp hilang", "😀", " 1 ", "{text}")
PROMPTED: Final = ("ktp", "banjir", "0")
_NUMBERS = count(81255510000)
each_network = pytest.mark.parametrize("network", NETWORKS)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with a channel for each network."""
    options = {"kind": "ussd", "code": "*123*45#", "proof": "query:token", "secret": SECRET}
    channels = {network: options | {"dialect": network} for network in NETWORKS}
    folder = tmp_path_factory.mktemp("ussd")
    services = make_services(f"sqlite:///{folder / 'smsinfo.db'}", HeldClock(utc_now()), channels=channels)
    with ExitStack() as stack:
        stack.callback(services.database.close)
        stack.callback(services.heart.stop)
        (port,) = free_ports(1)
        stack.enter_context(serving(create_app(services), port))
        yield f"http://127.0.0.1:{port}"


def phone(server: str, network: str, **changed: str) -> Phone:
    """A handset whose number no other test has."""
    number = changed.get("number", f"+62{next(_NUMBERS)}")
    return Phone(network, f"{server}/gw/{network}/ussd", number, query={"token": changed.get("token", SECRET)})


def walk(handset: Phone, seed: int) -> Iterator[tuple[str, Shown]]:
    """A citizen who presses what is offered, now and then something else, and dials again when it is over.

    Never two odd inputs in a row: where a network resends the path, they can't be told from one with an asterisk.
    """
    chance, odd = random.Random(seed), False
    shown = handset.dials()
    yield handset.code, shown
    for _ in range(TURNS):
        if not shown.more:
            typed, shown = handset.code, handset.dials()
        else:
            offered = OPTION.findall(shown.text)
            odd = not odd and chance.random() < 0.2
            typed = chance.choice(ODD if odd else offered or PROMPTED)
            shown = handset.types(typed)
        yield typed, shown


@each_network
@pytest.mark.parametrize("seed", range(3))
def test_no_screen_of_a_walk_gives_a_network_reason_to_complain(server: str, network: str, seed: int) -> None:
    screens = list(walk(phone(server, network), seed))
    assert [(typed, shown) for typed, shown in screens if shown.complaints or shown.status != 200] == []
    assert len({shown.text for _, shown in screens}) > 5


@pytest.mark.parametrize("seed", [7, 8])
def test_the_same_walk_shows_the_same_screens_on_every_network(server: str, seed: int) -> None:
    walks = {network: list(walk(phone(server, network), seed)) for network in NETWORKS}
    first, *others = [[(typed, shown.text, shown.more) for typed, shown in found] for found in walks.values()]
    assert [other for other in others if other != first] == []


@each_network
def test_a_request_that_the_network_repeats_is_answered_alike(server: str, network: str) -> None:
    handset = phone(server, network)
    assert handset.dials() == handset.again()


@each_network
@pytest.mark.parametrize("typed", ["a*b", "*", "#", "*123#", "1**2", ""])
def test_an_input_with_an_asterisk_and_an_empty_one_get_a_screen(server: str, network: str, typed: str) -> None:
    handset = phone(server, network)
    handset.dials()
    shown = handset.types(typed)
    assert (shown.status, shown.complaints) == (200, ())


@each_network
def test_whoever_is_not_the_network_is_shown_the_end(server: str, network: str) -> None:
    shown = phone(server, network, token="somebody-elses-guess").dials()
    assert (shown.status, shown.more) == (403, False)


@each_network
def test_whose_number_is_none_may_look(server: str, network: str) -> None:
    shown = phone(server, network, number="+6200").dials()
    assert (shown.status, shown.more, shown.complaints) == (200, True, ())


@pytest.mark.parametrize("network", sorted(set(NETWORKS) - {"africastalking"}))
def test_a_session_stays_with_its_phone(server: str, network: str) -> None:
    mine, other = phone(server, network), phone(server, network, number="+628125559999")
    home = mine.dials()
    other.session = mine.session
    stolen = other.types("1")
    assert (stolen.status, stolen.more) == (400, False)
    assert mine.types("xyzzy").more
    assert home.more
