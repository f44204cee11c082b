"""What a mail server's refusals mean: the step that was refused, its code, and its enhanced code.

Source: RFC 5321, 4.2.2 and 4.2.3 (codes), RFC 3463 and the IANA registry of enhanced status codes. A 4xx is for now, a
5xx for ever; only the enhanced code tells whose fault a 5xx at the receiver is.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final

from smsinfo.domain.sending import SendError, SendResult

LOG_IN_CODES: Final = frozenset({530, 534, 535, 538})
"""Authentication is missing, too weak, wrong, or wants TLS (RFC 4954, 6): at any step it is our log-in."""

NO_SUCH_RECEIVER: Final = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
"""No such mailbox, domain or syntax, moved without address, null MX, mailbox disabled."""

NOT_OUR_SENDER: Final = frozenset({"5.1.7", "5.1.8", "5.7.8", "5.7.9", "5.7.14", "5.7.27"})
"""Our own address or log-in is not accepted, whoever the receiver is."""

THROTTLING: Final = frozenset({"4.2.4", "4.3.2", "4.5.3", "4.7.28"})
"""Too much at once: lists, system not accepting, too many recipients, rate (as Google writes it)."""

_ENHANCED = re.compile(rb"\s*([45]\.\d{1,3}\.\d{1,3})\b")


class Step(Enum):
    """What was being said when the server refused."""

    GREETING = auto()
    LOG_IN = auto()
    SENDER = auto()
    RECEIVER = auto()
    MAIL = auto()


# A 5xx without a telling enhanced code, by step. At the receiver it may be that mailbox or a policy about it (RFC 5321,
# 4.2.3: 550): another channel may still reach the person.
_FOR_EVER: Final = {
    Step.GREETING: SendError.DENIED,
    Step.LOG_IN: SendError.DENIED,
    Step.SENDER: SendError.DENIED,
    Step.RECEIVER: SendError.UNREACHABLE,
    Step.MAIL: SendError.REJECTED,
}


def refused(step: Step, code: int, words: bytes | str) -> SendResult:
    """A refusal as a result; its detail holds codes only, since a server's words repeat addresses."""
    raw = words.encode(errors="replace") if isinstance(words, str) else words
    found = _ENHANCED.match(raw)
    enhanced = found.group(1).decode() if found else ""
    return SendResult(error=_sorted(step, code, enhanced), detail=f"SMTP {code} {enhanced}".rstrip())


def _sorted(step: Step, code: int, enhanced: str) -> SendError:
    if code in LOG_IN_CODES or (500 <= code < 600 and enhanced in NOT_OUR_SENDER):
        return SendError.DENIED
    if 500 <= code < 600:
        return SendError.BAD_NUMBER if step is Step.RECEIVER and enhanced in NO_SUCH_RECEIVER else _FOR_EVER[step]
    if 400 <= code < 500:
        return SendError.THROTTLED if enhanced in THROTTLING else SendError.TEMPORARY
    return SendError.UNKNOWN if step is Step.MAIL else SendError.TEMPORARY
