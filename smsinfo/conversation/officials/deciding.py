"""SETUJU and TOLAK: the second person's answer, after the reach and the words have come by text."""

from __future__ import annotations

from smsinfo.alerts.asking import Shown
from smsinfo.alerts.lifecycle import Approval
from smsinfo.alerts.proof import Proven
from smsinfo.conversation.officials.hands import Answered, Heard
from smsinfo.domain.alerts import Act, Alert, obstacle
from smsinfo.errors import AlertRefused


def approve(heard: Heard) -> str:
    """Let it go out by the rules of every approval. Whoever has not been shown it is sent it first."""
    alert = _waiting(heard, Act.APPROVE)
    shown = heard.office.asking.shown(heard.session, alert, heard.person)
    if shown is None:
        heard.office.asking.show(heard.session, alert, heard.doer, heard.now)
        return heard.turn.say("official.look", code=alert.code)
    if heard.call.count is None:
        raise heard.answer("official.usage.approve", code=alert.code)
    proof = heard.proven()
    try:
        with heard.session.begin_nested():
            _approve(heard, alert, shown, proof)
    except AlertRefused as problem:
        raise _refusal(heard, alert, problem) from None
    heard.office.asking.tell_writer(heard.session, alert, heard.person, "official.told.approved", heard.now)
    return heard.turn.say("official.approved", code=alert.code, people=shown.count)


def reject(heard: Heard) -> str:
    """Refuse it for good. It needs no code: nothing leaves by it, and its writer is told and can write again."""
    alert = _waiting(heard, Act.REJECT)
    if not any(char.isalpha() for char in heard.call.rest):
        raise heard.answer("official.usage.reject", code=alert.code)
    try:
        with heard.session.begin_nested():
            heard.alerts.lifecycle.reject(heard.session, heard.doer, heard.now, alert, heard.call.rest)
    except AlertRefused as problem:
        raise heard.refusal(problem, alert) from None
    heard.office.asking.tell_writer(heard.session, alert, heard.person, "official.told.rejected", heard.now)
    return heard.turn.say("official.rejected", code=alert.code)


def _waiting(heard: Heard, act: Act) -> Alert:
    """The alert, where it waits for an answer and this person may give it. Raises Answered."""
    alert = heard.alert()
    problem = obstacle(act, alert, heard.person)
    if problem is not None:
        raise heard.refusal(AlertRefused(problem, ""), alert)
    return alert


def _approve(heard: Heard, alert: Alert, shown: Shown, proof: Proven) -> Alert:
    given = Approval(
        version=alert.version,
        shown=shown.count,
        typed=heard.call.count if heard.call.count is not None else -1,
        accepted=shown.warnings,
        proof=proof,
    )
    return heard.alerts.lifecycle.approve(heard.session, heard.doer, heard.now, alert, given)


def _refusal(heard: Heard, alert: Alert, problem: AlertRefused) -> Answered:
    """A count that moved, or was mistyped, is told; the new one counts as shown by that."""
    count = problem.values.get("count", problem.values.get("shown"))
    if problem.reason not in ("moved", "count") or not isinstance(count, int):
        return heard.refusal(problem, alert)
    asking = heard.office.asking
    warned = asking.shown(heard.session, alert, heard.person)
    asking.note(
        heard.session, alert, heard.person, count, warned.warnings if warned else (), heard.now, heard.doer.hand
    )
    key = "official.moved" if problem.reason == "moved" else "official.miscounted"
    return heard.answer(key, code=alert.code, people=count)
