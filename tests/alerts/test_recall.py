"""What has reached people is taken back by one person, from exactly those whom it reached."""

from __future__ import annotations

from typing import Any

import pytest

from smsinfo.alerts.draft import NewAlert
from smsinfo.alerts.proof import Proven
from smsinfo.domain.alerts import Alert, Form, Status
from smsinfo.domain.cap import MsgType
from smsinfo.domain.messages import MtStatus

from .watchroom import FLOOD, Watchroom, refused


def recalls(
    room: Watchroom, alert: Alert, name: str = "budi", *, fact: str | None = None, proof: Any = "fresh"
) -> Alert:
    """Somebody takes it back, or corrects it."""
    given: Proven | None = room.proof(name) if proof == "fresh" else proof
    seen = room.look(alert)
    with room.services.database.write() as session:
        recall = room.alerts.recall
        if fact is None:
            return recall.call_back(session, room.doer(name), room.clock(), seen, given)
        return recall.correct(session, room.doer(name), room.clock(), seen, given, fact)


def works(room: Watchroom, times: int = 2) -> None:
    """The worker has some seconds."""
    for _ in range(times):
        room.clock.forward(seconds=16)
        room.worker.step()


def halfway(room: Watchroom) -> tuple[Alert, list[int]]:
    """An alert that is being sent: one has it, of one nobody knows, one failed, one is in the air, one waits."""
    people = [room.subscriber() for _ in range(5)]
    alert = room.approved()
    room.worker._see_to_alerts()
    became = (MtStatus.DELIVERED, MtStatus.UNKNOWN, MtStatus.FAILED, MtStatus.SENDING, MtStatus.QUEUED)
    for person, status in zip(people, became, strict=True):
        room.sql(
            "UPDATE outbound_message SET status = :status WHERE contact_id = :person",
            status=status.value,
            person=person,
        )
    return alert, people


def test_a_recall_reaches_exactly_those_who_have_it_or_may_have_it(room: Watchroom) -> None:
    alert, (has, unknown, _failed, in_air, waiting) = halfway(room)
    back = recalls(room, alert)
    assert (back.status, back.msg_type, back.approver, back.references_id) == (
        Status.APPROVED,
        MsgType.CANCEL,
        "budi",
        alert.id,
    )
    assert room.status(alert) is Status.CANCELLED
    works(room)
    assert [row.contact_id for row in room.messages(back)] == [has, unknown, in_air]
    assert {row.lane for row in room.messages(back)} == {"urgent"}
    stopped = {row.contact_id: row.status for row in room.messages(alert)}
    assert stopped[waiting] == MtStatus.CANCELLED.value


def test_a_person_who_said_stop_meanwhile_and_a_newcomer_get_no_recall(room: Watchroom) -> None:
    alert, (has, *_others) = halfway(room)
    room.sql("UPDATE contact SET status = 'stopped' WHERE id = :id", id=has)
    newcomer = room.subscriber()
    back = recalls(room, alert)
    works(room)
    got = [row.contact_id for row in room.messages(back)]
    assert has not in got
    assert newcomer not in got


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_words_are_prepared_and_do_not_warn_again(room: Watchroom, language: str) -> None:
    room.subscriber(language=language)
    alert = room.approved(texts={"id": FLOOD, "en": FLOOD.replace("pukul", "at")})
    works(room)
    back = recalls(room, alert)
    text = back.texts[language]
    assert text.startswith("BATAL ")
    assert alert.code in text
    assert "Katingan Hilir" in text
    assert "BANJIR" not in text.upper()


def test_a_correction_says_what_is_right(room: Watchroom) -> None:
    room.subscriber()
    alert = room.approved()
    works(room)
    right = recalls(room, alert, "ani", fact="Air surut pukul 15.00 WIB.")
    assert right.form is Form.CORRECTION
    assert right.texts["id"].startswith("RALAT dari BPBD Katingan")
    assert "Air surut pukul 15.00 WIB." in right.texts["id"]
    works(room)
    assert [row.attempts for row in room.messages(right)] == [1]


@pytest.mark.parametrize("fact", ["Telepon 0536-3221234", "Banjir di tempat lain", "x" * 101, "Lihat bit.ly/abc"])
def test_a_fact_that_warns_again_or_names_what_nobody_approved_is_refused(room: Watchroom, fact: str) -> None:
    room.subscriber()
    alert = room.approved()
    works(room)
    with refused("too_long" if len(fact) > 100 else "findings"):
        recalls(room, alert, fact=fact)
    assert room.status(alert) is Status.COMPLETED


@pytest.mark.parametrize(
    ("name", "proof", "reason"),
    [("dedi", "fresh", "not_yours"), ("eka", "fresh", "administrator"), ("budi", None, "code")],
)
def test_who_may_not_take_it_back(room: Watchroom, name: str, proof: Any, reason: str) -> None:
    room.subscriber()
    alert = room.approved()
    works(room)
    with refused(reason):
        recalls(room, alert, name, proof=proof)
    assert room.status(alert) is Status.COMPLETED


def test_a_recall_is_sent_once_and_only_of_what_was_approved(room: Watchroom) -> None:
    room.subscriber()
    with refused("not_now"):
        recalls(room, room.drafts())
    alert = room.approved()
    works(room)
    recalls(room, alert)
    with refused("called_back"):
        recalls(room, alert, "ani")


def test_news_of_an_alert_go_by_two_people_to_those_who_had_it_and_to_newcomers(room: Watchroom) -> None:
    alert, (has, unknown, failed, in_air, waiting) = halfway(room)
    newcomer = room.subscriber()
    new = NewAlert(form=Form.UPDATE, references_id=alert.id)
    news = room.drafts(new=new, texts={"id": f"PERBARUI: {FLOOD}"})
    with refused("own"):
        room.approves(room.submits(room.drafts("citra", new, texts=news.texts), "citra"), "citra")
    sent = room.approves(room.submits(news))
    assert room.status(alert) is Status.CANCELLED
    works(room)
    assert [row.contact_id for row in room.messages(sent)] == [has, unknown, failed, in_air, waiting, newcomer]


def test_corrections_are_not_drafted_and_drills_and_warnings_do_not_mix(room: Watchroom) -> None:
    alert = room.approved()
    for form in (Form.CORRECTION, Form.CANCEL):
        with refused("alone"):
            room.drafts(new=NewAlert(form=form, references_id=alert.id))
    with refused("drill_mixed"):
        room.drafts(new=NewAlert(form=Form.UPDATE, references_id=alert.id, drill=True))
