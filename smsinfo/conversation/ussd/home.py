"""The first screen, the prompt, help, and screens that only say something."""

from __future__ import annotations

from smsinfo.conversation.ussd.visit import Option, View, Visit

ENTRIES = (
    ("ussd.search", "search"),
    ("ussd.topics", "topics"),
    ("ussd.alerts", "alerts"),
    ("ussd.join", "places"),
    ("ussd.mine", "mine"),
    ("ussd.hoaxes", "hoaxes"),
    ("ussd.languages", "languages"),
    ("ussd.help", "help"),
)
"""The same for everybody and at all times: where a network sends the whole path, a digit must keep its meaning."""


def home(visit: Visit, _argument: str) -> View:
    """What there is."""
    return View(visit.say("ussd.title"), tuple(Option(visit.say(key), target) for key, target in ENTRIES))


def search(visit: Visit, _argument: str) -> View:
    """Asks for a word. Words are understood on every screen; this one says so."""
    return View(visit.say("ussd.search.ask"))


def help_(visit: Visit, _argument: str) -> View:
    """The emergency number first, then who this is and how it is used."""
    return View(visit.say("ussd.help.text", darurat=visit.voice.emergency_number))


def said(visit: Visit, argument: str) -> View:
    """One of our texts, by its key."""
    return View(visit.say(argument, **({"darurat": visit.voice.emergency_number} if argument == "report" else {})))


def lesson(visit: Visit, _argument: str) -> View:
    """How to learn: a lesson is longer than a screen, and its question has to wait for as long as somebody thinks."""
    return View(visit.say("lesson.by_sms" if visit.snapshot.catalogue.courses else "lesson"))


def resume(visit: Visit, _argument: str) -> View:
    """After a drop: on, or from the beginning."""
    options = (Option(visit.say("ussd.resume.yes"), "resumed"), Option(visit.say("ussd.resume.no"), "home"))
    return View(visit.say("ussd.resume"), options, asks=True)
