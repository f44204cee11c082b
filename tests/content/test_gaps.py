"""The gap list as a story: asked in many words, closed by an alias, answered; asked in vain again, and back it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import delete, func, select, update

from smsinfo.bootstrap import Services
from smsinfo.content import gaps
from smsinfo.content.editing import new_change
from smsinfo.content.gap_refresh import LOOKED_TO
from smsinfo.content.gap_texts import NAME
from smsinfo.db.models import GapCluster, GapCount, GapMessage, InboundMessage, Keyword, Mark, Topic
from smsinfo.db.queries import changes
from smsinfo.db.queries.content import content_state, save_state
from smsinfo.domain.changes import Kind, State
from smsinfo.domain.gaps import Gap, GapState
from smsinfo.errors import BadInput
from smsinfo.jobs.upkeep import gap_refresh
from smsinfo.staff.accounts import NewAccount
from smsinfo.staff.audit import TERMINAL
from tests.conftest import new_postgresql
from tests.support import HeldClock, Phone, make_services

ALIAS = "lelang motor dinas"
MATCH = "skor pertandingan sepak bola tadi malam"
WORDS = (
    "kapan lelang motor dinas",
    "ikut lelang mobil dinas gmn caranya",
    "jadwal lelang mobil dinas",
    "lelang dinas tahun ini",
    "Kpn ada lelang motor dinas?",
)


@dataclass
class Town:
    """Five people with phones, and an editor."""

    services: Services
    clock: HeldClock
    first: int = 0

    def phone(self, number: int) -> Phone:
        """Somebody's phone."""
        return Phone(self.services, self.clock, f"+62812555{self.first + number:04d}")

    def refresh(self) -> int:
        """An hour later a worker looks."""
        self.clock.forward(hours=1)
        return gap_refresh(self.services).refresh()

    def gaps(self, *states: GapState, region: str | None = None) -> list[Gap]:
        """The list."""
        with self.services.database.read() as session:
            return gaps.list_gaps(session, states or (GapState.OPEN,), region)

    def alias(self, gap: Gap, key: str, words: str) -> None:
        """One click of the editor; within two seconds every process has it."""
        with self.services.database.write() as session:
            gaps.alias(session, gap.id, key, words, "id", "Editor", self.clock())
        self.services.snapshots.refresh()

    def ignore(self, gap: Gap) -> None:
        """Another click."""
        with self.services.database.write() as session:
            gaps.ignore(session, gap.id, "Editor", self.clock())


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One town over each database: publishing the demo pack takes most of the time."""
    with ExitStack() as stack:
        url = f"sqlite:///{tmp_path_factory.mktemp('gaps') / 'smsinfo.db'}"
        if request.param == "postgresql":
            url = stack.enter_context(new_postgresql())
        clock = HeldClock()
        town = Town(make_services(url, clock), clock)
        yield town
        town.services.heart.stop()
        town.services.database.close()


@pytest.fixture
def town(built: Town) -> Town:
    """The town with an empty list, and people who have not texted yet."""
    built.first += 100
    with built.services.database.write() as session:
        for model in (GapCluster, InboundMessage):
            session.execute(delete(model))
        session.execute(delete(Mark).where(Mark.name == LOOKED_TO))
        if list(session.scalars(delete(Keyword).where(Keyword.text == ALIAS).returning(Keyword.id))):
            state = content_state(session)
            save_state(session, state._replace(version=state.version + 1), built.clock())
    built.services.snapshots.refresh()
    return built


def test_five_people_in_their_own_words_are_one_gap_until_an_alias_answers(town: Town) -> None:
    for number, words in enumerate(WORDS):
        town.phone(number).texts(words)
    assert town.refresh() == 5
    [gap] = town.gaps()
    assert (gap.asked, gap.state, set(gap.texts)) == (5, GapState.OPEN, set(WORDS))
    assert {"lelang", "dinas"} <= set(gap.title.split())

    town.alias(gap, "pajak-kendaraan", ALIAS)
    answer = town.phone(6).texts(ALIAS)
    assert answer is not None
    assert "samsat" in answer.lower()
    assert town.refresh() == 0
    assert town.gaps() == []
    [closed] = town.gaps(GapState.ALIASED)
    assert closed.topic_key == "pajak-kendaraan"

    town.phone(7).texts("lelang dinas perabot lama kapankah")
    assert town.refresh() == 1
    [again] = town.gaps()
    assert (again.id, again.asked, again.reopened, again.topic_key) == (gap.id, 6, 1, None)


def test_a_gap_is_counted_by_week_and_regency(town: Town) -> None:
    person = town.phone(1)
    person.texts("LOKASI Katingan")
    person.texts(WORDS[0])
    town.clock.now = town.clock.now.replace(month=12, day=8)
    town.phone(2).texts(WORDS[2])
    town.refresh()
    [gap] = town.gaps()
    assert set(gap.regions) == {("62.06", 1), ("", 1)}
    assert [week.weekday() for week, _ in gap.weeks] == [0, 0]
    assert gap.weeks[-1] == (date(2026, 12, 7), 1)
    assert [found.id for found in town.gaps(region="62.06")] == [gap.id]
    assert town.gaps(region="62.71") == []


def test_a_menu_is_a_gap_only_when_nothing_was_taken_from_it(town: Town) -> None:
    chooser, leaver = town.phone(1), town.phone(2)
    chooser.texts("bansos")
    chooser.texts("2")
    leaver.texts("bansos")
    assert town.refresh() == 1
    [gap] = town.gaps()
    assert (gap.title, gap.asked) == ("bansos", 1)


def test_a_young_text_waits_and_practice_and_answers_are_no_gaps(town: Town) -> None:
    Phone(town.services, town.clock, "+628125559999", practice=True).texts(WORDS[0])
    town.phone(1).texts("KTP")
    assert town.refresh() == 0
    town.phone(2).texts(WORDS[0])
    assert gap_refresh(town.services).refresh() == 0
    assert town.refresh() == 1
    assert town.refresh() == 0


def test_what_was_ignored_comes_back_only_when_it_is_asked_for_as_often_again(town: Town) -> None:
    town.phone(0).texts(WORDS[0])
    town.refresh()
    [gap] = town.gaps()
    town.ignore(gap)
    for number in range(1, 5):
        town.phone(number).texts(WORDS[number])
    town.refresh()
    assert town.gaps() == []
    town.phone(6).texts(WORDS[1])
    town.refresh()
    assert [(found.id, found.asked) for found in town.gaps()] == [(gap.id, 6)]


def test_an_erased_text_is_gone_from_the_list_and_a_name_is_never_shown(town: Town) -> None:
    person = town.phone(1)
    person.texts("nama saya Untung Surapati mau ikut lelang motor dinas")
    town.phone(2).texts(WORDS[0])
    town.refresh()
    [gap] = town.gaps()
    assert set(gap.texts) == {f"nama saya {NAME} mau ikut lelang motor dinas", WORDS[0]}
    person.texts("HAPUS DATA")
    person.texts("YA")
    [gap] = town.gaps()
    assert (gap.texts, gap.asked) == ((WORDS[0],), 2)
    with town.services.database.read() as session:
        [terms] = session.scalars(select(GapCluster.terms))
    assert "surapati" not in terms


def test_a_worker_that_is_second_leaves_the_page_to_the_first(town: Town) -> None:
    town.phone(1).texts(WORDS[0])
    town.clock.forward(hours=1)
    duty = gap_refresh(town.services)
    page, compared = duty._page, duty._compared

    def overtaken(*words: object) -> object:
        gap_refresh(town.services).refresh()
        return compared(*words)  # type: ignore[arg-type]

    duty._compared = overtaken  # type: ignore[method-assign, assignment]
    assert page() == (0, False)
    [gap] = town.gaps()
    assert gap.asked == 1


def test_gaps_are_forgotten_with_the_texts_that_made_them(town: Town) -> None:
    town.phone(1).texts(WORDS[0])
    town.phone(2).texts("jadwal imsak hari ini")
    town.refresh()
    first, second = town.gaps()
    town.ignore(first)
    town.clock.forward(days=91)
    gap_refresh(town.services).refresh()
    assert [gap.id for gap in town.gaps(*GapState)] == [first.id]
    town.clock.forward(days=400)
    gap_refresh(town.services).refresh()
    assert town.gaps(*GapState) == []
    with town.services.database.read() as session:
        assert [session.scalar(select(func.count()).select_from(m)) for m in (GapMessage, GapCount)] == [0, 0]
    assert second.state is GapState.OPEN


def test_the_list_takes_as_many_statements_for_many_gaps_as_for_one(town: Town) -> None:
    for number, words in enumerate(("lelang motor", "imsak hari ini", "harga tbs", "tarif pdam naik", "cpns 2027")):
        town.phone(number).texts(words)
    town.refresh()
    found = town.gaps()
    assert len(found) >= 4
    assert all(gap.texts and gap.weeks for gap in found)


@pytest.mark.parametrize(
    ("key", "words", "says"),
    [
        ("ktp", "STOP", "is the command stop"),
        ("ktp", "KK", "already names the topic kk"),
        ("ktp", "!!!", "no letter or digit"),
        ("ktp", "a\nb", "one line"),
        ("ktp", "x" * 81, "at most 80"),
        ("tidak-ada", "lelang", "no published topic"),
    ],
)
def test_words_that_are_no_alias_are_refused_and_change_nothing(town: Town, key: str, words: str, says: str) -> None:
    town.phone(1).texts(WORDS[0])
    town.refresh()
    [gap] = town.gaps()
    with pytest.raises(BadInput, match=says):
        town.alias(gap, key, words)
    assert town.gaps() == [gap]


def test_a_gap_that_is_not_there_is_said_so(town: Town) -> None:
    with town.services.database.write() as session, pytest.raises(BadInput, match="there is no gap 999"):
        gaps.reopen(session, 999)


def test_a_long_silence_of_the_worker_is_made_up_for_page_by_page(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smsinfo.content.gap_refresh.PAGE", 2)
    for number, words in enumerate(WORDS):
        town.phone(number).texts(words)
    assert town.refresh() == 5
    [gap] = town.gaps()
    assert gap.asked == 5


def test_a_text_that_was_emptied_by_time_is_passed_over(town: Town) -> None:
    town.phone(1).texts(WORDS[0])
    with town.services.database.write() as session:
        session.execute(update(InboundMessage).values(body=""))
    assert town.refresh() == 0
    assert town.gaps() == []


def test_a_gap_stays_closed_while_its_alias_waits_for_review_and_comes_back_when_that_was_refused(town: Town) -> None:
    town.phone(1).texts(MATCH)
    town.refresh()
    [gap] = town.gaps()
    with town.services.database.write() as session:
        person = town.services.staff.accounts.open(session, TERMINAL, town.clock(), NewAccount("siti", "Siti", "62"))
        topic = session.scalars(select(Topic.id).where(Topic.key == "pajak-kendaraan")).one()
        change = changes.add(session, new_change(topic, State.IN_REVIEW, Kind.EDIT, person, town.clock()))
        gaps.propose(session, gap.id, "pajak-kendaraan", "siti", town.clock())
    assert change is not None
    town.clock.forward(minutes=5)
    town.phone(2).texts(MATCH)
    assert town.refresh() == 1
    assert town.gaps() == []

    with town.services.database.write() as session:
        changes.move(session, change, State.IN_REVIEW, State.RETURNED, {})
    town.phone(3).texts(MATCH)
    town.refresh()
    assert [(again.id, again.asked) for again in town.gaps()] == [(gap.id, 3)]
