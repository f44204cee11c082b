"""What codes of the alerts layer are called on the pages. A guard shows that each has its words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from flask_babel import LazyString, format_datetime
from flask_babel import lazy_gettext as _

from smsinfo.alerts.draft import MOST_REGIONS
from smsinfo.domain.alerts import Act, Form, Kind, Status
from smsinfo.domain.cap import Certainty, Severity, Urgency
from smsinfo.domain.relays import TaskState
from smsinfo.errors import AlertRefused
from smsinfo.web.words_content import LANGUAGES
from smsinfo.web.words_findings import finding

__all__ = ["LANGUAGES", "finding"]

STATUSES: Final[dict[Status, LazyString]] = {
    Status.DRAFT: _("Draft"),
    Status.SUBMITTED: _("Waits for approval"),
    Status.RETURNED: _("Returned"),
    Status.REJECTED: _("Rejected"),
    Status.APPROVED: _("Approved, about to be sent"),
    Status.SENDING: _("Is being sent"),
    Status.COMPLETED: _("Sent"),
    Status.CANCELLED: _("Stopped"),
    Status.EXPIRED: _("Over before it was sent"),
}

RELAYS: Final[dict[TaskState | None, LazyString]] = {
    None: _("no relay was asked"),
    TaskState.SENT: _("asked, no answer yet"),
    TaskState.REMINDED: _("reminded, no answer yet"),
    TaskState.CONFIRMED: _("read out"),
    TaskState.STOPPED: _("stopped before an answer"),
    TaskState.MISSED: _("no answer"),
}
STEPS: Final[dict[Act, LazyString]] = {
    Act.DRAFT: _("Begun"),
    Act.EDIT: _("Changed"),
    Act.SUBMIT: _("Submitted"),
    Act.ASK: _("An approver was asked"),
    Act.TAKE_BACK: _("Taken back"),
    Act.RETURN: _("Returned"),
    Act.REJECT: _("Rejected"),
    Act.APPROVE: _("Approved"),
    Act.CORRECT: _("Corrected"),
    Act.CANCEL: _("Stopped"),
    Act.BEGIN: _("Sending began"),
    Act.FINISH: _("Sending ended"),
    Act.EXPIRE: _("Its time was over"),
}

ALERT_KINDS: Final[dict[Kind, LazyString]] = {
    Kind.ALERT: _("Warning"),
    Kind.ANNOUNCEMENT: _("Announcement"),
}

FORMS: Final[dict[Form, LazyString]] = {
    Form.ALERT: _("New"),
    Form.UPDATE: _("News of it"),
    Form.CORRECTION: _("Correction (RALAT)"),
    Form.CANCEL: _("Recall (BATAL)"),
    Form.ALL_CLEAR: _("All clear (AMAN)"),
}

CATEGORIES: Final[dict[str, LazyString]] = {
    "bencana": _("Disaster"),
    "layanan": _("Services"),
    "kegiatan": _("Events"),
}

SEVERITIES: Final[dict[Severity, LazyString]] = {
    Severity.EXTREME: _("Extreme: lives are in danger"),
    Severity.SEVERE: _("Severe: people and homes may come to harm"),
    Severity.MODERATE: _("Moderate: possible harm"),
    Severity.MINOR: _("Minor: little harm"),
    Severity.UNKNOWN: _("Unknown"),
}

URGENCIES: Final[dict[Urgency, LazyString]] = {
    Urgency.IMMEDIATE: _("Immediate: act now"),
    Urgency.EXPECTED: _("Expected: act within the hour"),
    Urgency.FUTURE: _("Future: act soon"),
    Urgency.PAST: _("Past: nothing more to do"),
    Urgency.UNKNOWN: _("Unknown"),
}

CERTAINTIES: Final[dict[Certainty, LazyString]] = {
    Certainty.OBSERVED: _("Observed: it has been seen"),
    Certainty.LIKELY: _("Likely"),
    Certainty.POSSIBLE: _("Possible"),
    Certainty.UNLIKELY: _("Unlikely"),
    Certainty.UNKNOWN: _("Unknown"),
}

VIAS: Final[dict[str, LazyString]] = {
    "web": _("on a page"),
    "sms": _("by SMS"),
    "worker": _("by itself"),
    "terminal": _("in the terminal"),
}

REASONS: Final[dict[str, LazyString]] = {
    "not_now": _("That can't be done to it any more. Look at how it stands now."),
    "suspended": _("This account is suspended."),
    "administrator": _("Who manages people neither writes nor sends alerts."),
    "not_yours": _("Your role does not allow it here, or one of the regions lies outside your own."),
    "own": _("Nobody approves what they wrote, edited last or submitted. Ask another approver."),
    "no_alert": _("There is no such alert."),
    "decided": _("Somebody else was quicker. Look at what stands there now; nothing of yours was done."),
    "code": _("That code is not right, or it was used already. Wait for the next one, or take the next of your sheet."),
    "locked": _("Too many wrong codes: no code is taken from you until %(until)s. Another approver can decide."),
    "warnings": _("Look at each thing that is named below and put its tick: %(warnings)s"),
    "findings": _("Mend what is marked as an error first."),
    "count": _("That is not the number of people that is shown. Type it as it stands there: %(shown)s"),
    "moved": _("Meanwhile it would reach %(count)s people, not %(shown)s. Look again, then type the new number."),
    "no_code": _("No short code is free any more. Tell who runs the service."),
    "unknown_region": _("There is no region %(region)s. Choose it from the list."),
    "no_words": _("Write why, so that the others know."),
    "too_long": _("%(field)s may have up to %(most)s characters."),
    "category": _("Choose a category."),
    "too_many_regions": _("Choose what covers these regions instead: an alert has up to %(most)s."),
    "shape_form": _("That is no area: paste a CAP polygon (lat,lon lat,lon ...) or a GeoJSON Polygon."),
    "shape_open": _("The area is not closed: its last corner has to be its first one."),
    "shape_corners": _("The area has fewer than three corners."),
    "shape_large": _("The area has more than %(most)s corners. Simplify it first."),
    "shape_swapped": _("Latitude and longitude stand the wrong way round: CAP has latitude first, GeoJSON longitude."),
    "shape_elsewhere": _("No village of ours has its middle in that area. Look whether it lies in this province."),
    "shape_no_points": _("Nobody has imported where villages lie. Ask who runs the service: smsinfo regions points."),
    "called_back": _("It has been called back already."),
    "two_people": _("This goes out by two people: one writes, another approves."),
    "alone": _("A correction or a recall goes out at once, from the page of the alert itself."),
    "drill_mixed": _("A drill and an alert for real never refer to each other."),
    "kind": _("Choose a phone number or a link."),
    "no_value": _("Write a phone number, or an address such as kalteng.go.id."),
    "name_taken": _("There is one of this name already."),
    "name_form": _("Give a name of 3 to 80 characters."),
    "no_area": _("Choose its regions first."),
    "gone": _("Somebody has taken it out already."),
    "bad_time": _("The turn ends before it begins."),
    "no_account": _("There is no such account or region."),
    "no_duty": _("There is no such turn any more."),
    "no_number_declared": _("No channel declares a number that people can text. Tell who runs the service."),
}

FIELDS: Final[dict[str, LazyString]] = {
    "issuer": _("Office that issues it"),
    "headline": _("Headline"),
    "place": _("Place in short"),
    "instruction": _("What to do, in short"),
    "fact": _("What is right, in one sentence"),
}


def reason(refusal: AlertRefused) -> str:
    """Why an act was refused, in the language of the page."""
    values: dict[str, object] = {"most": MOST_REGIONS} | {name: _value(said) for name, said in refusal.values.items()}
    field = str(refusal.values.get("field", ""))
    values["field"] = FIELDS.get(field) or LANGUAGES.get(field, field)
    return str(REASONS[refusal.reason]) % values


def _value(said: object) -> object:
    if isinstance(said, datetime):
        return format_datetime(said, "d MMM HH:mm")
    if isinstance(said, Iterable) and not isinstance(said, str):
        return ", ".join(_named(one) for one in said)
    return said


def _named(key: object) -> str:
    """A warning by what it is about: `phone::05363221234` is that number."""
    return str(key).rpartition(":")[2]
