"""What is read from and written to SMSD's tables: a statement or two a function, on a session of gammu_db.

Of SMSD's rows only these are ever changed: Processed of an inbox row that was taken over, and outbox rows of ours. What
is deleted of a person, or because it is old, is in gammu_clearing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from smsinfo.domain.sending import Mt
from smsinfo.gateways.gammu_codes import relative_validity
from smsinfo.gateways.gammu_db import Session
from smsinfo.gateways.gammu_parts import InRow, cut
from smsinfo.sms.segments import Split, split

AT_ONCE: Final = 500
"""Inbox rows that one poll reads."""

KEPT: Final = 7 * 86_400
"""Seconds after its validity for which we remember a message: receipts may still come, and a key may be tried again."""

USSD: Final = 127
"""Class of an inbox row that is the network's answer to a USSD code: no text of anybody."""

_UNREAD: Final = """
    SELECT "ID", "SenderNumber", "Text", "TextDecoded", "UDH", "ReceivingDateTime", {age} FROM inbox
    WHERE "Processed" = 'false' AND (CAST(? AS text) = '' OR "RecipientID" = ?) AND "Class" <> ?
    AND "Coding" IN ('Default_No_Compression', 'Unicode_No_Compression') ORDER BY "ID" LIMIT ?
"""
_MARK_READ: Final = """UPDATE inbox SET "Processed" = 'true' WHERE "ID" = ? AND "Processed" = 'false'"""
_FIND: Final = """
    SELECT id FROM smsinfo_mt WHERE key = ?
    UNION ALL SELECT "ID" FROM outbox WHERE "CreatorID" = ?
    UNION ALL SELECT "ID" FROM sentitems WHERE "CreatorID" = ? LIMIT 1
"""
_RESERVE: Final = """
    INSERT INTO smsinfo_mt (key, channel, id, parts, due, told, done) VALUES (?, ?, 0, ?, ?, '', 0)
    ON CONFLICT DO NOTHING RETURNING key
"""
_PUT: Final = """
    INSERT INTO outbox ("CreatorID", "SenderID", "DestinationNumber", "MultiPart", "RelativeValidity", "Coding", "Text",
    "TextDecoded", "UDH", "Class", "DeliveryReport", "InsertIntoDB", "SendingDateTime", "SendingTimeOut")
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', -1, 'yes', {before}, {before}, {before}) RETURNING "ID"
"""
_PUT_PART: Final = """
    INSERT INTO outbox_multipart ("ID", "SequencePosition", "Coding", "Text", "TextDecoded", "UDH", "Class")
    VALUES (?, ?, ?, ?, ?, ?, -1)
"""
_TAKE_BACK: Final = """
    DELETE FROM outbox WHERE "CreatorID" = ? AND "Status" = 'Reserved'
    AND ("SendingTimeOut" <= {now} OR "SendingTimeOut" > {locked}) RETURNING "ID"
"""
_OVERDUE: Final = """
    SELECT m.key, (SELECT COUNT(*) FROM outbox o WHERE o."ID" = m.id AND o."CreatorID" = m.key) FROM smsinfo_mt m
    WHERE m.channel = ? AND m.done = 0 AND m.due < ?
    AND NOT EXISTS (SELECT 1 FROM sentitems s WHERE s."ID" = m.id AND s."CreatorID" = m.key)
"""
_SENT: Final = """
    SELECT m.key, m.id, m.parts, m.told,
    s."SequencePosition", s."Status", s."StatusError", s."StatusCode", s."DeliveryDateTime"
    FROM smsinfo_mt m JOIN sentitems s ON s."ID" = m.id AND s."CreatorID" = m.key
    WHERE m.channel = ? AND m.done = 0 ORDER BY m.id, m.key, s."SequencePosition"
"""
_PHONE: Final = """
    SELECT {age} AS age, "Send", "Receive", "NetName", "Battery", "Signal" FROM phones
    WHERE CAST(? AS text) = '' OR "ID" = ? ORDER BY age LIMIT 1
"""
_WAITING: Final = """SELECT COUNT(*) FROM outbox WHERE CAST(? AS text) = '' OR "SenderID" = ?"""


@dataclass(frozen=True, slots=True)
class Part:
    """A row of sentitems."""

    number: int
    status: str
    tp_status: int
    cms: int
    delivered: Any


@dataclass(frozen=True, slots=True)
class Sent:
    """One of our messages of which more may be heard; `told` names the news that were handed on."""

    key: str
    id: int
    parts: int
    told: str
    rows: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class PhoneState:
    """A row of phones; `age` in seconds, battery and signal in percent (0 or -1: not known)."""

    age: int
    sends: bool
    receives: bool
    network: str
    battery: int
    signal: int


def unread(session: Session, phone_id: str) -> list[InRow]:
    """Texts that nobody has taken over, oldest first; what is binary or USSD is left to others."""
    rows = session.run(_UNREAD, phone_id, phone_id, USSD, AT_ONCE)
    return [_in_row(row) for row in rows]


def _in_row(row: Sequence[Any]) -> InRow:
    id_, sender, text, shown, udh, received, age = row
    return InRow(id_, str(sender), str(text), str(shown), str(udh), str(received), int(age or 0))


def mark_read(session: Session, ids: Sequence[int]) -> None:
    """These rows are ours now."""
    for id_ in ids:
        session.run(_MARK_READ, id_)


def find(session: Session, key: str) -> int | None:
    """SMSD's id of a message that was put into its outbox, wherever it is now; None where it never was."""
    rows = session.run(_FIND, key, key, key)
    return int(rows[0][0]) if rows else None


def put(session: Session, channel: str, phone_id: str, mt: Mt, now: int) -> int:
    """Put a message into the outbox unless its key is there; SMSD's id. `now` in seconds since 1970."""
    whole = split(mt.text)
    session.run("DELETE FROM smsinfo_mt WHERE due < ?", now - KEPT)
    due = now + int(mt.valid_for.total_seconds())
    # Whoever writes the key first puts the message; on PostgreSQL another waits here until that is committed.
    if not session.run(_RESERVE, mt.key, channel, whole.count, due):
        return int(session.run("SELECT id FROM smsinfo_mt WHERE key = ?", mt.key)[0][0])
    id_ = _put_first(session, phone_id, mt, whole)
    if whole.count > 1:
        _put_others(session, id_, whole)
    session.run("UPDATE smsinfo_mt SET id = ? WHERE key = ?", id_, mt.key)
    return id_


def _put_first(session: Session, phone_id: str, mt: Mt, whole: Split) -> int:
    """The row of the first part; its header follows, since it needs the row's id."""
    part = cut(whole, 0)[0]
    multipart, validity = "true" if whole.count > 1 else "false", relative_validity(mt.valid_for)
    of_message = mt.key, phone_id, mt.to, multipart, validity
    return int(session.run(_PUT, *of_message, part.coding, part.text, part.shown)[0][0])


def _put_others(session: Session, id_: int, whole: Split) -> None:
    """The first part's header, and the other parts. Their reference is the id's: no two in 256 messages are alike."""
    first, *others = cut(whole, id_)
    session.run('UPDATE outbox SET "UDH" = ? WHERE "ID" = ?', first.udh, id_)
    for position, part in enumerate(others, 2):
        session.run(_PUT_PART, id_, position, part.coding, part.text, part.shown, part.udh)


def take_back(session: Session, key: str) -> bool:
    """Take a message out of the outbox, unless SMSD has it in hand; whether it was there."""
    rows = session.run(_TAKE_BACK, key)
    for (id_,) in rows:
        session.run('DELETE FROM outbox_multipart WHERE "ID" = ?', id_)
    return bool(rows)


def forget(session: Session, key: str) -> None:
    """A message was taken back: nothing more will be heard of it, and its key may be used again."""
    session.run("DELETE FROM smsinfo_mt WHERE key = ?", key)


def overdue(session: Session, channel: str, now: int) -> list[tuple[str, bool]]:
    """Keys of our messages that are past their validity and have not left, each with whether it is in the outbox."""
    return [(key, waits > 0) for key, waits in session.run(_OVERDUE, channel, now)]


def sent(session: Session, channel: str) -> list[Sent]:
    """Our messages of which more may be heard, as far as SMSD has sent them."""
    rows = session.run(_SENT, channel)
    found: list[Sent] = []
    for (key, external_id, expected, told_before), group in groupby(rows, lambda row: tuple(row[:4])):
        found.append(Sent(key, external_id, expected, told_before, tuple(Part(*row[4:]) for row in group)))
    return found


def told(session: Session, key: str, news: str, done: bool) -> None:
    """These news of a message were handed on; `done`: they are the last."""
    session.run("UPDATE smsinfo_mt SET told = ?, done = ? WHERE key = ?", news, int(done), key)


def phone(session: Session, phone_id: str) -> PhoneState | None:
    """The phone of which SMSD wrote last; None where it never reached one."""
    rows = session.run(_PHONE, phone_id, phone_id)
    if not rows:
        return None
    age, sends, receives, network, battery, signal = rows[0]
    return PhoneState(int(age), _yes(sends), _yes(receives), str(network or ""), int(battery), int(signal))


def waiting(session: Session, phone_id: str) -> int:
    """How many messages are in the outbox, ours and others'."""
    return int(session.run(_WAITING, phone_id, phone_id)[0][0])


def _yes(value: object) -> bool:
    """A boolean of PostgreSQL, or the yes and no of SQLite."""
    return str(value).lower() in ("yes", "true")
