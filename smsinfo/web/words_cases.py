"""What codes of cases are called on the pages. A test shows that each has its words."""

from __future__ import annotations

from typing import Final

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from smsinfo.domain.cases import CaseKind, CaseState, Closing, Outcome, RumourState
from smsinfo.errors import CaseRefused

MOMENT: Final = "d MMM y HH:mm"

KINDS: Final[dict[CaseKind, LazyString]] = {
    CaseKind.REPORT: _("Report"),
    CaseKind.PROPOSAL: _("Village proposal"),
    CaseKind.QUESTION: _("Question"),
    CaseKind.HOAX: _("Rumour"),
}

STATES: Final[dict[CaseState, LazyString]] = {
    CaseState.OPEN: _("waits"),
    CaseState.ASKED: _("asked back"),
    CaseState.ANSWERED: _("answered"),
    CaseState.CLOSED: _("closed"),
    CaseState.PASSED_ON: _("passed on"),
}

OUTCOMES: Final[dict[Outcome, LazyString]] = {
    Outcome.NOTED: _("noted"),
    Outcome.DISCUSSED: _("discussed"),
    Outcome.TAKEN_UP: _("taken up"),
    Outcome.NOT_TAKEN_UP: _("not taken up"),
}

CLOSINGS: Final[dict[Closing, LazyString]] = {
    Closing.DONE: _("dealt with"),
    Closing.TWICE: _("somebody else sent the same"),
    Closing.NOT_OURS: _("not for our office"),
    Closing.ABUSE: _("abuse (the person is not told)"),
}

RUMOURS: Final[dict[RumourState, LazyString]] = {
    RumourState.OPEN: _("no verdict yet"),
    RumourState.ANSWERED: _("answered"),
    RumourState.IGNORED: _("put aside"),
}

HAPPENED: Final[dict[str, LazyString]] = {
    "opened": _("came in"),
    "added": _("more from the person"),
    "rated": _("judged"),
    "suggested": _("answer of a member"),
    "answered": _("answered"),
    "untold": _("answered, but it could not be sent"),
    "asked": _("asked back"),
    "passed_on": _("passed on"),
    "closed": _("closed"),
    "escalated": _("waited too long, went on"),
    "noted": _("noted"),
    "discussed": _("discussed"),
    "taken_up": _("taken up"),
    "not_taken_up": _("not taken up"),
}

WHO: Final[dict[str, LazyString]] = {
    "citizen": _("the person"),
    "member": _("a member"),
    "worker": _("by itself"),
}

REASONS: Final[dict[str, LazyString]] = {
    "no_words": _("Write a text of one to three segments, without personal numbers."),
    "no_reason": _("Choose or write why."),
    "personal": _("The text holds a NIK, KK or card number. SMS is no place for it: take it out."),
    "too_long": _("The text is longer than %(most)s segments. Shorten it."),
    "case_ended": _("This case has ended: nothing more is sent under its number."),
    "case_decided": _("Somebody has decided on this answer before you."),
    "case_same": _("It says so already."),
    "case_hoax": _("A rumour gets a verdict: link it to a claim."),
    "no_region": _("Choose a region that there is."),
    "not_yours": _("This region is outside your jurisdiction."),
    "no_account": _("There is no account with this name."),
}


def reason(refusal: CaseRefused) -> str:
    """Why an act was refused, in the language of the page."""
    return str(REASONS[refusal.reason]) % refusal.values


def who(by: str) -> str:
    """Who did something: an account by its name."""
    return str(WHO.get(by, by))


def ended(outcome: str) -> str:
    """An outcome of a village proposal or the reason of a closing; nothing for none."""
    if outcome in set(Outcome):
        return str(OUTCOMES[Outcome(outcome)])
    return str(CLOSINGS[Closing(outcome)]) if outcome in set(Closing) else str(gettext("none"))
