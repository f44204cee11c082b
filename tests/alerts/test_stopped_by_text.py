"""BATAL, RALAT and AMAN by text: one person takes back what is wrong, two say that the danger is over."""

from __future__ import annotations

import pytest

from smsinfo.alerts.draft import NewAlert
from smsinfo.db.queries import alerting
from smsinfo.domain.alerts import Alert, Form, Status

from .dutyroom import Dutyroom
from .watchroom import DISTRICT, FLOOD


def test_one_person_stops_it_by_text(quiet: Dutyroom) -> None:
    code = quiet.siar()
    assert quiet.texts("ani", f"BATAL {code}").startswith("Kode sekali pakai belum ada")
    assert quiet.texts("ani", f"BATAL {code} {quiet.code('ani')} salah tempat").startswith(f"Siaran {code} dibatalkan")
    alert = quiet.standing(code)
    assert (alert.status, quiet.steps(alert)[-1].why) == (Status.CANCELLED, "salah tempat")


def test_batal_tells_whoever_has_it_and_no_second_time(night: Dutyroom) -> None:
    code = night.sent()
    answer = night.texts("ani", f"BATAL {code} {night.code('ani')}")
    assert answer == f"Siaran {code} dibatalkan. 2 orang yang sudah menerimanya dikirimi pembatalan."
    with night.services.database.read() as session:
        recalls = alerting.following(session, night.standing(code).id, list(Status))
    assert [(one.form, one.shown_count) for one in recalls] == [(Form.CANCEL, 2)]
    again = night.texts("ani", f"BATAL {code} {night.code('ani')}")
    assert f"Siaran {code} sudah" in again


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("RALAT {code} {otp}", "Tulis: RALAT {code} <kode>"),
        ("RALAT {code}: yang benar", "Kode sekali pakai belum ada"),
        ("RALAT {code} 000000: yang benar", "Kode itu salah"),
        ("RALAT {code} {otp}: " + "yang benar " * 12, "Teks terlalu panjang"),
        ("RALAT {code} {otp}: tidak ada banjir di Katingan Hilir", "Belum diajukan. Perbaiki: hapus kata 'banjir'"),
    ],
)
def test_a_correction_that_is_not_right_goes_to_nobody(quiet: Dutyroom, text: str, answer: str) -> None:
    code = quiet.sent()
    told = quiet.texts("budi", text.format(code=code, otp=quiet.code("budi")))
    assert told.startswith(answer.format(code=code)), told
    with quiet.services.database.read() as session:
        assert alerting.following(session, quiet.standing(code).id, list(Status)) == []


def test_what_nobody_has_is_not_corrected_but_stopped(quiet: Dutyroom) -> None:
    code = quiet.siar()
    assert quiet.texts("ani", f"RALAT {code} {quiet.code('ani')}: salah").startswith(f"Siaran {code} belum diterima")
    assert "tidak mencakup" in quiet.texts("dedi", f"BATAL {code} {quiet.code('dedi')}")
    assert quiet.standing(code).status is Status.SUBMITTED


def test_the_end_of_the_danger_is_written_by_text_and_approved_by_another(quiet: Dutyroom) -> None:
    code = quiet.sent()
    answer = quiet.texts(
        "ani", f"AMAN {code} {quiet.code('ani')}: Air surut di Katingan Hilir 24/11 pukul 10.00 WIB. BPBD Katingan"
    )
    assert answer.startswith("Siaran "), answer
    news = quiet.standing(answer.split()[1])
    assert (news.form, news.references_id, news.regions) == (Form.ALL_CLEAR, quiet.standing(code).id, (DISTRICT,))
    assert news.texts["id"].startswith("AMAN: Air surut")
    answer = quiet.texts("budi", f"SETUJU {news.code} 2 {quiet.code('budi')}")
    assert answer.startswith(f"Siaran {news.code} disetujui: 2 orang")


def drilled(quiet: Dutyroom) -> Alert:
    """A drill that two people have sent."""
    quiet.subscriber(practice=True)
    text = {"id": f"UJI COBA. {FLOOD}"}
    submitted = quiet.submits(quiet.drafts(new=NewAlert(drill=True), texts=text))
    return quiet.approves(submitted)


@pytest.mark.parametrize("word", ["AMAN", "PERBARUI"])
def test_no_news_of_a_drill_by_text_and_the_code_is_not_spent(quiet: Dutyroom, word: str) -> None:
    drill, code = drilled(quiet), quiet.code("ani")
    said = f"{word} {{}} {code}: Air surut di Katingan Hilir 24/11 pukul 10.00 WIB. BPBD Katingan"
    answer = quiet.texts("ani", said.format(drill.code))
    assert answer.startswith(f"Siaran {drill.code} adalah latihan.")
    with quiet.services.database.read() as session:
        assert alerting.following(session, drill.id, list(Status)) == []
        assert alerting.find(session, [Status.SUBMITTED, Status.DRAFT], most=5) == []
    assert quiet.proof("ani", code) is not None


@pytest.mark.parametrize("word", ["AMAN", "PERBARUI"])
def test_no_news_of_what_nobody_has_and_the_code_still_works(quiet: Dutyroom, word: str) -> None:
    first = quiet.siar()
    quiet.clock.forward(seconds=31)
    code = quiet.code("ani")
    answer = quiet.texts("ani", f"{word} {first} {code}: Air surut pukul 10.00 WIB. BPBD Katingan")
    assert answer.startswith(f"Siaran {first} belum dikirim ke siapa pun")
    assert quiet.texts("ani", f"BATAL {first} {code}").startswith(f"Siaran {first} dibatalkan")


def test_no_news_of_a_correction(quiet: Dutyroom) -> None:
    first = quiet.sent()
    told = quiet.texts("budi", f"RALAT {first} {quiet.code('budi')}: yang benar Katingan Hilir aman")
    with quiet.services.database.read() as session:
        (ralat,) = alerting.following(session, quiet.standing(first).id, list(Status))
    assert ralat.form is Form.CORRECTION, told
    answer = quiet.texts("ani", f"AMAN {ralat.code} {quiet.code('ani')}: Air surut pukul 10.00 WIB. BPBD Katingan")
    assert answer.startswith(f"Untuk siaran {ralat.code} tidak bisa")
