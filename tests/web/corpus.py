"""The corpus of bad inputs as HTTP requests to a Twilio channel, and what came of each.

The notation is that of tests/data/badinputs.jsonl: `@repeat(text,n)` inside an input, `@sig:...` before a form.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode
from xml.etree.ElementTree import fromstring

from flask.testing import FlaskClient
from sqlalchemy import func, select
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]
from werkzeug.datastructures import MultiDict

from smsinfo.bootstrap import Services
from smsinfo.db.models import InboundMessage, Subscription
from smsinfo.db.queries.contacts import is_suppressed

CORPUS: Final = Path(__file__).parents[1] / "data" / "badinputs.jsonl"
TWILIO: Final = {"kind": "twilio", "account_sid": "AC01", "auth_token": "the-token", "sender": "+15005550006"}
URL: Final = "https://sms.example.org/gw/twilio/mo"
FORM: Final = "application/x-www-form-urlencoded"


def rows(where: str) -> list[tuple[str, str]]:
    """(input, expectation) of each row of one place, as written."""
    lines = map(json.loads, CORPUS.read_text(encoding="utf-8").splitlines())
    return [(row["input"], row["expect"]) for row in lines if row["where"] == where]


def expand(text: str) -> str:
    """An input with its `@repeat(text,n)` written out."""
    return re.sub(r"@repeat\((.*?),(\d+)\)", lambda found: found[1] * int(found[2]), text, flags=re.DOTALL)


@dataclass(frozen=True)
class Outcome:
    """What came of a request. `became` is one word: http:403, silent, topic:ktp, menu, none or command:stop."""

    status: int
    messages: tuple[str, ...]
    stored: tuple[InboundMessage, ...]

    @property
    def became(self) -> str:
        """The row of the database in a word, or the refusal."""
        if self.status != 200:
            return f"http:{self.status}"
        kinds = {"answer": f"topic:{self.stored[0].topic_key}", "command": f"command:{self.stored[0].command}"}
        return kinds.get(self.stored[0].kind, self.stored[0].kind)


class Line:
    """The line from Twilio to us: each call is a new citizen and a new message, if nothing else is said."""

    def __init__(self, services: Services, web: FlaskClient) -> None:
        self.services = services
        self.web = web
        self._numbers = count(1)
        self._ids = count(1)

    def citizen(self) -> str:
        """A number that never texted before."""
        return f"+62812{next(self._numbers):08d}"

    def fresh_id(self) -> str:
        """An id that no message had before."""
        return f"SM{next(self._ids):032x}"

    def text(self, body: str, sender: str | None = None, external_id: str | None = None) -> Outcome:
        """A citizen's text, by a real, signed request."""
        pairs = {"From": sender or self.citizen(), "To": TWILIO["sender"], "Body": body, "AccountSid": "AC01"}
        return self.post(urlencode(pairs | {"MessageSid": external_id or self.fresh_id()}))

    def post(self, form: str, *, signed: str | None = None, url: str = URL, token: str = "the-token") -> Outcome:
        """A form as it is written; `signed` is the form that the signature is for, where it is another one."""
        told = MultiDict(parse_qsl(form if signed is None else signed, keep_blank_values=True))
        signature = str(RequestValidator(token).compute_signature(url, told))
        answer = self.web.post("/gw/twilio/mo", data=form, content_type=FORM, headers={"X-Twilio-Signature": signature})
        return Outcome(
            answer.status_code, messages_in(answer), self.stored(dict(parse_qsl(form)).get("MessageSid", ""))
        )

    def stored(self, external_id: str) -> tuple[InboundMessage, ...]:
        """The rows that a message left: one, or none."""
        with self.services.database.read() as session:
            return tuple(session.scalars(select(InboundMessage).where(InboundMessage.external_id == external_id)))

    def contact(self, msisdn: str) -> int | None:
        """The contact with a number."""
        with self.services.database.read() as session:
            return self.services.contacts.find(session, msisdn)

    def subscriptions(self, msisdn: str) -> list[str]:
        """The codes of the regions that a number is subscribed to."""
        with self.services.database.read() as session:
            found = select(Subscription.region_code).where(Subscription.contact_id == self.contact(msisdn))
            return list(session.scalars(found))

    def opted_out(self, msisdn: str) -> bool:
        """Whether a number may not be texted first."""
        with self.services.database.read() as session:
            return is_suppressed(session, self.services.contacts.sealer.suppression_digest(msisdn))

    def size(self) -> int:
        """How many texts are stored."""
        with self.services.database.read() as session:
            return session.scalar(select(func.count()).select_from(InboundMessage)) or 0


def messages_in(answer: Any) -> tuple[str, ...]:
    """The texts in a TwiML answer, which must be well formed and hold nothing else; a refusal must be plain text."""
    if answer.status_code != 200:
        assert answer.mimetype == "text/plain"
        assert "Traceback" not in answer.text
        return ()
    root = fromstring(answer.text)
    assert (root.tag, {child.tag for child in root} <= {"Message"}) == ("Response", True)
    assert all(len(child) == 0 for child in root)
    return tuple(child.text or "" for child in root)
