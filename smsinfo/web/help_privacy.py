"""The help of the pages of the data officer; `help_staff` takes it over."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _

from smsinfo.web.help_page import Help

HELP: Final[dict[str, Help]] = {
    "personal-data": Help(
        _("Personal data"),
        _("Requests of people about their own data, proof of what was removed, and what to do after a breach."),
        (
            _("Enter a request with the reference of its letter or case, and with when it came."),
            _("Answer it within 3 x 24 hours, then close it as done, or as refused with the reason."),
            _("After a breach fill in the kit, print it, and have the legal office read the notices."),
        ),
        (
            _("Never write a phone number or a NIK here. HAPUS DATA and DATAKU are done at once and only counted."),
            _(
                "Twelve hours before its clock ends, and past it, it is an alarm; who closes requests is told once by "
                "SMS or mail."
            ),
            _("Auditors look; administrators enter and close. Every act stands in the audit log."),
        ),
    ),
}

PAGES: Final[dict[str, str]] = dict.fromkeys(("privacy.show", "privacy.breach", "privacy.wordings"), "personal-data")
