"""What codes of the staff layer are called on the pages. A guard shows that each has its words."""

from __future__ import annotations

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from smsinfo.domain.staff import RequestKind, Role
from smsinfo.errors import StaffRefused
from smsinfo.staff.passwords import LONGEST, SHORTEST
from smsinfo.staff.practice import Task
from smsinfo.web.words_practice import EXERCISES

ROLES: Final[dict[Role, LazyString]] = {
    Role.CONTRIBUTOR: _("Contributor"),
    Role.EDITOR: _("Editor"),
    Role.PUBLISHER: _("Publisher"),
    Role.ALERT_AUTHOR: _("Alert author"),
    Role.ALERT_APPROVER: _("Alert approver"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.AUDITOR: _("Auditor"),
}

DUTIES: Final[dict[Role, LazyString]] = {
    Role.CONTRIBUTOR: _("Proposes texts and news. Publishes nothing, and promises nobody that something will appear."),
    Role.EDITOR: _("Writes and mends answers, with a source for each. Never releases an own text."),
    Role.PUBLISHER: _("Releases what another person wrote, after reading source, number and price in it."),
    Role.ALERT_AUTHOR: _("Writes alerts with place, time and issuer, on the word of the office in charge only."),
    Role.ALERT_APPROVER: _("Reads place, text and number of people, then approves or returns. Never an own alert."),
    Role.ADMINISTRATOR: _("Lets people in and out and gives roles. Approves and sends nothing."),
    Role.AUDITOR: _("Reads the log, keeps its printed end, and asks where something is odd. Changes nothing."),
}

TASKS: Final[dict[Task, LazyString]] = {
    Task.AUTHENTICATOR: _("Log in with a code from your authenticator"),
    Task.RECOVERY_CODES: _("Make recovery codes and keep them on paper"),
    Task.PROVE: _("Give your password again when a page asks for it"),
    Task.PROFILE: _("Look at your own details and save them"),
    Task.RULES: _("Read what your role may do and confirm it"),
    **{task: exercise.title for task, exercise in EXERCISES.items()},
}

KINDS: Final[dict[RequestKind, LazyString]] = {
    RequestKind.GRANT: _("Give a role"),
    RequestKind.REVOKE: _("Take a role away"),
    RequestKind.CODE_RESET: _("Reset the authenticator"),
    RequestKind.HANDOVER: _("Handover"),
}

ITEMS: Final[dict[str, LazyString]] = {
    "grants": _("Role"),
    "requests": _("Request that waits (is withdrawn)"),
    "topics": _("Topic to look after"),
    "drafts": _("Draft"),
    "duties": _("Turn of duty"),
    "alerts": _("Alert in writing"),
}
"""By the key of a mover of `smsinfo.staff.handover`."""

REASONS: Final[dict[str, LazyString]] = {
    "name_form": _("A name has 3 to 32 letters a-z, digits, and . _ - between them: siti.aminah"),
    "full_name_form": _("Write the person's name in Latin letters, up to 80: Siti Aminah, S.Kom."),
    "mail_form": _("This is no mail address, such as siti@kalteng.go.id. It may stay empty."),
    "name_taken": _("There is an account %(name)s already. Choose another name."),
    "no_region": _("There is no such region. Choose one from the list, or write its code: 62.06.01"),
    "no_account": _("There is no such account any more."),
    "suspended": _("%(name)s is suspended. Resume the account first."),
    "link_over": _("This link was used or is over. Ask an administrator for a new one."),
    "not_yours": _("That lies outside your own jurisdiction. An administrator of the province can do it."),
    "asked_before": _("The same was asked before and still waits for another administrator."),
    "own_request": _("Another administrator has to confirm what you asked for."),
    "own_account": _("You can't do that to your own account. Ask another administrator."),
    "decided": _("Somebody else has decided this in the meantime."),
    "apart": _("%(name)s is %(other)s. That and %(role)s are never held by one person."),
    "no_grant": _("%(name)s has no such role any more."),
    "last_one": _("%(region)s would be left without %(role)s. Give the role to somebody else first."),
    "no_taker": _("Hand over to another person who can log in."),
    "no_alerts": _("%(name)s neither writes nor approves alerts, so needs no phone for them."),
    "abroad": _("Only an Indonesian mobile number can be registered: 0812 3456 7890"),
    "stopped": _("This phone has said STOP. Its owner texts DAFTAR and a place first."),
    "not_approver": _("%(name)s does not approve alerts there. Give the role first."),
    "on_duty": _("%(name)s is on duty there already."),
    "left_alone": _(
        "%(region)s would be left without %(role)s. Whoever takes over has to finish the practice tasks of the role "
        "first."
    ),
}

PASSWORDS: Final[dict[str, LazyString]] = {
    "short": _("The password needs at least %(least)s characters. Take three words that do not belong together."),
    "long": _("The password may have up to %(most)s characters."),
    "name": _("The password is little more than your name. Choose words that do not belong to you."),
    "repeated": _("The password repeats too few characters. Take three words that do not belong together."),
    "guessed": _("This password is among the first that are guessed. Take three words that do not belong together."),
}

BROKEN: Final[dict[str, LazyString]] = {
    "changed": _("Row %(id)s was changed after it was written."),
    "deleted": _("Row %(id)s is missing: it was deleted."),
    "truncated": _("From row %(id)s on rows are missing: the end of the log was cut off."),
    "replaced": _("Row %(id)s is not the one of the printed end: the log was written anew."),
    "no_end": _("The sealed end of the log is missing or does not fit; look at the rows from %(id)s on."),
}
"""What `smsinfo.staff.audit` finds wrong."""


def reason(refusal: StaffRefused) -> str:
    """Why an act was refused, in the language of the page."""
    values = {
        key: ROLES[Role(str(value))] if key in ("role", "other") else value for key, value in refusal.values.items()
    }
    return _filled(REASONS[refusal.reason], values)


def password_problem(problem: str) -> str:
    """Why a password will not do, in the language of the page."""
    return _filled(PASSWORDS[problem], {"least": SHORTEST, "most": LONGEST})


def broken(reason: str, event_id: int) -> str:
    """What is wrong with the log, in the language of the page."""
    return _filled(BROKEN[reason], {"id": event_id})


def _filled(text: LazyString, values: dict[str, object]) -> str:
    return str(text) % values
