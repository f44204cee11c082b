"""What SMSD writes of a message that it sent, and what that means.

Source: gammu-smsd-tables(7) for Status; 3GPP TS 23.040, 9.2.3.15, for StatusError (TP-Status, of a receipt); 3GPP
TS 27.005, 3.2.5, and TS 24.011, annex E-2, for StatusCode (+CMS ERROR, of a modem that could not send).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from smsinfo.domain.messages import MtStatus
from smsinfo.domain.sending import SendError

STATUSES: Final = {
    "SendingOK": MtStatus.SENT,
    "SendingOKNoReport": MtStatus.SENT,
    "SendingError": MtStatus.FAILED,
    "Error": MtStatus.FAILED,
    "DeliveryOK": MtStatus.DELIVERED,
    "DeliveryFailed": MtStatus.FAILED,
    "DeliveryPending": MtStatus.SENT,
    "DeliveryUnknown": MtStatus.UNKNOWN,
}

LAST: Final = frozenset(STATUSES) - {"SendingOK", "DeliveryPending"}
"""After these SMSD has no more to tell. Ours always ask for a receipt, so SendingOKNoReport is not awaited either."""

FORWARDED, TOO_LATE = 0x01, 0x46

TP_STATUS: Final = {
    FORWARDED: ("forwarded, delivery can't be confirmed", None),
    0x40: ("remote procedure error", SendError.TEMPORARY),
    0x41: ("incompatible destination", SendError.UNREACHABLE),
    0x42: ("refused by the phone", SendError.UNREACHABLE),
    0x43: ("not obtainable", SendError.UNREACHABLE),
    0x44: ("quality of service not available", SendError.UNREACHABLE),
    0x45: ("no interworking", SendError.UNREACHABLE),
    TOO_LATE: ("validity period expired", None),
    0x47: ("deleted by the sender", None),
    0x48: ("deleted by the message centre", SendError.REJECTED),
    0x49: ("not known to the message centre", None),
    0x60: ("congestion", SendError.TEMPORARY),
    0x61: ("phone busy", SendError.TEMPORARY),
    0x62: ("no answer from the phone", SendError.TEMPORARY),
    0x63: ("service rejected", SendError.TEMPORARY),
    0x64: ("quality of service not available", SendError.TEMPORARY),
    0x65: ("error in the phone", SendError.TEMPORARY),
}

CMS: Final = {
    1: ("unassigned number", SendError.BAD_NUMBER),
    8: ("barred by the operator", SendError.DENIED),
    10: ("barred", SendError.DENIED),
    # A SIM without credit may hear this too, so it is not the message that is refused.
    21: ("transfer rejected", SendError.UNREACHABLE),
    27: ("destination out of service", SendError.TEMPORARY),
    28: ("unidentified subscriber", SendError.DENIED),
    29: ("facility rejected", SendError.DENIED),
    30: ("unknown subscriber", SendError.UNREACHABLE),
    38: ("network out of order", SendError.TEMPORARY),
    41: ("temporary failure", SendError.TEMPORARY),
    42: ("congestion", SendError.THROTTLED),
    47: ("no resources", SendError.TEMPORARY),
    50: ("not subscribed", SendError.DENIED),
    69: ("not implemented", SendError.DENIED),
    95: ("invalid message", SendError.REJECTED),
    96: ("invalid mandatory information", SendError.REJECTED),
    193: ("no subscription at the message centre", SendError.DENIED),
    195: ("invalid address", SendError.BAD_NUMBER),
    196: ("destination barred", SendError.UNREACHABLE),
    197: ("taken for a duplicate", SendError.REJECTED),
    304: ("invalid PDU", SendError.REJECTED),
    305: ("invalid text", SendError.REJECTED),
    310: ("no SIM", SendError.DENIED),
    311: ("the SIM wants its PIN", SendError.DENIED),
    313: ("SIM failure", SendError.DENIED),
    315: ("wrong SIM", SendError.DENIED),
    316: ("the SIM wants its PUK", SendError.DENIED),
    330: ("the message centre's number is unknown", SendError.DENIED),
    331: ("no network", SendError.TEMPORARY),
    332: ("network time-out", SendError.UNKNOWN),
}
"""What is not here is TEMPORARY: most other codes are about the modem or the network of this moment."""

NO_CODE: Final = -1


@dataclass(frozen=True, slots=True)
class Became:
    """What a row of sentitems says; `detail` is for people."""

    status: MtStatus
    error: SendError | None
    detail: str


def read_status(status: str, tp_status: int, cms: int) -> Became:
    """One row of sentitems: its Status, StatusError and StatusCode, the latter two NO_CODE where there is none."""
    became = STATUSES.get(status, MtStatus.UNKNOWN)
    if status.startswith("Delivery"):
        return _reported(status, became, tp_status)
    if became is not MtStatus.FAILED:
        return Became(became, None, status)
    if cms == NO_CODE:
        # The modem said nothing, so the text may have left; Error is SMSD's own, before it asked the modem.
        return Became(became, SendError.UNKNOWN if status == "SendingError" else SendError.TEMPORARY, status)
    words, error = CMS.get(cms, ("", SendError.TEMPORARY))
    return Became(became, error, f"{status}, CMS {cms} {words}".strip())


def _reported(status: str, became: MtStatus, code: int) -> Became:
    words, error = TP_STATUS.get(code, ("", SendError.UNREACHABLE))
    detail = status if code in (NO_CODE, 0) else f"{status}, TP-Status {code} {words}".strip()
    if became is MtStatus.DELIVERED and code == FORWARDED:
        return Became(MtStatus.SENT, None, detail)
    if became is MtStatus.FAILED and code == TOO_LATE:
        return Became(MtStatus.EXPIRED, None, detail)
    return Became(became, error if became is MtStatus.FAILED else None, detail)


def relative_validity(valid_for: timedelta) -> int:
    """The octet of TP-VP (3GPP TS 23.040, 9.2.3.12.1) for the longest time that is not longer; at least 5 minutes."""
    minutes = int(valid_for / timedelta(minutes=1))
    if minutes <= 12 * 60:
        return max(0, minutes // 5 - 1)
    if minutes <= 24 * 60:
        return 143 + (minutes - 12 * 60) // 30
    days = minutes // (24 * 60)
    return 166 + days if days <= 30 else min(255, 192 + days // 7)
