"""The pages of alerts and subscribers in the table of test_staff_routes.py, and something for their addresses."""

from __future__ import annotations

from datetime import timedelta

from smsinfo.alerts.draft import Draft, NewAlert
from smsinfo.alerts.history import Doer
from smsinfo.domain.cap import Certainty, Severity, Urgency
from smsinfo.domain.staff import Permission, Role
from tests.web.staffroom import StaffRoom

# endpoint -> who may come
ALERT_PAGES: dict[str, str] = {
    "alerts.all_": Permission.ALERTS,
    "alerts.new": Permission.ALERT_WRITE,
    "alerts.begin": Permission.ALERT_WRITE,
    "alerts.show": Permission.ALERTS,
    "alerts.history": Permission.ALERTS,
    "cap_in.show": Permission.ALERTS,
    "cap_in.bring": Permission.ALERT_WRITE,
    "subscribers.show": Permission.SUBSCRIBERS,
    "subscribers.look": Permission.SUBSCRIBERS,
    "subscribers.bring": Permission.SUBSCRIBERS,
    "composing.edit": Permission.ALERT_WRITE,
    "composing.keep": Permission.ALERT_WRITE,
    "composing.check": Permission.ALERT_WRITE,
    "area.choose": Permission.ALERT_WRITE,
    "area.put": Permission.ALERT_WRITE,
    "deciding.submit": Permission.ALERT_WRITE,
    "deciding.take_back": Permission.ALERT_WRITE,
    "deciding.send_back": Permission.ALERT_APPROVE,
    "deciding.reject": Permission.ALERT_APPROVE,
    "deciding.approve": Permission.ALERT_APPROVE,
    "sending.live": Permission.ALERTS,
    "sending.stop": Permission.ALERTS,
    "sending.correction": Permission.ALERTS,
    "sending.correct": Permission.ALERTS,
    "sending.news": Permission.ALERT_WRITE,
    "kit.numbers": Permission.ALERTS,
    "kit.propose": Permission.ALERTS,
    "kit.areas": Permission.ALERTS,
    "kit.templates": Permission.ALERTS,
    "kit.sign": Permission.ALERT_APPROVE,
    "kit.withdraw": Permission.ALERTS,
    "kit.save_area": Permission.ALERT_WRITE,
    "kit.keep_template": Permission.ALERT_WRITE,
    "duty.show": Permission.ALERTS,
    "duty.add": Permission.ALERT_APPROVE,
    "duty.keep": Permission.ALERT_APPROVE,
    "duty.end": Permission.ALERT_APPROVE,
    "codes.show": Permission.ALERTS,
    "codes.make": Permission.ALERTS,
    "codes.end": Permission.ALERTS,
}


def a_draft(room: StaffRoom, *, drill: bool) -> int:
    """A draft that everybody sees who sees alerts: it has no region yet."""
    now = room.clock()
    draft = Draft("BPBD", "bencana", Severity.SEVERE, Urgency.IMMEDIATE, Certainty.LIKELY, now + timedelta(hours=6))
    writer = Doer(room.look(Role.ALERT_AUTHOR.value))
    with room.services.database.write() as session:
        return room.services.alerts.lifecycle.open(session, writer, now, NewAlert(drill=drill), draft).id
