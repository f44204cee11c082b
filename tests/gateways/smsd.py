"""SMSD's tables in a database of a test, and what SMSD would write into them.

The columns are those that gammu-smsd-tables(7) describes for version 17; tests/interop/test_gammu.py compares them with
the script that Debian ships.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from importlib import import_module
from typing import Any, Final

from smsinfo.domain.gateway import Gateway
from smsinfo.domain.sending import Mt
from smsinfo.gateways.gammu import GammuGateway
from smsinfo.gateways.gammu_db import SmsdDatabase
from smsinfo.sms.segments import split
from tests.support import HeldClock

from .cast import CITIZEN, settings

SIM: Final = "+6281250001234"

TABLES: Final = """
CREATE TABLE gammu ("Version" integer PRIMARY KEY);
CREATE TABLE inbox (
  "UpdatedInDB" {time} NOT NULL DEFAULT {now}, "ReceivingDateTime" {time} NOT NULL DEFAULT {now},
  "Text" text NOT NULL, "SenderNumber" text NOT NULL DEFAULT '', "Coding" text NOT NULL, "UDH" text NOT NULL,
  "SMSCNumber" text NOT NULL DEFAULT '', "Class" integer NOT NULL DEFAULT -1, "TextDecoded" text NOT NULL DEFAULT '',
  "ID" {id}, "RecipientID" text NOT NULL, "Processed" {flag} NOT NULL DEFAULT 'false',
  "Status" integer NOT NULL DEFAULT -1);
CREATE TABLE outbox (
  "UpdatedInDB" {time} NOT NULL DEFAULT {now}, "InsertIntoDB" {time} NOT NULL DEFAULT {now},
  "SendingDateTime" {time} NOT NULL DEFAULT {now}, "SendBefore" time NOT NULL DEFAULT '23:59:59',
  "SendAfter" time NOT NULL DEFAULT '00:00:00', "Text" text, "DestinationNumber" varchar(20) NOT NULL DEFAULT '',
  "Coding" text NOT NULL CHECK ("Coding" IN ('Default_No_Compression', 'Unicode_No_Compression', '8bit')),
  "UDH" text, "Class" integer DEFAULT -1, "TextDecoded" text NOT NULL DEFAULT '', "ID" {id},
  "MultiPart" {flag} NOT NULL DEFAULT 'false', "RelativeValidity" integer DEFAULT -1, "SenderID" text,
  "SendingTimeOut" {time} NOT NULL DEFAULT {now}, "DeliveryReport" text DEFAULT 'default', "CreatorID" text NOT NULL,
  "Retries" integer DEFAULT 0, "Priority" integer DEFAULT 0, "Status" text NOT NULL DEFAULT 'Reserved',
  "StatusCode" integer NOT NULL DEFAULT -1);
CREATE TABLE outbox_multipart (
  "Text" text, "Coding" text NOT NULL, "UDH" text, "Class" integer DEFAULT -1, "TextDecoded" text, "ID" integer,
  "SequencePosition" integer NOT NULL, "Status" text NOT NULL DEFAULT 'Reserved',
  "StatusCode" integer NOT NULL DEFAULT -1, PRIMARY KEY ("ID", "SequencePosition"));
CREATE TABLE phones (
  "ID" text NOT NULL, "UpdatedInDB" {time} NOT NULL DEFAULT {now}, "InsertIntoDB" {time} NOT NULL DEFAULT {now},
  "TimeOut" {time} NOT NULL DEFAULT {now}, "Send" {flag} NOT NULL DEFAULT 'no', "Receive" {flag} NOT NULL DEFAULT 'no',
  "IMEI" text PRIMARY KEY, "IMSI" text NOT NULL, "NetCode" text, "NetName" text, "Client" text NOT NULL,
  "Battery" integer NOT NULL DEFAULT -1, "Signal" integer NOT NULL DEFAULT -1, "Sent" integer NOT NULL DEFAULT 0,
  "Received" integer NOT NULL DEFAULT 0);
CREATE TABLE sentitems (
  "UpdatedInDB" {time} NOT NULL DEFAULT {now}, "InsertIntoDB" {time} NOT NULL DEFAULT {now},
  "SendingDateTime" {time} NOT NULL DEFAULT {now}, "DeliveryDateTime" {time}, "Text" text NOT NULL,
  "DestinationNumber" text NOT NULL DEFAULT '', "Coding" text NOT NULL, "UDH" text NOT NULL,
  "SMSCNumber" text NOT NULL DEFAULT '', "Class" integer NOT NULL DEFAULT -1, "TextDecoded" text NOT NULL DEFAULT '',
  "ID" integer, "SenderID" text NOT NULL, "SequencePosition" integer NOT NULL DEFAULT 1, "Status" text NOT NULL,
  "StatusError" integer NOT NULL DEFAULT -1, "TPMR" integer NOT NULL DEFAULT -1,
  "RelativeValidity" integer NOT NULL DEFAULT -1, "CreatorID" text NOT NULL, "StatusCode" integer NOT NULL DEFAULT -1,
  PRIMARY KEY ("ID", "SequencePosition"))
"""

_SQLITE: Final = {
    "time": "NUMERIC",
    "now": "(datetime('now'))",
    "id": "INTEGER PRIMARY KEY AUTOINCREMENT",
    "flag": "text",
}
_POSTGRESQL: Final = {"time": "timestamp(0)", "now": "LOCALTIMESTAMP(0)", "id": "serial PRIMARY KEY", "flag": "boolean"}


def make_tables(address: str, version: int = 17) -> None:
    """SMSD's tables in a new, empty database."""
    words = _SQLITE if address.startswith("sqlite:") else _POSTGRESQL
    with closing(_connect(address)) as connection:
        for table in TABLES.format_map(words).split(";\n"):
            connection.execute(table).close()
        connection.execute(f"INSERT INTO gammu VALUES ({version})").close()


def _connect(address: str) -> Any:
    if address.startswith("sqlite:"):
        return sqlite3.connect(address.removeprefix("sqlite:///"), isolation_level=None)
    return import_module("psycopg").connect(address.replace("+psycopg", ""), autocommit=True)


class Smsd:
    """What SMSD does to its tables, told by a test."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._database = SmsdDatabase(address)
        self._sqlite = address.startswith("sqlite:")

    def run(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """One statement, committed."""
        with self._database.writing() as session:
            return session.run(statement, *values)

    def ago(self, seconds: int, zone: str = "") -> str:
        """The database's own time so many seconds ago, as SQL; on SQLite UTC unless `zone` is localtime."""
        if self._sqlite:
            return f"datetime('now', '{-seconds} seconds'{', ' + repr(zone) if zone else ''})"
        return f"LOCALTIMESTAMP(0) - interval '{seconds} seconds'"

    def stores(
        self,
        text: str,
        sender: str = CITIZEN,
        *,
        udh: str = "",
        shown: str | None = None,
        at: str = "2026-11-24 02:59:58",
        waited: int = 0,
        coding: str = "Default_No_Compression",
        kind: int = -1,
        phone: str = "",
    ) -> int:
        """SMSD stores what the phone received, `waited` seconds ago; the row's id."""
        return int(
            self.run(
                'INSERT INTO inbox ("ReceivingDateTime", "Text", "SenderNumber", "Coding", "UDH", "TextDecoded",'
                ' "Class", "RecipientID", "UpdatedInDB")'
                f' VALUES (?, ?, ?, ?, ?, ?, ?, ?, {self.ago(waited)}) RETURNING "ID"',
                at,
                text.encode("utf-16-be", "surrogatepass").hex().upper(),
                sender,
                coding,
                udh,
                text if shown is None else shown,
                kind,
                phone,
            )[0][0]
        )

    def processed(self) -> list[bool]:
        """Processed of all rows of the inbox, by their ids."""
        return [str(flag).lower() == "true" for (flag,) in self.run('SELECT "Processed" FROM inbox ORDER BY "ID"')]

    def sends(self, key: str, part: int = 1, status: str = "SendingOK", tp: int = -1, cms: int = -1) -> None:
        """A part leaves the phone, or can't."""
        self.run(
            'INSERT INTO sentitems ("ID", "CreatorID", "SequencePosition", "Status", "StatusError", "StatusCode",'
            ' "Text", "DestinationNumber", "Coding", "UDH", "TextDecoded", "SenderID")'
            ' SELECT "ID", "CreatorID", ?, ?, ?, ?, "Text", "DestinationNumber", "Coding", "UDH", "TextDecoded", \'\''
            ' FROM outbox WHERE "CreatorID" = ?',
            part,
            status,
            tp,
            cms,
            key,
        )

    def done(self, key: str) -> None:
        """All parts have left: the message leaves the outbox."""
        self.run('DELETE FROM outbox_multipart WHERE "ID" IN (SELECT "ID" FROM outbox WHERE "CreatorID" = ?)', key)
        self.run('DELETE FROM outbox WHERE "CreatorID" = ?', key)

    def hears(self, key: str, status: str, tp: int, part: int = 1, at: str | None = None) -> None:
        """The network reports what became of a part."""
        self.run(
            'UPDATE sentitems SET "Status" = ?, "StatusError" = ?, "DeliveryDateTime" = ?'
            ' WHERE "CreatorID" = ? AND "SequencePosition" = ?',
            status,
            tp,
            at,
            key,
            part,
        )

    def takes(self, key: str, seconds: int = 60) -> None:
        """SMSD takes a message in hand, or puts off its next try."""
        self.run(
            f'UPDATE outbox SET "SendingTimeOut" = {self.ago(-seconds, "localtime")} WHERE "CreatorID" = ?',
            key,
        )

    def counts(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.run(f"SELECT COUNT(*) FROM {table}")[0][0])


def channel(address: str, clock: HeldClock, **options: str) -> Gateway:
    """A channel of kind gammu."""
    return GammuGateway("sim", {"database": address, "sender": SIM} | options, settings(), clock)


def message(text: str = "KTP-el gratis.", key: str = "mt-1", valid_for: timedelta = timedelta(hours=4)) -> Mt:
    """An MT to the citizen."""
    parts = split(text)
    return Mt(key, CITIZEN, text, parts.encoding, parts.count, valid_for)
