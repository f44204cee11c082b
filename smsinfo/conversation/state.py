"""The conversation's state as the compact JSON that one column keeps."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from smsinfo.domain.conversation import Recent, State

# A menu is answered within minutes; half a day later a bare digit is more likely something else.
LIFETIME = timedelta(hours=6)


def dump(state: State) -> str:
    """State to JSON; empty parts are left out, because most states are nearly empty."""
    parts: dict[str, object] = {}
    if state.options:
        parts["o"] = state.options
    if state.pages:
        parts["p"] = state.pages
    if state.pending:
        parts["c"] = state.pending
    if state.topic:
        parts["t"] = state.topic
    if state.recent:
        parts["r"] = [(int(seen.at.timestamp()), seen.digest, int(seen.answered)) for seen in state.recent]
    if state.spent[1]:
        parts["s"] = state.spent
    if state.asked:
        parts["q"] = state.asked
    return json.dumps(parts, separators=(",", ":"))


def load(text: str | None, version: int | None, expires_at: datetime | None, now: datetime) -> State:
    """JSON to State. When it has expired only what the guards saw, and when we last asked, is left."""
    if not text:
        return State()
    parts = json.loads(text)
    recent = tuple(
        Recent(datetime.fromtimestamp(at, UTC), digest, bool(answered)) for at, digest, answered in parts.get("r", ())
    )
    day, segments = parts.get("s", (0, 0))
    kept = State(recent=recent, version=version or 0, spent=(day, segments), asked=parts.get("q", 0))
    if expires_at is None or expires_at <= now:
        return kept
    open_, pages = tuple(parts.get("o", ())), tuple(parts.get("p", ()))
    return replace(kept, options=open_, pages=pages, pending=parts.get("c"), topic=parts.get("t"))
