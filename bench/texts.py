"""Signed Twilio requests with bodies as people send them: keywords, some with a slip, and a quarter whole questions."""

from __future__ import annotations

import csv
import random
import secrets
import string
from collections.abc import Iterator
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
PEOPLE = 300


def bodies(seed: int, count: int) -> list[str]:
    """`count` texts: 75 % keywords and aliases (8 % of them with a slip), 25 % questions of the tuning set."""
    rnd = random.Random(seed)
    pack = read_pack(ROOT / "smsinfo" / "packs" / "kalteng")
    words = [w for topic in pack.topics for w in (*topic.keywords, *(a for g in topic.aliases.values() for a in g))]
    with (ROOT / "bench" / "eval" / "tuning.tsv").open(encoding="utf-8", newline="") as file:
        questions = [row["text"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return [rnd.choice(questions) if rnd.random() < 0.25 else _typed(rnd.choice(words), rnd) for _ in range(count)]


def _typed(word: str, rnd: random.Random) -> str:
    if rnd.random() > 0.08 or len(word) < 4:
        return word
    place = rnd.randrange(1, len(word))
    return word[:place] + rnd.choice(string.ascii_lowercase) + word[place + 1 :]


def forms(seed: int, count: int) -> Iterator[tuple[str, str]]:
    """(form body, signature) of new messages from 300 people."""
    rnd = random.Random(seed)
    validator, run = RequestValidator(TOKEN), secrets.token_hex(8)
    for number, body in enumerate(bodies(seed, count)):
        sid = f"SM{run}{number:010d}"
        form = {
            "ToCountry": "US", "ToState": "", "SmsMessageSid": sid, "NumMedia": "0", "ToCity": "", "FromZip": "",
            "SmsSid": sid, "FromState": "", "SmsStatus": "received", "FromCity": "", "Body": body, "FromCountry": "ID",
            "To": "+15005550006", "ToZip": "", "NumSegments": "1", "MessageSid": sid, "AccountSid": "AC01",
            "From": f"+62812{rnd.randrange(PEOPLE):08d}", "ApiVersion": "2010-04-01",
        }  # fmt: skip
        yield urlencode(form), validator.compute_signature(URL, form)


def environ(form: str, signature: str) -> dict[str, Any]:
    """The WSGI environment of one request."""
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
