"""When a text is stored but not answered: loops of robots, floods, and texts that came too late.

Rules of design section 7 and RFC 3834 (automatic responses must not answer each other). Emergencies and STOP always
pass
the limits: a person in danger who texts ten times must hear each time what to do.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import datetime, timedelta

from smsinfo.config import Settings
from smsinfo.domain.conversation import Recent, State
from smsinfo.domain.messages import MoMessage
from smsinfo.domain.understanding import Resolution

SAME_TEXT_WINDOW = timedelta(minutes=30)
RATE_WINDOW = timedelta(hours=1)
MOST_REMEMBERED = 40

# How auto-replies begin, and words that only our own texts hold.
_AUTOMATIC = re.compile(
    r"pesan otomatis|auto ?reply|automatic reply|balasan otomatis|out of office|sedang di luar kantor|"
    r"kata kunci tidak dikenal|ketik menu|ketik topik|balas lanjut|rinci: lanjut|ini smsinfo|balas angkanya",
    re.IGNORECASE,
)


def digest_of(text: str) -> str:
    """Eight hex digits that stand for a text, blind to case and blanks. One digest for all automatic texts."""
    plain = "automatic" if is_automatic(text) else re.sub(r"\W+", "", text.lower())
    return hashlib.blake2s(plain.encode(), digest_size=4).hexdigest()


def is_automatic(text: str) -> bool:
    """True for a text that looks like ours or like an auto-reply."""
    return _AUTOMATIC.search(text) is not None


def always_passes(resolution: Resolution) -> bool:
    """Emergencies and STOP are never held back by a limit."""
    return resolution.emergency or resolution.command == "stop"


def is_stale(mo: MoMessage, now: datetime, settings: Settings) -> bool:
    """True when the message centre took the text so long ago that an answer would confuse."""
    return mo.sent_at is not None and now - mo.sent_at > timedelta(hours=settings.stale_hours)


def over_limit(state: State, text: str, now: datetime, settings: Settings) -> str | None:
    """Why this text is not answered (`automatic`, `same`, `rate`), or None."""
    answered = [seen for seen in state.recent if seen.answered and now - seen.at < RATE_WINDOW]
    digest = digest_of(text)
    same = sum(1 for seen in answered if seen.digest == digest and now - seen.at < SAME_TEXT_WINDOW)
    if same and is_automatic(text):
        return "automatic"
    if same >= settings.same_text_limit:
        return "same"
    return "rate" if len(answered) >= settings.rate_per_phone else None


def remember(state: State, text: str, now: datetime, *, answered: bool) -> State:
    """The state with this text among the recent ones; what no window needs any more is dropped."""
    kept = tuple(seen for seen in state.recent if now - seen.at < RATE_WINDOW)[-(MOST_REMEMBERED - 1) :]
    return replace(state, recent=(*kept, Recent(now, digest_of(text), answered)))
