"""Dialogues that break off, come twice, out of order, at once, or under somebody else's name."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from smsinfo.bootstrap import Services, build
from smsinfo.db.engine import Database, make_engine
from smsinfo.db.models import ConsentEvent, Subscription, UssdSession
from smsinfo.errors import BadRequest, ForeignSession, NotReady
from tests.journeys.dialler import LIMIT, Dialler
from tests.support import NEIGHBOUR, HeldClock, make_services


@pytest.fixture
def siti(services: Services, clock: HeldClock) -> Dialler:
    """A phone on a network that sends one input at a time."""
    return Dialler(services, clock)


def test_after_a_drop_a_new_dialogue_goes_on_where_the_old_one_was(siti: Dialler, clock: HeldClock) -> None:
    siti.dials()
    page = siti.presses("2", "1", "2", "#")
    clock.forward(minutes=2)
    assert siti.dials().startswith("Lanjutkan?\n1 ya\n2 menu")
    assert siti.presses("1") == page
    assert siti.presses("0").startswith("Kependudukan:")


def test_whoever_does_not_want_to_go_on_begins_at_home(siti: Dialler) -> None:
    home = siti.dials()
    siti.presses("2", "1")
    siti.dials()
    assert siti.presses("2") == home


def test_a_drop_on_the_offer_itself_loses_nothing(siti: Dialler) -> None:
    siti.dials()
    page = siti.presses("2", "1")
    siti.dials()
    assert siti.dials().startswith("Lanjutkan?")
    assert siti.presses("1") == page


@pytest.mark.parametrize("ending", ["late", "over", "home"])
def test_nothing_is_offered_after_three_minutes_or_a_proper_end_or_from_home(
    siti: Dialler, clock: HeldClock, ending: str
) -> None:
    home = siti.dials()
    siti.presses(*{"late": ("2",), "over": ("2", "0", "0"), "home": ("2", "00")}[ending])
    clock.forward(minutes=3 if ending == "late" else 1)
    assert siti.dials() == home


def test_a_dialogue_of_long_ago_begins_at_home_again(siti: Dialler, clock: HeldClock) -> None:
    home = siti.dials()
    siti.presses("2", "1")
    clock.forward(minutes=10)
    assert siti.presses("2") == home
    assert siti.presses("2").startswith("Pilih topik:")


def test_another_process_answers_the_next_turn(siti: Dialler, services: Services, clock: HeldClock) -> None:
    siti.dials()
    siti.presses("2", "1")
    url = services.database.engine.url.render_as_string(hide_password=False)
    other = build(services.settings, clock=clock, database=Database(make_engine(url)))
    siti.services = other
    assert "surat kehilangan" in siti.presses("2")
    siti.services = services
    assert siti.presses("0").startswith("Kependudukan:")
    other.database.close()


def test_the_session_of_another_number_is_refused_and_shows_nothing(
    siti: Dialler, services: Services, clock: HeldClock
) -> None:
    siti.dials()
    page = siti.presses("5")
    thief = Dialler(services, clock, NEIGHBOUR, session=siti.session, inputs=["x"])
    for turn in (thief.turn_of("0"), thief.turn_of("")):
        with pytest.raises(ForeignSession) as refusal:
            services.ussd.turn(turn, LIMIT)
        assert page not in str(refusal.value)
    assert siti.presses("0").startswith("Info warga")


def test_an_id_that_the_network_gives_away_again_is_a_new_dialogue(
    siti: Dialler, services: Services, clock: HeldClock
) -> None:
    home = siti.dials("42")
    siti.presses("2")
    clock.forward(minutes=6)
    assert Dialler(services, clock, NEIGHBOUR).dials("42") == home


def test_a_turn_that_comes_again_gets_the_same_screen_and_does_nothing(siti: Dialler, services: Services) -> None:
    siti.dials()
    assert siti.again() == siti.screen.text
    before = siti.presses("2", "#")
    assert siti.again() == before
    done = siti.presses("daftar katingan", "1")
    assert siti.again() == done
    with services.database.read() as session:
        assert len(list(session.scalars(select(ConsentEvent)))) == 1


def test_a_turn_that_comes_too_late_changes_nothing(siti: Dialler, services: Services) -> None:
    siti.dials()
    siti.presses("2")
    late = siti.turn_of("2", number=2)
    page = siti.presses("1")
    assert services.ussd.turn(late, LIMIT).text == page
    assert "surat kehilangan" in siti.presses("2")


def test_turns_at_once_are_answered_one_after_the_other(siti: Dialler, services: Services, clock: HeldClock) -> None:
    siti.dials()
    siti.inputs = ["x"]
    turns = [siti.turn_of("2", number=0), siti.turn_of("1", number=0)]
    with ThreadPoolExecutor(2) as pool:
        shown = [screen.text for screen in pool.map(lambda turn: services.ussd.turn(turn, LIMIT), turns)]
    with services.database.read() as session:
        row = session.scalars(select(UssdSession)).one()
    assert row.version == 3
    assert row.screen in shown
    # 2 then 1 is the first category; 1 then 2 is a wrong key at the prompt.
    assert row.screen.startswith(("Kependudukan:", "Pilih angka"))


def test_the_same_subscription_at_once_is_made_once(siti: Dialler, services: Services) -> None:
    siti.dials()
    siti.presses("daftar katingan")
    siti.inputs.append("1")
    turn = siti.turn_of("1")
    with ThreadPoolExecutor(3) as pool:
        shown = {screen.text for screen in pool.map(lambda _: services.ussd.turn(turn, LIMIT), range(3))}
    assert len(shown) == 1
    with services.database.read() as session:
        assert len(list(session.scalars(select(Subscription)))) == 1
        assert len(list(session.scalars(select(ConsentEvent)))) == 1


def test_when_the_network_has_ended_it_nothing_is_shown_and_it_can_go_on(siti: Dialler, services: Services) -> None:
    siti.dials()
    siti.presses("2")
    ended = siti.turn_of("")
    assert (
        services.ussd.turn(type(ended)(**{n: getattr(ended, n) for n in ended.__slots__} | {"ended": True}), 160).text
        == ""
    )
    assert siti.dials().startswith("Lanjutkan?")


def test_a_turn_without_a_session_is_refused_where_it_must_have_one(services: Services, clock: HeldClock) -> None:
    turn = Dialler(services, clock, inputs=["x"]).turn_of("1")
    with pytest.raises(BadRequest, match="session"):
        services.ussd.turn(turn, LIMIT)
    by_path = Dialler(services, clock, sends_path=True, inputs=["2"]).turn_of("2")
    assert services.ussd.turn(by_path, LIMIT).text.startswith("Pilih topik:")


def test_old_dialogues_are_forgotten(siti: Dialler, services: Services, clock: HeldClock) -> None:
    siti.dials()
    assert services.ussd.sweep() == 0
    clock.forward(minutes=6)
    assert services.ussd.sweep() == 1


def test_when_the_database_is_away_the_turn_says_so(clock: HeldClock, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    services = make_services(f"sqlite:///{folder / 'smsinfo.db'}", clock)
    siti = Dialler(services, clock)
    siti.dials()
    services.database.close()
    folder.rename(tmp_path / "gone")
    folder.write_text("a file where the folder was")
    with pytest.raises(NotReady):
        siti.presses("2")
