"""Who works here: roles, what each may do, where, and which two never meet in one account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from smsinfo.domain.regions import covers

PROVINCE: Final = "62"
"""The jurisdiction that holds all others here: Kalimantan Tengah."""


class Role(StrEnum):
    """What an account is for. Each grant of a role names the region that it holds in."""

    CONTRIBUTOR = "contributor"
    EDITOR = "editor"
    PUBLISHER = "publisher"
    ALERT_AUTHOR = "alert_author"
    ALERT_APPROVER = "alert_approver"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Permission(StrEnum):
    """What a page may ask for. `ACCOUNT` is everybody's who has an account.

    `DESK` sees a citizen's messages with the number masked, `ASSIST` acts for them, `UNMASK` reads the number, `ERASE`
    does for them what HAPUS DATA does.
    `SUBSCRIBERS` brings people in who agreed elsewhere.
    `ALERTS` looks at alerts, `ALERT_WRITE` drafts, submits and stops them, `ALERT_APPROVE` approves and stops them.
    `COMMUNITY` looks at what the villages do; `GROUPS` registers groups and their members, `NEWS` decides what they
    send, `CASES` answers what citizens report and ask. `PRIVACY` looks at what the data
    officer has, `PRIVACY_ACT` enters requests and closes them.
    """

    ACCOUNT = "account"
    PEOPLE = "people"
    AUDIT = "audit"
    TOPICS = "topics"
    WRITE = "write"
    VERIFY = "verify"
    PUBLISH = "publish"
    DESK = "desk"
    ASSIST = "assist"
    UNMASK = "unmask"
    ERASE = "erase"
    SUBSCRIBERS = "subscribers"
    REPORTS = "reports"
    ALERTS = "alerts"
    ALERT_WRITE = "alert_write"
    ALERT_APPROVE = "alert_approve"
    COMMUNITY = "community"
    GROUPS = "groups"
    NEWS = "news"
    CASES = "cases"
    PRIVACY = "privacy"
    PRIVACY_ACT = "privacy_act"


PERMISSIONS: Final[dict[Role, frozenset[Permission]]] = {
    Role.CONTRIBUTOR: frozenset({Permission.TOPICS, Permission.WRITE}),
    Role.EDITOR: frozenset(
        {
            Permission.TOPICS,
            Permission.WRITE,
            Permission.VERIFY,
            Permission.DESK,
            Permission.ASSIST,
            Permission.ERASE,
            Permission.REPORTS,
            Permission.COMMUNITY,
            Permission.GROUPS,
            Permission.NEWS,
            Permission.CASES,
        }
    ),
    Role.PUBLISHER: frozenset(
        {
            Permission.TOPICS,
            Permission.WRITE,
            Permission.VERIFY,
            Permission.PUBLISH,
            Permission.REPORTS,
            Permission.COMMUNITY,
            Permission.NEWS,
        }
    ),
    Role.ALERT_AUTHOR: frozenset({Permission.ALERTS, Permission.ALERT_WRITE}),
    Role.ALERT_APPROVER: frozenset({Permission.ALERTS, Permission.ALERT_APPROVE}),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.PEOPLE,
            Permission.DESK,
            Permission.UNMASK,
            Permission.ERASE,
            Permission.SUBSCRIBERS,
            Permission.REPORTS,
            Permission.COMMUNITY,
            Permission.GROUPS,
            Permission.PRIVACY,
            Permission.PRIVACY_ACT,
        }
    ),
    Role.AUDITOR: frozenset(
        {
            Permission.AUDIT,
            Permission.TOPICS,
            Permission.REPORTS,
            Permission.ALERTS,
            Permission.COMMUNITY,
            Permission.PRIVACY,
        }
    ),
}
"""Beyond one's own account."""

CODE_ROLES: Final = frozenset({Role.PUBLISHER, Role.ALERT_AUTHOR, Role.ALERT_APPROVER, Role.ADMINISTRATOR})
"""Roles whose holders log in with a code from an authenticator, and do nothing before they have one."""

APPROVER_ROLES: Final = frozenset({Role.PUBLISHER, Role.ALERT_APPROVER})
"""Roles without which a jurisdiction can let nothing out: it is never left without one that it has."""

_SENDING: Final = frozenset({Role.PUBLISHER, Role.ALERT_AUTHOR, Role.ALERT_APPROVER})


def apart(one: Role, other: Role) -> bool:
    """True for two roles that one account can't hold: who manages people approves nothing, who audits only reads."""
    if one is other:
        return False
    pair = {one, other}
    return Role.AUDITOR in pair or (Role.ADMINISTRATOR in pair and bool(pair & _SENDING))


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in one region (and all in it). In practice it counts in the sandbox only."""

    role: Role
    region_code: str
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """An account with its grants, as services and pages see it."""

    id: int
    name: str
    full_name: str
    region_code: str
    language: str | None
    email: str | None
    active: bool
    demo: bool
    has_password: bool
    has_code: bool
    last_login_at: datetime | None
    grants: tuple[Grant, ...]

    @property
    def roles(self) -> frozenset[Role]:
        """All roles, those in practice too."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def needs_code(self) -> bool:
        """True where a role asks for an authenticator, in practice too: it is learned there.

        A demo account needs none: it opens on its own machine only.
        """
        return not self.demo and bool(self.roles & CODE_ROLES)

    def holds(self, role: Role, region: str) -> bool:
        """True where the role is live for the whole of the region."""
        return any(g.role is role and not g.practice and covers(g.region_code, region) for g in self.grants)

    def may(self, permission: Permission, region: str | None = None) -> bool:
        """True where a live grant allows it: in the region, or anywhere where none is named."""
        if permission is Permission.ACCOUNT:
            return True
        return any(
            permission in PERMISSIONS[grant.role]
            and not grant.practice
            and (region is None or covers(grant.region_code, region))
            for grant in self.grants
        )

    def regions(self, permission: Permission) -> frozenset[str]:
        """The regions in which live grants allow it, each with all that lies in it."""
        live = (grant for grant in self.grants if not grant.practice)
        return frozenset(grant.region_code for grant in live if permission in PERMISSIONS[grant.role])


class RequestKind(StrEnum):
    """What waits for a second administrator."""

    GRANT = "grant"
    REVOKE = "revoke"
    CODE_RESET = "code_reset"
    HANDOVER = "handover"


class RequestStatus(StrEnum):
    """What became of it."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class LinkPurpose(StrEnum):
    """What a one-time link is for."""

    JOIN = "join"
    RESET = "reset"
