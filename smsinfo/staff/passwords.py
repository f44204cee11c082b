"""Passwords: Argon2id, and the few rules that keep out what is guessed first.

Length is the rule that helps; demands for digits and signs only make people write passwords down (NIST SP 800-63B).
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

SHORTEST: Final = 12
LONGEST: Final = 200
"""Characters; Argon2 has no limit, but a megabyte to hash is work that anybody could ask for."""

# RFC 9106's second choice (64 MiB, three passes) with one lane: about 0.1 s on a small machine.
_HASHER: Final = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=1)

_GUESSED: Final = ("password", "katasandi", "rahasia", "smsinfo", "kalteng", "palangkaraya", "indonesia", "qwerty")


def normalise(password: str) -> str:
    """The same letters from every keyboard: NFKC, as RFC 8265 wants it."""
    return unicodedata.normalize("NFKC", password)


def make_hash(password: str) -> str:
    """The Argon2id string of a password."""
    return _HASHER.hash(normalise(password).encode(errors="replace"))


def fits(password: str, stored: str | None) -> bool:
    """Whether it is the password. Takes as long where there is none stored: against a hash that nothing fits."""
    try:
        right = _HASHER.verify(stored or _never(), normalise(password[:LONGEST]).encode(errors="replace"))
    except (VerifyMismatchError, VerificationError, InvalidHashError):
        return False
    return right and stored is not None


def problem(password: str, name: str) -> str:
    """Why it is no good password: `short`, `long`, `name`, `repeated`, `guessed`; empty where it will do."""
    plain = normalise(password).casefold()
    letters = "".join(filter(str.isalpha, plain))
    if len(plain) < SHORTEST:
        return "short"
    if len(plain) > LONGEST:
        return "long"
    if name.casefold() in plain and len(plain) - len(name) < SHORTEST - 4:
        return "name"
    if len(set(plain)) < 5:
        return "repeated"
    return "guessed" if letters in _GUESSED or plain.isdecimal() else ""


@cache
def _never() -> str:
    return make_hash("a password that no account has: its hash is only compared with, to take the time")
