"""Who sent a text, and whether they may get a reply."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from smsinfo.domain.messages import SenderKind
from smsinfo.errors import BadNumber
from smsinfo.sms.msisdn import is_home, operator, parse, sender_kind


@dataclass(frozen=True, slots=True)
class Sender:
    """`msisdn` only where there is one; `shown` is what may be stored of a sender that is no person; `silence` why
    not to reply."""

    kind: SenderKind
    msisdn: str = ""
    operator: str = ""
    shown: str = ""
    silence: str = ""


def identify(raw: str, own_numbers: frozenset[str]) -> Sender:
    """Sort a sender: a person at home, one of our own numbers (a loop), abroad, a short code, a name, or nobody."""
    return _identify(raw[:64], own_numbers)


# Bounded: the parse costs as much as the rest of the thinking, and the same people text several times.
@lru_cache(maxsize=4096)
def _identify(raw: str, own_numbers: frozenset[str]) -> Sender:
    kind = SenderKind(sender_kind(raw))
    if kind is not SenderKind.MSISDN:
        return Sender(kind, shown=raw[:24] if kind is not SenderKind.ANONYMOUS else "", silence="sender")
    try:
        msisdn = parse(raw)
    except BadNumber:
        return Sender(SenderKind.ANONYMOUS, silence="sender")
    if msisdn in own_numbers:
        return Sender(kind, shown="own", silence="own")
    if not is_home(msisdn):
        return Sender(kind, shown="abroad", silence="foreign")
    return Sender(kind, msisdn, operator(msisdn))
