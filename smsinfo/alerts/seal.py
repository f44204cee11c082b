"""The seal: what two people approved, under a key that is not in the database.

Who can write to the database can change a text, a region, the severity, or make a drill a warning to all; but not the
seal that would fit. So it is compared before each page of the fan-out and for each batch that a worker claims, and of
a batch the very bytes that are about to leave are compared with the sealed forms.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from smsinfo.domain.alerts import DRILL_WORDS, Alert, Form
from smsinfo.domain.audience import Audience, To
from smsinfo.errors import Refused
from smsinfo.outbox.numbers import Numbers
from smsinfo.staff.keys import derive, digest


@dataclass(frozen=True, slots=True)
class Sealed:
    """All that a seal covers, from whatever rows it was read. `texts` is language -> stored words."""

    id: int
    version: int
    drill: bool
    kind: str
    form: str
    msg_type: str
    category: str
    severity: str
    expires_at: datetime
    references_id: int | None
    audience: str
    regions: tuple[str, ...]
    texts: Mapping[str, str]

    @classmethod
    def of(cls, alert: Alert, audience: str) -> Sealed:
        """What is approved when this alert is, with this rule."""
        return cls(
            id=alert.id,
            version=alert.version,
            drill=alert.drill,
            kind=alert.kind.value,
            form=alert.form.value,
            msg_type=alert.msg_type.value,
            category=alert.category,
            severity=alert.severity.value,
            expires_at=alert.expires_at,
            references_id=alert.references_id,
            audience=audience,
            regions=alert.regions,
            texts=alert.texts,
        )


class Seals:
    """Makes and compares seals under the installation's root key (SMSINFO_AUDIT_KEY)."""

    def __init__(self, root: bytes, numbers: Numbers) -> None:
        self._key = derive(root, "alert seal")
        self._numbers = numbers
        self.key_id = digest(self._key, "key id")[:8].hex()

    def forms(self, sealed: Sealed) -> dict[str, dict[str, str]]:
        """Language -> for whom (operator; `practice ...` on the practice phones of a drill) -> the text as it leaves.

        Raises Refused where a text names a number that no channel declares.
        """
        return {
            language: self._numbers.texts(text) | (self._numbers.practice_texts(text) if sealed.drill else {})
            for language, text in sorted(sealed.texts.items())
        }

    def make(self, sealed: Sealed) -> bytes:
        """The seal: 32 bytes. Raises Refused as `forms` does."""
        return hmac.new(self._key, self._canonical(sealed), hashlib.sha256).digest()

    def problem(self, sealed: Sealed, seal: bytes | None, key_id: str) -> str:
        """Why it must not be sent; "" where the seal fits and a drill is marked and kept to its list.

        `unsealed`, `other_key`, `changed`, `no_number`, `drill`.
        """
        if seal is None:
            return "unsealed"
        if not hmac.compare_digest(key_id.encode(), self.key_id.encode()):
            return "other_key"
        try:
            fits = hmac.compare_digest(self.make(sealed), seal)
        except Refused:
            return "no_number"
        if not fits:
            return "changed"
        return "" if not sealed.drill or _is_drill(sealed) else "drill"

    def _canonical(self, sealed: Sealed) -> bytes:
        """RFC 8785 in spirit: sorted keys, no blanks, ASCII; times in UTC to the second."""
        values = {
            "id": sealed.id,
            "version": sealed.version,
            "live": not sealed.drill,
            "kind": sealed.kind,
            "form": sealed.form,
            "msgType": sealed.msg_type,
            "category": sealed.category,
            "severity": sealed.severity,
            "expires": sealed.expires_at.astimezone(UTC).isoformat(timespec="seconds"),
            "references": sealed.references_id,
            "texts": self.forms(sealed),
            "regions": sorted(sealed.regions),
            "audience": sealed.audience,
        }
        return json.dumps(values, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode()


def leaving(forms: Mapping[str, Mapping[str, str]]) -> frozenset[str]:
    """Every text that may leave, of all languages and operators."""
    return frozenset(text for by_operator in forms.values() for text in by_operator.values())


def _is_drill(sealed: Sealed) -> bool:
    """A drill goes to a drill's people, and its texts begin so (in 2021 an unmarked test reached the public)."""
    rule = Audience.read(sealed.audience)
    kept = rule.to is To.DRILL or (rule.to is To.HANDED and sealed.form != Form.ALERT.value)
    return kept and marked(sealed.texts.values())


def marked(texts: Iterable[str]) -> bool:
    """True where each text begins with the words of a drill."""
    return all(text.startswith(DRILL_WORDS) for text in texts)
