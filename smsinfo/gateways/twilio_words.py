"""What Twilio says of a message, and what it means: statuses of receipts, and the codes of errors.

Sources: www.twilio.com/docs/messaging/api/message-resource (status values),
www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks,
www.twilio.com/docs/api/errors (the dictionary; each code has a page of its own, /docs/api/errors/<code>).
A code comes with the refusal of a request, or later in a receipt: with a messaging service nearly all come later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from smsinfo.domain.messages import MtStatus
from smsinfo.domain.sending import SendError
from smsinfo.sms.msisdn import is_home

STATUSES: Final = {
    "accepted": MtStatus.SENT,
    "scheduled": MtStatus.SENT,
    "queued": MtStatus.SENT,
    "sending": MtStatus.SENT,
    "sent": MtStatus.SENT,
    "delivered": MtStatus.DELIVERED,
    "read": MtStatus.DELIVERED,
    "undelivered": MtStatus.FAILED,
    "failed": MtStatus.FAILED,
    "canceled": MtStatus.FAILED,
}
"""`MessageStatus` -> ours. What is still on its way at Twilio is SENT: Twilio has it, nothing more. No others are about
an SMS that we sent, or they say nothing that we could use (`partially_delivered`)."""

NOT_IN_TIME: Final = 30036
"""The validity was over before Twilio could send it: that is no failure of anybody."""

ERRORS: Final[dict[int, tuple[SendError, str]]] = {
    10001: (SendError.NO_BALANCE, "the account is not active: out of money, or suspended"),
    14107: (SendError.THROTTLED, "more than 30 texts to one number within 30 s: a loop?"),
    20003: (SendError.DENIED, "the log-in is wrong, or the account is suspended or closed"),
    20005: (SendError.NO_BALANCE, "the account is not active: out of money, or not yet activated"),
    20010: (SendError.DENIED, "sending is disabled for the account"),
    20403: (SendError.DENIED, "the account may not use the API: suspended or closed"),
    20404: (SendError.DENIED, "there is no such account at this address"),
    20429: (SendError.THROTTLED, "too many requests at once"),
    20503: (SendError.TEMPORARY, "out of service; safe to repeat"),
    21211: (SendError.BAD_NUMBER, "not a valid phone number"),
    21212: (SendError.DENIED, "the sender is not valid"),
    21217: (SendError.BAD_NUMBER, "not a valid phone number"),
    21265: (SendError.BAD_NUMBER, "a short code can't receive"),
    21266: (SendError.UNREACHABLE, "the number is the sender itself"),
    21408: (SendError.UNREACHABLE, "this country is not enabled in the account's messaging geo permissions"),
    21601: (SendError.DENIED, "the sender can't send SMS"),
    21602: (SendError.REJECTED, "the text is empty"),
    21603: (SendError.DENIED, "there is no sender"),
    21604: (SendError.BAD_NUMBER, "there is no number"),
    21605: (SendError.REJECTED, "the text is longer than 1600 characters"),
    21606: (SendError.DENIED, "the sender can't send SMS, or is not the account's"),
    21607: (SendError.DENIED, "a trial account sends only from its trial number"),
    21608: (SendError.DENIED, "a trial account, or one without an approved profile, sends only to verified numbers"),
    21609: (SendError.DENIED, "the receipts can't be sent to public_url: mend it, or set status_callbacks = false"),
    21610: (SendError.OPTED_OUT, "the number has sent STOP"),
    21611: (SendError.THROTTLED, "the sender's queue holds 10 hours of messages"),
    21612: (SendError.UNREACHABLE, "this number can't be reached from this sender"),
    21614: (SendError.BAD_NUMBER, "not a mobile number"),
    21617: (SendError.REJECTED, "the text is longer than 1600 characters"),
    21618: (SendError.REJECTED, "the text can't be sent"),
    21619: (SendError.REJECTED, "the text is empty"),
    21624: (SendError.REJECTED, "the validity is not 1 to 36000 s"),
    21635: (SendError.BAD_NUMBER, "a landline can't receive"),
    21657: (SendError.UNREACHABLE, "the sender's name is not allowed in this country"),
    21659: (SendError.DENIED, "the sender is not one of Twilio's numbers"),
    21660: (SendError.DENIED, "the sender belongs to another account"),
    21661: (SendError.DENIED, "the sender can't send SMS"),
    21701: (SendError.DENIED, "there is no such messaging service"),
    21702: (SendError.DENIED, "the messaging service can't send"),
    21703: (SendError.DENIED, "the messaging service has no sender for this message"),
    21704: (SendError.DENIED, "the messaging service has no senders"),
    21705: (SendError.DENIED, "the messaging service is not valid"),
    21730: (SendError.TEMPORARY, "maintenance"),
    30001: (SendError.THROTTLED, "the queue is full"),
    30002: (SendError.NO_BALANCE, "the account was suspended: out of money, or for its conduct"),
    30003: (SendError.TEMPORARY, "the handset is off or out of coverage"),
    30004: (SendError.UNREACHABLE, "blocked for this number"),
    30005: (SendError.BAD_NUMBER, "the network does not know the number"),
    30006: (SendError.UNREACHABLE, "a landline, or a network that can't be reached"),
    30007: (SendError.REJECTED, "filtered by Twilio or the network"),
    30008: (SendError.TEMPORARY, "the network gave no reason"),
    30017: (SendError.TEMPORARY, "the network is congested"),
    30019: (SendError.REJECTED, "the network finds it too large"),
    30021: (SendError.TEMPORARY, "a fault inside Twilio"),
    30024: (SendError.UNREACHABLE, "the sender is not registered with this network"),
    NOT_IN_TIME: (SendError.TEMPORARY, "it waited longer than its validity"),
    30037: (SendError.DENIED, "the account may not send"),
    30038: (SendError.REJECTED, "filtered: looks like a one-time password"),
    30039: (SendError.REJECTED, "filtered: looks like a loop of two machines"),
    30042: (SendError.DENIED, "the sender's name is blocked"),
    30044: (SendError.REJECTED, "too long for a trial account"),
    30045: (SendError.REJECTED, "the validity is not 1 to 36000 s"),
    30046: (SendError.TEMPORARY, "the network never confirmed it"),
    30410: (SendError.UNKNOWN, "the network behind Twilio did not answer in time"),
    30450: (SendError.THROTTLED, "held back for a while: suspected of pumped traffic"),
    30453: (SendError.THROTTLED, "held back for some hours: suspected of fraud"),
    30454: (SendError.THROTTLED, "more messages to one number than Twilio allows"),
    30500: (SendError.TEMPORARY, "a fault inside Twilio"),
    60728: (SendError.THROTTLED, "the account's messages of this hour are used up"),
    63038: (SendError.THROTTLED, "the account's messages of 24 hours are used up"),
    90007: (SendError.REJECTED, "the validity is not 1 to 36000 s"),
    90010: (SendError.NO_BALANCE, "the account is not active: suspended"),
}
"""Code -> what it is for us, and in our words: Twilio's own name the number."""

COUNTRYWIDE: Final = frozenset({21408, 21657})
"""They hold for a whole country: where that is Indonesia nobody is reached, and the channel must be mended."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one receipt means."""

    status: MtStatus
    error: SendError | None
    detail: str


def meaning(code: int, to: str) -> tuple[SendError | None, str]:
    """What a code means for a message to `to` (an MSISDN), and words for people; None for a code that we don't know."""
    error, words = ERRORS.get(code, (None, ""))
    if code in COUNTRYWIDE and is_home(to):
        error = SendError.DENIED
    return error, f"Twilio {code}: {words}" if words else f"Twilio {code}"


def read_receipt(status: str, code: str, to: str) -> Receipt | None:
    """`MessageStatus` and `ErrorCode` of a receipt for a message to `to`; None for a status that says nothing to us."""
    found = STATUSES.get(status)
    if found is None:
        return None
    if found is not MtStatus.FAILED or not (code.isascii() and code.isdecimal()):
        return Receipt(found, None, status)
    error, words = meaning(int(code[:9]), to)
    late = int(code[:9]) == NOT_IN_TIME
    return Receipt(MtStatus.EXPIRED if late else found, error, f"{status}, {words}")
