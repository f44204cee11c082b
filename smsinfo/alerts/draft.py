"""What a writer fills in, tidied as it is stored."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from smsinfo.domain.alerts import Form, Kind
from smsinfo.domain.cap import Certainty, Severity, Urgency
from smsinfo.domain.contacts import Category
from smsinfo.errors import AlertRefused
from smsinfo.sms.clean import clean

LONGEST: Final = {"issuer": 120, "headline": 160, "place": 160, "instruction": 500}
LONGEST_TEXT: Final = 1000
"""Characters; the checks allow three segments, and nobody types more by mistake."""
MOST_REGIONS: Final = 2000
"""More than the province has villages."""


@dataclass(frozen=True, slots=True)
class NewAlert:
    """What is fixed when a draft is opened. `references_id` is the alert that it is about (update, all-clear);
    `origin` names what it came from (the identifier of a CAP message)."""

    kind: Kind = Kind.ALERT
    form: Form = Form.ALERT
    drill: bool = False
    references_id: int | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What may change from version to version. `texts` is language -> words, with `{nomor}` where the number goes."""

    issuer: str
    category: str
    severity: Severity
    urgency: Urgency
    certainty: Certainty
    expires_at: datetime
    event_at: datetime | None = None
    headline: str = ""
    place: str = ""
    instruction: str = ""
    template_id: int | None = None
    regions: tuple[str, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)

    def columns(self) -> dict[str, Any]:
        """As the row holds it."""
        return {
            "issuer": self.issuer,
            "category": self.category,
            "severity": self.severity.value,
            "urgency": self.urgency.value,
            "certainty": self.certainty.value,
            "expires_at": self.expires_at,
            "event_at": self.event_at,
            "headline": self.headline,
            "place": self.place,
            "instruction": self.instruction,
            "template_id": self.template_id,
        }


def tidy(draft: Draft) -> Draft:
    """Without unseen characters and blanks around; the same text in, the same bytes out. Raises AlertRefused.

    `too_long` names the field; `category` is one that nobody can subscribe to; `too_many_regions` is half the world.
    """
    plain: dict[str, Any] = {name: " ".join(clean(getattr(draft, name)).split()) for name in LONGEST}
    for name, most in LONGEST.items():
        if len(plain[name]) > most:
            raise AlertRefused("too_long", f"{name} may have {most} characters", field=name, most=most)
    texts = {language: clean(text).strip() for language, text in draft.texts.items() if clean(text).strip()}
    for language, text in texts.items():
        if len(text) > LONGEST_TEXT:
            told = f"a text may have {LONGEST_TEXT} characters"
            raise AlertRefused("too_long", told, field=language, most=LONGEST_TEXT)
    if draft.category not in [kind.value for kind in Category if kind is not Category.ALL]:
        raise AlertRefused("category", f"there is no category {draft.category!r}")
    regions = tuple(sorted(set(draft.regions)))
    if len(regions) > MOST_REGIONS:
        raise AlertRefused("too_many_regions", "choose what covers these regions instead", most=MOST_REGIONS)
    return replace(draft, **plain, texts=texts, regions=regions)
