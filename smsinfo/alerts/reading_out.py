"""What relays get: the sealed words of an alert in a frame that says where to read them out and what to answer.

The frame is made of texts in the program, of the alert's code, and of the name of the place; only the last comes from
the database, so the guard lets in its place nothing but a name. A relay gets this one text in the stead of the plain
one: to pay attention twice for the same thing is what people stop doing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from smsinfo.db.queries import relaying, sealed
from smsinfo.db.queries.fan_out import FALLBACK, FanOut, Page, Subject
from smsinfo.db.queries.relaying import Reader
from smsinfo.db.queries.sealed import Head
from smsinfo.domain.alerts import ALONE, DRILL_WORDS, Kind
from smsinfo.domain.messages import MtStatus, Purpose
from smsinfo.domain.relays import TaskState
from smsinfo.locale import say
from smsinfo.outbox.numbers import Numbers
from smsinfo.sms.gsm7 import to_gsm7

LONGEST_PLACE: Final = 60
_MARK: Final = "\x00"
# A name, perhaps several with commas: letters first, and never so many digits that they make a telephone number.
_PLACE: Final = re.compile(r"(?!.*\d{3})[^\W\d_][\w .,'()/-]*")


@dataclass(frozen=True, slots=True)
class Frame:
    """One sealed text as relays get it: what stands before and after the name of the place."""

    before: str
    after: str

    def fits(self, body: str) -> bool:
        """True where the body is this text with a name of a place in it, and nothing else."""
        place = body[len(self.before) : len(body) - len(self.after)]
        if len(place) > LONGEST_PLACE or body != f"{self.before}{place}{self.after}":
            return False
        return _PLACE.fullmatch(place) is not None


def framed(head: Head, language: str, text: str, place: str) -> str:
    """The text for a relay. A correction or recall begins as it does for everybody, a drill with its words."""
    key = "relay.take_back" if head.form in {form.value for form in ALONE} else "relay.read_out"
    words = say(key, language, text=text, place=place, code=head.code)
    return words if not head.drill or words.startswith(DRILL_WORDS) else f"{DRILL_WORDS}. {words}"


def frames(head: Head, forms: Mapping[str, Mapping[str, str]]) -> Iterator[Frame]:
    """Every text that may leave to a relay, of the sealed forms (language -> operator -> text)."""
    for language, by_operator in forms.items():
        for text in dict.fromkeys(by_operator.values()):
            yield Frame(*framed(head, language, text, _MARK).split(_MARK))


class ReadingOut:
    """Asks relays together with the first page of an alert's fan-out, in its transaction."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers

    def add(self, connection: Connection, alert: Subject, fan: FanOut, page: Page) -> int:
        """Ask those who were not asked yet; how many.

        A correction or recall goes to the relays who had the first message, everything else to those of the area.
        """
        if alert.kind == Kind.ANNOUNCEMENT.value:
            return 0
        head = sealed.heads(connection, [alert.id])[alert.id]
        practice, first = fan.practice is not None, head.references_id
        if head.form in {form.value for form in ALONE}:
            found = [] if first is None else relaying.having(connection, first, practice=practice)
        else:
            found = relaying.inside(connection, alert.regions, practice=practice)
        known = relaying.tasked(connection, alert.id)
        new = [one for one in found if one.contact_id not in known]
        texts = sealed.texts(connection, alert.id) if new else {}
        rows = [self._row(head, texts, fan, page, one) for one in new]
        relaying.add(
            connection, rows, [_task(head, page, one.contact_id, code) for one in new for code, _ in one.places]
        )
        return len(new)

    def _row(self, head: Head, texts: Mapping[str, str], fan: FanOut, page: Page, one: Reader) -> dict[str, Any]:
        language = one.language if one.language and one.language in texts else FALLBACK
        body = framed(head, language, texts[language], _where(one))
        parts = self._numbers.measure(body)
        way = fan.practice if one.practice and fan.practice else dict(fan.ways).get(one.operator, fan.default)
        return {
            "contact_id": one.contact_id,
            "purpose": Purpose.RELAY.value,
            "lane": fan.lane.value,
            "channel": way.channel,
            "operator": one.operator,
            "region_code": one.region_code or one.places[0][0],
            "body": body,
            "encoding": parts.encoding,
            "segments": parts.count,
            "cost_idr": parts.count * way.tariff_idr,
            "status": MtStatus.QUEUED.value,
            "attempts": 0,
            "not_before": page.not_before - page.step,
            "expires_at": fan.expires_at,
            "created_at": page.now,
            "status_at": page.now,
            "alert_id": head.id,
        }


def _task(head: Head, page: Page, contact_id: int, region: str) -> dict[str, Any]:
    return {
        "alert_id": head.id,
        "code": head.code,
        "contact_id": contact_id,
        "region_code": region,
        "state": TaskState.SENT.value,
        "reminders": 0,
        "asked_at": page.now,
    }


def _where(one: Reader) -> str:
    """The names of the places, as many as there is room for."""
    said = ""
    for _code, name in one.places:
        plain = re.sub(r"[^\w .,'()/-]", "", to_gsm7(name))
        longer = f"{said}, {plain}" if said else plain
        if len(longer) > LONGEST_PLACE:
            break
        said = longer
    return said or one.places[0][0]
