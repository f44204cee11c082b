"""Flask-Security for the staff pages: which of its features are on, and what takes the place of its own parts.

Ours are the store (`auth_users`), the proofs and their locks (`auth_proofs`), the codes and the sessions of the staff
layer. Its are the flow of logging in with a second factor, the form tokens and where a page leads on to. Tokens, JSON
answers, remembered log-ins and mail are off.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any, Final

from flask import Flask, g, session
from flask_login import user_logged_out
from flask_security import Security, Totp, UserMixin, user_authenticated
from flask_security.recovery_codes import MfRecoveryCodesUtil
from flask_security.utils import set_request_attr
from qrcode import QRCode
from qrcode.image.svg import SvgPathImage

from smsinfo.bootstrap import Services
from smsinfo.db.queries.staff_access import count_recovery_codes
from smsinfo.staff.codes import ISSUER
from smsinfo.staff.practice import Task
from smsinfo.staff.sessions import FRESH
from smsinfo.web import i18n
from smsinfo.web.access import services
from smsinfo.web.auth_forms import CodeForm, LogInForm, PasswordForm, ProveForm, RecoveryForm, RescueForm, SetUpForm
from smsinfo.web.auth_proofs import forget_failures
from smsinfo.web.auth_users import StaffDatastore, User

SESSION_KEY: Final = "staff"
"""Where the browser's session keeps the token of ours."""
DOMAIN: Final = "flask_security"
PREFIX: Final = "/staff"
UNUSED: Final = ("security.tf_select", "security.two_factor_rescue", "security.static")
"""Addresses of Flask-Security that lead to nothing here."""


class StaffTotp(Totp):
    """Codes by the staff layer, which seals secrets under a key of ours and takes each code once."""

    def generate_totp_secret(self) -> str:
        """A fresh secret, sealed."""
        return services().staff.codes.new_secret()

    def fetch_setup_values(self, totp: str, user: UserMixin) -> dict[str, str]:
        """What the page shows of a secret: a picture to scan, and letters to type."""
        codes = services().staff.codes
        name = user.calc_username()
        code = QRCode(border=2)
        code.add_data(codes.address(totp, name))
        picture: str = code.make_image(image_factory=SvgPathImage).to_string(encoding="unicode")
        key, uri = codes.key(totp), codes.address(totp, name)
        return {
            "key": key,
            "b32key": key.replace("-", ""),
            "uri": uri,
            "image": picture,
            "username": name,
            "issuer": ISSUER,
        }


class StaffRecoveryCodes(MfRecoveryCodesUtil):
    """Recovery codes of which only digests are kept: they are shown once, when they are made."""

    def create_recovery_codes(self, user: UserMixin) -> list[str]:
        """New codes in the place of the old."""
        assert isinstance(user, User)  # noqa: S101  (the store gives no other)
        with services().database.write() as database:
            return services().staff.accounts.new_recovery_codes(database, services().clock(), user.person)

    def get_recovery_codes(self, user: UserMixin) -> list[str]:
        """Nobody can show them again."""
        return []

    def delete_recovery_code(self, user: UserMixin, code: str) -> bool:
        """The form has used the code up already, so that of two at once only one gets in."""
        return True


def init_app(app: Flask, parts: Services) -> None:
    """Put Flask-Security's pages below /staff, on the accounts of these services."""
    app.config.update(_config(parts))
    security = Security(
        app,
        StaffDatastore(),
        login_form=LogInForm,
        verify_form=ProveForm,
        change_password_form=PasswordForm,
        two_factor_setup_form=SetUpForm,
        two_factor_verify_code_form=CodeForm,
        two_factor_rescue_form=RescueForm,
        mf_recovery_form=RecoveryForm,
        totp_cls=StaffTotp,
        mf_recovery_codes_util_cls=StaffRecoveryCodes,
    )
    security.want_json(lambda _request: False)
    security.login_manager.user_loader(_load)
    security.login_manager.request_loader(lambda _request: None)
    # Who asks is asked by the pages that want to know; Principal would ask at each request, webhooks too.
    app.before_request_funcs[None].remove(security.principal._on_before_request)
    # Nobody is remembered; and whoever looks into the session makes a style sheet differ by cookie.
    app.after_request_funcs[None].remove(security.login_manager._update_remember_cookie)
    with app.app_context():
        security.i18n_domain.cache.update(
            {(language, DOMAIN): i18n.catalogue(language, DOMAIN) for language in i18n.LANGUAGES}
        )
    user_authenticated.connect(_logged_in, app)
    user_logged_out.connect(_logged_out, app)
    app.after_request(_begin_session)
    app.after_request(_note_proof)


def _config(parts: Services) -> dict[str, Any]:
    secret = parts.settings.secret_key
    return {
        "SESSION_PROTECTION": None,
        "SECURITY_URL_PREFIX": PREFIX,
        "SECURITY_POST_LOGIN_VIEW": f"{PREFIX}/",
        "SECURITY_POST_LOGOUT_VIEW": f"{PREFIX}/login",
        "SECURITY_POST_VERIFY_VIEW": f"{PREFIX}/",
        "SECURITY_POST_CHANGE_VIEW": f"{PREFIX}/account",
        "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": f"{PREFIX}/account",
        "SECURITY_USER_IDENTITY_ATTRIBUTES": [{"username": {"mapper": lambda name: name, "case_insensitive": True}}],
        "SECURITY_PASSWORD_SALT": secret.get_secret_value() if secret else "",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"},
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {"argon2__parallelism": 1},
        "SECURITY_PASSWORD_NORMALIZE_FORM": None,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_TOTP_SECRETS": {"1": "not used: StaffTotp seals"},
        "SECURITY_TOTP_ISSUER": ISSUER,
        "SECURITY_FRESHNESS": FRESH,
        "SECURITY_FRESHNESS_GRACE_PERIOD": timedelta(0),
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_CACHE_CONTROL": None,
        "SECURITY_FLASH_MESSAGES": True,
    } | {f"SECURITY_{name}_TEMPLATE": f"staff/security/{page}.html" for name, page in _TEMPLATES.items()}


_TEMPLATES: Final = {
    "LOGIN_USER": "login",
    "VERIFY": "prove",
    "CHANGE_PASSWORD": "password",
    "TWO_FACTOR_SETUP": "authenticator",
    "TWO_FACTOR_VERIFY_CODE": "code",
    "MULTI_FACTOR_RECOVERY": "recovery",
    "MULTI_FACTOR_RECOVERY_CODES": "recovery_codes",
    "LOGOUT_USER": "login",
}


def _load(_user_id: str) -> User | None:
    """Who this browser's session is, by its token in our own table: that is where a session ends."""
    token, now = session.get(SESSION_KEY), services().clock()
    if not token:
        return None
    with services().database.read() as database:
        seen = services().staff.sessions.find(database, token, now)
    if seen is None:
        return None
    if seen.stale:
        with services().database.write() as database:
            services().staff.sessions.touch(database, token, now)
    set_request_attr("fs_authn_via", "session")
    # Whether the session is fresh, ours says by our clock; Flask-Security is told "just now" or "in 1970".
    set_request_attr("fs_paa", time.time() if seen.is_fresh(now) else 1)
    return User(seen.account, seen.person, seen)


def _logged_in(_app: Flask, user: User, authn_via: list[str] | None, **_: Any) -> None:
    """The session begins when the response is made: a changed password, stored before that, ends all sessions."""
    g.logged_in = (user, (authn_via or ["code"])[0])
    # What an attacker may have put into the browser before, the form token above all, must not go on.
    for name in set(session) - {"_user_id", "lang"}:
        session.pop(name)
    g.pop("csrf_token", None)


def _begin_session(response: Any) -> Any:
    if "logged_in" in g:
        user, via = g.pop("logged_in")
        staff, now = services().staff, services().clock()
        with services().database.write() as database:
            session[SESSION_KEY] = staff.sessions.begin(database, user.person, now, via=via)
            session["lang"] = user.person.language or session.get("lang")
            forget_failures(database, user.person)
            if user.tf_totp_secret:
                staff.practice.done(database, user.person, Task.AUTHENTICATOR, now)
    return response


def _logged_out(_app: Flask, user: Any, **_: Any) -> None:
    token = session.get(SESSION_KEY)
    if token and isinstance(user, User):
        with services().database.write() as database:
            services().staff.sessions.end(database, user.person, token, services().clock())
    for name in set(session) - {"lang"}:
        session.pop(name)


def _note_proof(response: Any) -> Any:
    """A password that was given again makes the session fresh."""
    if "proved" in g:
        user = g.pop("proved")
        staff, now = services().staff, services().clock()
        with services().database.write() as database:
            staff.sessions.touch(database, session[SESSION_KEY], now, proved=True)
            staff.practice.done(database, user.person, Task.PROVE, now)
    return response


def recovery_codes_left(user: User) -> int:
    """How many recovery codes the account had when the request began."""
    if user.seen is not None:
        return user.seen.recovery_codes
    with services().database.read() as database:
        return count_recovery_codes(database, user.id)
