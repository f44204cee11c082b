"""Templates, areas, the directory and the roster: prepared in quiet times, signed by another person."""

from __future__ import annotations

from datetime import timedelta

from smsinfo.alerts.prepared import NewTemplate
from smsinfo.db.queries import prepared as rows
from smsinfo.domain.alerts import Status
from smsinfo.domain.cap import Certainty, Severity, Urgency

from .watchroom import DISTRICT, FLOOD, KATINGAN, KOTIM, PROVINCE, Watchroom, refused


def test_a_number_of_the_directory_is_named_without_a_warning_once_another_person_approved_it(room: Watchroom) -> None:
    desk, database = room.alerts.prepared, room.services.database
    texts = {"id": FLOOD.replace("Info:", "Posko 0536-3221234. Info:")}
    with database.write() as session:
        entry = desk.add_entry(session, room.who("citra"), room.clock(), "phone", "(0536) 3221234", "Posko BPBD")
    with refused("warnings"):
        room.submits(room.drafts(texts=texts))
    for name, reason in (("citra", "own"), ("ani", "not_yours"), ("eka", "not_yours")):
        with refused(reason), database.write() as session:
            desk.approve_entry(session, room.who(name), room.clock(), entry)
    with database.write() as session:
        desk.approve_entry(session, room.who("budi"), room.clock(), entry)
    assert room.submits(room.drafts(texts=texts)).status is Status.SUBMITTED
    with refused("name_taken"), database.write() as session:
        desk.add_entry(session, room.who("ani"), room.clock(), "phone", "05363221234", "Posko lagi")


def test_an_area_is_offered_when_another_person_who_answers_for_it_has_signed(room: Watchroom) -> None:
    desk, database = room.alerts.prepared, room.services.database
    with refused("no_area"), database.write() as session:
        desk.add_area(session, room.who("ani"), room.clock(), "Sungai Katingan", KATINGAN, [KOTIM])
    with database.write() as session:
        area = desk.add_area(session, room.who("ani"), room.clock(), "Sungai Katingan", KATINGAN, [DISTRICT])
    with database.read() as session:
        assert rows.areas(session) == []
    with database.write() as session:
        desk.sign_area(session, room.who("budi"), room.clock(), area)
    with database.read() as session:
        assert [(found.name, found.regions) for found in rows.areas(session)] == [("Sungai Katingan", (DISTRICT,))]
    with refused("own"), database.write() as session:
        desk.sign_area(session, room.who("fani"), room.clock(), area)


def test_a_template_waits_for_a_signature(room: Watchroom) -> None:
    desk, database = room.alerts.prepared, room.services.database
    new = NewTemplate(
        "Banjir", "bencana", Severity.SEVERE, Urgency.IMMEDIATE, Certainty.LIKELY, "Banjir", "Naik", {"id": FLOOD}
    )
    with database.write() as session:
        made = desk.add_template(session, room.who("ani"), room.clock(), new)
        assert rows.templates(session) == []
        desk.sign_template(session, room.who("fani"), room.clock(), made)
        (found,) = rows.templates(session)
    assert (found.name, found.texts) == ("Banjir", {"id": FLOOD})
    assert room.audited("alert.template") == ["alert.template", "alert.template_signed"]


def test_the_roster_names_the_nearest_first_and_nobody_whose_turn_is_over(room: Watchroom) -> None:
    desk, database, now = room.alerts.prepared, room.services.database, room.clock()
    ani, budi, citra, fani = (room.who(name) for name in ("ani", "budi", "citra", "fani"))
    with database.write() as session:
        desk.put_on_duty(session, fani, now, PROVINCE, fani.id, 1)
        second = desk.put_on_duty(session, budi, now, KATINGAN, budi.id, 2)
        desk.put_on_duty(session, budi, now, KATINGAN, citra.id, 1, now + timedelta(hours=8))

    def on_duty() -> list[str]:
        with database.read() as session:
            return [duty.name for duty in rows.duties(session, DISTRICT, room.clock())]

    assert on_duty() == ["citra", "budi", "fani"]
    room.clock.forward(hours=9)
    assert on_duty() == ["budi", "fani"]
    with refused("not_yours"), database.write() as session:
        desk.end_duty(session, ani, room.clock(), second, KATINGAN)
    with refused("no_duty"), database.write() as session:
        desk.end_duty(session, fani, room.clock(), second, PROVINCE)
    with database.write() as session:
        desk.end_duty(session, budi, room.clock(), second, KATINGAN)
    assert on_duty() == ["fani"]


def test_what_is_wrong_by_now_is_taken_out_by_one_approver_and_its_name_is_free(room: Watchroom) -> None:
    desk, database, now = room.alerts.prepared, room.services.database, room.clock()
    new = NewTemplate(
        "Banjir", "bencana", Severity.SEVERE, Urgency.IMMEDIATE, Certainty.LIKELY, "B", "N", {"id": FLOOD}
    )
    texts = {"id": FLOOD.replace("Info:", "Posko 0536-3221234. Info:")}

    def make() -> tuple[int, int, int]:
        with database.write() as session:
            made = (
                desk.add_template(session, room.who("ani"), now, new),
                desk.add_area(session, room.who("ani"), now, "Sungai Katingan", KATINGAN, [DISTRICT]),
                desk.add_entry(session, room.who("ani"), now, "phone", "05363221234", "Posko BPBD"),
            )
        with database.write() as session:
            desk.sign_template(session, room.who("budi"), now, made[0])
            desk.sign_area(session, room.who("budi"), now, made[1])
            desk.approve_entry(session, room.who("budi"), now, made[2])
        return made

    made = make()
    acts = list(zip((desk.withdraw_template, desk.withdraw_area, desk.withdraw_entry), made, strict=True))
    for act, number in acts:
        for name in ("ani", "eka"):  # signed, so it is not the writer's any more
            with refused("not_yours"), database.write() as session:
                act(session, room.who(name), now, number)
    with refused("not_yours"), database.write() as session:
        desk.withdraw_area(session, room.who("dedi"), now, made[1])
    for act, number in acts:
        with database.write() as session:
            act(session, room.who("budi"), now, number)
        with refused("gone"), database.write() as session:
            act(session, room.who("budi"), now, number)
    with database.read() as session:
        assert (rows.templates(session, signed=False), rows.areas(session, signed=False)) == ([], [])
    with refused("warnings"):
        room.submits(room.drafts(texts=texts))
    assert [one for one in room.audited() if one.endswith("withdrawn")] == [
        "alert.template_withdrawn",
        "alert.area_withdrawn",
        "alert.directory_withdrawn",
    ]
    make()


def test_a_writer_takes_back_what_nobody_has_signed(small: Watchroom) -> None:
    desk, database, now = small.alerts.prepared, small.services.database, small.clock()
    with database.write() as session:
        entry = desk.add_entry(session, small.who("ani"), now, "link", "bpbd.example.go.id", "BPBD")
    with refused("not_yours"), database.write() as session:
        desk.withdraw_entry(session, small.who("dedi"), now, entry)
    with database.write() as session:
        desk.withdraw_entry(session, small.who("ani"), now, entry)
        assert rows.directory(session) == []
