"""USSD on the phone of the simulator: a story without scripts, as a plain browser lives it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from smsinfo.bootstrap import Services
from smsinfo.domain.ussd import Screen, UssdTurn
from smsinfo.errors import NotReady
from smsinfo.web.app import create_app
from smsinfo.web.pages import dialler
from smsinfo.web.pages.simulator import KEYS

from .browser import read
from .fakes import SIMULATOR, fake_services

NUMBER = "0812 3456 789"
HOME = "Info warga Kalteng\n1 Cari\n0 keluar"


@dataclass
class OneScreen:
    """Shows every turn the same screen, or raises the same problem."""

    screen: Screen = field(default_factory=lambda: Screen(HOME, more=True))
    problem: Exception | None = None
    seen: list[tuple[UssdTurn, int]] = field(default_factory=list)

    def turn(self, turn: UssdTurn, limit: int) -> Screen:
        """As the real one, without storing anything."""
        if self.problem is not None:
            raise self.problem
        self.seen.append((turn, limit))
        return self.screen


class Dialler:
    """A visitor with a browser that runs no scripts."""

    def __init__(self, services: Services) -> None:
        self.web = create_app(services).test_client()

    def page(self) -> Any:
        """The page as it stands now."""
        answer = self.web.get("/simulator/ussd")
        assert answer.status_code == 200
        return read(answer.get_data())

    def press(self, **fields: str) -> Any:
        """Fill in the form of a fresh page and press one button."""
        form = dict(self.page().get_element_by_id("phone").form_values())
        return self.web.post("/simulator/ussd", data=form | {"number": NUMBER} | fields)

    def shown(self) -> str | None:
        """The text on the screen; None while nothing is dialled."""
        found = self.page().xpath("//*[@id='shown']")
        return found[0].text_content() if found else None


@pytest.fixture
def ussd() -> OneScreen:
    return OneScreen()


@pytest.fixture
def services(ussd: OneScreen) -> Services:
    return fake_services({"phone": SIMULATOR}, ussd=ussd)


@pytest.fixture
def phone(services: Services) -> Dialler:
    return Dialler(services)


def test_a_call_shows_the_first_screen_with_its_size_and_time(phone: Dialler) -> None:
    assert phone.shown() is None
    answer = phone.press(call="1")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/simulator/ussd")
    assert phone.shown() == HOME
    measure = phone.page().xpath("//*[@class='measure']")[0].text_content()
    assert measure.startswith(f"{len(HOME)} dari 160 septet")
    assert "10 dtk" in measure


def test_each_input_is_the_next_turn_of_one_dialogue(phone: Dialler, ussd: OneScreen) -> None:
    phone.press(call="1")
    phone.press(input="1")
    phone.press(input="ktp hilang")
    turns = [turn for turn, _ in ussd.seen]
    assert [(turn.text, turn.first, turn.number, turn.path) for turn in turns] == [
        ("", True, 1, None),
        ("1", False, 2, None),
        ("ktp hilang", False, 3, None),
    ]
    assert len({turn.session for turn in turns}) == 1
    assert {(turn.channel, turn.sender) for turn in turns} == {("phone", NUMBER)}


@pytest.mark.parametrize("key", KEYS)
def test_a_key_adds_itself_to_the_input_and_sends_nothing(phone: Dialler, ussd: OneScreen, key: str) -> None:
    phone.press(call="1")
    phone.press(key=key, input="1")
    assert phone.page().get_element_by_id("input").value == "1" + key
    assert len(ussd.seen) == 1


def test_after_the_end_there_is_nothing_to_answer(phone: Dialler, ussd: OneScreen) -> None:
    phone.press(call="1")
    ussd.screen = Screen("Terima kasih.", more=False)
    phone.press(input="0")
    assert phone.shown() == "Terima kasih."
    assert not phone.page().xpath("//*[@id='input']")
    phone.press(hang_up="1")
    assert phone.shown() is None


def test_another_number_is_another_phone(phone: Dialler, ussd: OneScreen) -> None:
    phone.press(call="1")
    phone.press(input="1", number="0813 0000 0000")
    first, second = [turn for turn, _ in ussd.seen]
    assert first.session != second.session
    assert (second.first, second.text) == (True, "")


@pytest.mark.parametrize(("chosen", "used"), [("182", 182), ("100", 100), ("5", 160), ("x", 160)])
def test_the_size_of_the_screen_is_chosen(phone: Dialler, ussd: OneScreen, chosen: str, used: int) -> None:
    phone.press(call="1", limit=chosen)
    assert ussd.seen[0][1] == used


def test_without_a_number_nothing_is_dialled(phone: Dialler, ussd: OneScreen) -> None:
    phone.press(call="1", number=" ")
    assert "Tulis nomor" in phone.page().text_content()
    assert ussd.seen == []


def test_a_screen_that_comes_too_late_is_called_so(phone: Dialler, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialler, "NETWORK_SECONDS", -1.0)
    phone.press(call="1")
    assert "Terlambat" in phone.page().text_content()


def test_when_the_database_is_away_the_page_says_so(phone: Dialler, ussd: OneScreen) -> None:
    ussd.problem = NotReady("away")
    answer = phone.press(call="1")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")


def test_the_longest_screen_and_number_fit_into_the_cookie(phone: Dialler, ussd: OneScreen) -> None:
    ussd.screen = Screen("é" * 182, more=True)
    answer = phone.press(call="1", number="9" * 32)
    assert len(answer.headers["Set-Cookie"]) < 4000


def test_the_page_can_be_used_by_ear_and_leads_to_the_other_way(phone: Dialler) -> None:
    phone.press(call="1")
    page = phone.page()
    labels = set(page.xpath("//label/@for"))
    assert set(page.xpath("//input[not(@type='hidden')]/@id | //select/@id")) <= labels
    assert "/simulator" in page.xpath("//nav[@class='modes']/a/@href")
    assert not [link for link in page.xpath("//a/@href | //form/@action") if "812" in link]
