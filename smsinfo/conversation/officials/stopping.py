"""BATAL and RALAT: one person is enough to take back what is wrong, with a one-time code."""

from __future__ import annotations

from smsinfo.alerts.proof import Proven
from smsinfo.conversation.officials.hands import Heard
from smsinfo.domain.alerts import Act, Alert, obstacle_to
from smsinfo.errors import AlertRefused
from smsinfo.sms.gsm7 import to_gsm7


def cancel(heard: Heard) -> str:
    """Stop what has not left, and tell whoever has it that it does not hold."""
    alert = _mine(heard)
    proof = heard.proven()
    try:
        with heard.session.begin_nested():
            told = _stop(heard, alert, proof)
    except AlertRefused as problem:
        raise heard.refusal(problem, alert) from None
    if told == 0:
        return heard.turn.say("official.cancelled", code=alert.code)
    return heard.turn.say("official.recalled", code=alert.code, people=told)


def correct(heard: Heard) -> str:
    """Tell exactly those who have it that it was wrong, and what is right."""
    alert = _mine(heard)
    if not any(char.isalpha() for char in heard.call.rest):
        raise heard.answer("official.usage.correct", code=alert.code)
    if alert.approved_at is None:
        raise heard.answer("official.nobody_has_it", code=alert.code)
    proof = heard.proven()
    try:
        with heard.session.begin_nested():
            sent = heard.alerts.recall.correct(
                heard.session, heard.doer, heard.now, alert, proof, to_gsm7(heard.call.rest)
            )
    except AlertRefused as problem:
        raise heard.refusal(problem, alert) from None
    return heard.turn.say("official.corrected", code=alert.code, people=sent.shown_count or 0)


def _stop(heard: Heard, alert: Alert, proof: Proven) -> int:
    """Of an alert that was approved, a recall; how many people get it."""
    if alert.approved_at is not None:
        return heard.alerts.recall.call_back(heard.session, heard.doer, heard.now, alert, proof).shown_count or 0
    why = heard.call.rest or heard.turn.say("official.why")
    heard.alerts.lifecycle.cancel(heard.session, heard.doer, heard.now, alert, why)
    return 0


def _mine(heard: Heard) -> Alert:
    """The alert, where this person may take it back. Raises Answered."""
    alert = heard.alert()
    hindrance = obstacle_to(Act.CANCEL, alert.regions, heard.person)
    if hindrance is not None:
        raise heard.refusal(AlertRefused(hindrance, ""), alert)
    return alert
