"""While a warning holds, cries for help from its regions go on to who is on duty."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from smsinfo.db.models import OutboundMessage
from smsinfo.db.queries import prepared
from smsinfo.domain.cries import Cry

from .watchroom import DISTRICT, FLOOD, KATINGAN, KOTIM, Watchroom

HELP = "tolong rumah kami terendam"


@pytest.fixture
def watched(room: Watchroom) -> Watchroom:
    """Budi is on duty for Katingan, with a phone."""
    now = room.clock()
    with room.services.database.write() as session:
        budi = room.who("budi")
        room.alerts.prepared.put_on_duty(session, budi, now, KATINGAN, budi.id, 1)
    phone = room.subscriber(KOTIM)
    with room.services.database.write() as session:
        assert prepared.put_phone(session, budi.id, phone, now)
        assert prepared.account_of(session, phone) == budi.id
    return room


def told(room: Watchroom) -> list[str]:
    wanted = select(OutboundMessage.body).where(OutboundMessage.purpose == "notice").order_by(OutboundMessage.id)
    with room.services.database.read() as session:
        return list(session.scalars(wanted))


def cries(room: Watchroom, region: str = DISTRICT) -> int:
    siti = room.subscriber(region)
    return room.services.inbox._cried(Cry(siti, region, HELP, room.clock()))  # type: ignore[return-value]


def test_a_cry_is_forwarded_while_a_warning_holds_there(watched: Watchroom) -> None:
    assert cries(watched) == 0
    alert = watched.approved(texts={"id": FLOOD})
    assert cries(watched) == 1
    assert cries(watched, KOTIM) == 0
    assert watched.services.inbox._cried(Cry(1, "", HELP, watched.clock())) == 0
    (text,) = told(watched)
    assert HELP in text
    assert "Katingan Hilir" in text
    watched.cancels(alert)
    watched.clock.forward(minutes=20)
    assert cries(watched) == 0


def test_who_cries_twice_within_minutes_is_told_of_once(watched: Watchroom) -> None:
    watched.approved()
    siti = watched.subscriber()
    cry = Cry(siti, DISTRICT, HELP, watched.clock())
    assert [watched.services.inbox._cried(cry) for _ in range(2)] == [1, 0]
