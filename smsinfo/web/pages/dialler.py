"""USSD on the phone of the simulator: dial the code, see a screen as a phone shows it, press keys. Plain forms only.

The dialogue itself is remembered where every dialogue is; the signed session holds which one it is and what is shown.
"""

from __future__ import annotations

import secrets
import time
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from smsinfo.domain.ussd import UssdTurn
from smsinfo.gateways import simulator_needs_login
from smsinfo.sms.gsm7 import septets
from smsinfo.web.access import may_simulate, services
from smsinfo.web.pages.simulator import KEYS, LONGEST_NUMBER, fresh_number, gateway

CODE: Final = "*123#"
LONGEST_INPUT: Final = 160
NETWORK_SECONDS: Final = 10.0
"""How long networks wait for a screen; some only 6."""

LIMITS: Final = (160, 182, 140, 120, 100)
"""Septets of a screen to choose from, the usual one first."""

pages = Blueprint("dialler", __name__)


@pages.before_request
def only_for_those_who_may() -> ResponseReturnValue | None:
    """Behind the log-in of the simulator."""
    return None if may_simulate() else redirect(url_for("practice.form"), 303)


@pages.get("/simulator/ussd")
def phone() -> ResponseReturnValue:
    """The phone with the screen that was shown last."""
    dialogue = _dialogue()
    return render_template(
        "simulator/ussd.html",
        number=session.setdefault("number", fresh_number()),
        dialogue=dialogue,
        septets=septets(dialogue["text"]) if dialogue else 0,
        draft=session.get("keys", ""),
        code=CODE,
        keys=KEYS,
        limits=LIMITS,
        limit=session.get("limit", LIMITS[0]),
        network_seconds=int(NETWORK_SECONDS),
        longest_number=LONGEST_NUMBER,
        longest_input=LONGEST_INPUT,
        may_log_out=simulator_needs_login(services().settings),
    )


@pages.post("/simulator/ussd")
def press() -> ResponseReturnValue:
    """A key adds to the input; Call, Send and Hang up do what they say. Then back to the phone."""
    session["number"] = request.form.get("number", "").strip()[:LONGEST_NUMBER]
    limit = request.form.get("limit", "")
    session["limit"] = int(limit) if limit in map(str, LIMITS) else LIMITS[0]
    typed = request.form.get("input", "")[:LONGEST_INPUT]
    if "key" in request.form:
        key = request.form["key"]
        session["keys"] = (typed + (key if key in KEYS else ""))[:LONGEST_INPUT]
    elif "hang_up" in request.form:
        session.pop("ussd", None)
        session.pop("keys", None)
    else:
        _send(session["number"], "" if "call" in request.form else typed)
    return redirect(url_for("dialler.phone"), 303)


def _send(number: str, typed: str) -> None:
    """The next turn of the dialogue, or the first of a new one. Raises NotReady."""
    if not number:
        flash(gettext("Write the number that you text from."))
        return
    before = _dialogue()
    # Another number is another phone, and what has ended can't go on.
    going_on = before is not None and before["more"] and before["number"] == number and "call" not in request.form
    known: dict[str, Any] = before if going_on and before is not None else {"session": secrets.token_hex(8), "turn": 0}
    way, place = gateway(), known["turn"] + 1
    turn = UssdTurn(
        way.channel,
        known["session"],
        number,
        typed if going_on else "",
        not going_on,
        services().clock(),
        number=place,
        code=CODE,
        practice=way.practice,
    )
    start = time.perf_counter()
    screen = services().ussd.turn(turn, session["limit"])
    taken = time.perf_counter() - start
    session["keys"] = ""
    session["ussd"] = {
        "session": known["session"],
        "turn": place,
        "number": number,
        "text": screen.text,
        "more": screen.more,
        "ms": round(taken * 1000),
        "late": taken > NETWORK_SECONDS,
    }


def _dialogue() -> dict[str, Any] | None:
    """What this session has dialled, while it is its own number's."""
    found: dict[str, Any] | None = session.get("ussd")
    return found if found is not None and found["number"] == session.get("number") else None
