"""What every service of the community works with."""

from __future__ import annotations

from dataclasses import dataclass

from smsinfo.config import Settings
from smsinfo.contacts.seal import Sealer
from smsinfo.outbox.enqueue import Outbox
from smsinfo.staff.service import Staff


@dataclass(frozen=True, slots=True)
class Kit:
    """Settings, what sends, what seals numbers, and what writes acts down."""

    settings: Settings
    outbox: Outbox
    sealer: Sealer
    staff: Staff
