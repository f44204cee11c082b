"""What Africa's Talking says, and what it means: codes of a hand-over, statuses and reasons of a receipt, the balance.

Source: developers.africastalking.com (SMS: Sending, Notifications; Application data) and docs.africastalking.com
(Delivery reports). Its documents spell one reason `NotNetworkSubcriber`; both spellings are known here.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from smsinfo.domain.messages import MtStatus
from smsinfo.domain.sending import Health, SendError, SendResult
from smsinfo.gateways.http import Answer, by_status
from smsinfo.gateways.reading import LONGEST_ID

TAKEN: Final = {100: "Processed", 101: "Sent", 102: "Queued"}
"""statusCode of a recipient whose message it has."""

REFUSALS: Final = {
    401: ("RiskHold", SendError.DENIED),
    402: ("InvalidSenderId", SendError.DENIED),
    403: ("InvalidPhoneNumber", SendError.BAD_NUMBER),
    # Not BAD_NUMBER: it says so of every country that it does not serve.
    404: ("UnsupportedNumberType", SendError.UNREACHABLE),
    405: ("InsufficientBalance", SendError.NO_BALANCE),
    406: ("UserInBlacklist", SendError.OPTED_OUT),
    407: ("CouldNotRoute", SendError.UNREACHABLE),
    # Nigeria, a promotional sender between 20:00 and 8:00; HTTP 409 as well.
    409: ("DoNotDisturbRejection", SendError.TEMPORARY),
    500: ("InternalServerError", SendError.TEMPORARY),
    501: ("GatewayError", SendError.TEMPORARY),
    502: ("RejectedByGateway", SendError.UNREACHABLE),
}
"""statusCode of a recipient whose message it does not have: its name there, and what it is to us."""

STATUSES: Final = {
    "Sent": (MtStatus.SENT, None),
    "Submitted": (MtStatus.SENT, None),
    "Buffered": (MtStatus.SENT, None),
    "Success": (MtStatus.DELIVERED, None),
    "Rejected": (MtStatus.FAILED, None),
    "Failed": (MtStatus.FAILED, None),
    "AbsentSubscriber": (MtStatus.FAILED, SendError.UNREACHABLE),
    "Expired": (MtStatus.EXPIRED, None),
}
"""status of a receipt, with the error where it is the reason too."""

REASONS: Final = {
    "InsufficientCredit": SendError.UNREACHABLE,
    "InvalidLinkId": SendError.REJECTED,
    "UserIsInactive": SendError.UNREACHABLE,
    "UserInBlackList": SendError.OPTED_OUT,
    "UserAccountSuspended": SendError.UNREACHABLE,
    "NotNetworkSubcriber": SendError.UNREACHABLE,
    "NotNetworkSubscriber": SendError.UNREACHABLE,
    "UserNotSubscribedToProduct": SendError.UNREACHABLE,
    "UserDoesNotExist": SendError.BAD_NUMBER,
    "DeliveryFailure": None,
    "DoNotDisturbRejection": SendError.TEMPORARY,
}
"""failureReason of a receipt. `InsufficientCredit`: the citizen's, for a text that costs them something."""

MISSING: Final = (404, 405)
_MONEY: Final = re.compile(r"[A-Z]{3} -?\d{1,12}(\.\d{1,6})?")


def read_answer(answer: Answer) -> SendResult:
    """What came of a hand-over to one number, whatever the HTTP status: some refusals have one of their own."""
    body = _object(_json(answer.text), "SMSMessageData")
    recipients = body.get("Recipients")
    if isinstance(recipients, list) and len(recipients) == 1 and isinstance(recipients[0], dict):
        return _read_recipient(answer, recipients[0])
    for code, (name, error) in REFUSALS.items():  # where the request fails as a whole, nobody is listed
        if body.get("Message") == name:
            return SendResult(error=error, detail=f"{code} {name}")
    if 200 <= answer.status < 300:
        return SendResult(error=SendError.UNKNOWN, detail=f"HTTP {answer.status} without a recipient")
    if answer.status in MISSING:
        return SendResult(error=SendError.DENIED, detail=f"HTTP {answer.status}: compare address with their API's")
    return by_status(answer)


def _read_recipient(answer: Answer, recipient: dict[str, Any]) -> SendResult:
    told, message_id = recipient.get("statusCode"), recipient.get("messageId")
    code = told if isinstance(told, int) else 0
    if code in TAKEN and _usable(message_id):
        words = [f"{code} {TAKEN[code]}", *_money(recipient.get("cost"))]
        return SendResult(external_id=message_id, detail=", ".join(words))
    if code in REFUSALS:
        name, error = REFUSALS[code]
        return SendResult(error=error, detail=f"{code} {name}")
    return SendResult(error=SendError.UNKNOWN, detail=f"HTTP {answer.status} without a known statusCode and an id")


def _usable(message_id: object) -> bool:
    """False for `None` (a word, not null), which stands there where there is no message."""
    known = isinstance(message_id, str) and 0 < len(message_id) <= LONGEST_ID and message_id.isprintable()
    return known and message_id != "None"


def read_health(answer: Answer | SendResult) -> Health:
    """Of GET /version1/user: that our log-in is right, and the balance in the account's own currency."""
    if isinstance(answer, SendResult):
        return Health(False, f"Africa's Talking does not answer ({answer.detail})")
    if answer.status in (401, 403):
        return Health(False, f"HTTP {answer.status}: Africa's Talking refuses our username or api_key")
    balance = _money(_object(_json(answer.text), "UserData").get("balance"))
    if answer.status != 200 or not balance:
        return Health(False, f"HTTP {answer.status} without a balance")
    return Health(not balance[0].partition(" ")[2].startswith("-"), f"balance {balance[0]}")


def _money(value: object) -> list[str]:
    """An amount as they write it, `KES 0.8000`; nothing where it is none."""
    return [value] if isinstance(value, str) and _MONEY.fullmatch(value) else []


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _object(value: object, name: str) -> dict[str, Any]:
    inner = value.get(name) if isinstance(value, dict) else None
    return inner if isinstance(inner, dict) else {}
