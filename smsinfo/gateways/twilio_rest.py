"""Twilio's REST API: sending, looking up, health. Loaded when it is first needed: the official client takes 0.2 s and
11 MB, which a process that only receives can do without.

Sources: www.twilio.com/docs/messaging/api/message-resource, www.twilio.com/docs/usage/requests-to-twilio, Twilio's own
OpenAPI document (tests/interop/test_twilio_contract.py checks against it), twilio 9.13.

- There is no idempotency key and no reference of ours in a message: only the receipts carry our key, in their address.
- Error 429 means that the request was not processed (www.twilio.com/docs/api/errors/20429).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from logging import getLogger
from typing import Any, Final, TypeVar
from urllib.parse import quote

from twilio.base.exceptions import TwilioException  # type: ignore[import-untyped]
from twilio.http import HttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]

from smsinfo.domain.clock import Clock
from smsinfo.domain.sending import Found, Health, Lookup, Mt, SendError, SendResult
from smsinfo.gateways.http import TIMEOUT, Answer, HttpCaller, by_status
from smsinfo.gateways.twilio_settings import TwilioOptions
from smsinfo.gateways.twilio_words import meaning

LONGEST_VALIDITY: Final = 36_000
"""Seconds that Twilio keeps a message in its queue at most (www.twilio.com/docs/api/errors/90007); 1 at least."""

PAGE: Final = 100
"""Messages that a look-up reads: as JSON at most some 220 KB, which the HTTP caller still takes."""

TRIAL: Final = "Sent from your Twilio trial account - "
"""A trial account's messages begin so, whatever we wrote."""

OUTBOUND: Final = "outbound-api"
"""The direction of what was sent by the API; a reply in TwiML is `outbound-reply`."""

# An empty one would count as none, and the machine's own TWILIO_EDGE and TWILIO_REGION would choose where we call.
_NO_ENVIRONMENT: Final = {"TWILIO_EDGE": ""}

T = TypeVar("T")


class TwilioRest:
    """The sending half of one channel. May be used by several threads."""

    def __init__(self, own: TwilioOptions, receipts: str, clock: Clock) -> None:
        """`receipts` is the address for receipts, without our key; empty where none are wanted."""
        self._own = own
        self._receipts = receipts
        self._clock = clock
        user, password = own.login
        self._client = Client(
            user, password, own.account_sid, http_client=_Quiet(own.login), environment=_NO_ENVIRONMENT
        )
        self._client.api.base_url = own.api_base

    def send(self, mt: Mt) -> SendResult:
        """Hand one MT over. Never raises."""
        wanted: dict[str, Any] = {
            "to": mt.to,
            "body": mt.text,
            # An approved text goes out as it is, and a look-up must know it again.
            "smart_encoded": False,
            "validity_period": min(max(1, int(mt.valid_for.total_seconds())), LONGEST_VALIDITY),
        }
        if self._own.messaging_service:
            wanted["messaging_service_sid"] = self._own.messaging_service
        else:
            wanted["from_"] = self._own.sender
        if self._receipts:
            wanted["status_callback"] = f"{self._receipts}?key={quote(mt.key, safe='')}"
        message = self._ask(lambda: self._client.messages.create(**wanted), mt.to)
        if isinstance(message, SendResult):
            return message
        if not isinstance(message.sid, str) or not message.sid:
            return SendResult(error=SendError.UNKNOWN, detail="Twilio's answer has no sid")
        return SendResult(external_id=message.sid, detail=str(message.status))

    def look_up(self, mt: Mt) -> Found:
        """Is the message among the number's newest? Never raises.

        Twilio keeps nothing of ours with a message, so it is known by number, sender, text and time only: UNCLEAR where
        two could be meant, where a text was redacted, or where not all messages of the last 10 hours were seen (what
        was handed over before is past its validity). An equal text of an earlier hand-over has an external id that the
        caller knows already. DateSent is no filter here: what waits in Twilio's queue may have none.
        """
        found = self._ask(lambda: self._newest(mt.to))
        if isinstance(found, SendResult):
            return Found(Lookup.UNCLEAR)
        messages, whole = found
        since = self._clock() - timedelta(seconds=LONGEST_VALIDITY)
        recent = [message for message in messages if message.date_created is None or message.date_created >= since]
        could_be = [message for message in recent if self._could_be(message, mt.text)]
        if len(could_be) == 1 and could_be[0].body and (whole or len(recent) < len(messages)):
            return Found(Lookup.TAKEN, external_id=str(could_be[0].sid))
        return Found(Lookup.ABSENT if whole and not could_be else Lookup.UNCLEAR)

    def health(self) -> Health:
        """The account must be active; or, with an API key, which may not read the account, known. Never raises."""
        found = self._ask(self._known if self._own.api_key else self._active)
        if isinstance(found, SendResult):
            return Health(False, f"Twilio can't be asked: {found.detail}")
        ok, told = found
        balance = self._ask(self._balance)
        if isinstance(balance, SendResult):  # a subaccount has none of its own, and not every key may read it
            return Health(ok, told)
        words, rupiah = balance
        return Health(ok, f"{told}, {words}", balance_idr=rupiah)

    def _newest(self, to: str) -> tuple[list[Any], bool]:
        """The newest messages to a number, newest first; True where there are no more."""
        page = self._client.messages.page(to=to, page_size=PAGE)
        return list(page), not page.next_page_url

    def _could_be(self, message: Any, text: str) -> bool:
        if self._own.messaging_service:
            from_us = message.messaging_service_sid == self._own.messaging_service
        else:
            from_us = message.from_ == self._own.sender
        return from_us and message.direction == OUTBOUND and message.body in ("", None, text, TRIAL + text)

    def _active(self) -> tuple[bool, str]:
        account = self._client.api.accounts(self._own.account_sid).fetch()
        trial = ", on trial: it sends to verified numbers only" if account.type == "Trial" else ""
        return account.status == "active", f"account {account.status}{trial}"

    def _known(self) -> tuple[bool, str]:
        self._client.messages.page(page_size=1)
        return True, "Twilio knows our API key"

    def _balance(self) -> tuple[str, int | None]:
        found = self._client.api.account.balance.fetch()
        amount = float(found.balance)
        return f"balance {amount:.2f} {found.currency}", int(amount) if found.currency == "IDR" else None

    def _ask(self, question: Callable[[], T], to: str = "") -> T | SendResult:
        """What Twilio answers, or the failure. Never raises."""
        try:
            return question()
        except _NoSuccess as failure:
            return failure.outcome if isinstance(failure.outcome, SendResult) else read_refusal(failure.outcome, to)
        except (TwilioException, ValueError, TypeError, AttributeError, LookupError, ArithmeticError) as error:
            # JSON, but not what the client builds its records of.
            return SendResult(error=SendError.UNKNOWN, detail=f"the answer can't be read ({type(error).__name__})")


class _NoSuccess(TwilioException):  # type: ignore[misc]
    """Twilio refused, or gave no answer that could be one."""

    def __init__(self, outcome: Answer | SendResult) -> None:
        super().__init__()
        self.outcome = outcome


class _Quiet(HttpClient):  # type: ignore[misc]
    """The client's way out: by our one caller (its time-outs, a session a thread), and without the official one's log,
    where numbers stand in addresses."""

    def __init__(self, login: tuple[str, str]) -> None:
        super().__init__(getLogger(__name__), False, TIMEOUT)
        self._caller = HttpCaller(auth=login)

    def request(
        self,
        method: str,
        uri: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """One request. Raises _NoSuccess unless the answer is a 2xx with a JSON object."""
        outcome = self._caller.call(method, uri, params=_texts(params), form=_texts(data), headers=headers)
        if isinstance(outcome, SendResult) or not 200 <= outcome.status < 300:
            raise _NoSuccess(outcome)
        if _object(outcome.text) is None:
            detail = f"HTTP {outcome.status} without a JSON object"
            raise _NoSuccess(SendResult(error=SendError.UNKNOWN, detail=detail))
        return Response(outcome.status, outcome.text, outcome.headers)


def read_refusal(answer: Answer, to: str) -> SendResult:
    """What a refusal of a message to `to` means: by Twilio's code, else by the status. Twilio's words may name numbers,
    so the detail has ours."""
    code = (_object(answer.text) or {}).get("code")
    plain = by_status(answer)
    if not isinstance(code, int):
        return plain
    error, words = meaning(code, to)
    return replace(
        plain, error=error or plain.error, detail=f"HTTP {answer.status}, {words}", retry_after=answer.retry_after
    )


def _object(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _texts(values: Mapping[str, object] | None) -> dict[str, str] | None:
    return None if values is None else {name: str(value) for name, value in values.items()}
