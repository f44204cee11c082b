"""The router by itself: what a text becomes before anything is stored."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from smsinfo.content.snapshot import Snapshot
from smsinfo.conversation.router import Planned, plan
from smsinfo.conversation.turn import Outcome, Turn
from smsinfo.domain.contacts import Person
from smsinfo.domain.conversation import State

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
FORGET = f"forget:{NOW.timestamp() + 60:.0f}"


def turn(snapshot: Snapshot, text: str, state: State | None = None, region: str | None = None) -> Turn:
    """A turn of somebody who is known."""
    resolution = snapshot.understanding.resolve(text, "id", region)
    return Turn(
        text, Person(1, "id", region, True), state or State(), snapshot, resolution, NOW, ZoneInfo("Asia/Pontianak")
    )


def ran(made: Outcome | Planned) -> Outcome:
    """What a command would say in an empty database."""
    return made.command.run(made.turn, None) if isinstance(made, Planned) else made


def said(made: Outcome | Planned) -> str:
    reply = ran(made).reply
    return reply.text if reply else ""


@pytest.mark.parametrize(
    ("options", "text", "words"),
    [
        (("topic:gone", "topic:ktp"), "1", "belum paham"),
        (("topic:gone", "topic:ktp"), "2", "Disdukcapil"),
        (("subscribe:99.99",), "1", "tidak kami kenal"),
        (("region:99.99",), "1", "tidak kami kenal"),
        (("category:gone",), "1", "Topik, balas angkanya"),
        (("language:xx",), "1", "Pilih bahasa"),
        (("topic:ktp",), "0", "tidak ada di pilihan"),
        (("topic:ktp",), "99", "tidak ada di pilihan"),
        ((), "1", "tidak ada di pilihan"),
    ],
)
def test_a_digit_whose_option_a_publication_took_away_breaks_nothing(
    snapshot: Snapshot, options: tuple[str, ...], text: str, words: str
) -> None:
    assert words in said(plan(turn(snapshot, text, State(options=options))))


@pytest.mark.parametrize(
    ("pending", "text", "command"),
    [
        ("subscribe", "kapuas", "subscribe"),
        ("region", "kapuas", "region"),
        (None, "kapuas", "region"),
        (FORGET, "ya", "forget"),
        (FORGET, "tidak", "forget"),
        (FORGET, "BATAL", "forget"),
        (FORGET, "STOP", "stop"),
        ("subscribe", "STOP", "stop"),
        ("subscribe", "STATUS", "status"),
    ],
)
def test_what_was_asked_decides_what_a_bare_word_means(
    snapshot: Snapshot, pending: str | None, text: str, command: str
) -> None:
    made = plan(turn(snapshot, text, State(pending=pending)))
    assert isinstance(made, Planned)
    assert made.turn.resolution.command == command


def test_whoever_goes_on_to_something_else_is_no_longer_asked(snapshot: Snapshot) -> None:
    for text in ("ktp", "STATUS", "xyzzy", "BANSOS", "halo"):
        made = plan(turn(snapshot, text, State(pending=FORGET)))
        state = made.turn.state if isinstance(made, Planned) else made.state
        assert state.pending is None, text


@pytest.mark.parametrize(
    ("text", "region", "first"),
    [
        ("tolong rumah kami kebakaran", None, "Ini BUKAN layanan darurat.\nTelepon polisi 110"),
        ("digigit anjing gila", None, "Ini BUKAN layanan darurat. Telepon 110/119 sekarang.\nCuci luka"),
        ("digigit anjing gila", "62.71", "Ini BUKAN layanan darurat. Telepon 112 sekarang.\nCuci luka"),
    ],
)
def test_in_danger_the_number_comes_early_and_once(
    snapshot: Snapshot, text: str, region: str | None, first: str
) -> None:
    assert said(plan(turn(snapshot, text, region=region))).startswith(first)
