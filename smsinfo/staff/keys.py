"""Keys of the staff layer, one for each purpose, from the root that never rotates (SMSINFO_AUDIT_KEY)."""

from __future__ import annotations

import hashlib
import hmac

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derive(root: bytes, purpose: str) -> bytes:
    """32 bytes for one purpose (`audit`, `totp`, `staff`): one key tells nothing of another."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"smsinfo {purpose} v1".encode()).derive(root)


def digest(key: bytes, *parts: str) -> bytes:
    """32 bytes that stand for the parts, and name nobody without the key."""
    return hmac.new(key, "\0".join(parts).encode(), hashlib.sha256).digest()


def token_digest(token: str) -> bytes:
    """What is stored of a random token of ours: it has more bits than can be guessed, so a plain hash is enough."""
    return hashlib.sha256(token.encode(errors="replace")).digest()
