"""Codes from an authenticator (TOTP, RFC 6238), one use each, and recovery codes for when it is lost."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final

from passlib.exc import TokenError
from passlib.totp import TOTP, AppWallet

from smsinfo.staff.keys import derive, digest

ISSUER: Final = "smsinfo"
STEP: Final = 30
"""Seconds that a code is shown; one step earlier and one later are taken too (RFC 6238, section 5.2)."""
RECOVERY_CODES: Final = 10


class Codes:
    """Makes and checks codes. Secrets are sealed under a key outside the database."""

    def __init__(self, root: bytes) -> None:
        # Our key is random, so PBKDF2 has nothing to slow down: the least cost.
        wallet = AppWallet({"1": derive(root, "totp").hex()}, encrypt_cost=1)
        self._totp = TOTP.using(wallet=wallet, issuer=ISSUER)
        self._key = derive(root, "recovery")

    def new_secret(self) -> str:
        """A fresh secret, sealed."""
        sealed: str = self._totp.new().to_json(encrypt=True)
        return sealed

    def match(self, sealed: str, code: str, now: datetime, last: int | None, *, back: int = STEP) -> int | None:
        """The count of the half minute whose code this is; None for a wrong, old or used one.

        `back` is how many seconds old it may be, `STEP` or more.
        """
        # The window lies around a moment: from `back` seconds ago until one step from now.
        window = (back + STEP) // 2
        moment = int(now.timestamp()) - (back - STEP) // 2
        try:
            found = self._totp.verify(code.strip()[:12], sealed, time=moment, window=window, last_counter=last)
        except (TokenError, ValueError, TypeError):
            return None
        return int(found.counter)

    def code(self, sealed: str, now: datetime) -> str:
        """The code that an authenticator shows now: for the demo's log-ins and for tests."""
        token: str = self._totp.from_source(sealed).generate(time=int(now.timestamp())).token
        return token

    def address(self, sealed: str, name: str) -> str:
        """The `otpauth://` address that an authenticator scans."""
        uri: str = self._totp.from_source(sealed).to_uri(name)
        return uri

    def key(self, sealed: str) -> str:
        """The secret as a person types it: groups of four letters."""
        pretty: str = self._totp.from_source(sealed).pretty_key()
        return pretty

    def recovery_codes(self) -> list[str]:
        """Fresh codes of 60 bits, without letters that are mistaken for others: `k7mq-x2pd-hw9t`."""
        letters = "abcdefghjkmnpqrstuvwxyz23456789"
        return ["-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(3)) for _ in range(10)]

    def recovery_digest(self, account_id: int, code: str) -> bytes:
        """What is stored of a recovery code, however it was typed."""
        return digest(self._key, str(account_id), "".join(filter(str.isalnum, code.casefold())))
