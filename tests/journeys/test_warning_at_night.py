"""A flood at two in the morning: the web is away, whoever is asked first sleeps, and everybody has it within minutes.

Then it turns out to be wrong, and one person tells exactly those who have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from smsinfo.domain.sending import SendResult
from tests.alerts.dutyroom import NUMBERS, Dutyroom
from tests.alerts.watchroom import APPROVER, DISTRICT, KATINGAN, KOTIM, PROVINCE

GITA = "+6281255001007"
TWO_AT_NIGHT = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)
FLOOD = "Banjir di Katingan Hilir 25/11 pukul 03.00 WIB. Naik ke tempat tinggi. BPBD Katingan"


class Night(Dutyroom):
    """Nobody looks at a page; a worker runs, and what leaves is seen: when, to whom, what."""

    def __init__(self, database_url: str) -> None:
        super().__init__(database_url)
        self.official("gita", (APPROVER, KATINGAN))
        self.has_phone("gita", GITA)
        for name, region in (("budi", KATINGAN), ("gita", KATINGAN), ("fani", PROVINCE)):
            self.on_duty(name, region)
        self.left: list[tuple[datetime, str, str]] = []
        for gateway in self.services.gateways.values():
            gateway.send = self._send  # type: ignore[method-assign]
        self.clock.now = TWO_AT_NIGHT

    def _send(self, mt: Any) -> SendResult:
        self.left.append((self.clock(), mt.to, mt.text))
        return SendResult(external_id=f"x{len(self.left)}")

    def passes(self, minutes: float) -> None:
        """Time passes, and the worker works."""
        for _ in range(round(minutes * 4)):
            self.worker.step()
            self.clock.forward(seconds=15)

    def asked(self, number: str, code: str) -> str:
        """The count that an approver's text tells them to type."""
        said = next(text for _, to, text in self.left if to == number and f"SETUJU {code}" in text)
        count = re.search(rf"SETUJU {code} (\d+) <kode>", said)
        assert count is not None, said
        assert FLOOD in said
        return count.group(1)

    def got(self, start: str) -> list[str]:
        """Who got a text that begins so."""
        return sorted(to for _, to, text in self.left if text.startswith(start))


@pytest.fixture
def night(database_url: str) -> Iterator[Night]:
    """On both engines."""
    found = Night(database_url)
    yield found
    found.close()


def test_a_warning_leaves_within_a_quarter_of_an_hour_and_is_corrected_by_one_person(night: Night) -> None:
    for region in (DISTRICT, DISTRICT, KATINGAN):
        night.subscriber(region)
    night.subscriber(KOTIM)
    began = night.clock()
    code = night.siar(text=FLOOD)
    asked = {who: night.told(who) for who in ("budi", "gita", "fani")}
    assert [len(texts) for texts in asked.values()] == [1, 0, 0]

    night.passes(minutes=4)
    assert night.told("gita") == []
    night.passes(minutes=2)  # Budi is silent
    answer = night.texts(GITA, f"SETUJU {code} {night.asked(GITA, code)} {night.code('gita')}")
    assert answer.startswith(f"Siaran {code} disetujui")

    night.passes(minutes=2)
    first = next(at for at, _, text in night.left if text.startswith("Banjir"))
    assert first - began < timedelta(minutes=15)
    people = night.got("Banjir")
    assert len(people) == 3
    assert night.told("fani") == []

    night.subscriber(DISTRICT)  # has not had it, so hears of no correction
    wrong = night.texts("ani", f"RALAT {code} {night.code('ani')}: Yang benar: Tasik Payawan, bukan Katingan Hilir")
    assert wrong == f"Ralat siaran {code} dikirim ke 3 orang yang sudah menerimanya."
    night.passes(minutes=2)
    assert night.got("RALAT") == people
    correction = next(text for _, _, text in night.left if text.startswith("RALAT"))
    assert "banjir" not in correction.lower()
    assert "Tasik Payawan" in correction
    assert len(night.got("Banjir")) == 3


def test_where_two_approvers_sleep_the_province_lets_it_go_within_the_quarter_of_an_hour(night: Night) -> None:
    for region in (DISTRICT, KATINGAN, KOTIM):
        night.subscriber(region)
    began = night.clock()
    code = night.siar(text=FLOOD)
    night.passes(minutes=6)
    assert [len(night.told(who)) for who in ("budi", "gita", "fani")] == [1, 1, 0]
    night.passes(minutes=4.5)  # neither of the two answers
    assert night.got("Banjir") == []
    fani = NUMBERS["fani"]
    answer = night.texts("fani", f"SETUJU {code} {night.asked(fani, code)} {night.code('fani')}")
    assert answer.startswith(f"Siaran {code} disetujui")
    night.passes(minutes=1)
    first = next(at for at, _, text in night.left if text.startswith("Banjir"))
    assert timedelta(minutes=10) < first - began < timedelta(minutes=15)
    assert len(night.got("Banjir")) == 2
    # Who wakes up later hears that it is done, and nobody gets it twice.
    late = night.texts("budi", f"SETUJU {code} 2 {night.code('budi')}")
    assert late.startswith(f"Siaran {code} sudah selesai dikirim")
    night.passes(minutes=1)
    assert len(night.got("Banjir")) == 2
