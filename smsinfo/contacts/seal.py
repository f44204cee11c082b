"""Phone numbers at rest: sealed so that they can be looked up by equality but not read without the key.

AES-SIV (RFC 5297) is deterministic: one number has one sealed form under one key. A plain hash would fall in an hour,
since there are only about 1e10 Indonesian mobile numbers.
"""

from __future__ import annotations

import hashlib
import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from smsinfo.errors import SmsinfoError

LIVE = b"live"
PRACTICE = b"practice"


class Sealer:
    """Seals and opens numbers. The first key writes, all keys read, so that keys can rotate while the service runs.

    `keys` are 64 bytes each; `root` is the audit key, which never rotates: suppression digests must stay comparable.
    """

    def __init__(self, keys: tuple[bytes, ...], root: bytes) -> None:
        self._ciphers = tuple(AESSIV(key) for key in keys)
        kdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"smsinfo suppression v1")
        self._suppression_key = kdf.derive(root)

    @property
    def key_count(self) -> int:
        """How many keys a number has to be looked up under."""
        return len(self._ciphers)

    def seals(self, msisdn: str, *, practice: bool = False) -> tuple[bytes, ...]:
        """The number sealed under every key, the writing key first. Practice contacts never meet live ones."""
        space = [PRACTICE if practice else LIVE]
        plain = msisdn.encode()
        return tuple(cipher.encrypt(plain, space) for cipher in self._ciphers)

    def open(self, sealed: bytes, *, practice: bool = False) -> str:
        """The number behind a sealed form. Raises SmsinfoError when none of the keys fits."""
        space = [PRACTICE if practice else LIVE]
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(sealed, space).decode()
            except InvalidTag:
                continue
        raise SmsinfoError(
            "a stored number fits none of the keys in SMSINFO_CONTACT_KEY; put the old key back behind the new one"
        )

    def suppression_digest(self, msisdn: str, *, practice: bool = False) -> bytes:
        """32 bytes that stand for a number which said STOP; comparable for ever, not reversible without the root."""
        space = PRACTICE if practice else LIVE
        return hmac.new(self._suppression_key, space + b":" + msisdn.encode(), hashlib.sha256).digest()
