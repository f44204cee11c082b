"""The preview before the approval, the counts while it goes out, and the report of a drill."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from smsinfo.alerts import live
from smsinfo.alerts.draft import NewAlert
from smsinfo.alerts.facts import target
from smsinfo.alerts.reach import Reach
from smsinfo.db.models import ContactRole
from smsinfo.db.queries import reach as rows
from smsinfo.db.queries.reach import groups
from smsinfo.domain.alerts import Alert, Status
from smsinfo.domain.cap import Severity
from smsinfo.domain.messages import MtStatus

from .watchroom import DISTRICT, FLOOD, KATINGAN, Watchroom

VILLAGES = {"62.06.01.2001": "Talian Kereng", "62.06.01.2002": "Hampalit"}


def settles(room: Watchroom) -> None:
    """The district gets its villages."""
    for code, name in VILLAGES.items():
        room.sql("INSERT INTO region VALUES (:code, :name, 'desa', '62.06.01')", code=code, name=name)


def reach(room: Watchroom, alert: Alert) -> Reach:
    with room.services.database.read() as session:
        return room.alerts.preview.reach(session, alert, room.clock())


def test_people_are_counted_by_language_operator_and_village_and_empty_villages_are_named(room: Watchroom) -> None:
    settles(room)
    room.subscriber("62.06.01.2001", language="en")
    room.subscriber("62.06.01.2001", language="nij", operator="indosat")
    room.subscriber(KATINGAN, operator="")
    room.subscriber("62.02")
    room.subscriber(status="stopped")
    alert = room.drafts(texts={"id": FLOOD, "en": FLOOD})
    found = reach(room, alert)
    assert found.people == room.count(alert) == 3
    assert found.by_language == {"en": 1, "id": 2}
    assert found.by_operator == {"telkomsel": 1, "indosat": 1, "": 1}
    assert found.by_village == {"62.06.01.2001": 2, KATINGAN: 1}
    assert found.without == {"62.06.01.2002": "Hampalit"}


@pytest.mark.parametrize("regions", [("62",), (KATINGAN, "62.02"), (DISTRICT,)])
def test_all_but_a_few_are_counted_as_those_who_subscribed_are(
    room: Watchroom, monkeypatch: pytest.MonkeyPatch, regions: tuple[str, ...]
) -> None:
    settles(room)
    twice = room.subscriber("62.06.01.2001", language="en")
    room.sql(
        "INSERT INTO subscription (contact_id, region_code, category, created_at) VALUES (:id, '62', 'bencana', :at)",
        id=twice,
        at="2026-11-24 00:00:00",
    )
    room.subscriber(KATINGAN, operator="")
    room.subscriber("62.02", region_code=None)
    room.subscriber("62.06.01.2002", category="kesehatan")
    room.subscriber(status="stopped")
    room.subscriber(practice=True)
    with room.services.database.read() as session:
        rule = target(room.drafts("citra", regions=regions))
        told = []
        for nearly_all in (False, True):
            fits = nearly_all and room.services.database.is_sqlite
            monkeypatch.setattr(rows, "_is_nearly_everybody", lambda *_, fits=fits: fits)
            told.append(groups(session.connection(), rule, room.clock()))
    assert Counter(told[0]) == Counter(told[1])
    assert sum(one.people for one in told[1]) == {("62",): 3, (KATINGAN, "62.02"): 3, (DISTRICT,): 2}[regions]


def test_relays_of_the_area_are_counted_and_their_villages_are_not_among_those_with_nobody(room: Watchroom) -> None:
    settles(room)
    people = [room.subscriber("62.02") for _ in range(3)]
    gone = room.subscriber("62.02", status="stopped")
    roles = ((people[0], "62.06.01.2002", True), (people[1], "62.06.01.2001", False), (gone, "62.06.01.2001", True))
    with room.services.database.write() as session:
        for person, village, confirmed in roles:
            at = room.clock() if confirmed else None
            session.add(ContactRole(contact_id=person, role="relay", region_code=village, confirmed_at=at))
    found = reach(room, room.drafts())
    assert (found.people, found.relays) == (0, 1)
    assert found.read_out == {"62.06.01.2002": "Hampalit"}
    assert found.without == {"62.06.01.2001": "Talian Kereng"}


def test_segments_and_cost_follow_from_the_channels(room: Watchroom) -> None:
    for operator in ("telkomsel", "indosat", "xl"):
        room.subscriber(operator=operator)
    found = reach(
        room, room.drafts(texts={"id": FLOOD + " Bawa surat penting, air minum, obat, dan senter." + "." * 30})
    )
    assert (found.people, found.segments) == (3, 6)
    assert {name: (one.people, one.cost_idr) for name, one in found.channels.items()} == {
        "phone": (1, 2 * 350),
        "code": (2, 4 * 500),
    }
    assert found.cost_idr == 700 + 2000


def test_the_last_one_has_it_when_what_waits_before_and_the_alert_itself_have_left(sqlite_url: str) -> None:
    slow = {"phone": {"kind": "simulator", "sender": "+628110000123", "per_minute": 60}}
    room = Watchroom(sqlite_url, channels=slow)
    for _ in range(27):
        room.subscriber()
    first = room.approved()
    room.worker._see_to_alerts()
    found = reach(room, first)
    assert found.last_at == room.clock() + timedelta(minutes=(27 + 27) / 57)
    room.close()


def test_an_ordinary_alert_begins_after_the_quiet_hours(small: Watchroom) -> None:
    small.subscriber()
    small.clock.now = small.clock.now.replace(hour=15)  # 22.00 WIB
    found = reach(small, small.drafts(severity=Severity.MODERATE))
    assert found.last_at is not None
    assert found.last_at >= small.clock.now.replace(hour=22)


def test_the_counts_of_a_running_alert_add_up(room: Watchroom) -> None:
    people = [room.subscriber() for _ in range(7)]
    alert = room.approved()
    room.worker._see_to_alerts()
    became = [MtStatus.SENT, MtStatus.DELIVERED, MtStatus.UNKNOWN, MtStatus.FAILED, MtStatus.SENDING, MtStatus.EXPIRED]
    for person, status in zip(people, became, strict=False):
        room.sql("UPDATE outbound_message SET status = :it WHERE contact_id = :person", it=status.value, person=person)
    with room.services.database.read() as session:
        seen = live.live(session, room.look(alert), room.services.plans, room.clock())
        places = live.by_region(session, alert)
        minutes = live.by_minute(session, alert)
    assert (seen.sent, seen.delivered, seen.unknown, seen.failed, seen.in_air, seen.expired, seen.waiting) == (1,) * 7
    assert seen.recipients == 7
    assert seen.done_at is not None
    assert sum(places[DISTRICT].values()) == 7
    assert {(one.at, one.messages) for one in minutes} == {(room.clock().replace(second=0), 1)}
    room.cancels(alert)
    with room.services.database.read() as session:
        after = live.live(session, room.look(alert), room.services.plans, room.clock())
    assert (after.waiting, after.stopped, after.done_at, after.recipients) == (0, 1, None, 7)


def test_a_drill_goes_to_its_own_people_and_is_reported(room: Watchroom) -> None:
    room.subscriber()
    listed, playing = room.subscriber(), room.subscriber(practice=True)
    with room.services.database.write() as session:
        session.add(ContactRole(contact_id=listed, role="drill", region_code=KATINGAN))
    drill = room.drafts(new=NewAlert(drill=True), texts={"id": f"UJI COBA. {FLOOD}"})
    sent = room.approves(room.submits(drill))
    for _ in range(3):
        room.clock.forward(seconds=16)
        room.worker.step()
    assert sorted(row.contact_id or 0 for row in room.messages(sent)) == sorted([listed, playing])
    room.sql(
        "UPDATE outbound_message SET status = 'delivered', status_at = :late WHERE contact_id = :id",
        late=(room.clock() + timedelta(hours=1)).strftime("%Y-%m-%d %H:%M:%S.%f"),
        id=playing,
    )
    room.sql("UPDATE outbound_message SET status = 'delivered' WHERE contact_id = :id", id=listed)
    with room.services.database.read() as session:
        report = live.drill_report(session, room.look(sent))
    assert report is not None
    assert (report.recipients, report.delivered, report.within, report.share) == (2, 2, 1, 0.5)
    assert room.status(sent) is Status.COMPLETED
