"""Commands with reasons, slips and clauses around them; and texts that only look like them."""

from __future__ import annotations

import pytest

from smsinfo.understanding.resolve import Understanding

COMMANDS = [
    # An order to stop in front, our texts and oneself, and a reason that no phrase lists.
    ("stop dong sms terus ganggu saya kerja", "stop"),
    ("hentikan, jangan kirimi aku sms tidak jelas lagi", "stop"),
    # Each clause says the same.
    ("ini siapa? dapat nomor saya dari mana", "about"),
    ("kesedot pulsa gak kalau bales", "about"),
    # Thanks in the words of the region and of texting.
    ("tarima kasih dangsanak", "thanks"),
    ("makasi bgt mimin", "thanks"),
    ("noted kak makasih", "thanks"),
    # Whoever names a place or a claim does not cry for help.
    ("HOAKS minum air kelapa bisa sembuhkan rabies", "hoax"),
    ("mau langganan kabar untuk kapuas dong", "subscribe"),
    ("rge kapuas", "subscribe"),
]
NO_STOPS = [
    "stop sms penipuan gimana caranya",
    "jangan percaya sms undian lagi",
    "jangan kirim uang ke nomor itu lagi",
    "berhenti ganggu adikku",
]
LANGUAGES = [
    ("english", "en"),
    ("bahasa inggris", "en"),
    ("english please", "en"),
    ("BAHASA NGAJU", "nij"),
    ("BAHASA BANJAR", "bjn"),
]
TOPICS = [
    # LAPOR with somebody in danger gets help, not the number of a report; asking where to report is a question.
    ("lapor dipukuli suami tiap malam", "kdrt"),
    ("lapor kebakaran lahan kemna", "lapor-api"),
    ("A.K.1", "kerja"),
    ("a k 1", "kerja"),
    ("ktl", "ktp"),
    ("K.T.P", "ktp"),
    ("*KTP*", "ktp"),
    ("KTP???", "ktp"),
]


@pytest.mark.parametrize(("text", "command"), COMMANDS)
def test_a_command_said_differently_is_one(understanding: Understanding, text: str, command: str) -> None:
    found = understanding.resolve(text)
    assert (found.kind, found.command) == ("command", command)


@pytest.mark.parametrize("text", NO_STOPS)
def test_what_only_sounds_like_stop_stops_nothing(understanding: Understanding, text: str) -> None:
    assert understanding.resolve(text).command != "stop"


@pytest.mark.parametrize(("text", "language"), LANGUAGES)
def test_the_name_of_a_language_switches_to_it(understanding: Understanding, text: str, language: str) -> None:
    found = understanding.resolve(text)
    assert (found.command, found.argument) == ("language", language)


@pytest.mark.parametrize(("text", "topic"), TOPICS)
def test_a_topic_stays_a_topic(understanding: Understanding, text: str, topic: str) -> None:
    found = understanding.resolve(text)
    assert (found.kind, found.topics[:1]) == ("answer", (topic,))


def test_a_number_is_no_slip_of_another_number(understanding: Understanding) -> None:
    assert understanding.resolve("1708").topics[:1] == ("sp4n",)
    assert understanding.resolve("17080917").kind == "none"
