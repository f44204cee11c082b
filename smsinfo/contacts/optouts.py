"""The list of opt-outs: digests and dates, no numbers, small enough to be copied to another place each hour.

After a restore it brings back what people decided since the backup: who said STOP gets nothing pushed, and who had
their data erased is erased again.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.contacts.seal import Sealer
from smsinfo.contacts.service import Act, Contacts
from smsinfo.db.engine import Database
from smsinfo.db.models import Contact
from smsinfo.db.queries import contacts as queries
from smsinfo.db.queries.arriving import imported_regions
from smsinfo.db.queries.optouts import all_optouts
from smsinfo.domain.clock import Clock
from smsinfo.errors import BadInput, SmsinfoError
from smsinfo.sms.msisdn import parse

FIRST_WORD: Final = "smsinfo-opt-outs"
CHANNEL: Final = "restore"
PAGE: Final = 500


class Wish(StrEnum):
    """What a person wanted: nothing pushed, or to be forgotten."""

    STOPPED = "stopped"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class OptOut:
    """One line of the list."""

    since: datetime
    wish: Wish


@dataclass(frozen=True, slots=True)
class Applied:
    """How many contacts were stopped and erased, and how many opt-outs are of nobody whom the database knows."""

    stopped: int
    erased: int
    unknown: int


def key_mark(sealer: Sealer) -> str:
    """Tells whether two lists, or a backup and an installation, have the same audit key, and nothing about the key."""
    return sealer.suppression_digest("mark of the audit key")[:8].hex()


def export_list(database: Database, sealer: Sealer, now: datetime) -> str:
    """The list as text: a head with the number of lines, then `digest,since,wish`, the oldest first."""
    with database.read() as session:
        known = {_digest(sealer, contact) for contact in _all_contacts(session)}
        lines = [
            f"{digest.hex()},{since.isoformat()},{Wish.STOPPED if digest in known else Wish.ERASED}"
            for digest, since in all_optouts(session)
        ]
    return "\n".join([f"{FIRST_WORD},1,{key_mark(sealer)},{now.isoformat()},{len(lines)}", *lines]) + "\n"


def read_list(text: str, sealer: Sealer, clock: Clock) -> dict[bytes, OptOut]:
    """A list by digest: one that `export_list` wrote, or numbers (`number` or `number,date` a line) of a gateway's log.

    Raises BadInput for a list that was cut off, was made with another audit key, or has a line that is neither.
    """
    rows = [row for row in csv.reader(text.splitlines()) if row and row[0].strip()]
    if rows and rows[0][0] == FIRST_WORD:
        return _read_digests(rows[0], rows[1:], sealer)
    return dict(_read_number(number, row, sealer, clock) for number, row in enumerate(rows, 1))


def _read_digests(head: list[str], rows: list[list[str]], sealer: Sealer) -> dict[bytes, OptOut]:
    if len(head) != 5 or head[1] != "1":
        raise BadInput("the list of opt-outs has a form that this smsinfo does not know")
    if head[2] != key_mark(sealer):
        raise BadInput(
            "the list of opt-outs was made with another SMSINFO_AUDIT_KEY: its digests fit nobody here. "
            "Set the key of the installation that wrote it"
        )
    if head[4] != str(len(rows)):
        raise BadInput(f"the list of opt-outs should have {head[4]} lines and has {len(rows)}; take another copy")
    try:
        return {bytes.fromhex(one): OptOut(datetime.fromisoformat(at), Wish(wish)) for one, at, wish in rows}
    except ValueError as error:
        raise BadInput("the list of opt-outs is damaged; take another copy") from error


def _read_number(line: int, row: list[str], sealer: Sealer, clock: Clock) -> tuple[bytes, OptOut]:
    """Without a date the wish is of now, so that no earlier subscription outweighs it."""
    try:
        digest = sealer.suppression_digest(parse(row[0]))
        since = datetime.fromisoformat(row[1].strip()) if len(row) > 1 and row[1].strip() else clock()
    except (SmsinfoError, ValueError):
        # The line itself is not told: it may be a number with a slip of the finger.
        raise BadInput(
            f"line {line} of the opt-outs is no number, or has a date of another form; "
            "write +628123456789 or +628123456789,2026-11-24"
        ) from None
    if since.tzinfo is None:
        # A day alone counts to its end: rather one alert too few than one to somebody who said STOP.
        whole_day = len(row[1].strip()) == len("2026-11-24")
        since = datetime.combine(since.date(), time.max if whole_day else since.time(), UTC)
    return digest, OptOut(since, Wish.STOPPED)


def apply_list(database: Database, contacts: Contacts, wishes: Mapping[bytes, OptOut]) -> Applied:
    """Stop and erase whom the list names, a page at a time; the same list twice changes nothing.

    Who subscribed again after the date of the list stays: that wish is the newer one.
    """
    left, after = dict(wishes), 0
    counted = {Wish.STOPPED: 0, Wish.ERASED: 0}
    while True:
        with database.write() as session:
            page = queries.page_of_contacts(session, after, PAGE)
            after = page[-1].id if page else after
            for contact in page:
                wish = left.pop(_digest(contacts.sealer, contact), None)
                done = _apply(session, contacts, contact, wish) if wish is not None else None
                if done is not None:
                    counted[done] += 1
        if not page:
            break
    with database.write() as session:
        for digest, wish in left.items():
            queries.suppress(session, digest, wish.since)
    return Applied(counted[Wish.STOPPED], counted[Wish.ERASED], len(left))


def _apply(session: Session, contacts: Contacts, contact: Contact, wish: OptOut) -> Wish | None:
    # An import is nobody's own wish, whenever it was made: it does not outweigh a STOP.
    imported = imported_regions(session.connection(), contact.id)
    own = (one for one in queries.subscriptions(session, contact.id) if one.region_code not in imported)
    if any(one.created_at > wish.since for one in own):
        return None
    number = contacts.sealer.open(contact.msisdn_sealed, practice=contact.practice)
    act = Act(contact.id, number, contact.practice, CHANNEL, "", wish.since)
    if wish.wish is Wish.ERASED and contact.first_seen_at <= wish.since:
        contacts.erase(session, act)
        return Wish.ERASED
    if contact.status == "stopped":
        queries.suppress(session, _digest(contacts.sealer, contact), wish.since)
        return None
    contacts.stop(session, act)
    return Wish.STOPPED


def opens_numbers(database: Database, sealer: Sealer) -> bool:
    """False when the numbers were sealed under keys that are not set here; asked of the oldest contact."""
    with database.read() as session:
        for contact in queries.page_of_contacts(session, 0, 1):
            try:
                sealer.open(contact.msisdn_sealed, practice=contact.practice)
            except SmsinfoError:
                return False
    return True


def _digest(sealer: Sealer, contact: Contact) -> bytes:
    number = sealer.open(contact.msisdn_sealed, practice=contact.practice)
    return sealer.suppression_digest(number, practice=contact.practice)


def _all_contacts(session: Session) -> Iterator[Contact]:
    after = 0
    while page := queries.page_of_contacts(session, after, PAGE):
        yield from page
        after = page[-1].id
        session.expunge_all()
