"""Who leaves hands over their turns of duty and the alerts that they write."""

from __future__ import annotations

from smsinfo.db.queries import prepared as rows
from smsinfo.domain.alerts import Status
from smsinfo.staff import handover

from .watchroom import DISTRICT, KATINGAN, PROVINCE, Watchroom, refused


def given(room: Watchroom, leaving: str) -> dict[str, list[str]]:
    """What somebody would hand over of the alerts' work, by kind."""
    with room.services.database.read() as session:
        found = handover.items(session, room.who(leaving), room.clock())
    wanted = (handover.DUTIES, handover.ALERTS)
    return {kind: [one.name or one.region_code for one in found if one.kind == kind] for kind in wanted}


def test_turns_and_alerts_in_writing_go_to_the_taker(room: Watchroom) -> None:
    desk, database, now = room.alerts.prepared, room.services.database, room.clock()
    citra, budi, fani = (room.who(name) for name in ("citra", "budi", "fani"))
    draft, sent = room.drafts("citra"), room.submits(room.drafts("citra"), "citra")
    with database.write() as session:
        desk.put_on_duty(session, fani, now, PROVINCE, citra.id, 1)
        desk.put_on_duty(session, fani, now, KATINGAN, citra.id, 1)
        desk.put_on_duty(session, fani, now, KATINGAN, budi.id, 2)
    assert given(room, "citra") == {"duties": [PROVINCE, KATINGAN], "alerts": [draft.code]}
    with database.write() as session:
        handover.move(session, citra, budi, room.clock())
    assert given(room, "citra") == {"duties": [], "alerts": []}
    with database.read() as session:
        on_duty = [(one.name, one.region_code) for one in rows.duties(session, DISTRICT, now)]
        moved, kept = room.alerts.lifecycle.get(session, draft.id), room.alerts.lifecycle.get(session, sent.id)
    # Budi was on duty for Katingan already: once is enough.
    assert sorted(on_duty) == [("budi", PROVINCE), ("budi", KATINGAN)]
    assert (moved.author, moved.editor, kept.author) == ("budi", "budi", "citra")


def test_what_was_open_in_a_window_before_the_handover_is_looked_at_again(small: Watchroom) -> None:
    draft = small.drafts("citra")
    with small.services.database.write() as session:
        handover.move(session, small.who("citra"), small.who("fani"), small.clock())
    with refused("decided"), small.services.database.write() as session:
        small.alerts.lifecycle.submit(session, small.doer("ani"), small.clock(), draft)


def test_the_taker_may_not_approve_what_they_write_now(small: Watchroom) -> None:
    draft = small.drafts("ani")
    with small.services.database.write() as session:
        handover.move(session, small.who("ani"), small.who("budi"), small.clock())
    waiting = small.submits(small.look(draft), "citra")
    with refused("own"):
        small.approves(waiting, "budi")
    assert small.approves(waiting, "fani").status is Status.APPROVED
