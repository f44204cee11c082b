"""Receipts in any order, twice, early, and segment by segment: a status never goes backwards."""

from __future__ import annotations

from itertools import permutations

import pytest
from sqlalchemy import update

from smsinfo.db.models import OutboundMessage
from smsinfo.domain.messages import MtStatus
from smsinfo.domain.sending import Dlr
from smsinfo.outbox.receipts import RANK

from .desk import Desk

SITI = "+628125550001"


def sent(desk: Desk, external_id: str = "x1", status: str = "sent") -> int:
    """A message that was handed over under this id."""
    number = desk.waits(desk.person(SITI) if not desk.known else desk.known[0])
    with desk.services.database.write() as session:
        values = {"status": status, "external_id": external_id if status == "sent" else None}
        session.execute(update(OutboundMessage).where(OutboundMessage.id == number).values(**values))
    return number


def told(desk: Desk, *dlrs: Dlr) -> None:
    """These receipts come, each by itself."""
    for dlr in dlrs:
        desk.services.receipts.take([dlr])


def dlr(status: MtStatus, external_id: str = "x1", **more: object) -> Dlr:
    return Dlr("phone", status, external_id, **more)  # type: ignore[arg-type]


STATUSES = (MtStatus.SENT, MtStatus.UNKNOWN, MtStatus.FAILED, MtStatus.DELIVERED)


def test_whatever_the_order_the_end_is_the_same_and_no_step_goes_back(desk: Desk) -> None:
    for n, order in enumerate(permutations(STATUSES)):
        number, seen = sent(desk, f"o{n}"), [MtStatus.SENT]
        for status in order:
            told(desk, dlr(status, f"o{n}"), dlr(status, f"o{n}"))
            seen.append(MtStatus(desk.row(number).status))
        assert seen[-1] is MtStatus.DELIVERED
        assert [RANK[status] for status in seen] == sorted(RANK[status] for status in seen)


def test_a_receipt_before_the_send_is_marked_waits_for_it(desk: Desk) -> None:
    number = sent(desk, status="sending")
    told(desk, dlr(MtStatus.DELIVERED, ""), dlr(MtStatus.DELIVERED), dlr(MtStatus.DELIVERED))
    assert (desk.row(number).status, desk.services.receipts.unpark()) == ("sending", 0)
    with desk.services.database.write() as session:
        session.execute(update(OutboundMessage).values(status="sent", external_id="x1"))
    assert desk.services.receipts.unpark() == 1
    assert (desk.row(number).status, desk.services.receipts.unpark()) == ("delivered", 0)


def test_a_receipt_with_our_own_key_needs_no_id(desk: Desk) -> None:
    number = sent(desk)
    stamp = int(desk.row(number).created_at.timestamp())
    told(desk, Dlr("phone", MtStatus.DELIVERED, key=f"{number}-{stamp:x}"))
    assert desk.row(number).status == "delivered"


def test_a_receipt_of_another_channel_says_nothing(desk: Desk) -> None:
    number = sent(desk)
    told(desk, Dlr("elsewhere", MtStatus.FAILED, "x1"))
    assert desk.row(number).status == "sent"


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))), ids=str)
def test_a_long_text_is_delivered_when_all_its_segments_are(desk: Desk, order: tuple[int, ...]) -> None:
    number = sent(desk)
    for part in order[:-1]:
        told(desk, dlr(MtStatus.DELIVERED, part=part, parts=3), dlr(MtStatus.DELIVERED, part=part, parts=3))
        assert desk.row(number).status == "sent"
    told(desk, dlr(MtStatus.DELIVERED, part=order[-1], parts=3))
    assert desk.row(number).status == "delivered"


def test_one_lost_segment_is_a_lost_text(desk: Desk) -> None:
    number = sent(desk)
    told(desk, dlr(MtStatus.DELIVERED, part=1, parts=2), dlr(MtStatus.FAILED, part=2, parts=2))
    assert desk.row(number).status == "failed"


def test_a_receipt_that_never_finds_its_message_is_forgotten(desk: Desk) -> None:
    told(desk, dlr(MtStatus.DELIVERED, "nobody knows this"))
    desk.clock.forward(days=3, seconds=1)
    assert desk.services.receipts.unpark() == 0
    number = sent(desk, "nobody knows this")
    assert (desk.services.receipts.unpark(), desk.row(number).status) == (0, "sent")
