"""Every address is either on the public list here or asks who comes: a new one has to say which.

Who sees what of the staff pages stands in test_staff_routes.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from smsinfo.web.app import create_app
from tests.gateways.ussd_menu import MenuInMemory
from tests.web.fakes import PASSWORD, SIMULATOR, TWILIO, FakeInbox, fake_services

# endpoint -> why everybody may come
PUBLIC = {
    "static": "style sheet, script, icon",
    "home.home": "the window for everybody",
    "window.topics": "what is published is for everybody",
    "window.topic": "what is published is for everybody",
    "window.claims": "what is published is for everybody",
    "numbers.show": "figures without small counts",
    "open_data.all_": "open data",
    "open_data.as_object": "open data",
    "open_data.as_table": "open data",
    "open_data.as_schema": "open data",
    "open_data.licence": "open data",
    "certificates.form": "courses, and where a code is typed",
    "certificates.one": "a certificate holds no name",
    "posters.form": "a poster for the village board",
    "posters.file": "a poster for the village board",
    "installing.manifest": "how a phone keeps the window",
    "installing.worker": "how a phone keeps the window",
    "installing.robots": "what search engines leave alone",
    "installing.offline": "how a phone keeps the window",
    "help_citizens.citizens": "what citizens may text, which every phone may ask for",
    "kim.all_": "the groups that are shown",
    "kim.one": "a group that is shown, with names of those who agreed",
    "kabar.all_": "what villages published is for everybody",
    "siaran.all_": "official alerts are for everybody",
    "siaran.one": "official alerts are for everybody",
    "siaran.feed": "official alerts are for everybody",
    "cap.feed": "official alerts, for machines",
    "cap.document": "official alerts, for machines",
    "health.healthz": "says ok and nothing else",
    "health.readyz": "names parts and codes and nothing else",
    "practice.form": "the log-in",
    "practice.log_in": "the log-in",
    "practice.log_out": "ends the caller's own session",
}
QUIET = {"HEAD", "OPTIONS"}
USSD = {"kind": "ussd", "code": "*123*45#", "proof": "query:token", "secret": "rahasia-umb-16-huruf"}


@pytest.fixture
def inbox() -> FakeInbox:
    """Sees whatever comes through."""
    return FakeInbox()


@pytest.fixture
def menu() -> MenuInMemory:
    """Sees whatever is dialled."""
    return MenuInMemory()


@pytest.fixture
def app(inbox: FakeInbox, menu: MenuInMemory) -> Flask:
    """All routes that there are: real channels and, beside them, the phone behind its log-in."""
    channels = {"twilio": TWILIO, "phone": SIMULATOR, "umb": USSD | {"dialect": "nalo"}}
    channels["below"] = USSD | {"dialect": "infobip"}
    return create_app(fake_services(channels, inbox, menu, practice_only=True, practice_password=PASSWORD))


def address(rule: Rule) -> str:
    """An address that the rule answers."""
    return re.sub(r"<(?:int:)?\w+>", "1", rule.rule)


def guarded(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Each route that is neither public nor of the staff, with each of its methods."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in PUBLIC and not rule.rule.startswith("/staff/"):
            yield from ((rule, method) for method in sorted((rule.methods or set()) - QUIET))


def test_the_public_list_names_only_what_exists(app: Flask) -> None:
    assert set(PUBLIC) <= {rule.endpoint for rule in app.url_map.iter_rules()}


def test_everything_else_refuses_who_does_not_say_who_they_are(
    app: Flask, inbox: FakeInbox, menu: MenuInMemory
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False  # so that it is the log-in that refuses, not the missing form token
    checked = set()
    for rule, method in guarded(app):
        form = {"From": "+628125550001", "Body": "KTP"}
        from_outside = {"REMOTE_ADDR": "203.0.113.9"}
        address = rule.rule.replace("<path:below>", "session/a/start")
        answer = app.test_client().open(address, method=method, data=form, environ_base=from_outside)
        if rule.endpoint.startswith(("gw.", "metrics.")):
            assert answer.status_code == 403, (rule.rule, method)
        else:
            assert answer.status_code == 303, (rule.rule, method)
            assert answer.headers["Location"].endswith("/simulator/login"), (rule.rule, method)
        checked.add(rule.endpoint)
    assert checked == {
        "gw.twilio-mo",
        "gw.twilio-dlr",
        "gw.phone-mo",
        "gw.umb-ussd",
        "gw.below-ussd",
        "metrics.metrics",
        "simulator.phone",
        "simulator.press",
        "dialler.phone",
        "dialler.press",
    }
    assert inbox.seen == []
    assert menu.seen == []


def test_no_page_changes_anything_without_a_form_token(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        changes = (rule.methods or set()) - QUIET - {"GET"}
        if changes and not rule.endpoint.startswith("gw."):
            answers = [app.test_client().open(address(rule), method=method).status_code for method in changes]
            assert set(answers) == {400}, rule.rule
