"""Times of CAP: ISO 8601 with seconds and a zone as numbers (CAP 1.2, 3.3.2)."""

from __future__ import annotations

import re
from datetime import datetime

from smsinfo.domain.cap_document import Remark, remark
from smsinfo.errors import BadCap

_FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([-+]\d\d:\d\d|Z)")
_NO_ZONE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?")


def read_time(text: str, name: str, remarks: list[Remark]) -> datetime | None:
    """The aware time; None for no text. Raises BadCap: a time without a zone is never guessed."""
    if not text:
        return None
    if _NO_ZONE.fullmatch(text):
        raise BadCap("{name} has no time zone ({found}); it must end like +07:00", name=name, found=text)
    try:
        if not _FORM.fullmatch(text):
            raise ValueError
        found = datetime.fromisoformat(text)
        # A year at the edge of the calendar has no time in another zone.
        found.astimezone(tz=None)
    except (ValueError, OverflowError):
        raise BadCap(
            "{name} is no time like 2026-11-24T10:00:00+07:00; got {found}", name=name, found=text[:40]
        ) from None
    if text.endswith("Z"):
        remarks.append(remark("{name} ends in Z where CAP wants +00:00; it was read all the same", name=name))
    return found


def write_time(time: datetime) -> str:
    """The form that CAP wants: no fractions, UTC as -00:00 (3.3.2)."""
    written = time.replace(microsecond=0).isoformat()
    return f"{written[:-6]}-00:00" if written.endswith("+00:00") else written
