"""Officials without data: a warning is written, approved and refused by text; to everybody else none of it exists."""

from __future__ import annotations

import pytest

from smsinfo.db.queries import alerting
from smsinfo.domain.alerts import Status, Via
from smsinfo.domain.cap import Severity
from smsinfo.sms.segments import count

from .dutyroom import FLOOD_SMS, STRANGER, Dutyroom
from .watchroom import DISTRICT


def test_siar_makes_a_draft_and_says_whom_it_reaches_and_who_is_asked(night: Dutyroom) -> None:
    night.subscriber()
    answer = night.texts("ani", f"SIAR {night.code('ani')} Katingan Hilir: {FLOOD_SMS}")
    assert answer.startswith("Siaran ")
    assert "Katingan Hilir, 1 org, 1 SMS, Rp350, 1 mnt. Ditanya: budi." in answer
    assert count(answer) == 1
    code = answer.split()[1]
    alert = night.standing(code)
    assert (alert.status, alert.author, alert.severity, alert.regions) == (
        Status.SUBMITTED,
        "ani",
        Severity.SEVERE,
        (DISTRICT,),
    )
    assert (alert.issuer, alert.event_at) == ("BPBD Katingan", night.clock().replace(hour=5, minute=0, second=0))
    assert alert.texts == {"id": f"{FLOOD_SMS}. Info: {{nomor}}"}
    assert [(step.act, step.via) for step in night.steps(alert)][:2] == [("draft", Via.SMS), ("submit", Via.SMS)]
    asked = night.told("budi")[0]
    assert f"SETUJU {code} 1 <kode>" in asked
    assert FLOOD_SMS in asked
    assert night.told("fani") == []


def test_another_person_approves_by_text_and_it_goes_out(night: Dutyroom) -> None:
    night.subscriber()
    code = night.siar()
    answer = night.texts("budi", f"SETUJU {code} 1 {night.code('budi')}")
    assert answer.startswith(f"Siaran {code} disetujui: 1 orang")
    alert = night.standing(code)
    assert (alert.status, alert.approver, alert.shown_count) == (Status.APPROVED, "budi", 1)
    assert night.steps(alert)[-1].via == Via.SMS
    assert night.told("ani") == [f"Siaran {code} disetujui budi dan mulai dikirim."]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("SETUJU {code} 1 000000", "Kode itu salah"),
        ("SETUJU {code} 1", "Kode sekali pakai belum ada"),
        ("SETUJU {code}", "Tulis juga jumlah orang dan kode"),
        ("SETUJU {code} 2 {otp}", "Jumlahnya bukan itu, melainkan 1 orang"),
        ("SETUJU 1234 1 {otp}", "Tidak ada siaran 1234"),
        ("TOLAK {code}", "Tulis alasannya"),
        ("TOLAK {code} 123", "Tulis alasannya"),
    ],
)
def test_what_is_not_right_approves_nothing_and_says_why(quiet: Dutyroom, text: str, answer: str) -> None:
    quiet.subscriber()
    code = quiet.siar()
    assert quiet.texts("budi", text.format(code=code, otp=quiet.code("budi"))).startswith(answer)
    assert quiet.standing(code).status is Status.SUBMITTED


def test_nobody_approves_what_they_wrote(quiet: Dutyroom) -> None:
    code = quiet.siar("citra")
    assert "orang lain yang harus menyetujui" in quiet.texts("citra", f"SETUJU {code} 0 {quiet.code('citra')}")
    assert "tidak mencakup" in quiet.texts("dedi", f"SETUJU {code} 0 {quiet.code('dedi')}")
    assert quiet.standing(code).status is Status.SUBMITTED


def test_who_was_not_asked_is_shown_it_first(quiet: Dutyroom) -> None:
    code = quiet.siar()
    otp = quiet.code("fani")
    assert quiet.texts("fani", f"SETUJU {code} 0 {otp}").startswith(f"Isi dan jumlah siaran {code} dikirim")
    assert FLOOD_SMS in quiet.told("fani")[0]
    # The code was not looked at, so it still counts.
    assert quiet.texts("fani", f"SETUJU {code} 0 {otp}").startswith(f"Siaran {code} disetujui")


def test_a_count_that_moved_is_told_and_the_new_one_is_answered(quiet: Dutyroom) -> None:
    code = quiet.siar()
    for _ in range(9):
        quiet.subscriber()
    answer = quiet.texts("budi", f"SETUJU {code} 0 {quiet.code('budi')}")
    assert "kini 9 orang" in answer
    assert quiet.texts("budi", f"SETUJU {code} 9 {quiet.code('budi')}").startswith(f"Siaran {code} disetujui")


def test_of_two_approvers_one_wins_and_the_other_is_told(night: Dutyroom) -> None:
    code = night.siar()
    night.texts("fani", f"SETUJU {code}")
    night.texts("budi", f"SETUJU {code} 0 {night.code('budi')}")
    answer = night.texts("fani", f"SETUJU {code} 0 {night.code('fani')}")
    assert answer.startswith(f"Siaran {code} sudah disetujui budi jam 10.")


def test_the_same_message_again_gets_the_same_answer_and_does_nothing_again(night: Dutyroom) -> None:
    text = f"SIAR {night.code('ani')} Katingan Hilir: {FLOOD_SMS}"
    first = night.texts("ani", text, name="once")
    assert night.texts("ani", text, name="once") == first
    assert len(night.told("budi")) == 1
    assert night.audited("alert.submit") == ["alert.submit"]


def test_a_refused_alert_is_over_and_its_writer_hears_of_it(quiet: Dutyroom) -> None:
    code = quiet.siar()
    assert quiet.texts("budi", f"TOLAK {code} kabar itu tidak benar").startswith(f"Siaran {code} ditolak")
    assert quiet.standing(code).status is Status.REJECTED
    assert quiet.told("ani") == [f"Siaran {code} ditolak budi."]
    assert "sudah ditolak" in quiet.texts("budi", f"SETUJU {code} 0 {quiet.code('budi')}")


@pytest.mark.parametrize(
    ("rest", "answer"),
    [
        ("Katingan Hilir: Banjir besok pagi, mengungsi. BPBD Katingan", "tulis tanggal dan jam"),
        ("Katingan Hilir: Banjir di Katingan Hilir 24/11 pukul 12.00 WIB. BPBD Katingan", "apa yang harus dilakukan"),
        ("Katingan Hilir: Banjir di Katingan Hilir 24/11 pukul 12.00 WIB. Mengungsi", "siapa yang menyiarkan"),
        ("Katingan Hilir: Banjir. Naik. BPBD Katingan", "jam kejadian (02.00 WIB)"),
        ("Atlantis: Banjir di Atlantis 24/11 pukul 12.00 WIB", "Daerah Atlantis tidak dikenal"),
        ("Kotawaringin Timur: Banjir 24/11 pukul 12.00 WIB", "di luar wilayah tugas"),
        ("Katingan Hilir", "Tulis: SIAR <kode> <daerah>: <teks>"),
        (": Banjir", "Tulis: SIAR <kode> <daerah>: <teks>"),
    ],
)
def test_what_a_draft_lacks_is_told_in_one_segment(quiet: Dutyroom, rest: str, answer: str) -> None:
    told = quiet.texts("ani", f"SIAR {quiet.code('ani')} {rest}")
    assert answer in told
    assert count(told) == 1
    assert quiet.audited("alert.submit") == []
    with quiet.services.database.read() as session:
        assert alerting.find(session, list(Status), most=9) == []


@pytest.mark.parametrize(
    ("head", "severity"),
    [
        ("EKSTREM Katingan Hilir", Severity.EXTREME),
        ("berat katingan hilir", Severity.SEVERE),
        ("Sedang, Katingan Hilir", Severity.MODERATE),
        ("62.06.01", Severity.SEVERE),
        ("kec katingan hilir", Severity.SEVERE),
    ],
)
def test_a_word_before_the_place_says_how_grave_it_is(quiet: Dutyroom, head: str, severity: Severity) -> None:
    alert = quiet.standing(quiet.siar(place=head))
    assert (alert.severity, alert.regions) == (severity, (DISTRICT,))


def test_to_everybody_else_the_same_text_is_only_a_text_and_no_code_is_kept(night: Dutyroom) -> None:
    code = night.siar()
    otp = night.code("budi")
    commands = (
        f"SETUJU {code} 0 {otp}",
        f"SIAR {otp} Katingan Hilir: {FLOOD_SMS}",
        "PETUGAS 123456",
        f"TOLAK {code} x",
    )
    for text in commands:
        assert night.texts(STRANGER, text).startswith("Maaf, belum paham"), text
    assert f"iaran {code}" not in night.texts(STRANGER, f"BATAL {code} {otp}")
    assert night.standing(code).status is Status.SUBMITTED
    assert night.texts("budi", f"SETUJU {code} 0 {otp}").startswith(f"Siaran {code} disetujui")
    assert not any(otp in body for body in night.kept())
    assert f"SETUJU {code} 0 [kode]" in night.kept()


@pytest.mark.parametrize("text", ["batal", "batal langganan", "stop", "setuju", "setuju pak", "aman", "jaga jarak"])
def test_what_is_no_command_is_read_of_an_official_as_of_everybody(quiet: Dutyroom, text: str) -> None:
    assert quiet.texts("budi", text) == quiet.texts(STRANGER, text)


def test_a_suspended_officials_phone_is_a_citizens(quiet: Dutyroom) -> None:
    code = quiet.siar()
    otp = quiet.code("budi")
    with quiet.services.database.write() as session:
        quiet.services.staff.accounts.suspend(session, quiet.doer("eka").hand.actor, quiet.clock(), quiet.who("budi"))
    assert "siaran" not in quiet.texts("budi", f"SETUJU {code} 0 {otp}").lower()
    assert quiet.standing(code).status is Status.SUBMITTED


def test_an_official_who_asks_hears_what_they_are_on_duty_for(quiet: Dutyroom) -> None:
    assert quiet.texts("budi", "JAGA").startswith("Anda bertugas utk Kab Katingan, urutan 1.")
    assert quiet.texts("ani", "jaga").startswith("Anda tidak ada di jadwal")
