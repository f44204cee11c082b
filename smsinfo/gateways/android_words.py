"""What SMS Gateway for Android says, and what it means: states, answers, reasons of a failure, health.

Source: the app's OpenAPI document (app/src/main/assets/api/swagger.json) and docs.sms-gate.app (Status Tracking, FAQ
Errors, Health); the words of a reason from the app itself (MessagesService.kt) with the names of Android's SmsManager,
those of a refusal from its server (modules/messages, modules/devices); a delivery's codes from GSM 03.40, 9.2.3.15.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from smsinfo.domain.messages import MtStatus
from smsinfo.domain.sending import Found, Health, Lookup, SendError, SendResult
from smsinfo.gateways.http import Answer, by_status

CANCELLED: Final = "Cancelled"

STATES: Final = ("Pending", "Processed", "Sent", "Delivered", "Failed", "Cancelling", CANCELLED)
"""Life of a message there. The last two are in no OpenAPI document yet, but in the server and the official clients."""

STATUSES: Final = {
    404: (SendError.DENIED, "the address is not that of the app or its server"),
    405: (SendError.DENIED, "the address is not that of the app or its server"),
    503: (SendError.TEMPORARY, "the phone's queue is full or too old: is it online?"),
}
"""HTTP statuses that mean something else here than in general. 409 is no error: see `read_answer`."""

REFUSALS: Final = {
    "invalid phone number": SendError.BAD_NUMBER,
    "not mobile phone number": SendError.BAD_NUMBER,
    "can't parse phone number": SendError.BAD_NUMBER,
    "Invalid device ID": SendError.DENIED,
    "record not found": SendError.DENIED,
    "more than one record": SendError.DENIED,
    "invalid user": SendError.DENIED,
}
"""What stands in the `message` of a 400, for the number or the device. Any other 400 is about the request."""

EXPIRED: Final = "TTL expired"

REASONS: Final = {
    "RESULT_ERROR_GENERIC_FAILURE": SendError.TEMPORARY,
    "RESULT_ERROR_RADIO_OFF": SendError.TEMPORARY,
    "RESULT_ERROR_NULL_PDU": SendError.REJECTED,
    "RESULT_ERROR_NO_SERVICE": SendError.TEMPORARY,
    "RESULT_ERROR_LIMIT_EXCEEDED": SendError.THROTTLED,
    "RESULT_ERROR_FDN_CHECK_FAILURE": SendError.UNREACHABLE,
    "RESULT_ERROR_SHORT_CODE_NOT_ALLOWED": SendError.UNREACHABLE,
    "RESULT_ERROR_SHORT_CODE_NEVER_ALLOWED": SendError.UNREACHABLE,
    "RESULT_NETWORK_REJECT": SendError.UNREACHABLE,
    "RESULT_INVALID_SMS_FORMAT": SendError.REJECTED,
    "RESULT_ENCODING_ERROR": SendError.REJECTED,
    "RESULT_INVALID_SMSC_ADDRESS": SendError.DENIED,
    "RESULT_OPERATION_NOT_ALLOWED": SendError.DENIED,
    "RESULT_UNEXPECTED_EVENT_STOP_SENDING": SendError.THROTTLED,
    "RESULT_NO_DEFAULT_SMS_APP": SendError.DENIED,
    "RESULT_RIL_NETWORK_REJECT": SendError.UNREACHABLE,
    "RESULT_RIL_REQUEST_RATE_LIMITED": SendError.THROTTLED,
    "RESULT_RIL_INVALID_SMS_FORMAT": SendError.REJECTED,
    "RESULT_RIL_ENCODING_ERR": SendError.REJECTED,
    "RESULT_RIL_INVALID_SMSC_ADDRESS": SendError.DENIED,
    "RESULT_RIL_OPERATION_NOT_ALLOWED": SendError.DENIED,
    "RESULT_RIL_SIM_ABSENT": SendError.DENIED,
    "RESULT_RIL_ACCESS_BARRED": SendError.DENIED,
    "No SIMs found": SendError.DENIED,
    "SIM selection": SendError.DENIED,
}
"""Why Android did not send. Most generic failures are an empty SIM, but the phone can't tell. The other RESULT_ names
are of the modem, the network or the system, and pass."""

_RESULT: Final = re.compile(r"\bRESULT_[A-Z_]{3,60}")
_SIM: Final = re.compile(r"\bSIM \d not found\b")
# The centre's number stands between: `Delivery result from SC +62...: 70`.
_DELIVERY: Final = re.compile(r"^Delivery result from SC .*: (\d{1,3})$")
_TOO_LATE: Final = 0x46
_PERMANENT: Final = range(0x40, 0x60)

LAST_SEEN: Final = timedelta(hours=1)
"""How long a phone may be silent towards the server: it asks every quarter of an hour, later when it sleeps deeply."""

HARMLESS: Final = ("connection:",)
"""Checks that say nothing to us: a phone without Internet that has just answered needs none."""

BEARABLE: Final = ("battery:", "messages:")
"""Checks with which a phone still sends; that all messages of an hour failed may be one bad number."""

_CHECK: Final = re.compile(r"[a-z]{1,20}:[a-z]{1,20}")


def read_json(text: str) -> Any:
    """What an answer holds; None where it is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def read_answer(answer: Answer, message_id: str) -> SendResult:
    """What came of a hand-over. The detail holds only words that we know: the rest may name a number.

    409: a message with this id is there already. Ours are one to a message, so an earlier try of it was taken.
    """
    if answer.status == 409:
        return SendResult(external_id=message_id, detail="HTTP 409: taken before")
    body = read_json(answer.text)
    if 200 <= answer.status < 300:
        taken = body.get("id") if isinstance(body, dict) else None
        if isinstance(taken, str) and taken:
            return SendResult(external_id=taken)
        return SendResult(error=SendError.UNKNOWN, detail=f"HTTP {answer.status} without the id of a message")
    if answer.status in STATUSES:
        error, words = STATUSES[answer.status]
        return SendResult(error=error, detail=f"HTTP {answer.status}: {words}", retry_after=answer.retry_after)
    told = str(body.get("message", "")) if isinstance(body, dict) and answer.status == 400 else ""
    for words, error in REFUSALS.items():
        if words in told:
            return SendResult(error=error, detail=f"HTTP 400: {words}")
    return by_status(answer)


def read_state(answer: Answer | SendResult, message_id: str) -> Found:
    """Whether a message is there, whatever has become of it since."""
    if isinstance(answer, SendResult):
        return Found(Lookup.UNCLEAR)
    if answer.status == 404:
        return Found(Lookup.ABSENT)
    body = read_json(answer.text)
    if answer.status == 200 and isinstance(body, dict) and body.get("state") in STATES:
        return Found(Lookup.TAKEN, message_id)
    return Found(Lookup.UNCLEAR)


def was_cancelled(answer: Answer) -> bool:
    """True where a message has been taken back for certain: while it is `Cancelling`, the phone may yet send it."""
    body = read_json(answer.text)
    return answer.status == 200 and isinstance(body, dict) and body.get("state") == CANCELLED


def read_reason(reason: str) -> tuple[MtStatus, SendError | None, str]:
    """Status, error and detail of a failure. The detail leaves out what we do not know: it may name a number."""
    if EXPIRED in reason:
        return MtStatus.EXPIRED, None, EXPIRED
    delivery = _DELIVERY.match(reason)
    if delivery:
        return _read_delivery(int(delivery[1]))
    if _SIM.search(reason):
        return MtStatus.FAILED, SendError.DENIED, "SIM not found"
    for words, error in REASONS.items():
        if re.search(rf"\b{words}\b", reason):
            return MtStatus.FAILED, error, words
    result = _RESULT.search(reason)
    return MtStatus.FAILED, SendError.TEMPORARY if result else None, result[0] if result else "for another reason"


def _read_delivery(code: int) -> tuple[MtStatus, SendError | None, str]:
    """TP-Status: from 0x40 on permanent (0x46: validity expired), from 0x60 on the centre only gave up trying."""
    detail = f"delivery result {code}"
    if code == _TOO_LATE:
        return MtStatus.EXPIRED, None, detail
    return MtStatus.FAILED, SendError.UNREACHABLE if code in _PERMANENT else SendError.TEMPORARY, detail


def health_problem(answer: Answer | SendResult) -> tuple[str, str]:
    """Of GET /health: why nothing can be sent (empty where it can), and what else is worth knowing.

    The app itself answers with its phone's checks, a server with its database's.
    """
    if isinstance(answer, SendResult):
        return f"nobody answers at the address ({answer.detail})", ""
    body = read_json(answer.text)
    if not isinstance(body, dict) or body.get("status") not in ("pass", "warn", "fail"):
        return f"HTTP {answer.status}: neither the app nor its server is at the address", ""
    checks = body.get("checks")
    found = [*map(_check, checks.items())] if isinstance(checks, dict) else [("health", str(body["status"]), True)]
    failed = ", ".join(told for told, status, stops in found if stops and status == "fail")
    told = ", ".join(told for told, status, stops in found if status == "warn" or (status == "fail" and not stops))
    return (f"health check fails: {failed}" if failed else ""), told


def _check(item: tuple[object, object]) -> tuple[str, str, bool]:
    """Name with value, status, and whether nothing can be sent while it fails."""
    name, check = item
    known = str(name) if _CHECK.fullmatch(str(name)) else "another check"
    if not isinstance(check, dict) or known.startswith(HARMLESS):
        return known, "pass", False
    value = check.get("observedValue")
    told = f"{known} {value}" if isinstance(value, int) else known
    return told, str(check.get("status")), not known.startswith(BEARABLE)


def device_health(answer: Answer | SendResult, device: str, now: datetime) -> Health:
    """Of GET /devices: our log-in is right, and the phone (`device`, or any where none is named) was seen lately."""
    if isinstance(answer, SendResult):
        return Health(False, f"nobody answers at the address ({answer.detail})")
    if answer.status in (401, 403):
        return Health(False, f"HTTP {answer.status}: the app refuses our user or password")
    body = read_json(answer.text)
    if answer.status != 200 or not isinstance(body, list):
        return Health(False, f"HTTP {answer.status}: no list of devices")
    phones = [phone for phone in body if isinstance(phone, dict) and device in ("", phone.get("id"))]
    phones = [phone for phone in phones if not phone.get("deletedAt")]
    if not phones:
        return Health(False, "the phone of the setting device is not there" if device else "there is no phone")
    seen = [when for phone in phones if (when := _seen(phone))]
    if not seen:
        return Health(False, "the phone was never seen")
    last = max(seen)
    if now - last > LAST_SEEN:
        return Health(False, f"the phone was last seen on {last:%Y-%m-%d at %H:%M} UTC")
    return Health(True, f"the phone was seen {max(0, int((now - last) / timedelta(minutes=1)))} minutes ago")


def _seen(phone: dict[str, Any]) -> datetime | None:
    """When there was news of a phone; None where there never was."""
    try:
        return datetime.fromisoformat(str(phone.get("lastSeen"))).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
