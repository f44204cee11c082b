"""What an aggregator's answers say, by the channel's tables: taken or refused, the balance, what its words mean.

An answer is a yes only where `ok` (or, without it, `id`) stands in it: many providers answer 200 to what they refuse,
and so does the log-in page of a Wi-Fi hotspot. A refusal that the table `errors` doesn't know is unknown after a 2xx.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from smsinfo.domain.messages import MtStatus
from smsinfo.domain.sending import Health, SendError, SendResult
from smsinfo.errors import BadRequest
from smsinfo.gateways.aggregator_places import Received, of_answer
from smsinfo.gateways.aggregator_settings import ANY, BalanceOptions, RequestOptions, SendOptions
from smsinfo.gateways.http import Answer, by_status
from smsinfo.gateways.reading import check_external_id
from smsinfo.sms.masking import mask_log

WRONG_ADDRESS: Final = frozenset({404, 405, 410})
"""Status codes of a provider that has nothing there (RFC 9110, 15.5): all messages wait until it is corrected."""

LONGEST_DETAIL: Final = 60

_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?")


def read_answer(send: SendOptions, errors: Mapping[str, SendError], answer: Answer) -> SendResult:
    """What an answer to a hand-over says."""
    received = of_answer(answer)
    external_id = _external_id(received.find(send.id))
    if succeeded(send, answer) and _says_yes(send, received, external_id):
        return SendResult(external_id=external_id, price_idr=rupiah(received.find(send.price)))
    code = received.find(send.code) or ""
    status = "" if succeeded(send, answer) else str(answer.status)
    error = error_of(errors, code) or error_of(errors, status) or errors.get(ANY)
    if error is not None:
        detail = f"code {shown(code)}" if code else f"HTTP {answer.status}"
        return SendResult(error=error, detail=detail, retry_after=answer.retry_after)
    if answer.status in WRONG_ADDRESS:
        return SendResult(error=SendError.DENIED, detail=f"HTTP {answer.status}: correct the address")
    if not 200 <= answer.status < 300:
        return by_status(answer)
    detail = f"code {shown(code)} is not in errors" if code else "the answer can't be understood"
    return SendResult(error=SendError.UNKNOWN, detail=detail)


def succeeded(request: RequestOptions, answer: Answer) -> bool:
    """The status is one of those that may say yes."""
    return answer.status in request.success if request.success else 200 <= answer.status < 300


def error_of(errors: Mapping[str, SendError], code: str) -> SendError | None:
    """Our error for a provider's code, whatever its case; None where the table doesn't know it."""
    return next(
        (error for known, error in errors.items() if code and known.casefold() == code.strip().casefold()), None
    )


def status_of(statuses: Mapping[str, str], word: str) -> MtStatus:
    """Our status for a provider's word, whatever its case; UNKNOWN where the table doesn't know it."""
    found = {known.casefold(): status for known, status in statuses.items()}.get(word.strip().casefold())
    return MtStatus(found or "unknown")


def shown(word: str) -> str:
    """A provider's word for people: masked, since it may hold the number, on one line, and short."""
    return mask_log("".join(char if char.isprintable() else " " for char in word))[:LONGEST_DETAIL]


def read_balance(options: BalanceOptions, answer: Answer) -> Health:
    """What an answer about the balance says."""
    if not succeeded(options, answer):
        return Health(False, f"HTTP {answer.status}")
    found = rupiah(of_answer(answer).find(options.balance))
    if found is None:
        return Health(False, f"the answer has no number at {options.balance}")
    said = f"Rp {found}" if options.unit == "rupiah" else f"{found} messages"
    return Health(found > 0, f"the balance is {said}", found if options.unit == "rupiah" else None)


def rupiah(text: str | None) -> int | None:
    """A whole number out of `350`, `350.00`, `1.250`, `Rp 1.250.000,50` or `1,234`; None where there is none.

    A point or comma before exactly three digits parts thousands: sums in rupiah have no use for thousandths.
    """
    found = _THOUSANDS.search(text or "")
    if found is None or "-" in (text or "")[: found.start()]:
        return None
    digits = found.group()
    whole = re.split(r"[.,]\d{1,2}$", digits)[0] if found.group(1) else re.split(r"[.,]", digits)[0]
    return int(re.sub(r"[.,]", "", whole))


def _external_id(text: str | None) -> str | None:
    try:
        return check_external_id(text.strip()) if text else None
    except BadRequest:  # taken all the same, only its receipts will find nobody
        return None


def _says_yes(send: SendOptions, received: Received, external_id: str | None) -> bool:
    if send.ok is None:
        return external_id is not None
    found = received.find(send.ok)
    if found is None:
        return False
    return not send.ok_values or found.strip().casefold() in {value.casefold() for value in send.ok_values}
