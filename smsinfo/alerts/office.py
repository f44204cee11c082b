"""What officials without data work with: their phones, the roster, and who is asked; wired over the alerts."""

from __future__ import annotations

from dataclasses import dataclass

from smsinfo.alerts.asking import Asking
from smsinfo.alerts.figures import Reckoning
from smsinfo.alerts.phones import Phones
from smsinfo.alerts.roster import Roster
from smsinfo.alerts.service import Alerts
from smsinfo.config import Settings
from smsinfo.contacts.seal import Sealer
from smsinfo.outbox.enqueue import Outbox
from smsinfo.staff.service import Staff


@dataclass(frozen=True, slots=True)
class Office:
    """The parts, each working in its caller's transaction."""

    phones: Phones
    roster: Roster
    asking: Asking


def make_office(
    root: bytes, settings: Settings, staff: Staff, outbox: Outbox, sealer: Sealer, alerts: Alerts
) -> Office:
    """All parts under the keys of this root (SMSINFO_AUDIT_KEY)."""
    roster = Roster(staff.audit)
    reckon = Reckoning(alerts.preview, alerts.facts)
    asking = Asking(alerts.lifecycle, roster, alerts.history, outbox, reckon, settings)
    return Office(Phones(root, staff.audit, sealer, outbox, settings), roster, asking)
