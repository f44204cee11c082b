"""A report of danger reaches the phone of who is on duty; of two who answer at the same moment one is heard."""

from __future__ import annotations

from threading import Thread

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from smsinfo.bootstrap import Services
from smsinfo.community.case_answers import NotTaken
from smsinfo.db.models import CaseAnswer, DutyRoster, StaffAccount, StaffPhone
from smsinfo.db.queries import members
from tests.cases.cast import (
    ASKER,
    NEIGHBOUR,
    REGENCY,
    RUDI,
    WATI,
    contact_id,
    joins,
    number_in,
    sent_to,
    settle,
    takes_reports,
)
from tests.support import HeldClock

OFFICER, COLLEAGUE = "+628125550121", "+628125550122"


def on_duty(services: Services, clock: HeldClock, number: str, region: str, position: int = 1) -> None:
    """Somebody with a phone of their own stands on the roster of a region."""
    settle(services, clock, number)
    with services.database.write() as session:
        at, name = clock(), f"siaga{number[-3:]}"
        account = StaffAccount(name=name, full_name=name, region_code=region, fs_uniquifier=name, created_at=at)
        session.add(account)
        session.flush()
        phone = contact_id(services, number)
        session.add(StaffPhone(account_id=account.id, contact_id=phone, confirmed_at=at))
        turn = {"region_code": region, "account_id": account.id, "position": position}
        session.add(DutyRoster(starts_at=at, confirmed_at=at, **turn))


def test_danger_reaches_the_phone_of_who_is_on_duty_there_and_nobody_elses(
    services: Services, clock: HeldClock
) -> None:
    on_duty(services, clock, OFFICER, REGENCY)
    on_duty(services, clock, COLLEAGUE, "62.02")
    siti = settle(services, clock, ASKER)
    reply = siti.texts("LAPOR kebakaran rumah warga RT 2, hubungi 081255500177")
    number = number_in(reply)
    assert "sudah diteruskan ke petugas siaga" in (reply or "")
    [told] = sent_to(services, OFFICER)
    assert told.startswith(f"LAPORAN BAHAYA no {number}")
    assert "kebakaran rumah warga" in told
    assert "0812555" not in told
    assert sent_to(services, COLLEAGUE) == []


def test_what_is_no_danger_wakes_nobody_on_duty(services: Services, clock: HeldClock) -> None:
    takes_reports(services)
    on_duty(services, clock, OFFICER, REGENCY)
    assert "Laporan no" in (settle(services, clock, ASKER).texts("LAPOR lampu jalan mati di gang satu") or "")
    assert sent_to(services, OFFICER) == []


def _others_wait(session: Session) -> bool:
    held = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()"
    return bool(session.execute(text(held)).scalar_one())


def test_of_two_who_answer_at_the_same_moment_one_is_sent(services: Services, clock: HeldClock) -> None:
    if services.database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    _rudi, _wati, siti = (settle(services, clock, number) for number in (RUDI, WATI, ASKER))
    joins(services, RUDI, trusted=True)
    joins(services, WATI, trusted=True, group=2)
    number = number_in(siti.texts("TANYA siapa pelatih voli putri di RT tiga"))
    answers, heard = services.community.case_answers, list[str]()

    def second() -> None:
        try:
            with services.database.write() as session:
                who = members.active(session, contact_id(services, WATI))
                answers.by_member(session, who, number, "Pelatihnya Pak Jono", clock())
                heard.append("sent")
        except NotTaken as refused:
            heard.append(refused.reason)

    late = Thread(target=second)
    with services.database.write() as session:
        who = members.active(session, contact_id(services, RUDI))
        assert answers.by_member(session, who, number, "Pelatihnya Ibu Sari", clock())
        late.start()
        while late.is_alive() and not _others_wait(session):
            late.join(0.01)
    late.join()
    assert heard == ["taken"]
    with services.database.read() as session:
        assert session.scalars(select(CaseAnswer.text).where(CaseAnswer.number == number)).all() == [
            "Pelatihnya Ibu Sari"
        ]
    [told] = sent_to(services, ASKER)
    assert "Ibu Sari" in told
    assert sent_to(services, NEIGHBOUR) == []
