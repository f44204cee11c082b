"""The one place where a staff page says who may see it, and where that is asked.

A view declares it by `needs` or `for_everybody`; a view that declares nothing is seen by nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast

from flask import Blueprint, Response, abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _
from flask_login import current_user

from smsinfo.domain.staff import Permission, Person
from smsinfo.errors import StaffRefused
from smsinfo.web.access import services
from smsinfo.web.auth import UNUSED, recovery_codes_left
from smsinfo.web.auth_forms import safe_next
from smsinfo.web.auth_users import User
from smsinfo.web.words import reason

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
_ACCESS: Final = "staff_access"
_ROOM: Final = "staff_form_room"

NAVIGATION: Final[tuple[tuple[str, LazyString, Permission], ...]] = (
    ("staff.home", _("Start"), Permission.ACCOUNT),
    ("alerts.all_", _("Alerts"), Permission.ALERTS),
    ("topics.all_", _("Topics"), Permission.TOPICS),
    ("claims.all_", _("Claims"), Permission.TOPICS),
    ("region_fields.all_", _("Region fields"), Permission.TOPICS),
    ("menus.all_", _("Menus"), Permission.TOPICS),
    ("changes.all_", _("Review"), Permission.TOPICS),
    ("drafts.mine", _("My work"), Permission.WRITE),
    ("gaps.all_", _("Gaps"), Permission.WRITE),
    ("verification.due", _("Verification"), Permission.TOPICS),
    ("packs.show", _("Packs"), Permission.PUBLISH),
    ("news.all_", _("Village news"), Permission.NEWS),
    ("cap_in.show", _("By CAP"), Permission.ALERTS),
    ("inbox.show", _("Inbox"), Permission.DESK),
    ("cases.all_", _("Cases"), Permission.CASES),
    ("helpdesk.form", _("Help desk"), Permission.DESK),
    ("groups.all_", _("Community"), Permission.COMMUNITY),
    ("subscribers.show", _("Subscribers"), Permission.SUBSCRIBERS),
    ("reports.all_", _("Reports"), Permission.REPORTS),
    ("people.all_", _("People"), Permission.PEOPLE),
    ("handover.all_", _("Handover"), Permission.PEOPLE),
    ("privacy.show", _("Personal data"), Permission.PRIVACY),
    ("audit.show", _("Audit log"), Permission.AUDIT),
    ("staff.account", _("My account"), Permission.ACCOUNT),
)
"""(endpoint, words, permission): a page that stands in the menu adds a line."""
SECTIONS: Final = {
    "texts": "topics",
    "frames": "topics",
    "history": "topics",
    "proposals": "changes",
    "cards": "news",
    "rumours": "cases",
    "village_proposals": "cases",
    "group_files": "groups",
    "members": "groups",
    "trainings": "groups",
}
"""Blueprint of a page that has no line of its own -> the one under whose line it stands."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who may come. `fresh`: only with a password that was given a short while ago."""

    permission: Permission | None
    fresh: bool = False
    first_steps: bool = False


EVERYBODY: Final = Access(None)
LOGGED_IN: Final = Access(Permission.ACCOUNT, first_steps=True)

OF_FLASK_SECURITY: Final[dict[str, Access]] = {
    "security.login": EVERYBODY,
    "security.logout": EVERYBODY,
    "security.two_factor_setup": EVERYBODY,  # it asks itself: half-way through a log-in nobody is logged in
    "security.two_factor_setup_validate": LOGGED_IN,
    "security.two_factor_token_validation": EVERYBODY,
    "security.mf_recovery": EVERYBODY,
    "security.mf_recovery_codes": LOGGED_IN,
    "security.change_password": LOGGED_IN,
    "security.verify": LOGGED_IN,
}
"""Its own pages, which can be seen before the first steps (authenticator, recovery codes) are done."""


def needs(permission: Permission, *, fresh: bool = False) -> Callable[[View], View]:
    """Declare what a view asks for."""
    return _declare(Access(permission, fresh))


def takes(room: int, *, fields: bool = False) -> Callable[[View], View]:
    """Declare that a view's form may be so many bytes, a file in it; `fields`: its other fields may be as large too.

    From whoever the view does not let in, no more is read than from a webhook.
    """

    def declare(view: View) -> View:
        setattr(view, _ROOM, (room, fields))
        return view

    return declare


def make_room() -> None:
    """Take a large form where the view declares one and who brings it may come. Before anything reads the form."""
    view = current_app.view_functions.get(request.endpoint or "")
    room, fields = getattr(view, _ROOM, (0, False))
    access = access_of(request.endpoint or "")
    if not room or request.method != "POST" or access is None or access.permission is None:
        return
    if current_user.is_authenticated and current_user.person.may(access.permission):
        request.max_content_length = room
        if fields:
            request.max_form_memory_size = room


def for_everybody(view: View) -> View:
    """Declare that a view asks for nothing, because who comes has no account yet."""
    return _declare(EVERYBODY)(view)


def access_of(endpoint: str) -> Access | None:
    """What an endpoint declares; None where it is no staff page or declares nothing."""
    declared = getattr(current_app.view_functions.get(endpoint), _ACCESS, None)
    return cast("Access | None", declared) or OF_FLASK_SECURITY.get(endpoint)


def staff_pages(name: str, module: str) -> Blueprint:
    """A blueprint below /staff whose views are asked for, and whose refusals are said on the page."""
    pages = Blueprint(name, module, url_prefix="/staff")
    pages.before_request(ask)
    pages.register_error_handler(StaffRefused, refused)
    return pages


def ask() -> ResponseReturnValue | None:
    """Let in who may come; lead others to what they have to do first."""
    access = access_of(request.endpoint or "")
    if access is None or request.endpoint in UNUSED:
        abort(404)
    if access.permission is None:
        return None
    if not current_user.is_authenticated:
        return redirect(url_for("security.login", next=_here()), 303)
    user: User = current_user
    step = None if access.first_steps else _first_step(user)
    if step is not None:
        return step
    if not user.person.may(access.permission):
        abort(403)
    if access.fresh and (user.seen is None or not user.seen.is_fresh(services().clock())):
        flash(gettext("This matters: give your password once more, then do it again."), "info")
        return redirect(url_for("security.verify", next=_here()), 303)
    return None


def keep_inside(response: Response) -> Response:
    """Whatever a form or an address said of where to go next: from a log-in people go on to pages of the staff."""
    there = response.headers.get("Location")
    # Only where it leads matters here; what is asked there is read by the page itself.
    path = (there or "").partition("?")[0]
    if there is not None and (not safe_next(path) or path == url_for("security.logout")):
        response.headers["Location"] = url_for("staff.home")
    return response


def navigation() -> list[tuple[str, LazyString]]:
    """The menu of who is logged in; nothing for others, and nothing before the first steps are done."""
    user: User = current_user
    if not user.is_authenticated or (user.person.needs_code and not user.tf_totp_secret):
        return []
    return [(endpoint, words) for endpoint, words, needed in NAVIGATION if user.person.may(needed)]


def is_here(endpoint: str) -> bool:
    """Whether this line of the menu holds the page that is asked for."""
    here = SECTIONS.get(request.blueprint or "", request.blueprint)
    return here == endpoint.split(".")[0] and (here != "staff" or request.endpoint == endpoint)


def person() -> Person:
    """Who is logged in; only for views that ask for it."""
    user: User = current_user
    return user.person


def refused(refusal: Exception) -> ResponseReturnValue:
    """Say why on the page where it was asked for."""
    assert isinstance(refusal, StaffRefused)  # noqa: S101  (registered for it only)
    flash(reason(refusal), "danger")
    return redirect(_back(), 303)


def _first_step(user: User) -> ResponseReturnValue | None:
    """What has to be done before anything else."""
    if user.person.needs_code and not user.tf_totp_secret:
        return redirect(url_for("security.two_factor_setup"), 303)
    if user.tf_totp_secret and recovery_codes_left(user) == 0:
        return redirect(url_for("security.mf_recovery_codes"), 303)
    return None


def _declare(access: Access) -> Callable[[View], View]:
    def declare(view: View) -> View:
        setattr(view, _ACCESS, access)
        return view

    return declare


def _here() -> str:
    """The page that was asked for; for an act, the page that it belongs to."""
    return request.full_path.rstrip("?") if request.method == "GET" else _back()


def _back() -> str:
    """The page of an act: that of the person it is about, the list, or the first page."""
    values: dict[str, Any] = request.view_args or {}
    if "account_id" in values:
        return url_for("people.show", account_id=values["account_id"])
    return url_for("people.all_" if request.blueprint == "people" else "staff.home")
