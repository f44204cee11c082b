"""What an alert must say and must not say, before it is submitted and again before it is approved. Pure.

Each rule has a failure of somebody else behind it: no place and no time in the text (Los Angeles 2025), a test without
a mark and with a date eight days ahead (Indonesia 2021), an apology that said the warning again, a wrong number in the
text (Netherlands 2019). An error can't be sent; a warning can, when both people have accepted it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from smsinfo.alerts.known import Known
from smsinfo.alerts.named import links, phones
from smsinfo.alerts.texts import text_findings
from smsinfo.domain.alerts import ALONE, Alert, Form, Kind
from smsinfo.domain.cap import Certainty, Severity
from smsinfo.domain.findings import Finding

SHORTEST: Final = timedelta(minutes=15)
"""An alert that is over sooner reaches nobody in time."""
LONGEST: Final[dict[Kind, timedelta]] = {Kind.ALERT: timedelta(days=3), Kind.ANNOUNCEMENT: timedelta(days=14)}
AHEAD: Final[dict[Kind, timedelta]] = {Kind.ALERT: timedelta(days=7), Kind.ANNOUNCEMENT: timedelta(days=60)}
BEHIND: Final = timedelta(days=2)
CLOCKS: Final = timedelta(minutes=10)
"""What has been observed lies in the past; so much may two clocks differ."""
NEED_NO_FIRST: Final = frozenset({Form.ALERT})


def check(alert: Alert, known: Known) -> tuple[Finding, ...]:
    """All that is wrong (errors) or has to be accepted (warnings), each once."""
    found = [*_area(alert, known), *_times(alert, known), *_shape(alert, known)]
    for language, text in sorted(alert.texts.items()):
        found += text_findings(alert, language, text, known)
    found += _strangers(alert, known)
    return tuple(dict.fromkeys(found))


def _area(alert: Alert, known: Known) -> Iterator[Finding]:
    if not alert.regions:
        yield Finding("no_area")
    for code in alert.regions:
        if code not in known.names:
            yield Finding("unknown_region", value=code)


def _times(alert: Alert, known: Known) -> Iterator[Finding]:
    left = alert.expires_at - known.now
    if left <= timedelta():
        yield Finding("expired")
    elif left < SHORTEST:
        yield Finding("expires_soon", value=str(int(SHORTEST.total_seconds() // 60)))
    elif left > LONGEST[alert.kind]:
        yield Finding("expires_late", value=str(LONGEST[alert.kind].days))
    if alert.event_at is None:
        if alert.kind is Kind.ALERT and alert.form not in ALONE:
            yield Finding("no_event_time")
        return
    if alert.event_at < known.now - BEHIND:
        yield Finding("event_long_ago", value=str(BEHIND.days))
    if alert.event_at > known.now + AHEAD[alert.kind]:
        yield Finding("event_far", value=str(AHEAD[alert.kind].days))
    elif alert.certainty is Certainty.OBSERVED and alert.event_at > known.now + CLOCKS:
        yield Finding("event_not_yet")
    if alert.event_at >= alert.expires_at:
        yield Finding("event_after_expiry")


def _shape(alert: Alert, known: Known) -> Iterator[Finding]:
    if not alert.texts.get("id", "").strip():
        yield Finding("no_text", "id")
    for language in sorted(set(alert.texts) - set(known.languages)):
        yield Finding("unknown_language", language)
    for name in ("headline", "issuer"):
        if not getattr(alert, name).strip():
            yield Finding(f"no_{name}")
    if alert.form not in NEED_NO_FIRST and alert.references_id is None:
        yield Finding("no_reference")
    if alert.kind is Kind.ANNOUNCEMENT:
        if alert.severity not in (Severity.MINOR, Severity.UNKNOWN):
            yield Finding("urgent_announcement")
        if alert.form is not Form.ALERT and alert.form not in ALONE:
            yield Finding("announcement_form")


def _strangers(alert: Alert, known: Known) -> Iterator[Finding]:
    """Numbers and links that nobody has approved: both people look at them, spelled out."""
    for text in alert.texts.values():
        for number in phones(text):
            if number not in known.phones:
                yield Finding("phone", value=number, is_error=False)
        for link in links(text):
            if link not in known.links:
                yield Finding("link", value=link, is_error=False)


def errors(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those that can't be accepted."""
    return tuple(finding for finding in findings if finding.is_error)


def warnings(findings: tuple[Finding, ...]) -> frozenset[str]:
    """The keys of those that both people have to accept."""
    return frozenset(finding.key for finding in findings if not finding.is_error)
