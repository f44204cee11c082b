"""The forms of Flask-Security's pages: its fields and flow, our proofs and our words."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

from flask import g, request
from flask_babel import format_time, gettext
from flask_login import current_user
from flask_security import MfRecoveryForm, TwoFactorVerifyCodeForm
from flask_security.forms import Form
from wtforms import HiddenField, PasswordField, StringField

from smsinfo.staff import passwords
from smsinfo.web.access import services
from smsinfo.web.auth_proofs import Outcome, check_code, check_password, check_recovery_code
from smsinfo.web.auth_users import AUTHENTICATOR, StaffDatastore, User
from smsinfo.web.words import password_problem

_PATH: Final = re.compile(r"/staff(?:/[A-Za-z0-9._~/-]*)?(?:\?[A-Za-z0-9._~=&%/-]*)?")


def safe_next(wanted: str | None) -> str:
    """An address that a log-in may lead on to: a page of the staff, on this host; empty for anything else."""
    address = wanted or ""
    return address if _PATH.fullmatch(address) and "//" not in address and ".." not in address else ""


class _NextForm(Form):
    """A form that leads on to where the person wanted to go."""

    next = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.next.data = safe_next(self.next.data or request.args.get("next"))


class LogInForm(_NextForm):
    """Name and password."""

    name = StringField()
    password = PasswordField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user: User | None = None
        self.requires_confirmation = False  # Flask-Security's view asks

    def validate(self, **kwargs: Any) -> bool:
        """Whether this is the password of that name."""
        if not super().validate(**kwargs):
            return False
        name, password = (self.name.data or "").strip().lower(), self.password.data or ""
        user = StaffDatastore().find_user(username=name)
        outcome = check_password(name, password, user)
        if not outcome.right:
            self.form_errors.append(refused(outcome, gettext("The name or the password is not right.")))
            return False
        self.user = user
        return True


class ProveForm(_NextForm):
    """The password again, before an act that matters."""

    password = PasswordField()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def validate(self, **kwargs: Any) -> bool:
        """Whether it is the person's own password; the session counts as fresh then."""
        if not super().validate(**kwargs):
            return False
        outcome = check_password(self.user.person.name, self.password.data or "", self.user)
        if not outcome.right:
            self.form_errors.append(refused(outcome, gettext("The password is not right.")))
        else:
            g.proved = self.user
        return outcome.right


class PasswordForm(Form):
    """A new password, with the old one."""

    password = PasswordField()
    new_password = PasswordField()
    new_password_confirm = PasswordField()

    def validate(self, **kwargs: Any) -> bool:
        """Whether the old one is right and the new one will do."""
        if not super().validate(**kwargs):
            return False
        user: User = current_user
        problem = new_password_problem(user.person.name, self.new_password.data, self.new_password_confirm.data)
        if problem:
            self.form_errors.append(problem)
            return False
        outcome = check_password(user.person.name, self.password.data or "", user)
        if not outcome.right:
            self.form_errors.append(refused(outcome, gettext("The password that you have now is not right.")))
        elif passwords.normalise(self.password.data) == passwords.normalise(self.new_password.data):
            self.form_errors.append(gettext("That is the password that you have now. Choose another one."))
        self.new_password.data = passwords.normalise(self.new_password.data)
        return not self.form_errors


class SetUpForm(Form):
    """To begin setting up an authenticator: the one method that there is, and no way to give it up."""

    setup = StringField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user: User | None = None

    def validate(self, **kwargs: Any) -> bool:
        """Whether the form asks for what there is."""
        return bool(super().validate(**kwargs)) and self.setup.data == AUTHENTICATOR


class RescueForm(Form):
    """Flask-Security's help page is not used; its view wants a form all the same."""


class CodeForm(TwoFactorVerifyCodeForm):
    """A code from the authenticator, at log-in or to finish its setting up."""

    def validate(self, **kwargs: Any) -> bool:
        """Whether the code is right, and was not used before."""
        if not Form.validate(self, **kwargs):
            return False
        assert isinstance(self.user, User)  # noqa: S101  (the view has found it)
        outcome = check_code(self.user, self.tf_totp_secret, self.code.data or "")
        if not outcome.right:
            wrong = gettext(
                "The code is not right, or was used before. Wait for the next one. If that does not help, let your "
                "phone set its time by itself."
            )
            self.code.errors = [refused(outcome, wrong)]
        return outcome.right


class RecoveryForm(MfRecoveryForm):
    """A recovery code, for who has lost the authenticator."""

    def validate(self, **kwargs: Any) -> bool:
        """Whether the code is right; it is used up by this."""
        if not Form.validate(self, **kwargs):
            return False
        assert isinstance(self.user, User)  # noqa: S101  (the view has found it)
        outcome = check_recovery_code(self.user, self.code.data or "")
        if not outcome.right:
            self.code.errors = [refused(outcome, gettext("This recovery code is not right, or was used before."))]
        return outcome.right


def refused(outcome: Outcome, wrong: str) -> str:
    """What a person reads: what was wrong, or until when they have to wait."""
    return locked_text(outcome.locked_until) if outcome.locked_until is not None else wrong


def locked_text(until: datetime) -> str:
    """Until when nobody gets in under this name, and who can help."""
    time = format_time(until.astimezone(services().settings.zone), "HH:mm", rebase=False)
    text = gettext(
        "Too many wrong tries. Wait until %(time)s, or ask an administrator to unlock your account.", time=time
    )
    return str(text)


def new_password_problem(name: str, password: str | None, again: str | None) -> str:
    """Why this can't be the new password; empty where it can."""
    if (password or "") != (again or ""):
        return str(gettext("The two new passwords are not the same."))
    problem = passwords.problem(password or "", name)
    return password_problem(problem) if problem else ""
