"""What is deleted from SMSD's tables: all of a person who had their data erased, and what is older than we keep texts.

SMSD itself never deletes anything (gammu-smsd-tables(7)): a text would stay beside its number for ever. Rows of the
inbox that nobody has taken over yet are left and asked for again, as is a row of the outbox that SMSD has in hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from smsinfo.errors import BadNumber
from smsinfo.gateways.gammu_db import Session
from smsinfo.sms.msisdn import national, parse

# In hand: see _TAKE_BACK of gammu_tables.
_WAITING: Final = """
    SELECT "ID" FROM outbox WHERE "DestinationNumber" = ?
    AND ("SendingTimeOut" <= {now} OR "SendingTimeOut" > {locked})
"""
_OURS_LEFT: Final = """
    SELECT (SELECT COUNT(*) FROM outbox WHERE "DestinationNumber" = ?)
    + (SELECT COUNT(*) FROM inbox WHERE "SenderNumber" = ? AND "Processed" = 'false')
"""
# What becomes of their messages is of no interest any more; without rows it would look like one that expired.
_NO_NEWS: Final = """
    UPDATE smsinfo_mt SET done = 1 WHERE key IN (SELECT "CreatorID" FROM sentitems WHERE "DestinationNumber" = ?
    UNION ALL SELECT "CreatorID" FROM outbox WHERE "DestinationNumber" = ?)
"""
AT_ONCE: Final = 1000


def spellings(msisdn: str) -> tuple[str, ...]:
    """How a network may have written the number: `+62812...`, `62812...`, `0812...`."""
    try:
        whole = parse(msisdn)
    except BadNumber:
        return (msisdn,)
    return tuple(dict.fromkeys((whole, whole.removeprefix("+"), national(whole))))


def forget(session: Session, numbers: Sequence[str]) -> bool:
    """Delete all of a person; False while something of theirs is in SMSD's hands, or was not taken over by us yet."""
    left = 0
    for number in numbers:
        session.run("""DELETE FROM inbox WHERE "SenderNumber" = ? AND "Processed" = 'true'""", number)
        session.run(_NO_NEWS, number, number)
        session.run('DELETE FROM sentitems WHERE "DestinationNumber" = ?', number)
        for (id_,) in session.run(_WAITING, number):
            session.run('DELETE FROM outbox_multipart WHERE "ID" = ?', id_)
            session.run('DELETE FROM outbox WHERE "ID" = ?', id_)
        left += int(session.run(_OURS_LEFT, number, number)[0][0])
    return left == 0


def prune(session: Session, before: datetime) -> int:
    """Delete texts that were received or sent before a moment, a thousand of each at most; how many rows."""
    moment = before.strftime("%Y-%m-%d %H:%M:%S")
    old = {
        "inbox": """ "Processed" = 'true' AND "ReceivingDateTime" < ?""",
        "sentitems": ' "SendingDateTime" < ?',
    }
    gone = 0
    for table, which in old.items():
        ids = session.run(f'SELECT "ID" FROM {table} WHERE {which} LIMIT {AT_ONCE}', moment)  # noqa: S608
        for (id_,) in ids:
            session.run(f'DELETE FROM {table} WHERE "ID" = ? AND {which}', id_, moment)  # noqa: S608
        gone += len(ids)
    return gone
