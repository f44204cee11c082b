"""Villages at a river, each with a relay: for stories of alerts that are read out."""

from __future__ import annotations

from smsinfo.db.models import ContactRole, Membership, Region, RelayTask, Subscription
from smsinfo.domain.alerts import Alert

from .dutyroom import Dutyroom

VILLAGE, NEIGHBOUR, ELSEWHERE = "62.06.01.2001", "62.06.01.2002", "62.02.01.2001"
NAMES = {VILLAGE: "Tumbang Samba", NEIGHBOUR: "Telangkah", ELSEWHERE: "Hanaut"}
RINA, SITI, TONO = "+6281255002001", "+6281255002002", "+6281255002003"


class Riverside(Dutyroom):
    """Rina reads out in Tumbang Samba, Siti in Telangkah, Tono in another regency."""

    def __init__(self, database_url: str) -> None:
        super().__init__(database_url)
        with self.services.database.write() as session:
            session.add(Region(code="62.02.01", name="Mentaya Hilir", level="kecamatan", parent_code="62.02"))
            session.flush()
            for code, name in NAMES.items():
                if session.get(Region, code) is None:
                    session.add(Region(code=code, name=name, level="desa", parent_code=code[:8]))
        self.rina = self.relay(RINA, VILLAGE, subscribed=True)
        self.siti = self.relay(SITI, NEIGHBOUR)
        self.tono = self.relay(TONO, ELSEWHERE)

    def relay(self, number: str, *villages: str, subscribed: bool = False) -> int:
        """Somebody who reads out there; the contact's id."""
        contact = self.person(number)
        with self.services.database.write() as session:
            if subscribed:
                session.add(Subscription(contact_id=contact, region_code=villages[0], created_at=self.clock()))
            for village in villages:
                values = {"contact_id": contact, "role": "relay", "region_code": village}
                session.add(Membership(**values, name="R", state="active", invited_at=self.clock()))
                session.add(ContactRole(**values, confirmed_at=self.clock()))
        return contact

    def works(self, seconds: int = 16) -> None:
        """Time passes, and then the worker has a quarter of a minute."""
        self.clock.forward(seconds=seconds)
        for _ in range(4):
            self.worker.step()
            self.clock.forward(seconds=4)

    def warned(self, **changes: object) -> Alert:
        """A flood in the district, sent."""
        alert = self.approved(**changes)
        self.works()
        return alert

    def got(self, number: str) -> list[str]:
        """What a phone was sent without having asked, in order."""
        numbers = ("phone", "code")
        sent = [one for name in numbers for one in self.services.gateways[name].sent]  # type: ignore[attr-defined]
        return [one.mt.text for one in sent if one.mt.to == number]

    def expects(self, number: str, text: str, answer: str) -> None:
        """Somebody texts and gets this, perhaps with a welcome behind it."""
        assert self.texts(number, text).startswith(answer)

    def tasks(self, alert: Alert | None = None) -> dict[str, tuple[str, int | None]]:
        """Village -> state and how many heard it."""
        with self.services.database.read() as session:
            found = session.query(RelayTask).order_by(RelayTask.id)
            return {t.region_code: (t.state, t.heard) for t in found if alert is None or t.alert_id == alert.id}
