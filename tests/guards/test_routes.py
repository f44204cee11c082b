"""Every address is either on the public list here or asks who comes: a new one has to say which."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from smsinfo.web.app import create_app
from tests.web.fakes import PASSWORD, SIMULATOR, TWILIO, FakeInbox, fake_services

# endpoint -> why everybody may come
PUBLIC = {
    "static": "style sheet, script, icon",
    "home.home": "what this is",
    "health.healthz": "says ok and nothing else",
    "health.readyz": "names the parts that fail and nothing else",
    "practice.form": "the log-in",
    "practice.log_in": "the log-in",
    "practice.log_out": "ends the caller's own session",
}
QUIET = {"HEAD", "OPTIONS"}


@pytest.fixture
def inbox() -> FakeInbox:
    """Sees whatever comes through."""
    return FakeInbox()


@pytest.fixture
def app(inbox: FakeInbox) -> Flask:
    """All routes that there are: a real channel and, beside it, the phone behind its log-in."""
    channels = {"twilio": TWILIO, "phone": SIMULATOR}
    return create_app(fake_services(channels, inbox, practice_only=True, practice_password=PASSWORD))


def guarded(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Each route that is not public, with each of its methods."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in PUBLIC:
            yield from ((rule, method) for method in sorted((rule.methods or set()) - QUIET))


def test_the_public_list_names_only_what_exists(app: Flask) -> None:
    assert set(PUBLIC) <= {rule.endpoint for rule in app.url_map.iter_rules()}


def test_everything_else_refuses_who_does_not_say_who_they_are(app: Flask, inbox: FakeInbox) -> None:
    app.config["WTF_CSRF_ENABLED"] = False  # so that it is the log-in that refuses, not the missing form token
    checked = set()
    for rule, method in guarded(app):
        answer = app.test_client().open(rule.rule, method=method, data={"From": "+628125550001", "Body": "KTP"})
        if rule.endpoint.startswith("gw."):
            assert answer.status_code == 403, (rule.rule, method)
        else:
            assert answer.status_code == 303, (rule.rule, method)
            assert answer.headers["Location"].endswith("/simulator/login"), (rule.rule, method)
        checked.add(rule.endpoint)
    assert checked == {"gw.twilio-mo", "gw.phone-mo", "simulator.phone", "simulator.press"}
    assert inbox.seen == []


def test_no_page_changes_anything_without_a_form_token(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        changes = (rule.methods or set()) - QUIET - {"GET"}
        if changes and not rule.endpoint.startswith("gw."):
            answers = [app.test_client().open(rule.rule, method=method).status_code for method in changes]
            assert set(answers) == {400}, rule.rule
