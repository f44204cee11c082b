"""A CAP document as data: the words of OASIS "Common Alerting Protocol" 1.2 (1 July 2010), nothing of XML.

Times are aware. A point is (latitude, longitude) in degrees of WGS 84; a radius is in kilometres.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

Point = tuple[float, float]


class Status(StrEnum):
    """How a document is to be taken. Only `Actual` is meant for people."""

    ACTUAL = "Actual"
    EXERCISE = "Exercise"
    SYSTEM = "System"
    TEST = "Test"
    DRAFT = "Draft"


class MsgType(StrEnum):
    """What a document does."""

    ALERT = "Alert"
    UPDATE = "Update"
    CANCEL = "Cancel"
    ACK = "Ack"
    ERROR = "Error"


class Scope(StrEnum):
    """For whom a document is."""

    PUBLIC = "Public"
    RESTRICTED = "Restricted"
    PRIVATE = "Private"


CATEGORIES = ("Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE")
URGENCIES = ("Immediate", "Expected", "Future", "Past")
SEVERITIES = ("Extreme", "Severe", "Moderate", "Minor")
CERTAINTIES = ("Observed", "Likely", "Possible", "Unlikely")
UNKNOWN = "Unknown"


@dataclass(frozen=True, slots=True)
class Remark:
    """What is odd or wrong with a document. `template` is English, holds no value itself, and is translated by the
    pages."""

    template: str
    values: tuple[tuple[str, object], ...] = ()

    @property
    def message(self) -> str:
        """The words in English."""
        return self.template.format(**dict(self.values))


def remark(template: str, /, **values: object) -> Remark:
    """A remark with its values."""
    return Remark(template, tuple(values.items()))


@dataclass(frozen=True, slots=True)
class Reference:
    """An earlier document: these three name one, anywhere."""

    sender: str
    identifier: str
    sent: datetime


@dataclass(frozen=True, slots=True)
class Circle:
    """Everything within `km` of a point."""

    centre: Point
    km: float


@dataclass(frozen=True, slots=True)
class CapArea:
    """One area: its name, the codes of it as (kind, value), and its shapes; a polygon ends where it began."""

    description: str
    geocodes: tuple[tuple[str, str], ...] = ()
    polygons: tuple[tuple[Point, ...], ...] = ()
    circles: tuple[Circle, ...] = ()


@dataclass(frozen=True, slots=True)
class CapInfo:
    """What a document says in one language. Absent words are empty, absent times None."""

    language: str
    event: str
    urgency: str = UNKNOWN
    severity: str = UNKNOWN
    certainty: str = UNKNOWN
    categories: tuple[str, ...] = ("Other",)
    responses: tuple[str, ...] = ()
    effective: datetime | None = None
    onset: datetime | None = None
    expires: datetime | None = None
    sender_name: str = ""
    headline: str = ""
    description: str = ""
    instruction: str = ""
    web: str = ""
    contact: str = ""
    areas: tuple[CapArea, ...] = ()


@dataclass(frozen=True, slots=True)
class CapAlert:
    """One document. `remarks` are what reading it found odd, and how it was read all the same."""

    identifier: str
    sender: str
    sent: datetime
    status: Status
    msg_type: MsgType
    scope: Scope
    references: tuple[Reference, ...] = ()
    note: str = ""
    infos: tuple[CapInfo, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def reference(self) -> Reference:
        """By what later documents name this one."""
        return Reference(self.sender, self.identifier, self.sent)
