"""The alerts that are in force where the person lives; anywhere, where we don't know that."""

from __future__ import annotations

from smsinfo.conversation.alert_words import official
from smsinfo.conversation.alert_words import verified as words_of
from smsinfo.conversation.ussd.layout import shorten
from smsinfo.conversation.ussd.visit import Option, View, Visit
from smsinfo.domain.alerts import AlertNow

LABEL = 32


def alerts(visit: Visit, _argument: str) -> View:
    """A list of them by their first words; that there is none."""
    found = visit.facts.alerts(visit.region)
    where = visit.place(visit.region) if visit.region else visit.say("ussd.everywhere")
    if not found:
        return View(visit.say("ussd.alerts.none", place=where))
    options = tuple(Option(shorten(_words(visit, one), LABEL), f"alert:{one.code}") for one in found)
    return View(visit.say("ussd.alerts.ask", place=where), options)


def alert(visit: Visit, argument: str) -> View:
    """The official words of one, who issued it, until when it holds."""
    found: AlertNow | None = next((one for one in visit.facts.alerts(visit.region) if one.code == argument), None)
    if found is None:
        return View(visit.say("ussd.gone"))
    until = f"{found.expires_at.astimezone(visit.voice.zone):%d-%m %H.%M}"
    return View(f"{_words(visit, found)}\n{visit.say('ussd.alert.until', name=found.issuer, until=until)}")


def verified(visit: Visit, argument: str) -> View:
    """What CEK answers: what holds of the alert of a code, in force or not, drills too."""
    found = visit.facts.alert(argument)
    return View(words_of(visit.voice, found) if found is not None else visit.say("verify.none"))


def _words(visit: Visit, one: AlertNow) -> str:
    return official(visit.voice, one.text(visit.language))
