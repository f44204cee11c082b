"""What Kannel says, and what it means: the answers of sendsms, receipts, and the status of bearerbox.

Source: Kannel 1.4.5, User's Guide, table 7-16 and chapter 10; the texts that the guide leaves out from gw/smsbox.c,
the kinds 34 and 66 from gw/dlr.h; command_status from the SMPP Protocol Specification v3.4, 5.1.3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from smsinfo.domain.messages import MtStatus
from smsinfo.domain.sending import Health, SendError, SendResult
from smsinfo.errors import BadRequest
from smsinfo.gateways.http import Answer, by_status

TAKEN: Final = ("0: Accepted for delivery", "3: Queued for later delivery", "Sent.")
"""With a 2xx: a line has it; bearerbox has it until a line is up; and what immediate-sendsms-reply answers."""

NO_RECEIVER: Final = "Missing receiver"
NO_LOGIN: Final = "Authorization failed"

REFUSALS: Final = {
    NO_LOGIN: SendError.DENIED,
    "Sender missing and no global set": SendError.DENIED,
    "DLR-URL field misformed": SendError.DENIED,
    "Unknown request.": SendError.DENIED,
    "Not routable. Do not try again.": SendError.UNREACHABLE,
    "Number(s) has/have been denied by white- and/or black-lists": SendError.UNREACHABLE,
    NO_RECEIVER: SendError.BAD_NUMBER,
    "Empty receiver number not allowed": SendError.BAD_NUMBER,
    "Charset or body misformed": SendError.REJECTED,
    "Validity field misformed": SendError.REJECTED,
    "Coding field misformed": SendError.REJECTED,
    "Unsupported content-type": SendError.REJECTED,
    "Temporal failure, try again later.": SendError.TEMPORARY,
    "Sending failed.": SendError.TEMPORARY,
}
"""How the body of a refusal begins. `Unknown request.`: the address is not that of sendsms-url."""

KINDS: Final = {
    "1": MtStatus.DELIVERED,
    "2": MtStatus.FAILED,
    "4": MtStatus.SENT,
    "8": MtStatus.SENT,
    "16": MtStatus.FAILED,
    "34": MtStatus.EXPIRED,
    "66": MtStatus.UNKNOWN,
}
"""`%d`: delivered, failed, waits at the centre (phone off), the centre has it, refused it, gave up, lost it."""

STATES: Final = {"EXPIRED": MtStatus.EXPIRED, "UNKNOWN": MtStatus.UNKNOWN}
"""Words of the network's receipt that kind 2 hides where the centre sends no message_state."""

NACKS: Final = {
    "0x00000001": SendError.REJECTED,
    "0x0000000a": SendError.DENIED,
    # Not BAD_NUMBER: an operator's centre says so of every number that is not its own.
    "0x0000000b": SendError.UNREACHABLE,
    "0x00000048": SendError.DENIED,
    "0x00000050": SendError.UNREACHABLE,
    "0x00000062": SendError.REJECTED,
    "no SMSC": SendError.UNREACHABLE,
    "Retries Exceeded": SendError.TEMPORARY,
}
"""`%A` of kind 16 after NACK/: wrong length, source, destination, type of source, of destination, validity; no line
would take it; a line stayed busy. The rest says only that it was refused."""

LATE: Final = "validity expired"
"""`%A` after NACK/ where the text was too old when its turn came in bearerbox."""

_NACK: Final = re.compile(rf"NACK/(0x[0-9a-f]{{8}}|no SMSC|Retries Exceeded|{LATE})")
_STATE: Final = re.compile(r"\bstat:([A-Z]{1,15})\b")
_ERROR: Final = re.compile(r"\berr:([0-9A-Fa-f]{1,4})\b")
_RUNNING: Final = re.compile(r"^Status: ([a-z ]+),", re.MULTILINE)
_LINE: Final = re.compile(r"^ {4}(\S+)\[\S*\] {4}.*? \((online|[a-z-]+)[ ,]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one receipt means."""

    status: MtStatus
    error: SendError | None
    detail: str


def read_answer(answer: Answer) -> SendResult:
    """What came of a hand-over. The detail holds only words that we know: the rest may name a number."""
    if 200 <= answer.status < 300:
        taken = next((words for words in TAKEN if answer.text.startswith(words)), "")
        if taken:
            return SendResult(detail=taken)
        return SendResult(error=SendError.UNKNOWN, detail=f"HTTP {answer.status} without the words of sendsms")
    for words, error in REFUSALS.items():
        if answer.text.startswith(words):
            return SendResult(error=error, detail=f"HTTP {answer.status}: {words}")
    return by_status(answer)


def read_receipt(kind: str, answer: str) -> Receipt:
    """`%d` and `%A` of a dlr-url. The detail leaves out the text that networks repeat in `%A`. Raises BadRequest."""
    status = KINDS.get(kind)
    if status is None:
        raise BadRequest(f"the parameter type is none of {', '.join(KINDS)}: is type=%d in the dlr-url?")
    refused = _NACK.match(answer)
    if refused:
        return Receipt(MtStatus.EXPIRED if refused[1] == LATE else status, NACKS.get(refused[1]), f"NACK {refused[1]}")
    state, code = _STATE.search(answer), _ERROR.search(answer)
    if state and status is MtStatus.FAILED:
        status = STATES.get(state[1], status)
    words = [f"type {kind}"]
    words += [f"stat {state[1]}"] if state else []
    words += [f"err {code[1]}"] if code else []
    return Receipt(status, None, ", ".join(words))


def smsbox_problem(answer: Answer | SendResult) -> str:
    """Why sendsms can't be used, from its answer to a message without a receiver; empty where it can."""
    if isinstance(answer, SendResult):
        return f"smsbox does not answer ({answer.detail})"
    if answer.text.startswith(NO_RECEIVER):
        return ""
    if answer.text.startswith(NO_LOGIN):
        return "smsbox refuses our user, password or address (group sendsms-user)"
    return f"HTTP {answer.status}: smsbox's sendsms is not at the address"


def bearerbox_health(answer: Answer | SendResult, smsc: str) -> Health:
    """How bearerbox is: it must run, and `smsc`, or where none is named any line, must be online."""
    if isinstance(answer, SendResult):
        return Health(False, f"bearerbox does not answer ({answer.detail})")
    running = _RUNNING.search(answer.text)
    if running is None:
        return Health(False, f"HTTP {answer.status}: no status; compare admin_address and status_password")
    lines = dict(_LINE.findall(answer.text))
    told = ", ".join([f"bearerbox {running[1]}", *(f"{name} {state}" for name, state in lines.items())])
    online = lines[smsc] == "online" if smsc in lines else "online" in lines.values()
    return Health(running[1] == "running" and online, told)
