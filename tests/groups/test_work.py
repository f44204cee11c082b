"""What a group does: trainings with who came, figures, texts that are paid back, and a word when it is quiet."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update

from smsinfo.community.quiet import work_commands
from smsinfo.community.trainings import Meeting
from smsinfo.db.models import Contribution, KimGroup, LessonProgress, RelayTask
from smsinfo.db.queries import group_figures, pulsa, trainings
from smsinfo.errors import CommunityRefused
from smsinfo.jobs.villages import Villages
from smsinfo.reports.ask import tell
from smsinfo.reports.shape import Query
from smsinfo.staff.audit import TERMINAL
from tests.groups.village import ELSEWHERE, NEXT, REGENCY, VILLAGE, R, Village
from tests.support import CITIZEN, NEIGHBOUR

TODAY = date(2026, 11, 24)
SINCE, UNTIL = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)


def meets(village: Village, *members: int, day: date = TODAY, **more: object) -> int:
    """A training is entered; its number."""
    wanted = Meeting(day, "Balai desa", "Menulis kabar", members, **more)  # type: ignore[arg-type]
    with village.services.database.write() as session:
        group = session.get_one(KimGroup, village.group_id)
        return village.services.community.trainings.enter(session, TERMINAL, group, wanted, village.clock()).id


def counted(village: Village) -> dict[str, int | None]:
    """The figures of the group in the month."""
    with village.services.database.read() as session:
        return group_figures.figures(session, [village.group_id], SINCE, UNTIL)[village.group_id]


def test_a_training_keeps_who_came_until_they_are_erased(both: Village) -> None:
    both.joins()
    number = meets(both, both.membership().id, guests=4)
    with both.services.database.read() as session:
        [held] = trainings.of_group(session, both.group_id, 10)
        assert (held.members, held.guests, held.held_on) == (1, 4, TODAY)
        assert [one.name for one in trainings.came(session, number)] == ["Rina Wati"]
    phone = both.phone()
    phone.texts("HAPUS DATA")
    phone.texts("YA")
    with both.services.database.read() as session:
        assert trainings.came(session, number) == []


@pytest.mark.parametrize(
    ("members", "more", "reason"),
    [
        ((), {"day": date(2026, 11, 25)}, "day_to_come"),
        ((99,), {}, "member_moved"),
        ((), {"guests": -1}, "guests"),
        ((), {"guests": 1001}, "guests"),
    ],
)
def test_a_training_that_makes_no_sense_is_refused(
    village: Village, members: tuple[int, ...], more: dict[str, object], reason: str
) -> None:
    with pytest.raises(CommunityRefused) as refused:
        meets(village, *members, **more)  # type: ignore[arg-type]
    assert refused.value.reason == reason


def test_the_figures_of_a_group_are_those_of_the_table_and_of_the_days(both: Village) -> None:
    both.joins()
    meets(both)
    meets(both, day=date(2026, 10, 31))
    both.phone().texts("KABAR Panen raya padi di Samba hari Minggu, dua puluh hektar.")
    found = counted(both)
    assert list(found) == [figure.key for figure in group_figures.FIGURES]
    assert (found["members"], found["contributions"], found["publications"], found["trainings"]) == (1, 1, 0, 1)
    assert (found["answers"], found["response"]) == (0, None)
    asked = Query(date(2026, 11, 1), date(2026, 11, 30), TODAY, both.services.settings.zone, REGENCY)
    with both.services.database.read() as session:
        told = tell(session, "groups", asked)
        rows = [(row.name, row.members, row.contributions) for row in told.table.rows]
    assert rows == [("KIM Samba", 1, 1)]


def test_relays_courses_and_the_wait_for_an_editor_are_among_the_figures(both: Village) -> None:
    both.joins()
    both.joins(role=R)
    both.phone().texts("KABAR Panen raya padi di Samba hari Minggu, dua puluh hektar.")
    person, at = both.membership().contact_id, both.clock()
    elsewhere = {"code": "UJI", "region_code": NEXT, "contact_id": person, "asked_at": at, "state": "missed"}
    with both.services.database.write() as session:
        for state in ("confirmed", "missed", "stopped", "sent"):
            session.add(RelayTask(**{**elsewhere, "region_code": VILLAGE, "state": state}))
        session.add(RelayTask(**elsewhere))
        session.execute(update(Contribution).values(decided_at=Contribution.received_at))
        session.add(
            LessonProgress(
                contact_id=person,
                course_key="pesan",
                lesson=5,
                right_answers=5,
                waiting=False,
                started_at=at,
                at=at,
                finished_at=at,
                times=1,
            )
        )
    found = counted(both)
    assert (found["asked"], found["confirmed"], found["courses"], found["decision"]) == (2, 1, 1, 0)


def test_a_report_of_another_region_has_no_row_of_the_group(village: Village) -> None:
    with village.services.database.read() as session:
        assert group_figures.open_groups(session, ELSEWHERE) == []
        assert [name for _, name, _, _ in group_figures.open_groups(session, None)] == ["KIM Samba"]


def test_texts_of_members_are_counted_once_a_phone_and_others_are_not(both: Village) -> None:
    both.joins()
    both.joins(CITIZEN, R, NEXT)
    both.joins(NEIGHBOUR, name="Budi")
    both.phone().texts("KABAR Panen raya padi di Samba hari Minggu, dua puluh hektar.")
    both.phone().texts("KTP")
    with both.services.database.read() as session:
        found = pulsa.sent(session, both.group_id, work_commands(), SINCE, UNTIL)
        later = pulsa.sent(session, both.group_id, work_commands(), UNTIL, datetime(2027, 1, 1, tzinfo=UTC))
    assert [(one.name, one.texts) for one in found] == [("Budi", 1), ("Rina Wati", 3)]  # IKUT twice, KABAR
    assert [one.texts for one in later] == [0, 0]


def test_a_quiet_group_is_prompted_once_a_month_and_not_while_it_works(both: Village) -> None:
    both.joins()
    work, told = Villages(both.services), []
    for _ in range(100):
        both.clock.forward(days=1)
        told.append(work.prompt())
    assert [day for day, texts in enumerate(told, 1) if texts] == [60, 90]
    assert both.pushed()[-1].startswith("Sudah lama tidak ada kabar dari KIM Samba.")
    both.phone().texts("KABAR Panen raya padi di Samba hari Minggu, dua puluh hektar.")
    both.clock.forward(days=40)
    assert work.prompt() == 0


def test_nobody_is_prompted_where_the_setting_says_never(sqlite_url: str) -> None:
    village = Village(sqlite_url, kim_quiet_days=0)
    village.joins()
    village.clock.forward(days=100)
    assert Villages(village.services).prompt() == 0
    village.close()
