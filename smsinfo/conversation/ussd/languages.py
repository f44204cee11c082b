"""The languages, each in its own name."""

from __future__ import annotations

from smsinfo.conversation.ussd.visit import Option, View, Visit
from smsinfo.locale import NAMES
from smsinfo.locale import languages as known


def languages(visit: Visit, _argument: str) -> View:
    """All of them."""
    options = tuple(Option(NAMES.get(code, code), f"spoken:{code}") for code in known())
    return View(visit.say("ussd.languages.ask"), options)


def spoken(visit: Visit, _argument: str) -> View:
    """From here on in that language, which the next screen begins with."""
    return View(visit.say("ussd.spoken"), (Option(visit.say("ussd.first.long"), "home"),))
