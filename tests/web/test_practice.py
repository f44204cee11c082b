"""The simulator beside a real channel: only for practice, only for those who know the password."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from smsinfo.bootstrap import Services
from smsinfo.web.app import create_app
from smsinfo.web.tries import LIMIT, PAUSE, Tries

from .browser import Phone, read
from .fakes import NOW, PASSWORD, SIMULATOR, TWILIO, FakeInbox, fake_services, store

NUMBER = "0812 3456 789"
MSISDN = "+628123456789"


@pytest.fixture
def inbox() -> FakeInbox:
    return FakeInbox()


@pytest.fixture
def beside_twilio(inbox: FakeInbox) -> Services:
    channels = {"sms": TWILIO, "phone": SIMULATOR}
    return fake_services(channels, inbox, practice_only=True, practice_password=PASSWORD)


def log_in(web: FlaskClient, password: str) -> Any:
    """Fill in the log-in form."""
    page = read(web.get("/simulator/login").get_data())
    token = page.xpath("//input[@name='csrf_token']/@value")[0]
    return web.post("/simulator/login", data={"csrf_token": token, "password": password})


def test_beside_a_real_channel_nothing_of_the_simulator_is_open(beside_twilio: Services, inbox: FakeInbox) -> None:
    web = create_app(beside_twilio).test_client()
    assert web.get("/simulator").headers["Location"] == "/simulator/login"
    refused = web.post("/gw/phone/mo", json={"from": MSISDN, "text": "STOP"})
    assert (refused.status_code, refused.text) == (403, "log in at /simulator first\n")
    web.set_cookie("smsinfo", "eyJwcmFjdGljZSI6IngifQ.forged.cookie")
    assert web.post("/gw/phone/mo", json={"from": MSISDN, "text": "STOP"}).status_code == 403
    assert inbox.seen == []


def test_who_knows_the_password_practises_with_practice_contacts(beside_twilio: Services, inbox: FakeInbox) -> None:
    store(beside_twilio, MSISDN, ("a real citizen's text", "and our answer"))
    store(beside_twilio, MSISDN, ("practice", "practised"), practice=True)
    phone = Phone(beside_twilio)
    assert log_in(phone.web, PASSWORD).headers["Location"] == "/simulator"
    phone.press(number=NUMBER, text="KTP")
    assert phone.bubbles() == [("mine", ["practice"]), ("theirs", ["practised"])]
    assert phone.web.post("/gw/phone/mo", json={"from": MSISDN, "text": "STOP"}).status_code == 200
    assert [mo.practice for mo in inbox.seen] == [True, True]


def test_the_log_in_speaks_the_chosen_language(beside_twilio: Services) -> None:
    web = create_app(beside_twilio).test_client()
    assert web.get("/simulator/login?lang=en").headers["Location"] == "/simulator/login"
    assert "Log in to practise" in web.get("/simulator/login").text
    log_in(web, PASSWORD)
    assert "Try it as from a basic phone" in web.get("/simulator").text


def test_who_logs_out_is_out(beside_twilio: Services) -> None:
    phone = Phone(beside_twilio)
    log_in(phone.web, PASSWORD)
    token = phone.page().xpath("//form[@class='out']//input/@value")[0]
    phone.web.post("/simulator/logout", data={"csrf_token": token})
    assert phone.web.get("/simulator").status_code == 303


def test_a_session_ends_when_the_password_changes(beside_twilio: Services) -> None:
    web = create_app(beside_twilio).test_client()
    log_in(web, PASSWORD)
    cookie = web.get_cookie("smsinfo")
    assert cookie is not None
    channels = {"sms": TWILIO, "phone": SIMULATOR}
    changed = fake_services(channels, practice_only=True, practice_password="kata-sandi-yang-baru")
    other = create_app(changed).test_client()
    other.set_cookie("smsinfo", cookie.value)
    assert other.get("/simulator").headers["Location"] == "/simulator/login"


def test_ten_wrong_passwords_make_an_address_wait_even_with_the_right_one(beside_twilio: Services) -> None:
    web = create_app(beside_twilio).test_client()
    wrong = [log_in(web, f"wrong {n}") for n in range(LIMIT)]
    assert {answer.status_code for answer in wrong} == {403}
    assert "Kata sandi itu tidak benar." in wrong[0].text
    waiting = log_in(web, PASSWORD)
    assert waiting.status_code == 429
    assert "Tunggu seperempat jam" in waiting.text
    assert web.get("/simulator").status_code == 303


@pytest.mark.parametrize("password", ["", "x" * 5000, PASSWORD + " ", PASSWORD.upper(), "\U0001f600", "\x00"])
def test_odd_passwords_are_simply_wrong(beside_twilio: Services, password: str) -> None:
    assert log_in(create_app(beside_twilio).test_client(), password).status_code == 403


def test_the_wait_ends_after_a_quarter_of_an_hour_and_counts_each_address_for_itself() -> None:
    tries = Tries()
    for _ in range(LIMIT):
        assert not tries.pause("10.0.0.1", NOW)
        tries.failed("10.0.0.1", NOW)
    assert tries.pause("10.0.0.1", NOW) == PAUSE
    assert tries.pause("10.0.0.1", NOW + PAUSE - timedelta(seconds=1)) == timedelta(seconds=1)
    assert not tries.pause("10.0.0.1", NOW + PAUSE)
    assert not tries.pause("10.0.0.2", NOW)


def test_after_the_wait_and_after_a_right_try_the_count_begins_anew() -> None:
    tries = Tries()
    for _ in range(LIMIT):
        tries.failed("10.0.0.1", NOW)
    tries.failed("10.0.0.1", NOW + PAUSE)
    assert not tries.pause("10.0.0.1", NOW + PAUSE)
    for _ in range(LIMIT - 2):
        tries.failed("10.0.0.1", NOW + PAUSE)
    tries.passed("10.0.0.1")
    tries.failed("10.0.0.1", NOW + PAUSE)
    assert not tries.pause("10.0.0.1", NOW + PAUSE)
