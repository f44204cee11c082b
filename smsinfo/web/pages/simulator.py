"""The simulator: a basic phone on a page. It works without scripts; the 12 keys and the quick tries are plain buttons.

What the page remembers is in the signed session: the number, a draft, and the last exchange for when nothing was stored
under the number (a foreign number, a sender name, an erased contact). The conversation itself is read from the
database, since a cookie is too small for it and a process's memory is not shared.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from smsinfo.db.queries.messages import Line, thread
from smsinfo.domain.gateway import Gateway, GatewayRequest
from smsinfo.errors import BadNumber
from smsinfo.gateways import simulator_channel, simulator_needs_login
from smsinfo.sms.msisdn import parse
from smsinfo.sms.segments import split
from smsinfo.web.access import may_simulate, services
from smsinfo.web.webhooks import receive

KEYS: Final = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#")
QUICK: Final = ("KTP", "ktp hilang", "gmn cr bkin ktp", "DAFTAR katingn", "STATUS", "LANJUT", "BAHASA", "STOP")
SHOWN: Final = 12
"""Texts, each with its answer, on the screen."""

LONGEST_NUMBER: Final = 32
LONGEST_TEXT: Final = 480
"""Characters of a text here: about three segments, and a draft of it still fits into a cookie."""
LONGEST_LAST: Final = 160
ENCODINGS: Final = {"gsm7": "GSM-7", "ucs2": "UCS-2"}

pages = Blueprint("simulator", __name__)


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message as the screen draws it: each segment by itself, because each is paid for."""

    line: Line
    parts: tuple[str, ...]
    encoding: str
    answered: bool


@pages.before_request
def only_for_those_who_may() -> ResponseReturnValue | None:
    """Beside real channels the phone is behind a log-in."""
    return None if may_simulate() else redirect(url_for("practice.form"), 303)


@pages.get("/simulator")
def phone() -> ResponseReturnValue:
    """The phone with the last messages of its number."""
    number = session.setdefault("number", fresh_number())
    return render_template(
        "simulator/phone.html",
        number=number,
        draft=session.get("draft", ""),
        bubbles=_bubbles(_lines(number)),
        form_id=secrets.token_hex(8),
        keys=KEYS,
        quick=QUICK,
        sender=gateway().sender,
        longest_number=LONGEST_NUMBER,
        longest_text=LONGEST_TEXT,
        may_log_out=simulator_needs_login(services().settings),
    )


@pages.post("/simulator")
def press() -> ResponseReturnValue:
    """A key adds to the draft; Send and quick tries send. Then back to the phone, so that a reload sends nothing."""
    number = request.form.get("number", "").strip()[:LONGEST_NUMBER]
    text = request.form.get("text", "")
    session["number"] = number
    if "key" in request.form:
        key = request.form["key"]
        session["draft"] = (text + (key if key in KEYS else ""))[:LONGEST_TEXT]
    else:
        _send(number, request.form.get("quick", text)[:LONGEST_TEXT])
    return redirect(url_for("simulator.phone"), 303)


def _send(number: str, text: str) -> None:
    """Hand the text to the channel; where something is missing, say so and keep the draft. Raises NotReady."""
    session["draft"] = text
    if not number:
        flash(gettext("Write the number that you text from."))
    elif not text.strip():
        flash(gettext("Write a text first."))
    else:
        reply = _deliver(number, text)
        session["draft"] = ""
        session["last"] = [number, text[:LONGEST_LAST], reply, services().clock().isoformat()]


def _deliver(number: str, text: str) -> str | None:
    """The reply to a text that goes the way of every text: through the channel's gateway into the inbox."""
    # The same form with the same content is the same message: a double click is answered once. With other content (the
    # page came back by the Back button) it is a new one.
    seed = json.dumps([request.form.get("form", ""), number, text])
    fields = (("from", number), ("text", text), ("id", hashlib.sha256(seed.encode()).hexdigest()[:32]))
    answer = receive(services(), gateway(), GatewayRequest("POST", "", {}, form=fields))
    reply: dict[str, Any] | None = json.loads(answer.body)["reply"]
    return reply["text"] if reply else None


def _lines(number: str) -> list[Line]:
    """The stored conversation of the number; where there is none, the last exchange that this session saw."""
    try:
        msisdn = parse(number)
    except BadNumber:
        return _last_exchange(number)
    with services().database.read() as database:
        contact = services().contacts.find(database, msisdn, practice=gateway().practice)
        return thread(database, contact, SHOWN) if contact is not None else _last_exchange(number)


def _last_exchange(number: str) -> list[Line]:
    sender, text, reply, at = session.get("last", ("", "", None, ""))
    if sender != number or not at:
        return []
    when = datetime.fromisoformat(at)
    return [Line(True, text, when), *([] if reply is None else [Line(False, reply, when)])]


def gateway() -> Gateway:
    """The channel that the phone texts through."""
    return services().gateways[simulator_channel(services().settings) or ""]


def _bubbles(lines: list[Line]) -> list[Bubble]:
    bubbles = []
    for line, following in zip_longest(lines, lines[1:]):
        parts = split(line.text)
        answered = following is not None and not following.inbound
        bubbles.append(Bubble(line, parts.parts, ENCODINGS[parts.encoding], answered))
    return bubbles


def fresh_number() -> str:
    """A number for a new visitor, so that visitors don't read each other's first tries."""
    return f"0812 0000 {secrets.randbelow(10_000):04d}"
