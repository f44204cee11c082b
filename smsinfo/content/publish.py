"""Makes a change what citizens get: one transaction, checked once more against what stands there now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from smsinfo.content.cases import applied, live_parts
from smsinfo.content.checks import menu_problems, problems_of, stored_setting
from smsinfo.content.pack_model import PackTopic
from smsinfo.content.parts import FRAME, Part, Parts, assembled, position_of, text_of
from smsinfo.content.problems import Problem
from smsinfo.content.put_texts import By
from smsinfo.content.put_topics import put_topic
from smsinfo.db.queries import changes as rows
from smsinfo.db.queries import publishing
from smsinfo.db.queries import topics as topic_rows
from smsinfo.db.queries.changes import PartRow
from smsinfo.db.queries.content import StateRow, content_state, save_state
from smsinfo.db.queries.topics import Found
from smsinfo.domain.changes import State
from smsinfo.errors import BadPack, ContentRefused


def make_live(session: Session, key: str, changes: Mapping[Part, PartRow], by: By) -> None:
    """Publish the change and move the content version. Raises ContentRefused where it no longer fits."""
    state = content_state(session, lock=True)
    found = topic_rows.by_key(session, key)
    if found is None:
        raise ContentRefused("gone", f"there is no topic {key}")
    live = live_parts(session, found)
    refuse_moved(live, changes)
    wanted = applied(live, dict(changes))
    refuse_errors(session, found, live, wanted, by.now)
    if wanted:
        _put(session, assembled(key, wanted, by.now.date()), position_of(wanted), by)
    else:
        publishing.withdraw_topic(session, found.row.id)
    save_state(session, StateRow(state.version + 1, state.mark, state.pack), by.now)
    settle(session, found.row.id, key)


def _put(session: Session, topic: PackTopic, position: int, by: By) -> None:
    try:
        put_topic(session, topic, position, by)
    except BadPack as clash:  # another topic got the word since lint looked
        raise ContentRefused("word_taken", str(clash)) from clash


def refuse_moved(live: Parts, changes: Mapping[Part, PartRow]) -> None:
    """Raises ContentRefused where a part is not what the author saw. Nobody's words are written over."""
    moved = [part.name for part, row in changes.items() if text_of(live.get(part)) != row.before]
    if moved:
        raise ContentRefused("moved", f"was published by somebody else meanwhile: {', '.join(moved)}", parts=moved)


def refuse_errors(session: Session, found: Found, live: Parts, wanted: Parts, now: datetime) -> None:
    """Raises ContentRefused where lint finds an error that was not there before."""
    errors = new_errors(session, found, live, wanted, now)
    if errors:
        first = f"{errors[0].where}: {errors[0].message}"
        raise ContentRefused("errors", first, problems=errors)


def new_errors(session: Session, found: Found, live: Parts, wanted: Parts, now: datetime) -> list[Problem]:
    """What the change would break. What was broken before is not for who changes something else to mend."""
    if not wanted:
        return list(menu_problems(session, found.row.key)) if live else []
    if FRAME not in wanted:
        raise ContentRefused("no_frame", "the topic has no title, keywords and sources yet")
    setting = stored_setting(session, now.date())
    ids = found.row.id, found.row.key
    before = problems_of(session, *ids, live, setting) if live else ()
    after = problems_of(session, *ids, wanted, setting)
    return [problem for problem in after if problem.severity == "error" and problem not in before]


def settle(session: Session, topic_id: int, key: str) -> None:
    """Of the published changes of a topic, those of which nothing stands any more are superseded, or withdrawn."""
    published = rows.of_topic(session, topic_id, [State.PUBLISHED])
    if not published:
        return
    found = topic_rows.by_key(session, key)
    live = live_parts(session, found) if found is not None else {}
    standing = {part.name: text_of(value) for part, value in live.items()}
    parts = rows.parts_of_all(session, [change.id for change in published])
    for change in published:
        if not any(standing.get(row.part, "") == row.after for row in parts[change.id]):
            state = State.SUPERSEDED if live else State.WITHDRAWN
            rows.move(session, change.id, State.PUBLISHED, state, {})


def settle_all(session: Session) -> None:
    """The same for every topic that was changed here: a pack has just been imported."""
    for topic_id, key in rows.changed_topics(session):
        settle(session, topic_id, key)
