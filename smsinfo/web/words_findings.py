"""What the checks of an alert find, in words, and at which field of the form it is said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from smsinfo.domain.findings import Finding

FINDINGS: Final[dict[str, LazyString]] = {
    "no_area": _("Choose the regions. Without one nobody gets it."),
    "unknown_region": _("There is no region %(value)s any more. Take it out."),
    "expired": _("That time is over. Set until when it holds."),
    "expires_soon": _("It has to hold for at least %(value)s minutes, else it is over before people have it."),
    "expires_late": _("It may hold for %(value)s days at most."),
    "no_event_time": _("Say when the event begins or was seen."),
    "event_long_ago": _("That is more than %(value)s days ago. Is the date right?"),
    "event_far": _("That is more than %(value)s days ahead. Is the date right?"),
    "event_not_yet": _("It is said to be observed, but lies in the future. Mend the time or the certainty."),
    "event_after_expiry": _("The event comes after the alert is over. Mend one of the two times."),
    "no_text": _("Write the Indonesian text: it goes to everybody who has chosen no other language."),
    "unknown_language": _("Nobody can choose this language. Empty the text."),
    "no_headline": _("Write a headline. It is shown in lists."),
    "no_issuer": _("Write which office issues it."),
    "no_reference": _("It has to refer to an alert that was sent."),
    "urgent_announcement": _("An announcement is never urgent: choose Minor, or write a warning."),
    "announcement_form": _("An announcement can't be news, correction or recall of something."),
    "phone": _("The number %(value)s is not in the approved directory. Read it out digit by digit, then put the tick."),
    "link": _("The address %(value)s is not in the approved directory. Open it, then put the tick."),
    "unknown_hole": _("%(value)s is no hole that is filled. Only {nomor} is: the number that people text."),
    "not_gsm7": _("These characters make it longer and dearer, or are lost: %(value)s Replace them."),
    "personal_number": _("It holds what looks like somebody's NIK or card number. Take it out."),
    "no_number_declared": _("No channel declares a number that people can text, so {nomor} can't be filled."),
    "too_long": _("It is %(value)s segments long; three are the most. Shorten it."),
    "no_issuer_named": _("Name the office in the text as it is written above: %(value)s"),
    "no_number_named": _("Say which number people can text: write {nomor}."),
    "no_place_named": _("Name the place: one of the regions, as it is called."),
    "no_time_named": _("Give a clock time with %(value)s, such as 14.30 %(value)s."),
    "no_deed_named": _("Say what people are to do: go, stay, avoid, boil, wait ..."),
    "relative": _("Who reads it late takes this for another time: %(value)s. Write date and clock time."),
    "drill_unmarked": _("The text of a drill begins with %(value)s."),
    "drill_denied": _("A drill never says this: %(value)s"),
    "marked_as_drill": _("This goes to people as real. Take out %(value)s, or write a drill."),
    "first_word": _("The text begins with %(value)s."),
    "repeats_warning": _("It says again what the alert warned of: %(value)s. Who reads half of it would run."),
}

_AT: Final[dict[str, str]] = {
    **dict.fromkeys(("no_area", "unknown_region"), "area"),
    **dict.fromkeys(("expired", "expires_soon", "expires_late", "event_after_expiry"), "expires_at"),
    **dict.fromkeys(("no_event_time", "event_long_ago", "event_far", "event_not_yet"), "event_at"),
    "no_headline": "headline",
    "no_issuer": "issuer",
    "urgent_announcement": "severity",
    "phone": "text-id",
    "link": "text-id",
}


def finding(found: Finding) -> str:
    """What is wrong and what to do, in the language of the page."""
    return str(FINDINGS[found.code]) % {"value": found.value}


def at_fields(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Field of the form (`text-en` is the English text) -> what is said there; the rest stands at ""."""
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for one in findings:
        place = f"text-{one.language}" if one.language and one.code != "unknown_language" else _AT.get(one.code, "")
        found[place].append(one)
    return dict(found)
