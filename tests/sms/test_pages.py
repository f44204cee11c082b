"""A long text as several messages."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsinfo.sms.segments import count, pages

from .strategies import any_texts, prose

TAIL = " LANJUT"
ANSWER = (
    "Kantor Disdukcapil buka Senin - Jumat pukul 08.00 - 15.00 WIB. Alamat: Jl. Tjilik Riwut No. 5, Kec. Jekan Raya. "
    "Hubungi 0812 3456 7890 atau (0536) 322 1234. Diperiksa 17 Agustus 2026. Biaya Rp 50.000 per lembar. "
)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def untailed(messages: tuple[str, ...], tail: str) -> list[str]:
    return [message.removesuffix(tail) for message in messages[:-1]] + [messages[-1]]


def test_a_text_that_fits_is_one_message_without_tail() -> None:
    assert pages("Syarat KTP: fotokopi KK.", 1, TAIL) == ("Syarat KTP: fotokopi KK.",)
    assert pages("", 1, TAIL) == ("",)


def test_messages_end_at_sentences_where_there_are_some() -> None:
    messages = pages(ANSWER * 3, 1, TAIL)
    assert len(messages) > 1
    assert all(message.endswith("." + TAIL) for message in messages[:-1])


def test_a_message_ends_at_a_word_where_the_last_sentence_end_is_too_early() -> None:
    first = pages("Ya. " + "kata " * 60, 1, TAIL)[0]
    assert first.endswith("kata" + TAIL)
    assert len(first) > 140


def test_a_line_end_counts_as_the_end_of_a_sentence() -> None:
    menu = "\n".join(f"{number} layanan umum" for number in range(1, 30))
    for message in pages(menu, 1, TAIL)[:-1]:
        assert message.endswith("umum" + TAIL)


@pytest.mark.parametrize(
    "whole",
    [
        "0812 3456 7890", "+62 812 3456 7890", "(0536) 322 1234", "17 Agustus 2026", "1 Jan. 2027", "Rp 50.000",
        "Rp. 1.250.000", "08.00 - 15.00 WIB", "No. 12", "RT 05", "pukul 07.30", "50 ribu", "112", "Jekan-Raya",
        "6271.0112.3456", "http://dukcapil.go.id/a.b?c=1",
    ],
)  # fmt: skip
def test_these_are_never_cut(whole: str) -> None:
    for before in range(100, 165):
        text = "x" * (before // 2) + " " + "y" * (before - before // 2) + f" {whole} " + "z " * 120
        for message in untailed(pages(text, 1, TAIL), TAIL):
            assert whole in message or not (set(re.sub(r"[xyz\s]", "", message)) & set(whole))


def test_an_abbreviation_or_a_list_number_ends_no_sentence() -> None:
    for short in ("Jl.", "Kec.", "No.", "dr.", "2."):
        text = "a" * 90 + ". " + "b" * 50 + f" {short} " + "c" * 120
        assert pages(text, 1)[0] == "a" * 90 + "."


def test_a_word_longer_than_a_message_is_cut_hard() -> None:
    messages = pages("x" * 400, 1, TAIL)
    assert [len(message) for message in messages] == [160, 160, 94]


def test_numbers_without_end_are_cut_between_their_groups() -> None:
    for message in untailed(pages("1234 " * 100, 1, TAIL), TAIL):
        assert re.fullmatch(r"1234( 1234)*", message)


def test_each_message_is_measured_in_its_own_encoding() -> None:
    messages = pages("kata " * 40 + "字 " * 40, 1)
    assert len(messages[0]) > 70
    assert all(count(message) == 1 for message in messages)


@given(st.one_of(prose, any_texts), st.integers(1, 4), st.sampled_from(["", TAIL, " …lanjut"]))
@settings(deadline=None)
def test_nothing_is_lost_and_every_message_keeps_the_limit(text: str, most: int, tail: str) -> None:
    messages = pages(text, most, tail)
    assert all(count(message) <= most for message in messages)
    assert all(message.endswith(tail) for message in messages[:-1])
    assert squeezed("".join(untailed(messages, tail))) == squeezed(text)
    assert all(messages) or messages == ("",) or not text.strip()


@given(prose, st.integers(1, 3))
@settings(deadline=None)
def test_words_stay_whole(text: str, most: int) -> None:
    assert [word for message in pages(text, most) for word in message.split()] == text.split()


def test_a_tail_that_leaves_no_room_is_refused() -> None:
    with pytest.raises(ValueError, match="leaves no room"):
        pages("kata " * 100, 1, "x" * 160)


def test_less_than_one_segment_is_refused() -> None:
    with pytest.raises(ValueError, match="max_segments is 0"):
        pages("kata", 0)
