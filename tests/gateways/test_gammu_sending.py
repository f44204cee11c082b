"""Gammu SMSD: texts into its outbox, once; taking them back; and a database that is away, locked or broken."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest

from smsinfo.domain.gateway import Gateway
from smsinfo.domain.sending import Found, Lookup, Mt, SendError, SendResult
from smsinfo.gateways import gammu_db
from smsinfo.gateways.gammu_codes import relative_validity
from smsinfo.gateways.gammu_db import LOCKED
from smsinfo.gateways.gammu_tables import KEPT
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


ROW = (
    'SELECT "CreatorID", "DestinationNumber", "Coding", "Text", "TextDecoded", "UDH", "Class", "MultiPart",'
    ' "RelativeValidity", "DeliveryReport", "SenderID", "Status" FROM outbox'
)
PARTS = 'SELECT "SequencePosition", "Coding", "Text", "TextDecoded", "UDH", "Class" FROM outbox_multipart ORDER BY 1'


def test_a_short_text_is_one_row(smsd: Smsd, gateway: Gateway) -> None:
    assert gateway.send(message("Gratis @ €5")) == SendResult(external_id="1")
    (row,) = smsd.run(ROW)
    text = "Gratis @ €5".encode("utf-16-be").hex().upper()
    assert row[:7] == ("mt-1", CITIZEN, "Default_No_Compression", text, "Gratis @ €5", "", -1)
    assert str(row[7]).lower() == "false"
    assert row[8:] == (47, "yes", "", "Reserved")
    assert smsd.counts("outbox_multipart") == 0


@pytest.mark.parametrize(
    ("text", "coding"), [(LONG, "Default_No_Compression"), (FACES, "Unicode_No_Compression")], ids=["gsm7", "ucs2"]
)
def test_a_long_text_is_one_row_a_part_with_its_header(smsd: Smsd, gateway: Gateway, text: str, coding: str) -> None:
    mt = message(text)
    assert gateway.send(mt).accepted
    (row,) = smsd.run(ROW)
    parts = smsd.run(PARTS)
    total = mt.segments
    assert (row[2], row[5], str(row[7]).lower()) == (coding, f"05000301{total:02X}01", "true")
    assert [part[0] for part in parts] == list(range(2, total + 1))
    assert [part[4] for part in parts] == [f"05000301{total:02X}{number:02X}" for number in range(2, total + 1)]
    assert {part[1] for part in parts} == {coding}
    assert row[4] + "".join(part[3] for part in parts) == text
    assert bytes.fromhex(row[3] + "".join(part[2] for part in parts)).decode("utf-16-be") == text


def test_a_message_may_go_at_once(smsd: Smsd, gateway: Gateway) -> None:
    gateway.send(message())
    now = smsd.ago(0, "localtime")
    due = f'SELECT COUNT(*) FROM outbox WHERE "SendingDateTime" < {now} AND "SendingTimeOut" < {now}'
    assert smsd.run(due) == [(1,)]


def test_two_long_messages_one_after_the_other_have_different_headers(smsd: Smsd, gateway: Gateway) -> None:
    for key in ("mt-1", "mt-2"):
        gateway.send(message(LONG, key))
    assert len({udh[:8] for (udh,) in smsd.run('SELECT "UDH" FROM outbox')}) == 2


def test_the_modem_that_is_meant_gets_the_message(address: str, smsd: Smsd, held: HeldClock) -> None:
    channel(address, held, phone_id="modem1").send(message())
    assert smsd.run('SELECT "SenderID" FROM outbox') == [("modem1",)]


def test_a_key_is_put_once_however_often_and_wherever_it_is_now(smsd: Smsd, gateway: Gateway) -> None:
    first = gateway.send(message(LONG))
    assert gateway.send(message(LONG)) == first
    assert (smsd.counts("outbox"), smsd.counts("outbox_multipart")) == (1, 1)
    smsd.sends("mt-1")
    smsd.done("mt-1")
    assert gateway.send(message(LONG)) == first
    assert smsd.counts("outbox") == 0


@pytest.mark.parametrize("table", ["outbox", "sentitems"])
def test_a_key_is_known_by_smsds_tables_alone_too(smsd: Smsd, gateway: Gateway, table: str) -> None:
    first = gateway.send(message())
    if table == "sentitems":
        smsd.sends("mt-1")
        smsd.done("mt-1")
    smsd.run("DELETE FROM smsinfo_mt")
    assert gateway.send(message()) == first
    assert gateway.look_up(message()) == Found(Lookup.TAKEN, first.external_id)
    assert smsd.counts("outbox") == (table == "outbox")


def test_a_key_that_comes_from_all_sides_at_once_is_put_once(smsd: Smsd, gateway: Gateway) -> None:
    with ThreadPoolExecutor(8) as sides:
        results = set(sides.map(gateway.send, [message(LONG)] * 24))
    assert {result.accepted for result in results} == {True}
    assert (len(results), smsd.counts("outbox"), smsd.counts("outbox_multipart")) == (1, 1, 1)


def test_whether_a_message_was_taken_can_be_asked(gateway: Gateway) -> None:
    assert gateway.look_up(message()) == Found(Lookup.ABSENT)
    external_id = gateway.send(message()).external_id
    assert gateway.look_up(message()) == Found(Lookup.TAKEN, external_id)


VALIDITY = [
    (timedelta(0), 0),
    (timedelta(minutes=9), 0),
    (timedelta(minutes=10), 1),
    (timedelta(hours=4), 47),
    (timedelta(hours=12), 143),
    (timedelta(hours=12, minutes=29), 143),
    (timedelta(hours=12, minutes=30), 144),
    (timedelta(days=1), 167),
    (timedelta(days=1, hours=23), 167),
    (timedelta(days=2), 168),
    (timedelta(days=30), 196),
    (timedelta(days=34), 196),
    (timedelta(days=35), 197),
    (timedelta(days=1000), 255),
]


@pytest.mark.parametrize(("valid_for", "octet"), VALIDITY, ids=[str(row[0]) for row in VALIDITY])
def test_the_network_gets_the_longest_validity_that_is_not_too_long(valid_for: timedelta, octet: int) -> None:
    assert relative_validity(valid_for) == octet


def test_what_smsd_has_not_taken_can_be_recalled(smsd: Smsd, gateway: Gateway) -> None:
    for key in ("waits", "taken", "retries", "begun", "sent"):
        gateway.send(message(LONG, key))
    smsd.takes("taken")
    smsd.takes("retries", LOCKED + 300)
    smsd.run("UPDATE outbox SET \"Status\" = 'SendingOK' WHERE \"CreatorID\" = 'begun'")
    smsd.sends("sent")
    smsd.done("sent")
    assert gateway.recall(["waits", "taken", "retries", "begun", "sent", "never heard of"]) == 2
    assert smsd.run('SELECT "CreatorID" FROM outbox ORDER BY 1') == [("begun",), ("taken",)]
    assert smsd.counts("outbox_multipart") == 2


def test_what_was_recalled_can_be_sent_again(gateway: Gateway, smsd: Smsd) -> None:
    gateway.send(message())
    assert gateway.recall(["mt-1"]) == 1
    assert gateway.look_up(message()) == Found(Lookup.ABSENT)
    assert gateway.send(message()).accepted
    assert smsd.counts("outbox") == 1


def test_our_own_table_does_not_grow_for_ever(smsd: Smsd, gateway: Gateway, held: HeldClock) -> None:
    gateway.send(message())
    held.forward(hours=5, seconds=KEPT)
    gateway.send(message(key="mt-2"))
    assert smsd.run("SELECT key FROM smsinfo_mt") == [("mt-2",)]


def test_a_text_of_more_parts_than_a_header_can_count_is_refused(smsd: Smsd, gateway: Gateway) -> None:
    assert gateway.send(message("x" * 153 * 256)).error is SendError.REJECTED
    assert smsd.counts("outbox") == 0


BROKEN = {
    "our table is gone": ("DROP TABLE smsinfo_mt", SendError.DENIED),
    "the outbox is gone": ("DROP TABLE outbox", SendError.DENIED),
}


@pytest.mark.parametrize(("statement", "error"), BROKEN.values(), ids=BROKEN.keys())
def test_tables_that_are_broken_are_the_channels_fault(
    smsd: Smsd, gateway: Gateway, statement: str, error: SendError
) -> None:
    smsd.run(statement)
    result = gateway.send(message())
    assert (result.error, result.external_id) == (error, None)
    assert CITIZEN not in result.detail
    assert gateway.look_up(message()).lookup is Lookup.UNCLEAR
    assert not gateway.health().ok or statement == "DROP TABLE smsinfo_mt"


def test_a_value_that_the_tables_refuse_is_refused(smsd: Smsd, gateway: Gateway) -> None:
    smsd.run('CREATE UNIQUE INDEX one_only ON outbox ("DestinationNumber")')
    assert gateway.send(message()).accepted
    result = gateway.send(message(key="mt-2"))
    assert result.error is SendError.REJECTED
    assert CITIZEN[1:] not in result.detail
    assert gateway.look_up(message(key="mt-2")).lookup is Lookup.ABSENT


def test_a_server_that_is_away_took_nothing(held: HeldClock) -> None:
    gateway = channel("postgresql://smsd:sandi@127.0.0.1:1/smsd", held)
    assert gateway.send(message()).error is SendError.TEMPORARY
    assert gateway.look_up(message()).lookup is Lookup.UNCLEAR
    assert gateway.recall(["mt-1"]) == 0


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch, sqlite_url: str, held: HeldClock) -> tuple[Gateway, Any]:
    """A channel on a file that does not wait for locks, and the file."""
    monkeypatch.setattr(gammu_db, "_WAIT", 0)
    make_tables(sqlite_url)
    return channel(sqlite_url, held), sqlite_url.removeprefix("sqlite:///")


def test_a_file_that_is_locked_took_nothing(impatient: tuple[Gateway, str]) -> None:
    gateway, path = impatient
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert gateway.send(message()).error is SendError.TEMPORARY
    assert gateway.send(message()).accepted


def test_a_commit_that_failed_is_unknown_and_can_be_looked_up(impatient: tuple[Gateway, str]) -> None:
    gateway, path = impatient
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM gammu").fetchall()
        assert gateway.send(message()).error is SendError.UNKNOWN
    assert gateway.look_up(message()).lookup is Lookup.ABSENT


def test_half_a_character_does_not_stop_a_text(gateway: Gateway, smsd: Smsd) -> None:
    assert gateway.send(Mt("mt-1", CITIZEN, "a\ud83db", "ucs2", 1, timedelta(hours=4))).accepted
    assert smsd.counts("outbox") == 1
