"""USSD screens: texts short enough for one turn of a dialogue.

Source: 3GPP TS 23.038, clause 6.1.2.3 (160 octets of USSD data hold 182 septets); some gateways take only
160, so that is the default and a channel may say more. A screen is always GSM-7: in UCS-2 it would hold 80 characters.
"""

from smsinfo.sms.gsm7 import is_gsm7, septets, to_gsm7
from smsinfo.sms.wrap import wrap


def screen_fits(text: str, limit: int = 160) -> bool:
    """Whether `text` is GSM-7 and at most `limit` septets."""
    return is_gsm7(text) and septets(text) <= limit


def screens(text: str, limit: int = 160, more: str = "\n98 lanjut") -> tuple[str, ...]:
    """Cut `text`, made GSM-7, into screens of at most `limit` septets, each but the last ending in `more`.

    Cuts lie as in `wrap`: at line or sentence ends, else between words, never inside a number. Raises ValueError where
    `more` is not GSM-7 or leaves no room.
    """
    if not is_gsm7(more):
        raise ValueError(f"the line for more, {more!r}, is outside GSM-7")
    return wrap(to_gsm7(text), lambda screen: septets(screen) <= limit, limit, more)
