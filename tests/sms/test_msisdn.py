"""Phone numbers."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsinfo.errors import BadNumber
from smsinfo.sms.msisdn import is_home, mask, operator, parse, sender_kind

ACCEPTED = [
    ("08123456789", "+628123456789"),
    ("628123456789", "+628123456789"),
    ("8123456789", "+628123456789"),
    ("+62 812-3456-789", "+628123456789"),
    ("(0812) 3456.789", "+628123456789"),
    ("(+62) 812-3456-789", "+628123456789"),
    ("+62 (0)812 3456 789", "+628123456789"),
    ("00628123456789", "+628123456789"),
    ("٠٨١٢٣٤٥٦٧٨٩", "+628123456789"),
    ("＋６２８１２３４５６７８９", "+628123456789"),
    ("+62 812–3456‑789", "+628123456789"),
    ("\u200e+628123456789\u202c", "+628123456789"),
    ("'08123456789", "+628123456789"),
    ("+628123456789\n", "+628123456789"),
    ("0812\u00a03456\u00a0789", "+628123456789"),
    ("+62812345678\x00", "+62812345678"),
    ("0812345678", "+62812345678"),
    ("081234567890", "+6281234567890"),
    ("0812345678901", "+62812345678901"),
    ("0868123456", "+62868123456"),
    ("0840123456", "+62840123456"),
    ("+15005550006", "+15005550006"),
    ("+6591234567", "+6591234567"),
    ("+390612345678", "+390612345678"),
]
REFUSED = [
    ("", "empty"),
    (" \n", "empty"),
    ("\x00", "empty"),
    ("'", "empty"),
    ("628123456789.0", "spreadsheet"),
    ("628123456789,00", "spreadsheet"),
    ("6.28123E+11", "spreadsheet"),
    ("O8123456789", "letters"),
    ("0812345678a", "letters"),
    ("08123456789 ext 12", "letters"),
    ("<b>0812</b>3456789", "letters"),
    ("tel:08123456789", "letters"),
    ("08123456789;ext=12", "letters"),
    ("0812345678²", "letters"),
    ("0812+3456789", "letters"),
    ("++628123456789", "letters"),
    ("0812/0813", "letters"),
    ("TELKOMSEL", "name"),
    ("3Store", "name"),
    ("anonymous", "name"),
    ("112", "short_code"),
    ("71400", "short_code"),
    ("00", "too_short"),
    ("081", "too_short"),
    ("0812345", "too_short"),
    ("081234567", "too_short"),
    ("+266696687", "too_short"),
    ("+62", "too_short"),
    ("0812345678901234567", "too_long"),
    ("08123456789012", "too_long"),
    ("08123456789 08123456780", "too_long"),
    ("6" * 10_000, "too_long"),
    ("0809 1 234567", "premium"),
    ("+628091234567", "premium"),
    ("+19005551234", "premium"),
    ("021 5501234", "not_mobile"),
    ("+62215501234", "not_mobile"),
    ("08001234567", "not_mobile"),
    ("1500123", "not_mobile"),
    ("+9991234567890", "not_mobile"),
]


@pytest.mark.parametrize(("raw", "msisdn"), ACCEPTED)
def test_a_number_is_read_however_it_is_written(raw: str, msisdn: str) -> None:
    assert parse(raw) == msisdn
    assert parse(msisdn) == msisdn
    assert sender_kind(raw) == "msisdn"


@pytest.mark.parametrize(("raw", "reason"), REFUSED)
def test_a_number_is_refused_for_its_reason_with_a_hint(raw: str, reason: str) -> None:
    with pytest.raises(BadNumber) as caught:
        parse(raw)
    assert caught.value.reason == reason
    assert caught.value.hint
    assert sender_kind(raw) != "msisdn"


def test_a_hint_never_repeats_the_number() -> None:
    with pytest.raises(BadNumber) as caught:
        parse("08123456780000a")
    assert "08123456780000" not in str(caught.value)


def test_a_number_without_country_code_is_at_home_in_the_region_given() -> None:
    assert parse("012-345 6789", "MY") == "+60123456789"
    assert parse("6281234567890", "ID") == "+6281234567890"


@given(st.text(st.characters()) | st.text(alphabet="0123456789+() .-'aE\u200e", max_size=25))
def test_any_text_gives_an_e164_number_or_bad_number_and_a_kind(raw: str) -> None:
    kind = sender_kind(raw)
    try:
        msisdn = parse(raw)
    except BadNumber:
        assert kind != "msisdn"
    else:
        assert re.fullmatch(r"\+[1-9][0-9]{6,14}", msisdn)
        assert parse(msisdn) == msisdn


@given(st.from_regex(r"\A8[1-9][0-9]{7,10}\Z"))
def test_every_home_mobile_number_is_accepted_in_each_writing(national: str) -> None:
    assert {parse(prefix + national) for prefix in ("0", "62", "+62", "0062", "+62 ")} == {"+62" + national}


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("+628123456789", "msisdn"),
        ("628123456789", "msisdn"),
        ("+15005550006", "msisdn"),
        ("112", "short_code"),
        ("+112", "short_code"),
        ("3333", "short_code"),
        ("89887", "short_code"),
        ("123456", "short_code"),
        ("TELKOMSEL", "name"),
        ("3Care", "name"),
        ("BMKG-Info", "name"),
        ("anonymous", "anonymous"),
        ("Anonymous", "anonymous"),
        ("+266696687", "anonymous"),
        ("266696687", "anonymous"),
        ("+86282452253", "anonymous"),
        ("", "anonymous"),
        (" \x00\n", "anonymous"),
        ("12", "anonymous"),
        ("+62215501234", "anonymous"),
        ("08091234567", "anonymous"),
    ],
)
def test_a_sender_is_of_a_kind(raw: str, kind: str) -> None:
    assert sender_kind(raw) == kind


@pytest.mark.parametrize(
    ("msisdn", "home"),
    [("+628123456789", True), ("+62215501234", False), ("+15005550006", False), ("08123456789", False), ("", False)],
)
def test_home_is_an_indonesian_mobile_number(msisdn: str, home: bool) -> None:
    assert is_home(msisdn) is home


@pytest.mark.parametrize(
    ("msisdn", "name"),
    [
        ("+628123456789", "telkomsel"),
        ("+6285212345678", "telkomsel"),
        ("+6285612345678", "indosat"),
        ("+6281712345678", "xl"),
        ("+6283112345678", "axis"),
        ("+6289512345678", "tri"),
        ("+6288112345678", "smartfren"),
        ("+62868123456", ""),
        ("+15005550006", ""),
        ("+6591234567", "singtel"),
        ("", ""),
        ("TELKOMSEL", ""),
    ],
)
def test_the_operator_follows_from_the_prefix(msisdn: str, name: str) -> None:
    assert operator(msisdn) == name


@pytest.mark.parametrize(
    ("msisdn", "masked"),
    [
        ("+6281234567890", "+62812****7890"),
        ("+628123456789", "+62812****6789"),
        ("+62812345678", "****"),
        ("+6591234567", "****"),
        ("081234567890", "****"),
        ("TELKOMSEL", "****"),
        ("112", "****"),
        ("", "****"),
        ("+6281234567890\n", "****"),
        ("+٦٢٨١٢٣٤٥٦٧٨٩٠", "****"),
    ],
)
def test_a_mask_keeps_six_characters_and_four_or_nothing(msisdn: str, masked: str) -> None:
    assert mask(msisdn) == masked


@pytest.mark.parametrize("piece", ["1", "+", "a", "(", "1.", "'", "\u200e", " ", "٠"])
def test_a_huge_input_is_refused_in_no_time(piece: str) -> None:
    started = time.perf_counter()
    with pytest.raises(BadNumber):
        parse(piece * 100_000)
    assert time.perf_counter() - started < 1  # linear takes at most 0.05 s
