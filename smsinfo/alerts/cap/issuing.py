"""An alert of ours as a CAP document.

One alert is one document at one address. Its identifier holds the year, since short codes may come round again. An
alert that was stopped becomes a Cancel of itself at the same address, so that who polls it learns of that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from smsinfo.alerts.cap.regions import KEMENDAGRI
from smsinfo.domain.cap_document import CapAlert, CapArea, CapInfo, MsgType, Reference, Scope, Status
from smsinfo.domain.public_alerts import Beside, PublicAlert
from smsinfo.locale import FALLBACK, say

TAGS: Final = {"id": "id-ID", "en": "en", "bjn": "bjn", "nij": "nij"}
"""Our languages as RFC 3066 writes them, which CAP 1.2 asks for."""

HEADLINE: Final = 160
"""Characters that CAP recommends a headline to have at most (3.2.2)."""

_CATEGORIES: Final = {"bencana": ("Safety",), "layanan": ("Infra",)}
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s")


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who we are to readers of documents: `sender`, how identifiers begin, where pages are, in which zone times are."""

    sender: str
    identity: str
    public_url: str
    zone: ZoneInfo

    def identifier(self, code: str, at: datetime, suffix: str = "") -> str:
        """The name of a document for ever: `smsinfo-2026-4821`, or an arc that goes on with the numbers."""
        joint = "." if self.identity.startswith("urn:oid:") else "-"
        return joint.join((self.identity, str(at.astimezone(self.zone).year), code, *([suffix] if suffix else [])))

    def reference(self, one: Beside) -> Reference:
        """How later documents name the document of an alert."""
        return Reference(self.sender, self.identifier(one.code, one.sent_at), self._time(one.sent_at))

    def document(self, alert: PublicAlert, names: Mapping[str, str], fill: Callable[[str], str]) -> CapAlert:
        """The document. `names` is region code -> what people call it; `fill` puts the number to text into a text."""
        own = Beside(alert.code, alert.form, alert.sent_at)
        made = CapAlert(
            identifier=self.identifier(alert.code, alert.sent_at),
            sender=self.sender,
            sent=self._time(alert.sent_at),
            status=Status.EXERCISE if alert.drill else Status.ACTUAL,
            msg_type=_type(alert),
            scope=Scope.PUBLIC,
            references=(self.reference(alert.first),) if alert.first is not None else (),
            infos=tuple(self._info(alert, language, names, fill) for language in _ordered(alert.texts)),
        )
        if alert.stopped_at is None:
            return made
        # `0`: in an arc of numbers a word has no place.
        identifier = self.identifier(alert.code, alert.sent_at, "0")
        sent = self._time(alert.stopped_at)
        return replace(
            made, identifier=identifier, sent=sent, msg_type=MsgType.CANCEL, references=(self.reference(own),)
        )

    def _info(self, alert: PublicAlert, language: str, names: Mapping[str, str], fill: Callable[[str], str]) -> CapInfo:
        words = " ".join(fill(alert.texts[language]).split())
        begins = self._time(alert.event_at) if alert.event_at is not None else None
        return CapInfo(
            language=TAGS.get(language, language),
            event=say(f"alert.event.{alert.category}", language),
            urgency=alert.urgency,
            severity=alert.severity,
            certainty=alert.certainty,
            categories=_CATEGORIES.get(alert.category, ("Other",)),
            effective=self._time(alert.sent_at),
            onset=begins,
            # Who corrects at the last minute still has to say until when that holds.
            expires=max(self._time(alert.expires_at), self._time(alert.sent_at + timedelta(minutes=1))),
            sender_name=alert.issuer,
            headline=headline(alert.headline if language == FALLBACK and alert.headline else words),
            description=words,
            instruction=alert.instruction if language == FALLBACK else "",
            web=f"{self.public_url}/siaran/{alert.code}",
            areas=(
                CapArea(
                    ", ".join(names.get(code, code) for code in alert.regions) or say("ussd.everywhere", language),
                    tuple((KEMENDAGRI, code) for code in alert.regions),
                ),
            ),
        )

    def _time(self, at: datetime) -> datetime:
        return at.astimezone(self.zone).replace(microsecond=0)


def headline(words: str) -> str:
    """The first sentence; of a long one the words that fit."""
    first = _SENTENCE.split(words, maxsplit=1)[0]
    return first if len(first) <= HEADLINE else f"{first[: HEADLINE - 2].rsplit(' ', 1)[0]}.."


def _type(alert: PublicAlert) -> MsgType:
    """Without the alert that it refers to a document may not be an Update or Cancel (3.2.1)."""
    if alert.first is None:
        return MsgType.ALERT
    return MsgType.CANCEL if alert.form == "cancel" else MsgType.UPDATE


def _ordered(texts: Mapping[str, str]) -> list[str]:
    """Indonesian first."""
    return sorted(texts, key=lambda language: (language != FALLBACK, language))
