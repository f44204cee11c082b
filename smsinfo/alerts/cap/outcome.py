"""What may become of a CAP document. Nothing of it is ever sent without people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from smsinfo.alerts.cap.regions import Proposal
from smsinfo.domain.cap_document import Remark


class Outcome(StrEnum):
    """`DRAFT`: a new draft. `ADDED`: another language of a draft that was there. `WITHDRAWN`: its sender took it back,
    so the draft is closed. `HELD`: a test, an exercise, or not for the public; shown as such, never a draft.

    `DUPLICATE`, `EXPIRED`, `ELSEWHERE` (no region of ours), `STRANGER` (a sender not on the list) change nothing.
    """

    DRAFT = "draft"
    ADDED = "added"
    WITHDRAWN = "withdrawn"
    HELD = "held"
    DUPLICATE = "duplicate"
    EXPIRED = "expired"
    ELSEWHERE = "elsewhere"
    STRANGER = "stranger"


KEPT = (Outcome.DRAFT, Outcome.ADDED, Outcome.WITHDRAWN, Outcome.HELD)
"""Those of which a row is kept; the others would fill the table with the weather of other provinces."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one document: the draft's code, the regions that are proposed, what a person should know."""

    outcome: Outcome
    code: str = ""
    regions: tuple[Proposal, ...] = ()
    remarks: tuple[Remark, ...] = ()
