"""Encrypted files: AES-256-GCM in chunks under a key that scrypt makes of a passphrase.

The chunks follow the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár: "Online Authenticated-Encryption and its
Nonce-Reuse Misuse-Resistance", 2015): the nonce counts the chunks and says which one is the last, so that no chunk can
be left out, moved, or cut off unnoticed. The head is readable, and authenticated with every chunk.
"""

from __future__ import annotations

import io
import json
import secrets
from collections.abc import Mapping
from typing import Any, BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from smsinfo.errors import BadInput

MAGIC: Final = b"smsinfo backup 1\n"
CHUNK: Final = 64 * 1024
_TAG: Final = 16
_MOST_HEAD: Final = 4096
# RFC 7914, with the cost that OWASP's password storage cheat sheet asks for: 128 MiB, under a second on a small PC.
_COST: Final = {"n": 2**17, "r": 8, "p": 1}
# What a foreign head may ask of us: 1 GiB.
_MOST_COST: Final = {"n": 2**20, "r": 8, "p": 4}


def _key(passphrase: bytes, salt: bytes, cost: Mapping[str, int]) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=cost["n"], r=cost["r"], p=cost["p"]).derive(passphrase))


def _nonce(number: int, *, last: bool) -> bytes:
    # The salt makes each file's key its own, so the count alone never repeats under one key.
    return number.to_bytes(11, "big") + bytes([last])


class Encrypting(io.RawIOBase):
    """A file to write into. Whoever does not `close` it leaves a file that no reader takes for whole."""

    def __init__(self, file: BinaryIO, passphrase: bytes, about: Mapping[str, str]) -> None:
        """`about` is readable by everybody who has the file."""
        super().__init__()
        salt = secrets.token_bytes(16)
        self._file = file
        self._head = json.dumps({**about, "salt": salt.hex(), **_COST}).encode()
        self._cipher = _key(passphrase, salt, _COST)
        self._waiting = bytearray()
        self._number = 0
        file.write(MAGIC + self._head + b"\n")

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, data: Any) -> int:
        """Encrypt what fills whole chunks; the rest waits. A chunk may be the last, so one is always held back."""
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._put(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def finish(self) -> None:
        """Write the last chunk: from now on the file is whole."""
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, plain: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), plain, self._head))
        self._number += 1


class Decrypting(io.RawIOBase):
    """A file to read from. Every byte that it gives is authentic; `drain` shows that none is missing at the end."""

    def __init__(self, file: BinaryIO, passphrase: bytes) -> None:
        """Raises BadInput for a file of another form."""
        super().__init__()
        self._file = file
        self._head, self.about = _read_head(file)
        self._cipher = _key(passphrase, bytes.fromhex(self.about["salt"]), self.about)
        self._plain = b""
        self._number = 0
        self._ended = False
        self._next = file.read(CHUNK + _TAG)

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Raises BadInput where the passphrase is wrong, or the file was changed or cut off."""
        while not self._plain and not self._ended:
            self._plain = self._chunk()
        given = self._plain[: len(buffer)]
        buffer[: len(given)] = given
        self._plain = self._plain[len(given) :]
        return len(given)

    def drain(self) -> None:
        """Read to the end. Raises BadInput unless the file ends as it was written."""
        while self.read(CHUNK):
            pass

    def _chunk(self) -> bytes:
        sealed, self._next = self._next, self._file.read(CHUNK + _TAG)
        last = not self._next
        try:
            plain = self._cipher.decrypt(_nonce(self._number, last=last), sealed, self._head)
        except InvalidTag:
            raise BadInput(self._problem()) from None
        self._number += 1
        self._ended = last
        return plain

    def _problem(self) -> str:
        if self._number == 0:
            return "the passphrase is not the one of this file, or the file was changed or cut off"
        return f"the file was changed or cut off after about {self._number * CHUNK} bytes; take another copy"


def _read_head(file: BinaryIO) -> tuple[bytes, dict[str, Any]]:
    if file.read(len(MAGIC)) != MAGIC:
        raise BadInput("this is no file that `smsinfo backup` wrote")
    line = file.readline(_MOST_HEAD)
    try:
        about: dict[str, Any] = json.loads(line)
        good = len(bytes.fromhex(about["salt"])) >= 16 and all(
            type(about[name]) is int and 1 <= about[name] <= most for name, most in _MOST_COST.items()
        )
    except (ValueError, KeyError, TypeError):
        good = False
    if not good or about["n"] & (about["n"] - 1) or about["n"] < 2:
        raise BadInput("the head of the backup is damaged; take another copy")
    return line.rstrip(b"\n"), about


def passphrase_of(text: str) -> bytes:
    """What a person chose, or what a key file holds. Raises BadInput for what can be guessed."""
    stripped = text.strip()
    if len(stripped) < 16:
        raise BadInput("the passphrase needs at least 16 characters, e.g. six words that were drawn by lot")
    return stripped.encode()
