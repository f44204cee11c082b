"""What a workbook unpacks to, asked before anything is unpacked: zeros pack a thousandfold."""

from __future__ import annotations

import io
import zipfile
from typing import Final

MEGABYTE: Final = 1024 * 1024
MOST_UNPACKED: Final = 100 * MEGABYTE
"""Bytes of a workbook when unpacked."""
MOST_PARTS: Final = 1000


def is_workbook(body: bytes) -> bool:
    """True for a ZIP that is an XLSX, whatever its name."""
    parts = _parts(body)
    return parts is not None and any(part.filename == "[Content_Types].xml" for part in parts)


def is_readable(body: bytes) -> bool:
    """True for a ZIP of any kind whose table can be read."""
    return _parts(body) is not None


def unpacks_to_too_much(body: bytes) -> bool:
    """True for a ZIP of more parts or bytes than any workbook of ours has."""
    parts = _parts(body) or []
    return len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED


def _parts(body: bytes) -> list[zipfile.ZipInfo] | None:
    """The table of a ZIP; None where there is none, or none that we can read (a later version of the format)."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as opened:
            return opened.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
