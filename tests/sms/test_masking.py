"""Personal numbers hidden in free text."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smsinfo.sms.masking import MARKER, has_personal_number, mask_log, mask_text

PERSONAL = [
    "6271011234567890",
    "6271 0112 3456 7890",
    "62.71.01.1234567890",
    "6271-0112-3456-7890",
    "627101 123456 7890",
    "62 7101 - 123456 - 7890",
    "8111110146401 000",  # its first 13 digits pass as a card number
    "6 2 7 1 0 1 1 2 3 4 5 6 7 8 9 0",
    "٦٢٧١٠١١٢٣٤٥٦٧٨٩٠",
    "4111 1111 1111 1111",
    "5500-0000-0000-0004",
    "4222222222222",
    "378282246310005",
    "3782 822463 10005",
    "6212345678900000003",
]
HARMLESS = [
    "",
    "ktp hilang",
    "112",
    "hub 08123456789",
    "0812 3456 7890 12",
    "081234567890123",
    "+62 812-3456-7890",
    "6281234567890",
    "+6281234567890",
    "kode 62.06.01.2001",
    "tgl 17-08-2026 jam 08.00",
    "RT 05 RW 02 no 12",
    "4111111111112",
]


@pytest.mark.parametrize("number", PERSONAL)
def test_a_personal_number_is_hidden_wherever_it_stands(number: str) -> None:
    assert mask_text(f"NIK saya {number} tolong cek") == f"NIK saya {MARKER} tolong cek"
    assert mask_text(f"x{number}, {number}!") == f"x{MARKER}, {MARKER}!"
    assert has_personal_number(f"nomor:{number}")


@pytest.mark.parametrize("text", HARMLESS)
def test_other_numbers_stay(text: str) -> None:
    assert mask_text(text) == text
    assert not has_personal_number(text)


def test_a_phone_number_beside_an_unbroken_nik_stays() -> None:
    assert mask_text("6271011234567890 08123456789") == f"{MARKER} 08123456789"


def test_where_groups_may_belong_together_in_several_ways_all_go() -> None:
    assert mask_text("0812 3456 7890 6271 0112 3456 7890") == MARKER


@pytest.mark.parametrize(
    "number", ["99999999999999999999", "62710112345678901", "0271011234567890", "+6271011234567890"]
)
def test_a_longer_or_odd_row_of_digits_is_hidden_but_nobody_is_told_off(number: str) -> None:
    assert mask_text(f"a {number} b") == f"a {MARKER} b"
    assert not has_personal_number(f"a {number} b")


@pytest.mark.parametrize(
    "number",
    ["08123456789", "+628123456789", "+62 812-3456-789", "(0812) 3456.789", "628123456789", "62 812 3456 789",
     "0536 3221234", "(0536) 3221-234", "812 3456 7890", "+6581234567", "1764000000", *PERSONAL],
)  # fmt: skip
def test_logs_show_neither_phone_nor_personal_numbers(number: str) -> None:
    masked = mask_log(f"from={number} to x")
    assert masked == f"from={MARKER} to x"


@pytest.mark.parametrize(
    "text", ["2026-11-24 22:08:01.123 GET /gw/twilio/mo 200", "segments=3 rows=123456789", "62.06.01.2001"]
)
def test_logs_keep_times_counts_and_region_codes(text: str) -> None:
    assert mask_log(text) == text


digitish = st.text(alphabet="0123456789 .-+()x\n٣", max_size=120)


@given(digitish)
@example("+4 222222222222")
def test_what_is_found_is_hidden_and_hiding_leaves_nothing_to_find(text: str) -> None:
    masked = mask_text(text)
    assert not has_personal_number(masked)
    if has_personal_number(text):
        assert masked != text
    assert mask_text(masked) == masked


@given(digitish)
def test_no_unbroken_ten_digits_reach_a_log(text: str) -> None:
    run = best = 0
    for char in mask_log(text):
        run = run + 1 if char.isdecimal() else 0
        best = max(best, run)
    assert best < 10


@given(st.from_regex(r"\A[1-9][0-9]{15}\Z"), st.sampled_from(["", " ", ".", "-", " - "]), st.data())
def test_a_nik_is_hidden_however_it_is_grouped(nik: str, separator: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(1, 15), max_size=6)))
    grouped = separator.join(nik[left:right] for left, right in zip([0, *cuts], [*cuts, 16], strict=True))
    assert mask_text(f"nik {grouped} ya") == f"nik {MARKER} ya"


@pytest.mark.parametrize(
    "piece", ["7", "7 ", "0 ", "111 ", "1234 ", "123456789012x", "1...", "1   2    ", "(0", "+1", "."]
)
def test_ten_thousand_characters_take_no_long_time(piece: str) -> None:
    text = piece * (10_000 // len(piece))
    started = time.perf_counter()
    mask_text(text)
    mask_log(text)
    has_personal_number(text)
    assert time.perf_counter() - started < 1  # linear takes at most 0.08 s
