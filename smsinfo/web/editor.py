"""What the two editor pages do alike: save as typed, answer with a part of the page or all of it, and put two versions
together where somebody else was quicker.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from sqlalchemy.orm import Session

from smsinfo.content.cases import Case
from smsinfo.content.editing import Collision, Window
from smsinfo.content.parts import Fields, Merged, Part, Parts, digest, merge, text_of, value_of
from smsinfo.web import diff
from smsinfo.web.access import services
from smsinfo.web.desk import case, editing, now
from smsinfo.web.gate import person


@dataclass(frozen=True, slots=True)
class Sheet:
    """What an editor page shows: the value in its fields, with what sight it was made, and what has to be merged."""

    case: Case
    part: Part
    value: Fields
    window: Window
    collision: Collision | None = None
    merged: Merged | None = None

    @property
    def wanted(self) -> Parts:
        """The topic as it would be."""
        return {**self.case.wanted, self.part: self.value}

    @property
    def differences(self) -> list[diff.Row]:
        """Theirs beside mine, where two versions have to be put together."""
        return diff.rows(self.collision.theirs, self.collision.mine) if self.collision else []

    @property
    def saved(self) -> bool:
        """True where the person has a draft of the part."""
        return self.part in self.case.drafts


def sheet(found: Case, part: Part) -> Sheet:
    """The page of a part as it stands; where the published text has moved on below a draft, with both put together."""
    row, live = found.drafts.get(part), found.live.get(part)
    if row is None:
        return Sheet(found, part, live or {}, Window(0, digest(text_of(live))))
    mine = value_of(row.after) or {}
    if part not in found.moved:
        return Sheet(found, part, mine, Window(row.version, digest(row.before)))
    window = Window(row.version, digest(text_of(live)))
    return collided(found, part, Collision(value_of(row.before), mine, live, window))


def collided(found: Case, part: Part, collision: Collision) -> Sheet:
    """The page on which two versions are put together."""
    merged = merge(collision.base, collision.mine or {}, collision.theirs)
    return Sheet(found, part, merged.value, collision.window, collision, merged)


def save(key: str, part: Part, value: Fields | None, window: Window | None = None) -> Sheet:
    """Keep what was typed in the window (that of the form); the page as it stands then. Raises ContentRefused."""
    with services().database.write() as session:
        found = case(session, key)
        collision = editing().save(session, person(), now(), found, part, value, window or _window())
        if collision is None:
            return sheet(case(session, key), part)
    return collided(found, part, collision)


def drop(session: Session, key: str, part: Part) -> None:
    """Forget the draft of a part."""
    editing().discard(session, person(), now(), case(session, key), part)


def _window() -> Window:
    version = request.form.get("version", type=int)
    return Window(version if version is not None else 0, request.form.get("before", "")[:64])
