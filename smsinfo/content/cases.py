"""One topic on one person's desk: what citizens get, what the person is writing, and both together."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from smsinfo.content.parts import Part, Parts, parts_of, text_of, value_of
from smsinfo.content.stored import stored_topic
from smsinfo.db.queries import changes as rows
from smsinfo.db.queries import topics
from smsinfo.db.queries.changes import PartRow
from smsinfo.db.queries.topics import Found
from smsinfo.domain.staff import Person


@dataclass(frozen=True, slots=True)
class Case:
    """A topic with what is published of it and a person's draft. `drafts` are rows by part."""

    found: Found
    live: Parts
    drafts: dict[Part, PartRow]

    @property
    def id(self) -> int:
        """The topic's id."""
        return self.found.row.id

    @property
    def key(self) -> str:
        """The topic's key."""
        return self.found.row.key

    @property
    def wanted(self) -> Parts:
        """The topic as it would be with the draft."""
        return applied(self.live, self.drafts)

    @property
    def moved(self) -> tuple[Part, ...]:
        """The parts of the draft whose published text is another one by now."""
        return tuple(part for part, row in self.drafts.items() if text_of(self.live.get(part)) != row.before)

    @property
    def real(self) -> dict[Part, PartRow]:
        """The parts of the draft that change something."""
        return {part: row for part, row in self.drafts.items() if row.before != row.after}


def case_of(session: Session, key: str, person: Person | None) -> Case | None:
    """The topic with the draft of a person (None: of nobody), in six statements; None where there is no such topic."""
    found = topics.by_key(session, key)
    if found is None:
        return None
    drafts = by_part(rows.draft_parts(session, found.row.id, person.id)) if person is not None else {}
    return Case(found, live_parts(session, found), drafts)


def live_parts(session: Session, found: Found) -> Parts:
    """What citizens get of a topic now; nothing where it is not published."""
    if not found.published:
        return {}
    return parts_of(stored_topic(session, found.row), found.position)


def applied(live: Parts, changes: dict[Part, PartRow]) -> Parts:
    """The parts with a change made."""
    wanted = dict(live)
    for part, row in changes.items():
        value = value_of(row.after)
        if value is None:
            wanted.pop(part, None)
        else:
            wanted[part] = value
    return wanted


def by_part(rows_: list[PartRow]) -> dict[Part, PartRow]:
    """The parts of a change, in the order in which people look at them."""
    found = {Part.read(row.part): row for row in rows_}
    return dict(sorted(found.items(), key=lambda item: item[0].order))
