"""Limits as rules: which text counts against which, and whose words are a robot's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from smsinfo.config import Settings
from smsinfo.content.snapshot import Snapshot
from smsinfo.conversation.guards import (
    MOST_REMEMBERED,
    always_passes,
    digest_of,
    is_automatic,
    is_stale,
    over_limit,
    remember,
)
from smsinfo.conversation.state import dump, load
from smsinfo.domain.conversation import State
from smsinfo.domain.messages import MoMessage
from smsinfo.domain.understanding import Resolution
from tests.conversation.ours import answers, texts

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
LIMITS = Settings()


def after(*sent: tuple[str, int, bool], settings: Settings = LIMITS) -> State:
    """The state after texts, each with how many minutes ago it came and whether it was answered."""
    state = State()
    for text, ago, answered in sent:
        state = remember(state, text, NOW - timedelta(minutes=ago), settings, segments=1 if answered else None)
    return state


@pytest.mark.parametrize(
    ("sent", "text", "reason"),
    [
        ([], "ktp", None),
        ([("ktp", 1, True)] * 2, "ktp", None),
        ([("ktp", 1, True)] * 3, "KTP !", "same"),
        ([("ktp", 1, False)] * 3, "ktp", None),
        ([("ktp", 31, True)] * 3, "ktp", None),
        ([("ktp", 1, True)] * 3, "kk", None),
        ([(f"kata {n}", 59, True) for n in range(10)], "ktp", "rate"),
        ([(f"kata {n}", 61, True) for n in range(10)], "ktp", None),
        ([(f"kata {n}", 1, n < 9) for n in range(20)], "ktp", None),
        ([("Pesan otomatis: saya rapat", 1, True)], "Balasan otomatis: saya rapat lagi", "automatic"),
        ([("Pesan otomatis: saya rapat", 31, True)], "Pesan otomatis: saya rapat", None),
    ],
)
def test_what_is_held_back_and_why(sent: list[tuple[str, int, bool]], text: str, reason: str | None) -> None:
    assert over_limit(after(*sent), text, NOW, LIMITS) == reason


@pytest.mark.parametrize(
    ("segments", "hours", "reason"),
    [(9, 0, None), (10, 0, "money"), (10, 2, "money"), (10, 14, None)],
    ids=["below", "all", "two hours later", "after midnight"],
)
def test_replies_to_one_number_may_cost_so_much_a_day(segments: int, hours: int, reason: str | None) -> None:
    settings = Settings(spend_cap_phone_idr=5_000, segment_idr=500)
    state = remember(State(), "ktp", NOW, settings, segments=segments)
    later = NOW + timedelta(hours=hours)
    read = load(dump(state), 1, NOW, later)  # what was open has expired, this has not
    assert over_limit(read, "kk", later, settings) == reason


@pytest.mark.parametrize("rate", [10, 60])
def test_what_is_not_answered_never_pushes_out_what_is_counted(rate: int) -> None:
    settings = Settings(rate_per_phone=rate)
    sent = [(f"kata {n}", 30, True) for n in range(rate)] + [(f"lagi {n}", 5, False) for n in range(200)]
    state = after(*sent, settings=settings)
    assert over_limit(state, "ktp", NOW, settings) == "rate"
    assert len(state.recent) <= max(rate, MOST_REMEMBERED)
    assert list(state.recent) == sorted(state.recent, key=lambda seen: seen.at)


@pytest.mark.parametrize(
    ("one", "other"), [("KTP", "ktp."), ("ktp hilang", "KTP  HILANG!"), ("out of office", "Auto reply")]
)
def test_one_digest_for_what_is_the_same_to_a_reader(one: str, other: str) -> None:
    assert digest_of(one) == digest_of(other)
    assert digest_of(one) != digest_of("kk")


@pytest.mark.parametrize(
    ("resolution", "text", "passes"),
    [
        (Resolution("command", command="stop"), "stop", True),
        (Resolution("answer", ("darurat",), emergency=True), "tolong kebakaran", True),
        (Resolution("answer", ("darurat",), emergency=True), "Ini BUKAN layanan darurat. Telepon 112 sekarang.", False),
        (Resolution("answer", ("ktp",)), "ktp", False),
        (Resolution("command", command="subscribe"), "daftar katingan", False),
    ],
)
def test_danger_and_stop_pass_but_our_own_words_do_not(resolution: Resolution, text: str, passes: bool) -> None:
    assert always_passes(resolution, text) is passes


def test_all_that_we_say_is_known_as_ours_when_it_comes_back(snapshot: Snapshot) -> None:
    said = {**texts(), **answers(snapshot)}
    assert len(said) > 200
    assert {name: text for name, text in said.items() if len(text) >= 40 and not is_automatic(text)} == {}


def test_nothing_that_we_say_stops_or_calls_for_help_without_end(snapshot: Snapshot) -> None:
    said = {**texts(), **answers(snapshot)}
    passing = {name for name, text in said.items() if always_passes(snapshot.understanding.resolve(text), text)}
    assert passing == set()


@pytest.mark.parametrize(
    "text", ["ktp hilang", "tolong rumah kebakaran", "kirim kata kunci", "balas", "nomor darurat palangka raya"]
)
def test_what_people_write_is_not_taken_for_ours(text: str) -> None:
    assert not is_automatic(text)


@pytest.mark.parametrize(("hours", "stale"), [(None, False), (0, False), (24, False), (25, True)])
def test_a_text_is_stale_after_a_day_where_its_age_is_known(hours: int | None, stale: bool) -> None:
    sent = None if hours is None else NOW - timedelta(hours=hours)
    mo = MoMessage("phone", "M1", "+628125550001", "+628110000123", "ktp", NOW, sent)
    assert is_stale(mo, NOW, LIMITS) is stale
