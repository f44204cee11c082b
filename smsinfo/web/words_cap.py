"""What is said of CAP documents, in the language of the page."""

from __future__ import annotations

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from smsinfo.alerts.cap.outcome import Outcome
from smsinfo.alerts.cap.regions import Reason
from smsinfo.domain.cap_document import Remark
from smsinfo.errors import BadCap
from smsinfo.web.i18n import catalogue, page_language

CAP: Final = "cap"
"""The catalogue of what is wrong or odd with documents; its texts stand in smsinfo/alerts/cap."""

OUTCOMES: Final[dict[Outcome, LazyString]] = {
    Outcome.DRAFT: _("A draft was opened:"),
    Outcome.ADDED: _("Its text joined the draft"),
    Outcome.WITHDRAWN: _("Taken back by its sender; closed is the draft"),
    Outcome.HELD: _("Held: not for people, so no draft."),
    Outcome.DUPLICATE: _("Known already: nothing was changed."),
    Outcome.EXPIRED: _("Its time is over: no draft."),
    Outcome.ELSEWHERE: _("It names no region of ours: no draft. No area means nobody."),
    Outcome.STRANGER: _("Its sender is not on the list of those whom we trust (cap_senders): no draft."),
}

REASONS: Final[dict[Reason, LazyString]] = {
    Reason.GEOCODE: _("from its code"),
    Reason.NAME: _("named"),
    Reason.SHAPE: _("inside the area on the map"),
}


def problem(found: BadCap | Remark) -> str:
    """What is wrong and what to do, or what is odd."""
    translated: str = catalogue(page_language(), CAP).gettext(found.template)
    return translated.format(**dict(found.values))
