"""A new alert with its short code, and the parts of a version: regions, texts as they are billed."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from smsinfo.alerts.draft import Draft, NewAlert
from smsinfo.alerts.facts import Facts
from smsinfo.db.queries import alert_facts
from smsinfo.db.queries import alerting as rows
from smsinfo.db.queries.alerting import Words
from smsinfo.domain.alerts import MSG_TYPES, Status
from smsinfo.domain.staff import Person
from smsinfo.errors import AlertRefused

CODE_TRIES: Final = 50


def store(session: Session, facts: Facts, person: Person, now: datetime, new: NewAlert, draft: Draft) -> int:
    """A draft of this person; its id. Raises AlertRefused for a region that there is not."""
    values: dict[str, Any] = draft.columns() | {
        "status": Status.DRAFT.value,
        "kind": new.kind.value,
        "form": new.form.value,
        "drill": new.drill,
        "msg_type": MSG_TYPES[new.form].value,
        "references_id": new.references_id,
        "origin": new.origin[:255],
        "author_id": person.id,
        "editor_id": person.id,
        "created_at": now,
        "edited_at": now,
    }
    for code in codes():
        made = rows.add(session, values | {"code": code})
        if made is not None:
            put_parts(session, facts, made, draft)
            return made
    raise AlertRefused("no_code", "no short code is free any more")


def put_parts(session: Session, facts: Facts, alert_id: int, draft: Draft) -> None:
    """Regions and texts of a version; each text is measured with the number that makes it longest."""
    missing = sorted(set(draft.regions) - set(alert_facts.names(session, draft.regions)))
    if missing:
        raise AlertRefused("unknown_region", f"there is no region {missing[0]}", region=missing[0])
    words = []
    for language, text in draft.texts.items():
        parts = facts.measure(text)
        words.append(Words(language, text, parts.encoding, parts.count))
    rows.put_parts(session, alert_id, draft.regions, words)


def codes() -> Iterator[str]:
    """Short codes to try one after the other: four digits, and five where those seem to be used up. They can't be
    guessed, and none begins with 0, which people leave out when they read aloud."""
    for number in range(CODE_TRIES):
        least = 10**3 if number < CODE_TRIES // 2 else 10**4
        yield str(secrets.randbelow(9 * least) + least)
