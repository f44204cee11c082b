"""Signed Twilio requests with bodies as people send them: keywords, some with a slip, and a quarter whole questions."""

from __future__ import annotations

import csv
import random
import secrets
import string
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from smsinfo.content.pack_files import read_pack

ROOT = Path(__file__).parents[1]
TOKEN = "bench-token"
PATH = "/gw/twilio/mo"
URL = f"http://127.0.0.1:8000{PATH}"
_VALIDATOR = RequestValidator(TOKEN)
PEOPLE = 2_000
"""Numbers that have texted before the measurement begins."""
STRANGERS = 0.05
"""Share of texts from numbers that have not: their contact is made and they are greeted."""


@cache
def common() -> list[str]:
    """The 5,000 texts of a run."""
    return bodies(20261124, 5_000)


def bodies(seed: int, count: int) -> list[str]:
    """`count` texts: 75 % keywords and aliases (8 % of them with a slip), 25 % questions of the tuning set."""
    rnd = random.Random(seed)
    pack = read_pack(ROOT / "smsinfo" / "packs" / "kalteng")
    words = [w for topic in pack.topics for w in (*topic.keywords, *(a for g in topic.aliases.values() for a in g))]
    asked = questions()
    return [rnd.choice(asked) if rnd.random() < 0.25 else _typed(rnd.choice(words), rnd) for _ in range(count)]


def typed_with_slip(word: str, rnd: random.Random) -> str:
    """The word with one wrong letter, never the first; words of less than four letters as they are."""
    if len(word) < 4:
        return word
    place = rnd.randrange(1, len(word))
    return word[:place] + rnd.choice(string.ascii_lowercase) + word[place + 1 :]


@cache
def questions() -> tuple[str, ...]:
    """The texts of the tuning set."""
    with (ROOT / "bench" / "eval" / "tuning.tsv").open(encoding="utf-8", newline="") as file:
        return tuple(row["text"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _typed(word: str, rnd: random.Random) -> str:
    return word if rnd.random() > 0.08 else typed_with_slip(word, rnd)


Request = tuple[str, str]
"""Form body and its signature."""


def forms(count: int) -> list[Request]:
    """New messages, 95 % of them from the 2,000 people whom `introductions` made known."""
    return [_form(_anybody(), random.choice(common())) for _ in range(count)]


def introductions() -> list[Request]:
    """A first text of each of the 2,000 people, so that nearly all later ones come from somebody known."""
    return [_form(person(number), "ktp") for number in range(PEOPLE)]


def _anybody() -> str:
    if random.random() < STRANGERS:
        return f"+62852{random.randrange(10**8):08d}"
    return person(random.randrange(PEOPLE))


def person(number: int) -> str:
    """One of the 2,000."""
    return f"+62812{number * 49_999 % 10**8:08d}"


def _form(sender: str, body: str) -> Request:
    sid = f"SM{secrets.token_hex(16)}"
    form = {
        "ToCountry": "US", "ToState": "", "SmsMessageSid": sid, "NumMedia": "0", "ToCity": "", "FromZip": "",
        "SmsSid": sid, "FromState": "", "SmsStatus": "received", "FromCity": "", "Body": body, "FromCountry": "ID",
        "To": "+15005550006", "ToZip": "", "NumSegments": "1", "MessageSid": sid, "AccountSid": "AC01",
        "From": sender, "ApiVersion": "2010-04-01",
    }  # fmt: skip
    return urlencode(form), _VALIDATOR.compute_signature(URL, form)


def raw(request: Request) -> bytes:
    """The request as it goes over the wire."""
    form, signature = request
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1:8000\r\nX-Twilio-Signature: {signature}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n"
        "User-Agent: TwilioProxy/1.1\r\nAccept: */*\r\nI-Twilio-Idempotency-Token: 1\r\n\r\n"
    )
    return (head + form).encode()


def environ(request: Request) -> dict[str, Any]:
    """The WSGI environment of one request."""
    form, signature = request
    data = form.encode()
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": PATH,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(data),
        "wsgi.errors": BytesIO(),
        "CONTENT_LENGTH": str(len(data)),
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "HTTP_X_TWILIO_SIGNATURE": signature,
    }
