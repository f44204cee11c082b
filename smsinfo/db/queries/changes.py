"""Changes of content and what was said about them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from smsinfo.db.models import Change as ChangeModel
from smsinfo.db.models import ChangePart, ReviewComment, StaffAccount, Topic
from smsinfo.domain.changes import OPEN, Change, Kind, State

_author, _reviewer = aliased(StaffAccount), aliased(StaffAccount)
_table: Any = ChangeModel.__table__


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of a change: its values as JSON, empty where the part is not there."""

    change_id: int
    part: str
    scope: str
    before: str
    after: str
    version: int
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody (None: the worker) said."""

    change_id: int
    author: str | None
    text: str
    at: datetime


def get(session: Session, change_id: int) -> Change | None:
    """One change."""
    return _first(session, _changes().where(ChangeModel.id == change_id))


def draft_of(session: Session, topic_id: int, account_id: int) -> Change | None:
    """What the account is writing on the topic."""
    mine = ChangeModel.topic_id == topic_id, ChangeModel.author_id == account_id
    return _first(session, _changes().where(*mine, ChangeModel.state == State.DRAFT.value))


def draft_parts(session: Session, topic_id: int, account_id: int) -> list[PartRow]:
    """The parts that the account is writing on the topic."""
    wanted = _parts().join(ChangeModel, ChangeModel.id == ChangePart.change_id)
    wanted = wanted.where(ChangeModel.topic_id == topic_id, ChangeModel.author_id == account_id)
    return _part_rows(session, wanted.where(ChangeModel.state == State.DRAFT.value))


def parts(session: Session, change_id: int) -> list[PartRow]:
    """The parts of a change."""
    return _part_rows(session, _parts().where(ChangePart.change_id == change_id))


def parts_of_all(session: Session, change_ids: Collection[int]) -> dict[int, list[PartRow]]:
    """Change -> its parts, in one statement."""
    found: defaultdict[int, list[PartRow]] = defaultdict(list)
    if change_ids:
        for row in _part_rows(session, _parts().where(ChangePart.change_id.in_(list(change_ids)))):
            found[row.change_id].append(row)
    return found


def of_topic(session: Session, topic_id: int, states: Collection[State], limit: int = 200) -> list[Change]:
    """The changes of a topic in these states, newest first."""
    wanted = _changes().where(ChangeModel.topic_id == topic_id, _in(states))
    return _all(session, wanted.order_by(ChangeModel.id.desc()).limit(limit))


def waiting(session: Session, states: Collection[State], limit: int, after: int = 0) -> list[Change]:
    """The changes of all topics in these states, the one that waits longest first."""
    wanted = _changes().where(_in(states), ChangeModel.id > after)
    return _all(session, wanted.order_by(ChangeModel.id).limit(limit))


def of_author(session: Session, account_id: int, states: Collection[State], limit: int) -> list[Change]:
    """What somebody wrote, newest first; returned changes only as long as nothing follows them."""
    follower = aliased(ChangeModel)
    followed = select(follower.id).where(follower.follows_id == ChangeModel.id).exists()
    wanted = _changes().where(ChangeModel.author_id == account_id, _in(states), ~followed)
    return _all(session, wanted.order_by(ChangeModel.id.desc()).limit(limit))


def due(session: Session, now: datetime) -> list[Change]:
    """Scheduled changes whose time has come, in their order."""
    scheduled = ChangeModel.state == State.SCHEDULED.value, ChangeModel.publish_at <= now
    return _all(session, _changes().where(*scheduled).order_by(ChangeModel.publish_at, ChangeModel.id))


def add(session: Session, values: Mapping[str, Any]) -> int | None:
    """Store a change, and its id; None where the author has a draft of the topic already."""
    try:
        with session.begin_nested():
            made: int = session.execute(insert(ChangeModel).values(**values).returning(ChangeModel.id)).scalar_one()
    except IntegrityError:
        return None
    return made


def add_parts(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store parts of a change."""
    if rows:
        session.execute(insert(ChangePart), [dict(row) for row in rows])


def put_part(session: Session, change_id: int, part: str, version: int, values: Mapping[str, Any]) -> bool:
    """Write a part over the version that was read (0: there was none); False where another window was quicker."""
    if version == 0:
        try:
            with session.begin_nested():
                session.execute(insert(ChangePart).values(change_id=change_id, part=part, version=1, **values))
        except IntegrityError:
            return False
        return True
    same = ChangePart.change_id == change_id, ChangePart.part == part, ChangePart.version == version
    changed = update(ChangePart).where(*same).values(version=version + 1, **values)
    return session.execute(changed.returning(ChangePart.id)).first() is not None


def drop_part(session: Session, change_id: int, part: str) -> None:
    """Forget a part of a draft."""
    session.execute(delete(ChangePart).where(ChangePart.change_id == change_id, ChangePart.part == part))


def drop(session: Session, change_id: int) -> None:
    """Forget a draft with its parts."""
    session.execute(delete(ChangePart).where(ChangePart.change_id == change_id))
    session.execute(delete(ChangeModel).where(ChangeModel.id == change_id))


def move(session: Session, change_id: int, old: State, new: State, values: Mapping[str, Any]) -> bool:
    """Give a change its next state; False where it has left the old one in the meantime."""
    moved = update(ChangeModel).where(ChangeModel.id == change_id, ChangeModel.state == old.value)
    return session.execute(moved.values(state=new.value, **values).returning(ChangeModel.id)).first() is not None


def hand_over(session: Session, change: Change, taker_id: int, now: datetime) -> None:
    """Give a draft another author, beside those who wrote on it; where that one has a draft of the topic, it becomes a
    change that was taken back, which everybody who may write it can go on with."""
    authors = json.dumps(sorted(change.authors | {taker_id}))
    if draft_of(session, change.topic_id, taker_id) is None:
        values = {"author_id": taker_id, "authors": authors}
        session.execute(update(ChangeModel).where(ChangeModel.id == change.id).values(**values))
    else:
        move(session, change.id, State.DRAFT, State.RETRACTED, {"submitted_at": now, "decided_at": now})


def set_digest(session: Session, change_id: int, digest: str) -> None:
    """Name what was sent."""
    session.execute(update(ChangeModel).where(ChangeModel.id == change_id).values(digest=digest))


def count(session: Session, topic_id: int) -> int:
    """How many changes a topic has, whatever became of them."""
    return session.scalar(select(func.count()).where(ChangeModel.topic_id == topic_id)) or 0


def value_before(session: Session, topic_id: int, part: str, after: str) -> list[str]:
    """What stood in a part before the published changes of it, newest first: where somebody's old window began."""
    wanted = select(ChangePart.before).join(ChangeModel, ChangeModel.id == ChangePart.change_id)
    published = ChangeModel.state.in_([State.PUBLISHED.value, State.SUPERSEDED.value, State.WITHDRAWN.value])
    wanted = wanted.where(ChangeModel.topic_id == topic_id, ChangePart.part == part, published)
    return list(session.scalars(wanted.where(ChangePart.before != after).order_by(ChangeModel.id.desc()).limit(20)))


def comments(session: Session, change: Change) -> list[Comment]:
    """What was said about a change and about all that it follows, oldest first."""
    chain = select(_table.c.id, _table.c.follows_id).where(_table.c.id == change.id).cte("chain", recursive=True)
    older = select(_table.c.id, _table.c.follows_id).join(chain, chain.c.follows_id == _table.c.id)
    both = chain.union_all(older)
    wanted = select(ReviewComment.change_id, StaffAccount.name, ReviewComment.text, ReviewComment.at)
    wanted = wanted.outerjoin(StaffAccount, StaffAccount.id == ReviewComment.author_id)
    wanted = wanted.where(ReviewComment.change_id.in_(select(both.c.id))).order_by(ReviewComment.id)
    return [Comment(*row) for row in session.execute(wanted)]


def add_comment(session: Session, change_id: int, author_id: int | None, text: str, now: datetime) -> None:
    """Say something about a change."""
    session.execute(insert(ReviewComment).values(change_id=change_id, author_id=author_id, text=text, at=now))


def changed_topics(session: Session) -> list[tuple[int, str]]:
    """(id, key) of the topics that have a published change."""
    wanted = select(Topic.id, Topic.key).join(ChangeModel, ChangeModel.topic_id == Topic.id)
    found = session.execute(wanted.where(ChangeModel.state == State.PUBLISHED.value).distinct())
    return [(row[0], row[1]) for row in found]


def topics_on_their_way(session: Session) -> set[str]:
    """Keys of the topics of which a change waits, and of those that were never published."""
    waits = select(ChangeModel.id).where(ChangeModel.topic_id == Topic.id, _in(OPEN)).exists()
    return set(session.scalars(select(Topic.key).where(or_(waits, Topic.status == "draft"))))


def waiting_counts(session: Session, topic_ids: Collection[int]) -> dict[int, int]:
    """Topic -> how many changes of it wait."""
    columns = select(ChangeModel.topic_id, func.count()).where(ChangeModel.topic_id.in_(list(topic_ids)), _in(OPEN))
    return {row[0]: row[1] for row in session.execute(columns.group_by(ChangeModel.topic_id))}


def _in(states: Collection[State]) -> Any:
    return ChangeModel.state.in_([state.value for state in states])


def _changes() -> Any:
    columns: Any = select(ChangeModel, Topic.key, _author.name, _reviewer.name)
    joined = columns.join(Topic, Topic.id == ChangeModel.topic_id).join(_author, _author.id == ChangeModel.author_id)
    return joined.outerjoin(_reviewer, _reviewer.id == ChangeModel.reviewer_id)


def _parts() -> Select[Any]:
    names = (getattr(ChangePart, name) for name in PartRow.__slots__)
    columns: Select[Any] = select(*names)
    return columns.order_by(ChangePart.id)


def _part_rows(session: Session, wanted: Select[Any]) -> list[PartRow]:
    return [PartRow(*row) for row in session.execute(wanted)]


def _first(session: Session, wanted: Select[Any]) -> Change | None:
    found = _all(session, wanted)
    return found[0] if found else None


def _all(session: Session, wanted: Select[Any]) -> list[Change]:
    rows = session.execute(wanted.execution_options(populate_existing=True))
    return [_change(row, key, author, reviewer) for row, key, author, reviewer in rows]


def _change(row: ChangeModel, key: str, author: str, reviewer: str | None) -> Change:
    return Change(
        id=row.id,
        topic_id=row.topic_id,
        topic=key,
        state=State(row.state),
        kind=Kind(row.kind),
        author_id=row.author_id,
        author=author,
        authors=frozenset(json.loads(row.authors)),
        follows_id=row.follows_id,
        note=row.note,
        digest=row.digest,
        created_at=row.created_at,
        submitted_at=row.submitted_at,
        reviewer_id=row.reviewer_id,
        reviewer=reviewer,
        decided_at=row.decided_at,
        publish_at=row.publish_at,
    )
