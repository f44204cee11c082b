"""Official alerts for tests of what everybody sees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from smsinfo.bootstrap import Services
from smsinfo.db.models import Alert, AlertRegion, AlertText

FLOOD = "BANJIR Katingan Hilir 24/11 18.00 WIB. Naik ke tempat tinggi. BPBD Katingan. Info: {nomor}"


def put_alert(services: Services, code: str, *regions: str, texts: dict[str, str] | None = None, **values: Any) -> int:
    """An alert of a day's validity that is being sent; its id."""
    now = services.clock()
    usual: dict[str, Any] = {
        "status": "sending",
        "form": "alert",
        "msg_type": "Alert",
        "category": "bencana",
        "severity": "Severe",
        "urgency": "Immediate",
        "certainty": "Observed",
        "issuer": "BPBD Katingan",
        "headline": "Banjir Katingan Hilir",
        "instruction": "Naik ke tempat tinggi",
        "created_at": now - timedelta(minutes=5),
        "approved_at": now,
        "expires_at": now + timedelta(days=1),
    }
    with services.database.write() as session:
        alert = Alert(code=code, **(usual | values))
        session.add(alert)
        session.flush()
        session.add_all(AlertRegion(alert_id=alert.id, region_code=region) for region in regions or ("62.06.02",))
        for language, words in (texts or {"id": FLOOD, "en": f"FLOOD. {FLOOD}"}).items():
            session.add(AlertText(alert_id=alert.id, language=language, body=words, encoding="gsm7", segments=1))
        return alert.id
