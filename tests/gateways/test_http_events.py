"""Kind http: receipts in lists, and one address that gets receipts and texts alike, as 8x8 and others do it.

Source of the shapes: developer.8x8.com, "Delivery receipts for outbound SMS" and "Inbound SMS".
"""

from __future__ import annotations

from typing import Any

import pytest

from smsinfo.domain.messages import MtStatus
from smsinfo.domain.sending import SendError
from smsinfo.errors import BadRequest

from .aggregators import called, example, http
from .cast import CITIZEN

STATUSES = {"delivered": "delivered", "undelivered": "failed", "queued": "sent"}


def listed(place: str) -> Any:
    """A provider that sends several receipts in one request."""
    table = {"items": place, "id": "json:id", "status": "json:state.name", "code": "json:state.code"}
    return http(example("borneo") | {"receipts": table | {"statuses": STATUSES}})


ITEMS = [{"id": 1, "state": {"name": "delivered"}}, {"id": 2, "state": {"name": "undelivered", "code": 201}}]


@pytest.mark.parametrize(("place", "data"), [("json:.", ITEMS), ("json:data.dlrs", {"data": {"dlrs": ITEMS}})])
def test_a_list_of_receipts_is_read_one_by_one(place: str, data: Any) -> None:
    dlrs = listed(place).parse_dlr(called("dlr", data=data))
    assert [(dlr.external_id, dlr.status, dlr.error) for dlr in dlrs] == [
        ("1", MtStatus.DELIVERED, None),
        ("2", MtStatus.FAILED, SendError.BAD_NUMBER),
    ]


def test_an_empty_list_has_no_receipts() -> None:
    assert listed("json:.").parse_dlr(called("dlr", data=[])) == ()


@pytest.mark.parametrize("data", [{}, {"data": {"dlrs": {}}}, {"data": {"dlrs": ["x"]}}, ITEMS])
def test_what_is_no_list_of_receipts_is_refused(data: Any) -> None:
    with pytest.raises(BadRequest):
        listed("json:data.dlrs").parse_dlr(called("dlr", data=data))


RECEIPTS = {
    "when": "json:eventType",
    "when_values": ["outbound_message_status_changed"],
    "id": "json:payload.umid",
    "key": "json:payload.clientMessageId",
    "status": "json:payload.status.state",
    "code": "json:payload.status.errorCode",
    "statuses": STATUSES,
}
TEXTS = {
    "when": "json:eventType",
    "when_values": ["inbound_message_received"],
    "sender": "json:payload.source",
    "text": "json:payload.body",
    "id": "json:payload.umid",
}
EIGHT = http(example("borneo") | {"receipts": RECEIPTS, "texts": TEXTS})

TEXT = {
    "namespace": "SMS",
    "eventType": "inbound_message_received",
    "payload": {
        "umid": "f4f",
        "source": CITIZEN,
        "destination": "+6281100",
        "body": "KTP",
        "status": {"state": "queued"},
    },
}
RECEIPT = {
    "namespace": "SMS",
    "eventType": "outbound_message_status_changed",
    "payload": {
        "umid": "5c1",
        "body": "Banjir",
        "source": "KALTENG",
        "status": {"state": "undelivered", "errorCode": 9},
    },
}


def read(data: Any) -> tuple[list[str], str | None]:
    """What the common address makes of a request: the ids of receipts, and the text."""
    request = called("event", data=data)
    mo = EIGHT.parse_mo(request)
    return [dlr.external_id for dlr in EIGHT.parse_dlr(request)], mo.text if mo else None


def test_at_the_common_address_each_request_is_what_it_says_it_is() -> None:
    assert read(RECEIPT) == (["5c1"], None)
    assert read(TEXT) == ([], "KTP")
    assert read({"eventType": "ping"}) == ([], None)
    assert read({}) == ([], None)


def test_without_when_the_status_makes_a_receipt_and_the_text_a_text() -> None:
    channel = http(example("borneo"))
    text = called("event", data={"id": "7", "dari": "0812", "pesan": "KTP"})
    receipt = called("event", form=(("id", "b-1"), ("status", "TERKIRIM")))
    other = called("event", data={"halo": 1})
    assert [channel.parse_dlr(one) == () for one in (text, receipt, other)] == [True, False, True]
    assert [channel.parse_mo(one) is None for one in (text, receipt, other)] == [False, True, True]


def test_at_the_common_address_too_what_is_there_must_be_there_once() -> None:
    with pytest.raises(BadRequest):
        http(example("borneo")).parse_dlr(called("event", form=(("status", "TERKIRIM"),)))
