"""Opens the draft that a CAP document becomes, and changes it as long as nobody has worked on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from smsinfo.alerts.cap.drafting import Setting, by_language, cut, draft_texts
from smsinfo.alerts.cap.regions import Proposed
from smsinfo.alerts.draft import LONGEST
from smsinfo.alerts.facts import Facts
from smsinfo.alerts.history import Hand, History
from smsinfo.alerts.lifecycle import Lifecycle
from smsinfo.alerts.store import codes
from smsinfo.config import Settings
from smsinfo.db.queries import alerting as rows
from smsinfo.db.queries.alerting import Words
from smsinfo.db.queries.regions import all_regions
from smsinfo.domain.alerts import FIRST_WORDS, MSG_TYPES, Act, Alert, Form, Kind, Status
from smsinfo.domain.cap_document import CapAlert, CapInfo, MsgType, Remark
from smsinfo.domain.regions import Place
from smsinfo.errors import AlertRefused
from smsinfo.locale import FALLBACK, say

NO_EXPIRY: Final = timedelta(hours=6)
"""How long a draft holds whose document does not say it; a person has to set it."""

MOST_TOLD: Final = 50
CATEGORY: Final = "bencana"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document that has come: from where (a file's name or an address), by whose hand, when."""

    alert: CapAlert
    origin: str
    hand: Hand
    now: datetime


@dataclass(frozen=True, slots=True)
class Arrived:
    """An arrival with all that a draft is made from: its regions, the remarks, the alert of ours that it is about."""

    arrival: Arrival
    found: Proposed
    remarks: tuple[Remark, ...]
    first: Alert | None

    @property
    def form(self) -> Form:
        """What the draft is to the alert that was sent."""
        if self.first is None:
            return Form.ALERT
        return Form.CANCEL if self.arrival.alert.msg_type is MsgType.CANCEL else Form.UPDATE

    @property
    def regions(self) -> tuple[str, ...]:
        """The codes of the draft. A whole province is only named in its history: a person has to choose it."""
        codes = tuple(one.code for one in self.found.regions if not one.wide)
        return codes or (self.first.regions if self.first is not None else ())


class Opening:
    """Works in the caller's transaction; every step is written into the draft's history and the audit log."""

    def __init__(self, settings: Settings, facts: Facts, history: History, lifecycle: Lifecycle) -> None:
        self._settings = settings
        self._facts = facts
        self._history = history
        self._lifecycle = lifecycle

    def open(self, session: Session, arrived: Arrived) -> Alert:
        """The new draft."""
        arrival = arrived.arrival
        names = _names(session, arrived.regions)
        values = self._values(arrived) | {"place": cut(", ".join(names.values()), LONGEST["place"])}
        for code in codes():
            made = rows.add(session, values | {"code": code})
            if made is not None:
                texts = draft_texts(arrival.alert, self._setting(code, names, values), _first_words(arrived.form))
                rows.put_parts(session, made, arrived.regions, self._words(texts))
                draft = self._lifecycle.get(session, made)
                self._history.note(session, arrival.now, arrival.hand, Act.DRAFT, draft, draft, **_told(arrived))
                return draft
        raise AlertRefused("no_code", "no short code is free any more")

    def add_texts(self, session: Session, arrival: Arrival, draft: Alert) -> bool:
        """The words of another language, where the draft has none in it and stands as it came."""
        setting = self._setting(draft.code, _names(session, draft.regions), {"expires_at": draft.expires_at})
        spoken = by_language(arrival.alert.infos)
        made = draft_texts(arrival.alert, setting, _first_words(draft.form))
        new = {language: text for language, text in made.items() if language in spoken and language not in draft.texts}
        # What stands for a missing Indonesian text gives way to the document's own.
        if (
            draft.editor_id is None
            and FALLBACK in spoken
            and f"{{{say('cap.draft.mark', FALLBACK)}}}" in draft.texts[FALLBACK]
        ):
            new[FALLBACK] = made[FALLBACK]
        moved = {"version": draft.version + 1, "edited_at": arrival.now}
        if not new or not rows.move(session, draft, Status.DRAFT, moved):
            return False
        rows.put_parts(session, draft.id, draft.regions, self._words(draft.texts | new))
        after = self._lifecycle.get(session, draft.id)
        self._history.note(session, arrival.now, arrival.hand, Act.EDIT, draft, after, languages=sorted(new))
        return True

    def close(self, session: Session, now: datetime, draft: Alert) -> None:
        """Close a draft whose document was taken back or replaced."""
        self._lifecycle.step(session, now, Act.CANCEL, draft, stopped_at=now)

    def _values(self, arrived: Arrived) -> dict[str, Any]:
        alert, now = arrived.arrival.alert, arrived.arrival.now
        info = next(iter(by_language(alert.infos).values()), None) or CapInfo(FALLBACK, "")
        first = arrived.first
        ends = [one.expires for one in alert.infos if one.expires is not None]
        return {
            "status": Status.DRAFT.value,
            "kind": Kind.ALERT.value,
            "form": arrived.form.value,
            "drill": False,
            "msg_type": MSG_TYPES[arrived.form].value,
            "category": first.category if first is not None else CATEGORY,
            "severity": info.severity,
            "urgency": info.urgency,
            "certainty": info.certainty,
            "references_id": first.id if first is not None else None,
            "issuer": (info.sender_name or alert.sender)[: LONGEST["issuer"]],
            "headline": cut(info.headline or info.event, LONGEST["headline"]),
            "instruction": cut(info.instruction, LONGEST["instruction"]),
            "origin": f"{alert.sender},{alert.identifier}"[:255],
            "created_at": now,
            "event_at": info.onset or info.effective or alert.sent,
            "expires_at": max(ends, default=now + NO_EXPIRY),
        }

    def _setting(self, code: str, names: Mapping[str, str], values: Mapping[str, Any]) -> Setting:
        places = tuple(names.values())
        return Setting(code, places, values["expires_at"], self._settings.zone, self._facts.zone_word)

    def _words(self, texts: Mapping[str, str]) -> list[Words]:
        measured = ((language, text, self._facts.measure(text)) for language, text in texts.items())
        return [Words(language, text, parts.encoding, parts.count) for language, text, parts in measured]


def _told(arrived: Arrived) -> dict[str, Any]:
    """What the history says of where the draft came from, and why it is for these regions."""
    alert, regions = arrived.arrival.alert, arrived.found.regions
    return {
        "cap": f"{alert.sender},{alert.identifier},{alert.sent.isoformat()}",
        "from": arrived.arrival.origin,
        "proposed": [[one.code, one.reason.value, one.said, one.wide] for one in regions[:MOST_TOLD]],
        "remarks": [one.message for one in arrived.remarks],
    }


def _names(session: Session, codes: tuple[str, ...]) -> dict[str, str]:
    """Code -> what people call the region, of those in the list."""
    wanted = set(codes)
    places = (Place(row["code"], row["name"]) for row in all_regions(session) if row["code"] in wanted)
    return {place.code: say(f"level.{place.level.value}", FALLBACK, name=place.short) for place in places}


def _first_words(form: Form) -> dict[str, str]:
    word = FIRST_WORDS.get(form, "")
    return dict.fromkeys(("id", "en", "bjn", "nij"), word)
