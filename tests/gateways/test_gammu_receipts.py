"""Gammu SMSD: what became of a message, part by part, and what is never sent too late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from smsinfo.domain.gateway import Gateway
from smsinfo.domain.messages import MtStatus
from smsinfo.domain.sending import Dlr, SendError
from smsinfo.gateways.gammu_codes import CMS, NO_CODE, TP_STATUS
from tests.support import HeldClock

from .cast import CITIZEN
from .smsd import Smsd, channel, make_tables, message

LONG = "kata " * 60
FACES = "Awas banjir 😀 " * 10


@pytest.fixture
def address(database_url: str) -> str:
    """SMSD's tables on both kinds of database."""
    make_tables(database_url)
    return database_url


@pytest.fixture
def smsd(address: str) -> Smsd:
    """Who takes messages from them."""
    return Smsd(address)


@pytest.fixture
def held() -> HeldClock:
    """Ten in the morning."""
    return HeldClock()


@pytest.fixture
def gateway(address: str, held: HeldClock) -> Gateway:
    """The channel that puts messages into them."""
    return channel(address, held)


def news(gateway: Gateway) -> list[Dlr]:
    """The receipts since the last time, and all of it committed."""
    found = gateway.poll()
    gateway.polled_done(found.mark)
    return list(found.dlrs)


def test_in_the_outbox_nothing_has_left(gateway: Gateway) -> None:
    gateway.send(message())
    assert news(gateway) == []


def test_each_part_is_sent_then_delivered_and_told_once(smsd: Smsd, gateway: Gateway) -> None:
    gateway.send(message(LONG))
    first = Dlr("sim", MtStatus.SENT, "1", "mt-1", 1, 2, detail="SendingOK")
    smsd.sends("mt-1", 1)
    assert news(gateway) == [first]
    smsd.sends("mt-1", 2)
    smsd.done("mt-1")
    assert news(gateway) == [replace(first, part=2)]
    smsd.hears("mt-1", "DeliveryOK", 0, part=2, at="2026-11-24 03:00:09")
    delivered = replace(first, status=MtStatus.DELIVERED, part=2, detail="DeliveryOK")
    at = datetime.fromisoformat("2026-11-24 03:00:09").astimezone()
    assert news(gateway) == [replace(delivered, at=at)]
    smsd.hears("mt-1", "DeliveryOK", 0, part=1)
    assert news(gateway) == [replace(delivered, part=1)]
    assert news(gateway) == []


def test_until_it_is_committed_the_news_is_told_again_by_any_process(
    address: str, smsd: Smsd, gateway: Gateway, held: HeldClock
) -> None:
    gateway.send(message())
    smsd.sends("mt-1")
    found = gateway.poll()
    assert channel(address, held).poll().dlrs == found.dlrs
    gateway.polled_done(found.mark)
    assert channel(address, held).poll().dlrs == ()


def test_what_is_over_is_not_looked_at_again(smsd: Smsd, gateway: Gateway) -> None:
    gateway.send(message())
    smsd.sends("mt-1")
    smsd.done("mt-1")
    smsd.hears("mt-1", "DeliveryOK", 0)
    assert [dlr.status for dlr in news(gateway)] == [MtStatus.DELIVERED]
    assert smsd.run("SELECT done FROM smsinfo_mt") == [(1,)]


def test_the_messages_of_others_are_none_of_our_business(
    address: str, smsd: Smsd, gateway: Gateway, held: HeldClock
) -> None:
    smsd.run(
        'INSERT INTO outbox ("CreatorID", "DestinationNumber", "Coding", "Text", "TextDecoded", "UDH")'
        " VALUES ('Gammu 1.42.0', ?, 'Default_No_Compression', '', 'not ours', '')",
        CITIZEN,
    )
    gateway.send(message())
    smsd.sends("Gammu 1.42.0")
    smsd.sends("mt-1")
    other = channel(address, held)
    other.channel = "other"
    assert news(other) == []
    assert [dlr.key for dlr in news(gateway)] == ["mt-1"]


@dataclass(frozen=True)
class Became:
    """A row of sentitems, and what is told of it."""

    status: str
    tp: int = NO_CODE
    cms: int = NO_CODE
    means: MtStatus = MtStatus.FAILED
    error: SendError | None = None
    detail: str = ""


BECAME = {
    "sent": Became("SendingOK", means=MtStatus.SENT),
    "sent, no receipt wanted": Became("SendingOKNoReport", means=MtStatus.SENT),
    "on its way": Became("DeliveryPending", 0x30, means=MtStatus.SENT),
    "delivered": Became("DeliveryOK", 0, means=MtStatus.DELIVERED),
    "delivered, perhaps": Became("DeliveryOK", 1, means=MtStatus.SENT, detail="can't be confirmed"),
    "nobody knows": Became("DeliveryUnknown", NO_CODE, means=MtStatus.UNKNOWN),
    "a word that is new": Became("DeliveryLost", means=MtStatus.UNKNOWN),
    "too late": Became("DeliveryFailed", 0x46, means=MtStatus.EXPIRED, detail="validity period expired"),
    "failed without a reason": Became("DeliveryFailed", NO_CODE, error=SendError.UNREACHABLE),
    "failed for a reason of its own": Became("DeliveryFailed", 0x50, error=SendError.UNREACHABLE, detail="80"),
    "the modem said nothing": Became("SendingError", error=SendError.UNKNOWN, detail="SendingError"),
    "SMSD itself failed": Became("Error", error=SendError.TEMPORARY, detail="Error"),
    "a code of the modem's maker": Became("SendingError", cms=515, error=SendError.TEMPORARY, detail="CMS 515"),
    **{
        f"TP-Status {code}": Became("DeliveryFailed", code, error=error, detail=words)
        for code, (words, error) in TP_STATUS.items()
        if code not in (0x01, 0x46)
    },
    **{
        f"CMS {code}": Became("SendingError", cms=code, error=error, detail=words)
        for code, (words, error) in CMS.items()
    },
}


@pytest.mark.parametrize("row", BECAME.values(), ids=BECAME.keys())
def test_what_smsd_writes_of_a_part_is_told_as_what_it_means(sqlite_url: str, row: Became) -> None:
    make_tables(sqlite_url)
    smsd, gateway = Smsd(sqlite_url), channel(sqlite_url, HeldClock())
    gateway.send(message())
    smsd.sends("mt-1", 1, row.status, row.tp, row.cms)
    (dlr,) = news(gateway)
    assert (dlr.status, dlr.error) == (row.means, row.error)
    assert row.detail in dlr.detail


def expired(gateway: Gateway) -> Sequence[tuple[str, MtStatus]]:
    """News as key and status."""
    return [(dlr.key, dlr.status) for dlr in news(gateway)]


def test_what_waits_beyond_its_time_is_never_sent(smsd: Smsd, gateway: Gateway, held: HeldClock) -> None:
    gateway.send(message(LONG, valid_for=timedelta(hours=1)))
    gateway.send(message(LONG, "later", valid_for=timedelta(hours=9)))
    held.forward(hours=1, seconds=2)
    found = gateway.poll()
    assert smsd.run('SELECT "CreatorID" FROM outbox') == [("later",)]
    # A process that dies here has told nobody: the next one tells it.
    assert gateway.poll().dlrs == found.dlrs
    assert expired(gateway) == [("mt-1", MtStatus.EXPIRED)]
    assert (expired(gateway), smsd.counts("outbox_multipart")) == ([], 1)


def test_what_smsd_has_in_hand_when_its_time_is_over_is_left_to_it(
    smsd: Smsd, gateway: Gateway, held: HeldClock
) -> None:
    gateway.send(message())
    smsd.takes("mt-1")
    held.forward(hours=5)
    assert expired(gateway) == []
    smsd.sends("mt-1")
    smsd.done("mt-1")
    assert expired(gateway) == [("mt-1", MtStatus.SENT)]


def test_what_somebody_deleted_from_the_outbox_expires(smsd: Smsd, gateway: Gateway, held: HeldClock) -> None:
    gateway.send(message())
    smsd.done("mt-1")
    assert expired(gateway) == []
    held.forward(hours=5)
    assert expired(gateway) == [("mt-1", MtStatus.EXPIRED)]


def test_an_unusual_mark_is_no_work(gateway: Gateway) -> None:
    gateway.polled_done(None)
    assert news(gateway) == []
