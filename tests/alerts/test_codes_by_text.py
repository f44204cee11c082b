"""One-time codes that come by text: measured by the message centre's time, each once, wrong ones counted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from smsinfo.domain.alerts import Status

from .dutyroom import Dutyroom


@pytest.mark.parametrize(
    ("typed", "arrived", "taken"),
    [(9, 0, True), (11, 0, False), (2, 30, True), (2, 61, False)],
    ids=["nine minutes of typing", "eleven", "half an hour under way", "more than an hour under way"],
)
def test_an_authenticators_code_is_measured_by_the_message_centres_time(
    quiet: Dutyroom, typed: int, arrived: int, taken: bool
) -> None:
    code = quiet.siar()
    otp = quiet.code("budi")
    quiet.clock.forward(minutes=typed)
    sent = quiet.clock()
    quiet.clock.forward(minutes=arrived)
    quiet.texts("budi", f"SETUJU {code} 0 {otp}", sent_at=sent)
    assert (quiet.standing(code).status is Status.APPROVED) is taken


def test_a_centre_whose_clock_is_ahead_is_not_believed(quiet: Dutyroom) -> None:
    code = quiet.siar()
    otp = quiet.code("budi")
    quiet.texts("budi", f"SETUJU {code} 0 {otp}", sent_at=quiet.clock() + timedelta(hours=8))
    assert quiet.standing(code).status is Status.APPROVED


def test_a_code_of_the_sheet_counts_once_with_or_without_its_number(night: Dutyroom) -> None:
    with night.services.database.write() as session:
        actor = night.doer("eka").hand.actor
        sheet = night.alerts.proofs.new_sheet(session, actor, night.who("budi"), night.clock())
    code = night.siar()
    typed = f"07-{sheet[6].code.replace('-', '').lower()}"
    assert night.texts("budi", f"setuju {code} 0 {typed}").startswith(f"Siaran {code} disetujui")
    again = night.siar()
    assert night.texts("budi", f"setuju {again} 0 {sheet[6].code}").startswith("Kode itu salah")
    assert not any(sheet[6].code[:4].lower() in body.lower() for body in night.kept())


def test_wrong_codes_lock_as_log_ins_do(quiet: Dutyroom) -> None:
    code = quiet.siar()
    answers = [quiet.texts("budi", f"SETUJU {code} 0 00000{n}") for n in range(6)]
    assert all(answer.startswith("Kode itu salah") for answer in answers[:5])
    assert answers[5].startswith("Terlalu banyak kode salah")
    assert quiet.audited("account.locked") == ["account.locked"]
    assert quiet.standing(code).status is Status.SUBMITTED
