"""Accounts as Flask-Security sees them, and the store that it reads and writes them by.

Its own stores keep one database session over the whole request. Here reading is one short look and writing one short
transaction at the end, because Argon2's tenth of a second in between must not hold SQLite's only writer up.
"""

from __future__ import annotations

from typing import Any, Final

from flask import g
from flask_security import RoleMixin, UserDatastore, UserMixin

from smsinfo.db.models import StaffAccount
from smsinfo.db.queries import staff as rows
from smsinfo.domain.staff import Person
from smsinfo.staff.audit import Actor
from smsinfo.staff.sessions import Seen
from smsinfo.web.access import services

AUTHENTICATOR: Final = "authenticator"


class User(UserMixin):
    """One account during one request. What Flask-Security changes of it is stored by `StaffDatastore.commit`."""

    fs_uniquifier: str = ""  # Flask-Security wants to see it on the class

    def __init__(self, account: StaffAccount, person: Person, seen: Seen | None = None) -> None:
        self.person = person
        self.seen = seen
        self.id = account.id
        self.username = account.name
        self.password = account.password
        self.active = account.active
        self.fs_uniquifier = account.fs_uniquifier
        self.tf_totp_secret = account.tf_totp_secret
        self.tf_primary_method = AUTHENTICATOR if account.tf_totp_secret else None
        self.last_counter = account.tf_counter
        self._loaded = (account.password, account.tf_totp_secret)

    @property
    def new_password(self) -> str | None:
        """The hash of a password that was set in this request."""
        return self.password if self.password != self._loaded[0] else None

    @property
    def new_code(self) -> str | None:
        """The sealed secret of an authenticator that was set up in this request."""
        return self.tf_totp_secret if self.tf_totp_secret != self._loaded[1] else None

    def stored(self) -> None:
        """What was changed is in the database now."""
        self._loaded = (self.password, self.tf_totp_secret)

    def calc_username(self) -> str:
        """The name that an authenticator shows."""
        return self.username or ""

    def check_tf_required(
        self, tf_setup_methods: list[tuple[str, str]], tf_fresh: bool
    ) -> tuple[bool, list[tuple[str, str]]]:
        """A code is asked for where the account has an authenticator, and where a role wants one."""
        return bool(tf_setup_methods) or self.person.needs_code, tf_setup_methods

    def check_tf_required_setup(self) -> bool:
        """Whether the authenticator can't be given up."""
        return self.person.needs_code

    def get_auth_token(self) -> str | bytes:
        """There are none: a session that nobody can end from here is no session."""
        raise NotImplementedError("staff accounts have no tokens")


class StaffDatastore(UserDatastore):
    """Reads accounts by name or uniquifier; writes what Flask-Security changed, with an audit event for each."""

    def __init__(self) -> None:
        super().__init__(User, RoleMixin)

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> User | None:
        """The account with this `username` or `fs_uniquifier`; names are stored in small letters."""
        ((key, value),) = kwargs.items()
        with services().database.read() as session:
            account = rows.account_by(session, key, str(value))
            return User(account, rows.with_grants(session, account)) if account is not None else None

    def find_role(self, role: str) -> None:
        """Roles are grants with a region, which Flask-Security does not know."""
        return

    def put(self, model: Any) -> Any:
        """Remember an account that has changed."""
        if isinstance(model, User):
            g.setdefault("changed_users", []).append(model)
        return model

    def commit(self) -> None:
        """Store what has changed."""
        changed: list[User] = g.pop("changed_users", [])
        staff, now = services().staff, services().clock()
        for user in dict.fromkeys(changed):
            password, code = user.new_password, user.new_code
            if password is None and code is None:
                continue
            with services().database.write() as session:
                if password is not None:
                    staff.accounts.put_password(session, Actor.of(user.person), now, user.person, password)
                if code is not None:
                    staff.accounts.put_code(session, Actor.of(user.person), now, user.person, code)
            user.stored()
