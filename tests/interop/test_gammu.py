"""A real gammu-smsd between its dummy phone and our gateway, on SQLite and on PostgreSQL, both ways."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from smsinfo.config import Settings
from smsinfo.domain.clock import utc_now
from smsinfo.domain.messages import MoMessage, MtStatus
from smsinfo.domain.sending import Dlr, Mt
from smsinfo.gateways.gammu import GammuGateway
from smsinfo.gateways.gammu_db import SmsdDatabase
from smsinfo.sms.segments import split
from tests.conftest import new_postgresql
from tests.gateways import smsd as by_hand
from tests.support import CITIZEN, OWN_NUMBER, HeldClock, make_services

from .gammu import PHONE_ID, DummyPhone, make_tables, running_smsd, settle, until

pytestmark = pytest.mark.interop

NUMBERS = tuple(f"+62812777000{digit}" for digit in range(10))
REPORT = "LAPOR jembatan di hulu desa kami putus tadi malam karena banjir, anak sekolah tidak bisa lewat. " * 3
ALERT = "AWAS BANJIR Katingan, BPBD 24/11 pukul 10.00: air naik di Kasongan. Naik ke tempat tinggi. " * 3
FACES = "Awas banjir 😀 " * 10


@dataclass
class Line:
    """SMSD with its phone, and the channel that reads and writes its tables."""

    phone: DummyPhone
    gateway: GammuGateway
    database: SmsdDatabase
    texts: list[MoMessage] = field(default_factory=list)
    receipts: list[Dlr] = field(default_factory=list)

    def run(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """One statement in SMSD's tables, committed."""
        with self.database.writing() as session:
            return session.run(statement, *values)

    def poll(self) -> None:
        """As the worker does: fetch, commit, done."""
        found = self.gateway.poll()
        self.texts += found.mos
        self.receipts += found.dlrs
        self.gateway.polled_done(found.mark)

    def text_of(self, sender: str) -> MoMessage:
        """The first text of somebody, as soon as it has come."""
        return until(lambda: next(iter(self.texts_of(sender)), None), "a text comes")

    def texts_of(self, sender: str) -> list[MoMessage]:
        """All texts of somebody up to now."""
        self.poll()
        return [mo for mo in self.texts if mo.sender == sender]

    def heard(self, key: str, *statuses: MtStatus) -> list[Dlr]:
        """The receipts of a message, as soon as they say just this."""

        def told() -> list[Dlr] | None:
            self.poll()
            dlrs = [dlr for dlr in self.receipts if dlr.key == key]
            return dlrs if [dlr.status for dlr in dlrs] == list(statuses) else None

        return until(told, f"{key} is {statuses}")

    def left(self, key: str) -> str:
        """The text of a message as SMSD gave it to the phone."""
        rows = self.run('SELECT "Text" FROM sentitems WHERE "CreatorID" = ? ORDER BY "SequencePosition"', key)
        return bytes.fromhex("".join(text for (text,) in rows)).decode("utf-16-be")


def make_line(folder: Path, address: str, **options: str) -> Line:
    """Tables, configuration and channel; SMSD does not run yet."""
    make_tables(address)
    phone = settle(folder, address)
    given = {"database": address, "sender": OWN_NUMBER, "phone_id": PHONE_ID} | options
    gateway = GammuGateway("phone", given, Settings(), utc_now)
    return Line(phone, gateway, SmsdDatabase(address))


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def line(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """A running SMSD for all tests; each has numbers and keys of its own."""
    folder = tmp_path_factory.mktemp("smsd")
    if request.param == "sqlite":
        made = make_line(folder, f"sqlite:///{folder / 'smsd.db'}")
        with running_smsd(made.phone):
            yield made
        return
    with new_postgresql() as address:
        made = make_line(folder, address)
        with running_smsd(made.phone):
            yield made


def message(key: str, to: str, text: str) -> Mt:
    """An MT that is good for four hours."""
    parts = split(text)
    return Mt(key, to, text, parts.encoding, parts.count, timedelta(hours=4))


def test_a_citizen_texts_a_keyword_and_the_answer_leaves_and_arrives(line: Line, sqlite_url: str) -> None:
    services = make_services(sqlite_url, HeldClock(utc_now()))
    try:
        line.phone.receives(CITIZEN, "ktp hilang")
        mo = line.text_of(CITIZEN)
        assert (mo.text, mo.recipient, mo.channel) == ("ktp hilang", OWN_NUMBER, "phone")
        reply = services.inbox.receive(mo)
        assert reply is not None
        assert "surat kehilangan" in reply.text
        mt = Mt("reply-1", mo.sender, reply.text, reply.encoding, reply.segments, timedelta(hours=4))
        external_id = line.gateway.send(mt).external_id
        sent = line.heard("reply-1", *[MtStatus.SENT] * reply.segments)
        assert {(dlr.external_id, dlr.parts) for dlr in sent} == {(external_id, reply.segments)}
        assert line.left("reply-1") == reply.text
        line.phone.reports(CITIZEN, "Delivered")
        told = line.heard("reply-1", *[MtStatus.SENT] * reply.segments, *[MtStatus.DELIVERED] * reply.segments)
        assert [dlr.part for dlr in told[reply.segments :]] == list(range(1, reply.segments + 1))
        # The same reply, tried again after a crash: nothing goes out.
        assert line.gateway.send(mt).external_id == external_id
        assert line.run('SELECT COUNT(*) FROM outbox WHERE "CreatorID" = ?', "reply-1") == [(0,)]
    finally:
        services.heart.stop()
        services.database.close()


@pytest.mark.parametrize("backwards", [False, True], ids=["in order", "backwards"])
@pytest.mark.parametrize("text", [REPORT, FACES], ids=["gsm7", "ucs2"])
def test_a_long_text_comes_as_one(line: Line, text: str, backwards: bool) -> None:
    sender = NUMBERS[2 * (text is FACES) + backwards]
    line.phone.receives(sender, text, backwards=backwards)
    mo = line.text_of(sender)
    assert mo.text == text
    until(lambda: line.phone.kept == 0, "the phone is emptied")
    assert line.texts_of(sender) == [mo]


@pytest.mark.parametrize("text", [ALERT, FACES], ids=["gsm7", "ucs2"])
def test_a_long_text_leaves_as_it_is(line: Line, text: str) -> None:
    key, to = f"alert-{text[:4]}", NUMBERS[4 + (text is FACES)]
    mt = message(key, to, text)
    assert line.gateway.send(mt).accepted
    sent = line.heard(key, *[MtStatus.SENT] * mt.segments)
    assert [(dlr.part, dlr.parts) for dlr in sent] == [(part, mt.segments) for part in range(1, mt.segments + 1)]
    assert line.left(key) == text
    rows = line.run('SELECT "UDH", "RelativeValidity", "Coding" FROM sentitems WHERE "CreatorID" = ?', key)
    assert len({udh for udh, _, _ in rows}) == mt.segments
    assert {validity for _, validity, _ in rows} == {47}


WORDS = {"Failed": MtStatus.FAILED, "Unknown": MtStatus.UNKNOWN}


@pytest.mark.parametrize("word", WORDS)
def test_what_the_network_reports_is_told(line: Line, word: str) -> None:
    key, to = f"report-{word}", NUMBERS[6 + list(WORDS).index(word)]
    line.gateway.send(message(key, to, "KTP-el gratis."))
    line.heard(key, MtStatus.SENT)
    line.phone.reports(to, "Pending")
    line.heard(key, MtStatus.SENT, MtStatus.SENT)
    line.phone.reports(to, word)
    line.heard(key, MtStatus.SENT, MtStatus.SENT, WORDS[word])


def test_a_text_that_the_phone_kept_and_gave_again_is_the_same(line: Line) -> None:
    at = datetime.now().astimezone().replace(microsecond=0)
    for _ in range(2):
        line.phone.receives(NUMBERS[8], "KTP", at=at)
    until(lambda: len(line.texts_of(NUMBERS[8])) == 2, "both come")
    both = line.texts_of(NUMBERS[8])
    assert {mo.external_id for mo in both} == {both[0].external_id}
    assert {mo.sent_at for mo in both} == {at}


def test_the_phone_is_seen_to_work(line: Line) -> None:
    until(lambda: line.gateway.health().ok, "SMSD has written of its phone")
    assert "in the outbox" in line.gateway.health().detail


def test_what_was_recalled_before_smsd_took_it_never_leaves(tmp_path: Path) -> None:
    held = make_line(tmp_path, f"sqlite:///{tmp_path / 'smsd.db'}")
    for key in ("wrong", "right"):
        held.gateway.send(message(key, NUMBERS[9], ALERT))
    assert held.gateway.recall(["wrong"]) == 1
    with running_smsd(held.phone):
        held.heard("right", *[MtStatus.SENT] * split(ALERT).count)
    assert held.left("wrong") == ""
    assert [dlr.key for dlr in held.receipts if dlr.key == "wrong"] == []


def test_while_smsd_sends_a_recall_takes_back_just_those_that_never_leave(line: Line) -> None:
    keys = [f"many-{number}" for number in range(12)]
    for key in keys:
        line.gateway.send(message(key, NUMBERS[9], "Pasar murah batal."))
    line.heard(keys[0], MtStatus.SENT)
    recalled = line.gateway.recall(keys)
    until(lambda: line.run("SELECT COUNT(*) FROM outbox") == [(0,)], "the outbox is empty")
    left = [key for key in keys if line.left(key)]
    assert 0 < recalled < len(keys)
    assert len(left) + recalled == len(keys)


SHAPES = {
    "short": "KTP",
    "160 septets": "x" * 160,
    "161 septets": "x" * 161,
    "the end of a part": "x" * 153 + "y" * 153,
    "signs of two septets": "Rp {5} [a] €" * 20,
    "an escape where a part ends": "x" * 152 + "€" + "y" * 60,
    "letters with accents": "café à la crème, Ñandú, Ærø" * 8,
    "70 units": "中" * 70,
    "71 units": "中" * 71,
    "a face where a part ends": "中" * 66 + "😀" + "中" * 40,
}


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES.keys())
def test_the_rows_of_a_message_are_those_that_gammus_own_program_writes(tmp_path: Path, text: str) -> None:
    held = make_line(tmp_path, f"sqlite:///{tmp_path / 'smsd.db'}")
    parts = split(text)
    options = (["-len", str(len(text))] if parts.count > 1 else []) + (["-unicode"] if parts.encoding == "ucs2" else [])
    held.phone.inject(CITIZEN, text, *options)
    assert held.gateway.send(message("ours", CITIZEN, text)).accepted
    same = '"Coding", "Text", "TextDecoded", "Class"'
    # The reference is the sender's own to choose.
    header = 'substr("UDH", 1, 6), substr("UDH", 9)'
    theirs, ours = held.run(f'SELECT {same}, {header}, "DestinationNumber", lower("MultiPart"), "SenderID" FROM outbox')
    assert ours == theirs
    rows = held.run(f'SELECT "ID", "SequencePosition", {same}, {header} FROM outbox_multipart ORDER BY 1, 2')
    assert [row[1:] for row in rows if row[0] == 2] == [row[1:] for row in rows if row[0] == 1]
    assert len(rows) == 2 * (parts.count - 1)


def test_the_tables_of_the_other_tests_have_the_columns_of_the_real_ones(tmp_path: Path) -> None:
    paths = tmp_path / "real.db", tmp_path / "by_hand.db"
    make_tables(f"sqlite:///{paths[0]}")
    by_hand.make_tables(f"sqlite:///{paths[1]}")
    found = []
    for path in paths:
        with closing(sqlite3.connect(path)) as connection:
            tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            found.append({name: columns(connection, name) for name in tables})
    real, made = found
    assert made == real


def columns(connection: sqlite3.Connection, table: str) -> set[str]:
    """The columns of a table."""
    return {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
