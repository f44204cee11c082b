"""The form of an alert: what was typed, as a draft; what is wrong with it, at its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, TypeVar

from flask_babel import gettext

from smsinfo.alerts.draft import Draft
from smsinfo.db.queries.prepared import Template
from smsinfo.domain.alerts import DRILL_WORDS, FIRST_WORDS, Alert, Form, Kind
from smsinfo.domain.cap import Certainty, Severity, Urgency
from smsinfo.errors import Refused
from smsinfo.outbox.numbers import PLACE
from smsinfo.sms.gsm7 import to_gsm7
from smsinfo.web.access import services
from smsinfo.web.alert_desk import now
from smsinfo.web.desk import LANGUAGES

LASTS: Final = timedelta(hours=6)
"""Until when a new draft holds, as long as nobody says something else."""
LONGEST_TEXT: Final = 1000
WORDS: Final = ("issuer", "headline", "place", "instruction")
_DRAFT: Final = frozenset(one.name for one in fields(Draft))
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as a draft; `problems` are field -> what is wrong there, in words, and empty where it can be stored."""

    draft: Draft
    problems: dict[str, str] = field(default_factory=dict)


def draft_of(alert: Alert) -> Draft:
    """The draft that an alert is made of."""
    return Draft(**{name: getattr(alert, name) for name in _DRAFT})


def with_draft(alert: Alert, draft: Draft) -> Alert:
    """The alert as it would be."""
    return replace(alert, **{name: getattr(draft, name) for name in _DRAFT})


def typed(form: Mapping[str, str], alert: Alert) -> Typed:
    """What was typed over an alert; what the form does not have stays as it is."""
    problems: dict[str, str] = {}
    known = draft_of(alert)
    values: dict[str, Any] = {name: form.get(name, getattr(known, name)) for name in (*WORDS, "category")}
    values["severity"] = _one(Severity, form.get("severity"), known.severity)
    values["urgency"] = _one(Urgency, form.get("urgency"), known.urgency)
    values["certainty"] = _one(Certainty, form.get("certainty"), known.certainty)
    values["event_at"] = known.event_at
    for name in ("event_at", "expires_at"):
        if name in form:
            values[name] = _time(name, form[name], known, problems)
    kept = {code: form.get(f"text-{code}", known.texts.get(code, ""))[: LONGEST_TEXT + 1] for code in LANGUAGES}
    values["texts"] = {code: text for code, text in kept.items() if text.strip()}
    return Typed(replace(known, **values), problems)


def plain(draft: Draft) -> Draft:
    """With characters that cost no more."""
    return replace(draft, texts={code: to_gsm7(text).strip() for code, text in draft.texts.items()})


def first_draft(kind: Kind, form: Form, *, drill: bool, issuer: str) -> Draft:
    """What a new alert begins with: marks that the checks want, and no danger that nobody chose."""
    marks = " ".join(mark for mark in (DRILL_WORDS if drill else "", FIRST_WORDS.get(form, "")) if mark)
    begun = f"{marks} {issuer}. Info: {PLACE}".strip() if issuer else f"{marks} ... Info: {PLACE}".strip()
    quiet = kind is Kind.ANNOUNCEMENT
    return Draft(
        issuer=issuer,
        category="layanan" if quiet else "bencana",
        severity=Severity.MINOR if quiet else Severity.UNKNOWN,
        urgency=Urgency.UNKNOWN,
        certainty=Certainty.UNKNOWN,
        expires_at=(now() + LASTS).replace(second=0, microsecond=0),
        texts={"id": begun},
    )


def with_template(draft: Draft, template: Template, *, drill: bool) -> Draft:
    """A new alert in the words of a template; those of a drill begin as a drill does."""
    mark = f"{DRILL_WORDS}. " if drill else ""
    bare = {code: text.removeprefix(DRILL_WORDS).lstrip(" .:") for code, text in template.texts.items()}
    return replace(
        draft,
        category=template.category,
        severity=Severity(template.severity),
        urgency=Urgency(template.urgency),
        certainty=Certainty(template.certainty),
        headline=template.headline,
        instruction=template.instruction,
        template_id=template.id,
        texts={code: f"{mark}{text}" for code, text in bare.items()},
    )


def local(moment: datetime | None) -> str:
    """A time as its field shows it, where the offices are."""
    return moment.astimezone(services().settings.zone).strftime("%Y-%m-%dT%H:%M") if moment is not None else ""


def longest_number() -> str:
    """The longest number that may stand for `{nomor}`: with it a text is counted."""
    try:
        return max(services().outbox.numbers.texts(PLACE).values(), key=len)
    except Refused:
        return PLACE


def _time(name: str, text: str, known: Draft, problems: dict[str, str]) -> datetime | None:
    kept: datetime | None = getattr(known, name)
    if not text.strip():
        if name == "expires_at":
            problems[name] = gettext("Say until when it holds.")
            return kept
        return None
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=services().settings.zone)
    except (ValueError, OverflowError):
        problems[name] = gettext("Write day and time like this: 2026-11-24 14:30")
        return kept


def _one(kind: type[E], said: str | None, known: E) -> E:
    return kind(said) if said in set(kind) else known
