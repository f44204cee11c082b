"""A newsroom with a fixed cast over a small pack: what tests of the editorial workflow are told with."""

from __future__ import annotations

import json
from typing import Any

import pytest

from smsinfo.content.cases import Case, case_of
from smsinfo.content.editing import Collision, Editing, Window
from smsinfo.content.packs import import_pack
from smsinfo.content.parts import FRAME, Fields, Part, digest, text_of
from smsinfo.content.reviewing import Reviewing
from smsinfo.db.engine import Database
from smsinfo.db.queries import audit as log
from smsinfo.db.queries import changes as rows
from smsinfo.db.queries import content, topics
from smsinfo.db.queries import staff as people
from smsinfo.db.queries.audit import Event, Filter
from smsinfo.domain.changes import Change, State
from smsinfo.domain.staff import Grant, Person, Role
from smsinfo.errors import ContentRefused
from smsinfo.staff.accounts import NewAccount
from smsinfo.staff.audit import TERMINAL
from smsinfo.staff.service import make_staff
from tests.support import HeldClock

from .samples import NOW, a_pack

ROOT = bytes(range(32))
CAST: dict[str, tuple[tuple[Role, str], ...]] = {
    "wati": ((Role.EDITOR, "62"),),
    "rina": ((Role.EDITOR, "62"),),
    "budi": ((Role.EDITOR, "62.06"),),
    "kim": ((Role.CONTRIBUTOR, "62.06.05"),),
    "pak.edi": ((Role.PUBLISHER, "62"),),
    "bu.sri": ((Role.PUBLISHER, "62"),),
    "joko": ((Role.PUBLISHER, "62.06"),),
    "siaga": ((Role.ALERT_AUTHOR, "62"),),
    "ani": ((Role.AUDITOR, "62"),),
}
ID, EN = Part("id"), Part("en")
KATINGAN = Part("id", "62.06")


class Newsroom:
    """Writers and publishers, each by name, and the topics `ktp` and `kk`."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = HeldClock(NOW)
        self.staff = make_staff(ROOT)
        self.editing, self.reviewing = Editing(self.staff.audit), Reviewing(self.staff.audit)

    def furnish(self) -> None:
        """Bring in the pack and the cast."""
        with self.database.write() as session:
            import_pack(session, a_pack(), self.clock())
            for name, grants in CAST.items():
                new = NewAccount(name, name.title(), "62")
                made = self.staff.accounts.open(session, TERMINAL, self.clock(), new)
                for role, code in grants:
                    people.put_grant(session, made.id, Grant(role, code), self.clock())

    def person(self, name: str) -> Person:
        """Somebody of the cast."""
        with self.database.read() as session:
            found = people.by_name(session, name)
        assert found is not None
        return found

    def case(self, name: str, key: str = "ktp") -> Case:
        """A topic on somebody's desk."""
        with self.database.read() as session:
            found = case_of(session, key, self.person(name))
        assert found is not None
        return found

    def seen(self, case: Case, part: Part) -> Window:
        """What a form that is opened now would say."""
        row = case.drafts.get(part)
        before = row.before if row else text_of(case.live.get(part))
        return Window(row.version if row else 0, digest(before))

    def save(
        self, name: str, part: Part, value: Fields | None, key: str = "ktp", seen: Window | None = None
    ) -> Collision | None:
        """Somebody saves a part as they see it now, or as they saw it in an older window."""
        case = self.case(name, key)
        with self.database.write() as session:
            window = seen or self.seen(case, part)
            return self.editing.save(session, self.person(name), self.clock(), case, part, value, window)

    def submit(self, name: str, key: str = "ktp", words: str = "") -> int:
        """Somebody sends their draft."""
        with self.database.write() as session:
            case = case_of(session, key, self.person(name))
            assert case is not None
            return self.editing.submit(session, self.person(name), self.clock(), case, words)

    def writes(self, name: str, text: str, part: Part = ID, key: str = "ktp") -> int:
        """Somebody writes a text and sends it."""
        assert self.save(name, part, {"text": text}, key) is None
        return self.submit(name, key)

    def act(self, act: str, name: str, change_id: int, *more: Any) -> None:
        """`publish`, `send_back`, `retract`, `schedule`, `comment`, `mend` by somebody."""
        service: Any = self.editing if act == "mend" else self.reviewing
        with self.database.write() as session:
            change = rows.get(session, change_id)
            assert change is not None
            getattr(service, act)(session, self.person(name), self.clock(), change, *more)

    def change(self, change_id: int) -> Change:
        """A change as it stands."""
        with self.database.read() as session:
            found = rows.get(session, change_id)
        assert found is not None
        return found

    def state(self, change_id: int) -> State:
        """Where a change stands."""
        return self.change(change_id).state

    def text(self, part: Part = ID, key: str = "ktp") -> str | None:
        """What citizens get."""
        value = self.case("wati", key).live.get(part)
        return value["text"] if value else None

    def frame(self, key: str = "ktp", **changes: Any) -> Fields:
        """The published frame with some fields changed; `title_en` stands for `title.en`."""
        named = {name.replace("_", ".") if name not in ("review_by",) else name: said for name, said in changes.items()}
        return {**self.case("wati", key).live[FRAME], **named}

    def version(self) -> int:
        """The content version."""
        with self.database.read() as session:
            return content.content_version(session)

    def status(self, key: str) -> str | None:
        """A topic's status."""
        with self.database.read() as session:
            found = topics.by_key(session, key)
        return found.status if found else None

    def events(self, action: str = "") -> list[Event]:
        """The audit log, oldest first."""
        with self.database.read() as session:
            return log.find(session, Filter(action=action), 1000)[::-1]

    def details(self, action: str) -> dict[str, Any]:
        """What the last event of a kind says."""
        found: dict[str, Any] = json.loads(self.events(action)[-1].details)
        return found


def refused(reason: str) -> pytest.RaisesExc[ContentRefused]:
    """An act that is refused for this reason."""
    return pytest.raises(ContentRefused, check=lambda error: error.reason == reason)
