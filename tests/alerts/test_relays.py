"""A village hears of an alert by its relay: asked in one text, answered with SUDAH, reminded, told to stop."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from smsinfo.alerts.draft import NewAlert
from smsinfo.db.models import RelayTask
from smsinfo.domain.alerts import Form, Kind, Status
from smsinfo.domain.cap import Severity
from smsinfo.domain.messages import Purpose
from smsinfo.domain.relays import TaskState

from .riverside import ELSEWHERE, NEIGHBOUR, RINA, SITI, TONO, VILLAGE, Riverside
from .test_recall import recalls
from .watchroom import DISTRICT, FLOOD

WORDS = FLOOD.replace("{nomor}", "08110000123")


def test_relays_of_the_area_get_one_text_that_says_where_and_what_to_answer(river: Riverside) -> None:
    plain = river.subscriber(VILLAGE)
    alert = river.warned()
    (got,) = river.got(RINA)  # who subscribed as well gets this one only
    assert got == f"Bacakan di Tumbang Samba: {WORDS} Setelah dibacakan balas SUDAH {alert.code} <jumlah orang>."
    assert river.got(TONO) == []
    rows = {row.contact_id: row for row in river.messages(alert)}
    assert {number: row.purpose for number, row in rows.items()} == {
        plain: Purpose.ALERT, river.rina: Purpose.RELAY, river.siti: Purpose.RELAY,
    }  # fmt: skip
    assert {row.lane for row in rows.values()} == {"urgent"}
    assert river.look(alert).recipients == 3
    river.works()
    assert river.look(alert).status is Status.COMPLETED
    assert river.tasks(alert) == {VILLAGE: (TaskState.SENT, None), NEIGHBOUR: (TaskState.SENT, None)}


def test_who_said_stop_or_never_confirmed_is_asked_nothing(shore: Riverside) -> None:
    shore.texts(RINA, "STOP")
    shore.sql("UPDATE contact_role SET confirmed_at = NULL WHERE contact_id = :id", id=shore.siti)
    shore.subscriber()
    alert = shore.warned()
    assert shore.tasks(alert) == {}
    assert len(shore.messages(alert)) == 1


def test_a_newcomer_who_is_a_relay_gets_no_plain_text_either(shore: Riverside) -> None:
    shore.subscriber()
    shore.works()  # the first look only notes what is there
    alert = shore.warned()
    shore.texts(SITI, "DAFTAR Katingan Hilir")
    shore.works()
    assert [row.purpose for row in shore.messages(alert) if row.contact_id == shore.siti] == [Purpose.RELAY]


def test_who_reads_in_two_villages_gets_one_text_and_one_sudah_stands_for_both(shore: Riverside) -> None:
    shore.relay("+6281255002009", VILLAGE, NEIGHBOUR)
    alert = shore.warned()
    (got,) = shore.got("+6281255002009")
    assert got.startswith("Bacakan di Tumbang Samba, Telangkah: BANJIR")
    assert "Tumbang Samba, Telangkah" in shore.texts("+6281255002009", f"SUDAH {alert.code}")


def test_sudah_is_noted_once_with_how_many_heard_it(river: Riverside) -> None:
    code = river.warned().code
    answer = f"Terima kasih. {code} tercatat sudah dibacakan di Tumbang Samba, 45 orang."
    river.expects(RINA, f"Sudah {code} 45 orang", answer)
    again = river.texts(RINA, f"SUDAH {code} 60")
    assert again.startswith(f"{code} sudah tercatat ")
    assert river.tasks() == {VILLAGE: (TaskState.CONFIRMED, 45), NEIGHBOUR: (TaskState.SENT, None)}


@pytest.mark.parametrize(
    ("said", "heard"),
    [("SUDAH", None), ("sudah dibacakan", None), ("sudah 1200 orang", 1200), ("SDH 30", 30), ("udah, {code}.", None),
     ("SUDAH{code} 7 warga", 7)],
)  # fmt: skip
def test_sudah_without_a_code_is_about_the_newest_request(shore: Riverside, said: str, heard: int | None) -> None:
    code = shore.warned().code
    assert "Terima kasih" in shore.texts(RINA, said.format(code=code))
    assert shore.tasks()[VILLAGE] == (TaskState.CONFIRMED, heard)


@pytest.mark.parametrize("said", ["sudah makan?", "sudah lapor ke kades kemarin", "Sudah bayar pajak 2026 belum ya"])
def test_an_ordinary_sentence_confirms_nothing(shore: Riverside, said: str) -> None:
    shore.warned()
    shore.texts(RINA, said)
    assert shore.tasks()[VILLAGE] == (TaskState.SENT, None)


def test_wrong_codes_are_told_kindly_and_note_nothing(shore: Riverside) -> None:
    assert "Tidak ada peringatan yang menunggu SUDAH dari nomor ini." in shore.texts(RINA, "SUDAH")
    code = shore.warned().code
    unknown = "99999" if code != "99999" else "99998"
    assert f"Kode {unknown} tidak ada" in shore.texts(RINA, f"SUDAH {unknown}")
    assert f"Peringatan {code} bukan untuk desa Anda" in shore.texts(TONO, f"SUDAH {code} 12 orang")
    assert "bukan untuk desa" not in shore.texts("+6281255002777", f"SUDAH {code}")  # who is no relay is no relay
    assert shore.tasks() == {VILLAGE: (TaskState.SENT, None), NEIGHBOUR: (TaskState.SENT, None)}


def test_who_is_late_is_told_so_and_the_village_stays_unconfirmed(river: Riverside) -> None:
    code = river.warned().code
    river.clock.forward(seconds=13 * 3600)
    assert f"Peringatan {code} sudah berakhir" in river.texts(RINA, f"SUDAH {code}")
    river.works()
    assert river.tasks()[VILLAGE] == (TaskState.MISSED, None)


def test_relays_of_a_grave_alert_are_reminded_twice_until_they_answer(river: Riverside) -> None:
    alert = river.warned()
    river.works(9 * 60)
    assert len(river.got(RINA)) == 1
    river.works(90)
    reminder = f"Peringatan {alert.code}: sudah dibacakan di Tumbang Samba? Balas SUDAH {alert.code} <jumlah orang>."
    assert river.got(RINA)[1:] == [reminder]
    assert river.tasks()[VILLAGE] == (TaskState.REMINDED, None)
    river.texts(SITI, "SUDAH")
    river.works(21 * 60)
    river.works(3 * 3600)
    assert river.got(RINA)[1:] == [reminder, reminder]
    assert [text for text in river.got(SITI) if text == reminder.replace("Tumbang Samba", "Telangkah")] == [
        reminder.replace("Tumbang Samba", "Telangkah")
    ]


def test_a_milder_alert_reminds_once_after_half_an_hour(shore: Riverside) -> None:
    shore.warned(severity=Severity.MODERATE)
    shore.works(20 * 60)
    assert len(shore.got(RINA)) == 1
    shore.works(11 * 60)
    shore.works(3 * 3600)
    assert len(shore.got(RINA)) == 2


def test_nobody_is_reminded_of_what_was_stopped_and_who_had_it_is_told_to_stop(river: Riverside) -> None:
    alert = river.drafts()
    river.submits(alert)
    alert = river.look(alert)
    river.approves(alert)
    river.worker._see_to_alerts()
    river.sql("UPDATE outbound_message SET status = 'sent' WHERE contact_id = :id", id=river.rina)
    river.cancels(alert)
    river.works()
    river.works(3600)
    (got,) = river.got(RINA)
    assert got.startswith(f"BERHENTI membacakan peringatan {alert.code} di Tumbang Samba: sudah dibatalkan.")
    assert river.got(SITI) == []  # hers had not left
    assert "sudah dibatalkan atau diganti" in river.texts(RINA, f"SUDAH {alert.code}")
    assert river.tasks(alert) == {VILLAGE: (TaskState.STOPPED, None), NEIGHBOUR: (TaskState.STOPPED, None)}


def test_a_reminder_that_waits_is_stopped_together_with_the_alert(shore: Riverside) -> None:
    alert = shore.drafts()
    shore.submits(alert)
    alert = shore.look(alert)
    shore.approves(alert)
    shore.worker._see_to_alerts()
    shore.sql("UPDATE outbound_message SET status = 'sent' WHERE contact_id = :id", id=shore.rina)
    shore.clock.forward(seconds=11 * 60)
    with shore.services.database.write() as session:
        assert shore.services.community.relays.tick(session, shore.clock()) == 1
    shore.cancels(alert)
    with shore.services.database.read() as session:
        found = session.execute(text("SELECT status FROM outbound_message WHERE dedupe_key LIKE 'relay:%'"))
        assert found.scalars().all() == ["cancelled"]


@pytest.mark.parametrize("form", [Form.CORRECTION, Form.CANCEL])
def test_a_correction_reaches_the_relays_who_had_the_first_one_as_a_relays_text(river: Riverside, form: Form) -> None:
    alert = river.warned()
    river.texts(RINA, "SUDAH")
    river.sql(
        "UPDATE outbound_message SET status = 'failed' WHERE contact_id = :id AND alert_id IS NOT NULL", id=river.siti
    )
    back = recalls(river, alert, fact="yang benar 25/11" if form is Form.CORRECTION else None)
    river.works()
    begins = "RALAT" if form is Form.CORRECTION else "BATAL"
    (_, got) = (said for said in river.got(RINA) if not said.startswith("Terima"))
    assert got.startswith(begins)
    assert got.endswith(f"Sampaikan ini juga di Tumbang Samba, lalu balas SUDAH {back.code}.")
    assert river.tasks(back) == {VILLAGE: (TaskState.SENT, None)}
    assert [row.contact_id for row in river.messages(back)] == [river.rina]
    river.expects(RINA, "SUDAH", f"Terima kasih. {back.code} tercatat sudah dibacakan di Tumbang Samba.")


def test_a_drill_is_marked_and_asks_the_relays_of_its_area_only(river: Riverside) -> None:
    river.subscriber(DISTRICT, practice=True)
    alert = river.drafts(new=NewAlert(drill=True), texts={"id": f"UJI COBA {FLOOD}"})
    river.approves(river.submits(alert))
    river.works()
    (got,) = river.got(SITI)
    assert got.startswith("UJI COBA. Bacakan di Telangkah: UJI COBA BANJIR")
    assert river.got(TONO) == []
    river.works(11 * 60)
    assert river.got(SITI)[1].startswith("UJI COBA. Peringatan ")


@pytest.mark.parametrize(
    "body",
    [
        "GEMPA BESAR, lari semua!",
        "Bacakan di Tumbang Samba: GEMPA, lari! Setelah dibacakan balas SUDAH {code} <jumlah orang>.",
        "Bacakan di hubungi 081299887766 segera: {words} Setelah dibacakan balas SUDAH {code} <jumlah orang>.",
        "{words}",
    ],
)
def test_words_that_were_not_approved_do_not_leave_to_a_relay(shore: Riverside, body: str) -> None:
    alert = shore.drafts()
    shore.approves(shore.submits(alert))
    shore.worker._see_to_alerts()
    changed = body.format(code=alert.code, words=FLOOD)
    shore.sql("UPDATE outbound_message SET body = :body WHERE contact_id = :id", body=changed, id=shore.rina)
    shore.works()
    assert shore.got(RINA) == []
    assert shore.status(alert) is Status.CANCELLED
    assert "alert.unsealed" in shore.audited()


def test_an_announcement_is_read_out_by_nobody(shore: Riverside) -> None:
    shore.subscriber()
    alert = shore.drafts(new=NewAlert(kind=Kind.ANNOUNCEMENT), severity=Severity.MINOR)
    shore.approves(shore.submits(alert))
    shore.works()
    assert shore.tasks(alert) == {}


def test_the_numbers_of_relays_are_tested_once_a_month_in_office_hours(river: Riverside) -> None:
    river.clock.now = datetime(2026, 12, 10, 1, 0, tzinfo=UTC)  # 08.00: too early
    river.worker._keep_house()
    assert river.tasks() == {}
    river.clock.now = datetime(2026, 12, 10, 3, 0, tzinfo=UTC)
    river.works(0)
    test = "UJI COBA, bukan bahaya, jangan dibacakan. Kami cek nomor penyampai Tumbang Samba. Balas SUDAH UJI."
    assert river.got(RINA) == [test]
    assert len(river.got(TONO)) == 1
    river.expects(RINA, "sudah uji", "Terima kasih. Nomor penyampai Tumbang Samba siap.")
    river.works(24 * 3600 + 60)
    assert len(river.got(SITI)) == 2
    river.works(49 * 3600)
    assert river.tasks() == {
        VILLAGE: (TaskState.CONFIRMED, None), NEIGHBOUR: (TaskState.MISSED, None), ELSEWHERE: (TaskState.MISSED, None),
    }  # fmt: skip
    assert [len(river.got(number)) for number in (RINA, SITI, TONO)] == [1, 2, 2]


def test_a_person_who_is_erased_leaves_only_the_villages_record(river: Riverside) -> None:
    river.warned()
    river.texts(RINA, "SUDAH 12")
    river.texts(RINA, "HAPUS DATA")
    river.texts(RINA, "YA")
    with river.services.database.read() as session:
        task = session.query(RelayTask).filter_by(region_code=VILLAGE).one()
        assert (task.contact_id, task.state, task.heard) == (None, TaskState.CONFIRMED, 12)
    river.works(3600)
