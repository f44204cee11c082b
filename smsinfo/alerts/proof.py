"""A fresh proof of who acts: the code that an authenticator shows now, or one of a printed sheet. Each counts once.

It is checked in a transaction of its own, before the act: a wrong code must be counted (and lock, in the end) though
nothing else happens, and a right one is used up even where the act is refused afterwards.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import alert_codes as rows
from smsinfo.db.queries import staff as accounts
from smsinfo.domain.staff import Person
from smsinfo.errors import AlertRefused
from smsinfo.staff.audit import Actor
from smsinfo.staff.codes import STEP
from smsinfo.staff.failures import CODE
from smsinfo.staff.keys import derive, digest
from smsinfo.staff.service import Staff

SHEET: Final = 20
"""Codes on a sheet: one is enough for a night, and few fit on the back of a card."""
LASTS: Final = timedelta(minutes=2)
"""How long a proof holds: as long as the form that asked for it takes to be read."""
TYPING: Final = timedelta(minutes=10)
"""So old may a code be that comes by text: who writes a warning on a keypad reads the code first."""
_NUMBERED: Final = 8
"""Letters of a sheet's code; what stands before them is its number on the sheet."""
_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_TOTP: Final = re.compile(r"\d{6}")


@dataclass(frozen=True, slots=True)
class Proven:
    """That a person has just given a right code; `means` is `authenticator` or `sheet <number>`. Not to be made by
    hand: `Proofs.check` makes it."""

    person_id: int
    at: datetime
    means: str

    def holds_for(self, person: Person, now: datetime) -> bool:
        """Whether it is this person's, and fresh."""
        return self.person_id == person.id and timedelta() <= now - self.at <= LASTS


@dataclass(frozen=True, slots=True)
class Sent:
    """A code that came by text: when the message centre got it, against which an authenticator's code is measured."""

    at: datetime


@dataclass(frozen=True, slots=True)
class SheetCode:
    """One code of a sheet, to be printed and then forgotten here."""

    number: int
    code: str


class Proofs:
    """Checks codes and prints sheets; every method works in the caller's transaction."""

    def __init__(self, root: bytes, staff: Staff) -> None:
        self._key = derive(root, "alert sheet")
        self._staff = staff

    def check(
        self, session: Session, person: Person, code: str, now: datetime, *, sent: Sent | None = None
    ) -> Proven | None:
        """What the code proves, which is used up by it; None for a wrong one, which is counted.

        Commit whatever comes of it. `sent`: it came by text, so it may be older.
        Raises AlertRefused while the account is locked after too many wrong codes.
        """
        locks = self._staff.locks
        locked = locks.until(session, CODE, person.name, now)
        if locked is not None:
            raise AlertRefused("locked", "too many wrong codes; wait, or ask an administrator", until=locked)
        means = self._means(session, person, "".join(filter(str.isalnum, code)).upper(), now, sent)
        if means is not None:
            return Proven(person.id, now, means)
        if locks.failed(session, CODE, person.name, now):
            self._staff.audit.record(
                session,
                now,
                Actor.of(person),
                "account.locked",
                f"account:{person.name}",
                region=person.region_code,
                gate=CODE.name,
            )
        return None

    def new_sheet(self, session: Session, actor: Actor, person: Person, now: datetime) -> list[SheetCode]:
        """A fresh sheet, shown this once; the codes of an older one end."""
        rows.revoke(session, person.id, now)
        made = [SheetCode(number, _fresh()) for number in range(1, SHEET + 1)]
        rows.add(session, person.id, [(one.number, self._digest(person.id, one.code)) for one in made], now)
        self._note(session, now, actor, "alert.sheet", person, codes=len(made))
        return made

    def revoke(self, session: Session, actor: Actor, person: Person, now: datetime) -> int:
        """End a sheet that was lost; how many codes were left on it."""
        ended = rows.revoke(session, person.id, now)
        self._note(session, now, actor, "alert.sheet_ended", person, codes=ended)
        return ended

    def left(self, session: Session, person: Person) -> int:
        """How many codes of the person's sheet have not been used."""
        return rows.left(session, person.id)

    def _means(self, session: Session, person: Person, code: str, now: datetime, sent: Sent | None) -> str | None:
        if _TOTP.fullmatch(code):
            account = accounts.account_by(session, "username", person.name)
            if account is None or account.tf_totp_secret is None:
                return None
            at, back = (sent.at, int(TYPING.total_seconds())) if sent is not None else (now, STEP)
            counter = self._staff.codes.match(account.tf_totp_secret, code, at, account.tf_counter, back=back)
            spent = counter is not None and self._staff.accounts.spend_code(session, person, counter)
            return "authenticator" if spent else None
        # `07-K7MQ-X2PD`: the number on the sheet is for the eye.
        number = rows.use(session, person.id, self._digest(person.id, code[-_NUMBERED:]), now)
        return f"sheet {number}" if number is not None else None

    def _digest(self, account_id: int, code: str) -> bytes:
        return digest(self._key, str(account_id), code.replace("-", ""))

    def _note(
        self, session: Session, now: datetime, actor: Actor, action: str, person: Person, **details: object
    ) -> None:
        self._staff.audit.record(
            session, now, actor, action, f"account:{person.name}", region=person.region_code, **details
        )


def _fresh() -> str:
    """40 bits in letters that are not mistaken for others: `K7MQ-X2PD`. An authenticator's code has six digits."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"
