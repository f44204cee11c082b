"""The staff pages over a whole application, and people who use them with a browser that runs no scripts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import get_ident
from types import SimpleNamespace
from typing import Any

from flask import Flask, g
from flask.testing import FlaskClient
from lxml import html  # type: ignore[import-untyped]
from sqlalchemy import event
from werkzeug.test import TestResponse

from smsinfo.db.queries import audit as log
from smsinfo.db.queries import staff as rows
from smsinfo.db.queries.audit import Event, Filter
from smsinfo.domain.staff import Grant, LinkPurpose, Person, Role
from smsinfo.staff import passwords
from smsinfo.staff.accounts import NewAccount
from smsinfo.staff.audit import TERMINAL
from smsinfo.web.app import create_app
from smsinfo.web.citizens import code_of
from tests.staff.office import PASSWORD, add_regions
from tests.support import HeldClock, make_services

_HASH = passwords.make_hash(PASSWORD)


class StaffRoom:
    """Services with four regions, and their application."""

    def __init__(self, database_url: str, **settings: Any) -> None:
        self.clock = HeldClock()
        self.services = make_services(database_url, self.clock, content=False, **settings)
        with self.services.database.write() as session:
            add_regions(session)
        self.app: Flask = create_app(self.services)

    def close(self) -> None:
        """Give everything back."""
        self.services.heart.stop()
        self.services.database.close()

    @contextmanager
    def counted(self) -> Iterator[list[str]]:
        """The statements that this thread sends meanwhile."""
        found: list[str] = []
        here = get_ident()

        def note(_c: Any, _k: Any, statement: str, *_rest: Any) -> None:
            if get_ident() == here and not statement.startswith(("BEGIN", "PRAGMA")):
                found.append(statement)

        event.listen(self.services.database.engine, "before_cursor_execute", note)
        yield found
        event.remove(self.services.database.engine, "before_cursor_execute", note)

    def person(self, name: str, *roles: tuple[Role, str], region: str = "62", practice: bool = False) -> Person:
        """Somebody with the usual password; with an authenticator and recovery codes, where a role wants them."""
        staff, now = self.services.staff, self.clock()
        with self.services.database.write() as session:
            made = staff.accounts.open(session, TERMINAL, now, NewAccount(name, name.replace("_", " ").title(), region))
            rows.change(session, made.id, {"password": _HASH})
            for role, code in roles:
                rows.put_grant(session, made.id, Grant(role, code, practice), now)
            person = staff.accounts.get(session, made.id)
            if person.needs_code:
                staff.accounts.put_code(session, TERMINAL, now, person, staff.codes.new_secret())
                staff.accounts.new_recovery_codes(session, now, person)
        return self.look(name)

    def look(self, name: str) -> Person:
        """The person as they are now."""
        with self.services.database.read() as session:
            found = rows.by_name(session, name)
        assert found is not None
        return found

    def code(self, name: str) -> str:
        """What the person's authenticator shows now."""
        with self.services.database.read() as session:
            account = rows.account_by(session, "username", name)
        assert account is not None
        assert account.tf_totp_secret is not None
        return self.services.staff.codes.code(account.tf_totp_secret, self.clock())

    def recovery_codes(self, name: str) -> list[str]:
        """Fresh ones."""
        with self.services.database.write() as session:
            return self.services.staff.accounts.new_recovery_codes(session, self.clock(), self.look(name))

    def link(self, name: str, purpose: LinkPurpose = LinkPurpose.RESET) -> str:
        """A one-time token."""
        with self.services.database.write() as session:
            return self.services.staff.accounts.link(session, TERMINAL, self.clock(), self.look(name), purpose)

    def events(self, action: str = "") -> list[Event]:
        """The audit log, oldest first."""
        with self.services.database.read() as session:
            return log.find(session, Filter(action=action), 1000)[::-1]

    def code_of(self, name: str, contact_id: int) -> str:
        """What stands for a contact in an address of this person."""
        user = SimpleNamespace(person=self.look(name), is_authenticated=True)
        with self.app.test_request_context():
            g._login_user = user  # where Flask-Login keeps who is logged in
            return code_of(contact_id)

    def visitor(self) -> Visitor:
        """Somebody who has not logged in."""
        return Visitor(self)

    def logged_in(self, name: str) -> Visitor:
        """The person, logged in; half a minute later, since a code is taken once."""
        visitor = Visitor(self)
        answer = visitor.log_in(name)
        assert answer.status_code == 302, answer.text
        self.clock.forward(seconds=30)
        return visitor


class Visitor:
    """A browser: it keeps cookies, and sends the token of the page that it saw last."""

    def __init__(self, room: StaffRoom) -> None:
        self.room = room
        self.web: FlaskClient = room.app.test_client()
        self.token = ""

    def get(self, path: str) -> TestResponse:
        """Look at a page."""
        answer = self.web.get(path)
        self._read(answer)
        return answer

    def post(self, path: str, **fields: Any) -> TestResponse:
        """Send a form with the token of the last page."""
        answer = self.web.post(path, data={"csrf_token": self.token, **fields})
        self._read(answer)
        return answer

    def log_in(self, name: str, password: str = PASSWORD) -> TestResponse:
        """Name and password, and the code where one is asked for."""
        self.get("/staff/login")
        answer = self.post("/staff/login", name=name, password=password)
        if answer.headers.get("Location", "").startswith("/staff/tf-validate"):
            self.get("/staff/tf-validate")
            answer = self.post("/staff/tf-validate", code=self.room.code(name))
        return answer

    def prove(self, password: str = PASSWORD) -> TestResponse:
        """The password once more."""
        self.get("/staff/verify")
        return self.post("/staff/verify", password=password)

    def is_in(self) -> bool:
        """Whether the first page is shown."""
        return self.get("/staff/").status_code == 200

    def _read(self, answer: TestResponse) -> None:
        if answer.mimetype == "text/html" and answer.data:
            found = html.document_fromstring(answer.data).xpath("//input[@name='csrf_token']/@value")
            self.token = found[0] if found else self.token


def said(answer: TestResponse) -> list[str]:
    """What a page tells in its notes."""
    notes = html.document_fromstring(answer.data).xpath("//p[contains(@class, 'note')]")
    return [note.text_content().strip() for note in notes]
