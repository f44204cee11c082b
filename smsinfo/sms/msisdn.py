"""Phone numbers: what people type, as E.164; what a sender is; its operator; its mask.

Numbers are parsed by `phonenumbers` (ITU-T E.164 and the national plans). Its notion of *valid* is not ours, see
`_check_home`.
"""

import re
import unicodedata
from typing import Final, Literal, NoReturn

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberType, ValidationResult, carrier

from smsinfo.errors import BadNumber
from smsinfo.sms.unseen import CONTROLS, INVISIBLE, SURROGATES

Reason = Literal[
    "letters", "too_short", "too_long", "premium", "not_mobile", "spreadsheet", "empty", "short_code", "name"
]
"""Why a number was refused: a code for translation and statistics, never a sentence."""

SenderKind = Literal["msisdn", "short_code", "name", "anonymous"]

_HINTS: Final[dict[Reason, str]] = {
    "letters": "write digits only, one number, without extension; check for the letter O instead of a zero",
    "too_short": "digits are missing: a mobile number at home looks like 0812 3456 7890",
    "too_long": "there are too many digits: write one number only",
    "premium": "this is a premium-rate number: messages to it cost its caller",
    "not_mobile": "this is no mobile number: landlines and service numbers get no SMS",
    "spreadsheet": "a spreadsheet made a decimal of the number: format the column as text and export again",
    "empty": "no number was given",
    "short_code": "this is a short code: write a full phone number",
    "name": "this is a sender name: it cannot be answered",
}

_HOME: Final = 62
_UNSEEN = re.compile(f"[{INVISIBLE}{CONTROLS}{SURROGATES}]")
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\uff0d"
_SPELLINGS = str.maketrans({"\uff0b": "+", **dict.fromkeys(_DASHES, "-")})
_LETTER = re.compile(r"[^\W\d_]")
# What a spreadsheet makes of a number: 628123456789.0 or 6.28123E+11. Read as digits the first is ten times the number.
_SPREADSHEET = re.compile(r"\+?(?:\d{7,}[.,]\d{1,2}|\d[.,]\d+[eE]\+?\d+)")
_SHAPE = re.compile(r"[(]?\+?[0-9\s().\-]+")
_SHORT_CODE = re.compile(r"\+?\d{3,6}", re.ASCII)
_MASKABLE = re.compile(r"\+\d{12,15}", re.ASCII)

_WITHHELD_WORDS: Final = frozenset(
    {"anonymous", "blocked", "private", "restricted", "unavailable", "unknown", "withheld", "no caller id"}
)
# Twilio's From for a caller without a number: ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN, UNAVAILABLE spelled on a keypad
# (support.twilio.com article 223179988).
_WITHHELD_DIGITS: Final = frozenset({"266696687", "7378742833", "2562533", "8656696", "86282452253"})

_OPERATORS: Final = {
    "telkomsel": "telkomsel",
    "indosat ooredoo hutchison": "indosat",
    "xl": "xl",
    "axis": "axis",
    "smartfren": "smartfren",
}
# `carrier` files Tri under Indosat Ooredoo Hutchison, its owner since the merger of 2022; routes still name it alone.
_TRI: Final = ("+62895", "+62896", "+62897", "+62898", "+62899")


def parse(raw: str, region: str = "ID") -> str:
    """What a person typed, as E.164 (`+628123456789`); raises BadNumber with `.reason` and `.hint`.

    Takes national and international writing, 62... and 0062... without plus, other digits than ASCII, and what clings
    to a pasted number: unseen characters, NUL, newlines, a spreadsheet's apostrophe. `region` is where a number without
    country code is at home. Refuses extensions (an SMS cannot reach one), letters, premium numbers, and at home
    whatever is no mobile number. Of a foreign number only the length and the premium rate are checked: not every
    country tells mobile numbers from others.
    """
    text = _plain(raw)
    number = _international(_digits_of(text), region)
    if number.country_code == _HOME:
        number = _check_home(number)
    else:
        _check_foreign(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _refuse(reason: Reason) -> NoReturn:
    raise BadNumber(reason, _HINTS[reason])


def _plain(raw: str) -> str:
    """`raw` without what clings to a pasted number, its digits and signs in ASCII."""
    if not raw.isascii():
        raw = "".join(
            char if (digit := unicodedata.decimal(char, None)) is None else str(digit)
            for char in raw.translate(_SPELLINGS)
        )
    return _UNSEEN.sub("", raw).strip().lstrip("'\u2018\u2019").strip()


def _digits_of(text: str) -> str:
    """The digits of a typed number, with a leading plus where it is international; raises BadNumber by its look."""
    if not text:
        _refuse("empty")
    if _SPREADSHEET.fullmatch(text):
        _refuse("spreadsheet")
    digits = re.sub(r"\D", "", text)
    letters = len(_LETTER.findall(text))
    if letters > len(digits):
        _refuse("name")
    if letters or not _SHAPE.fullmatch(text):
        _refuse("letters")
    if "+" in text:
        return "+" + digits
    if digits.startswith("00") and len(digits) > len("00") + 6:
        return "+" + digits[2:]
    if _SHORT_CODE.fullmatch(digits) and digits[0] != "0":
        _refuse("short_code")
    return digits


def _international(digits: str, region: str) -> PhoneNumber:
    """The parsed number; raises BadNumber where `phonenumbers` cannot make one of the digits."""
    # Without a plus, 628123456789 would be parsed as a national number and become +62628123456789.
    if region == "ID" and digits.startswith(str(_HOME)):
        digits = "+" + digits
    try:
        return phonenumbers.parse(digits, region)
    except NumberParseException as error:
        if error.error_type == NumberParseException.TOO_LONG:
            _refuse("too_long")
        if error.error_type == NumberParseException.INVALID_COUNTRY_CODE and digits.startswith("+"):
            _refuse("not_mobile")
        _refuse("too_short")


def _check_home(number: PhoneNumber) -> PhoneNumber:
    """`number` (+62) without leading zeros; raises BadNumber unless it is a mobile number by prefix and length.

    `is_valid_number` is too strict here: it knows the ranges assigned when its metadata was made, so a new prefix would
    shut citizens out until the next update. `is_possible_number` is too lax: it takes landlines, and 7 to 17 digits. So
    the prefix rule is ours (8 and no 0 after it: 800 free, 804 and 807 shared cost, 809 premium) and the length that of
    type mobile, 9 to 12 digits (the example +628123456789 has 10).
    """
    # Where a number is too short, phonenumbers leaves the trunk 0 before it.
    number = PhoneNumber(country_code=_HOME, national_number=number.national_number)
    national = str(number.national_number)
    if national.startswith("809"):
        _refuse("premium")
    if national.startswith("8") and not national.startswith("80"):
        _check_length(phonenumbers.is_possible_number_for_type_with_reason(number, PhoneNumberType.MOBILE))
        return number
    _check_length(phonenumbers.is_possible_number_with_reason(number))
    _refuse("not_mobile")


def _check_foreign(number: PhoneNumber) -> None:
    """Raise BadNumber where a foreign number has an impossible length or is a premium number."""
    _check_length(phonenumbers.is_possible_number_with_reason(number))
    if phonenumbers.number_type(number) == PhoneNumberType.PREMIUM_RATE:
        _refuse("premium")


def _check_length(result: int) -> None:
    """Raise BadNumber unless `result` says that a length is possible."""
    if result == ValidationResult.TOO_LONG:
        _refuse("too_long")
    if result != ValidationResult.IS_POSSIBLE:
        _refuse("too_short")


def is_home(msisdn: str) -> bool:
    """Whether an E.164 number is an Indonesian mobile number, that is, +62 8..."""
    return msisdn.startswith("+628")


def national(msisdn: str) -> str:
    """An E.164 number as people at home type it: `08123456789`; a foreign one stays as it is."""
    return f"0{msisdn[len('+62') :]}" if is_home(msisdn) else msisdn


def sender_kind(raw: str) -> SenderKind:
    """What sent a message (MO), from the sender as the gateway gives it; never an error.

    `msisdn` exactly where `parse` takes it; `short_code` for 3 to 6 digits, emergency numbers among them, also behind
    the plus that some centres put before everything; `name` for letters; `anonymous` for a withheld number and all else
    that cannot be answered.
    """
    text = _plain(raw)
    if text.casefold() in _WITHHELD_WORDS or text.lstrip("+") in _WITHHELD_DIGITS:
        return "anonymous"
    if _SHORT_CODE.fullmatch(text):
        return "short_code"
    if _LETTER.search(text):
        return "name"
    try:
        parse(text)
    except BadNumber:
        return "anonymous"
    return "msisdn"


def operator(msisdn: str) -> str:
    """The operator to which an E.164 number was first assigned, lower-case (`telkomsel`, `xl`); "" where unknown.

    From the prefix table of `phonenumbers.carrier`; Indonesia has no number portability, so it is the present one
    there.
    """
    if msisdn.startswith(_TRI):
        return "tri"
    try:
        number = phonenumbers.parse(msisdn, None)
    except NumberParseException:
        return ""
    name = carrier.name_for_valid_number(number, "en").casefold()
    return _OPERATORS.get(name, name)


def mask(msisdn: str) -> str:
    """An E.164 number for people without the right to see it: `+62812****7890`, its first 6 and last 4 characters.

    The stars are always four, so that the length is not told. A number that would keep fewer than 3 digits secret, and
    anything that is no E.164 number, is only `****`.
    """
    return f"{msisdn[:6]}****{msisdn[-4:]}" if _MASKABLE.fullmatch(msisdn) else "****"
