"""Owners are reminded once a week in office hours; what nobody reviews is withdrawn where the policy says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from smsinfo.bootstrap import Services
from smsinfo.content.due import Standing, due_topics, standing
from smsinfo.content.pack_files import read_pack
from smsinfo.content.packs import export_pack, import_pack
from smsinfo.db.models import Contact, OutboundMessage, StaffAccount, StaffPhone
from smsinfo.db.queries import keepers
from smsinfo.db.queries import staff as people
from smsinfo.jobs.reviews import Reviews
from smsinfo.staff.accounts import NewAccount
from smsinfo.staff.audit import TERMINAL
from tests.content.samples import NOW, a_pack, a_topic
from tests.support import HeldClock, Phone, make_services

MAIL = {"kind": "mail", "host": "127.0.0.1", "port": 25, "security": "none", "sender": "smsinfo@kalteng.go.id"}
CHANNELS = {"phone": {"kind": "simulator", "sender": "+628110000123"}, "mail": MAIL}
PRACTICE = {"practice_only": True, "practice_password": "kata-sandi-latihan"}
LATE = datetime(2027, 5, 25, 2, 0, tzinfo=UTC)  # a Tuesday, 9.00 WIB; the pack was to be reviewed by the day before


@pytest.fixture
def clock() -> HeldClock:
    """The morning after the day of review."""
    return HeldClock(LATE)


def made(url: str, clock: HeldClock, **settings: Any) -> Services:
    """Services with a small pack: a topic, a safety topic, and one that is fresh."""
    settings.setdefault("operator_contacts", ("piket@kalteng.go.id", "+628125550009"))
    services = make_services(url, clock, content=False, channels=CHANNELS, **PRACTICE, **settings)
    fresh = a_topic("bpjs", review_by=date(2028, 1, 1))
    with services.database.write() as session:
        import_pack(session, a_pack(a_topic("ktp"), a_topic("kk", safety=True), fresh), NOW)
    services.snapshots.refresh()
    return services


@pytest.fixture
def services(sqlite_url: str, clock: HeldClock) -> Iterator[Services]:
    """The installation."""
    found = made(sqlite_url, clock, withdraw_days=10)
    yield found
    found.heart.stop()
    found.database.close()


def sent(services: Services) -> list[OutboundMessage]:
    """What is in the outbox."""
    with services.database.read() as session:
        return list(session.scalars(select(OutboundMessage).order_by(OutboundMessage.id)))


def test_each_contact_is_told_once_a_week_by_mail_or_sms(services: Services, clock: HeldClock) -> None:
    reviews = Reviews(services)
    assert reviews.remind() == 2
    mail, text = sent(services)
    assert (mail.mail_to, mail.subject) == ("piket@kalteng.go.id", "smsinfo: 3 jawaban perlu ditinjau")
    assert "\n\nDisdukcapil\n- 2027-05-24 Judul kk (kk) LEWAT\n- 2027-05-24 Judul ktp (ktp) LEWAT" in mail.body
    assert "\n\nKabar yang beredar\n- 2027-05-24 Ada dana. (dana-palsu) LEWAT" in mail.body
    assert (
        text.body == "smsinfo: 3 jawaban perlu ditinjau, 3 sudah lewat: dana-palsu, kk, ktp. Lihat: smsinfo content due"
    )
    assert (text.segments, text.purpose, text.lane) == (1, "notice", "bulk")
    assert reviews.remind() == 0
    clock.forward(days=2)
    assert reviews.remind() == 0
    clock.forward(days=5)
    assert reviews.remind() == 2


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2027, 5, 25, 0, 59, tzinfo=UTC),  # 7.59
        datetime(2027, 5, 25, 8, 0, tzinfo=UTC),  # 15.00
        datetime(2027, 5, 29, 2, 0, tzinfo=UTC),  # a Saturday
    ],
)
def test_nobody_is_reminded_outside_office_hours(services: Services, clock: HeldClock, moment: datetime) -> None:
    clock.now = moment
    assert Reviews(services).remind() == 0
    assert sent(services) == []


def test_who_looks_after_a_topic_is_reminded_first_and_the_office_of_what_is_overdue_or_nobodys(
    services: Services, clock: HeldClock
) -> None:
    clock.now = datetime(2027, 5, 18, 2, 0, tzinfo=UTC)  # a Tuesday, six days before the topics are due
    with services.database.write() as session:
        made = services.staff.accounts.open(session, TERMINAL, clock(), NewAccount("siti", "Siti Aminah", "62"))
        people.change(session, made.id, {"email": "siti@kalteng.go.id"})
        phone = Contact(
            msisdn_sealed=services.sealer.seals("+628125550010")[0], operator="telkomsel", first_seen_at=NOW
        )
        session.add(phone)
        session.flush()
        session.add(StaffPhone(account_id=made.id, contact_id=phone.id, confirmed_at=NOW))
        keepers.put(session, 1, made.id, clock())
    reviews = Reviews(services)
    assert reviews.remind() == 4
    mail, text, office, duty = sent(services)
    assert (mail.mail_to, text.contact_id) == ("siti@kalteng.go.id", phone_of(services, "siti"))
    assert "(ktp)" in mail.body
    assert "(kk)" not in mail.body
    assert text.body == "smsinfo: 1 jawaban perlu ditinjau, 0 sudah lewat: ktp. Lihat: smsinfo content due"
    assert office.mail_to == "piket@kalteng.go.id"
    assert "(ktp)" not in office.body
    assert "ditinjau, 0 sudah lewat: dana-palsu, kk." in duty.body
    assert reviews.remind() == 0
    clock.forward(days=7)  # by now the day is over: the office hears of it too
    assert reviews.remind() == 4
    assert "kk, ktp" in sent(services)[-1].body
    with services.database.write() as session:
        people.change(session, made.id, {"active": False})
    clock.forward(days=7)
    assert reviews.remind() == 2


def phone_of(services: Services, name: str) -> int | None:
    """The contact of somebody's registered phone."""
    with services.database.read() as session:
        return session.scalar(
            select(StaffPhone.contact_id)
            .join(StaffAccount, StaffAccount.id == StaffPhone.account_id)
            .where(StaffAccount.name == name)
        )


def test_where_all_is_fresh_there_is_nothing_to_tell(services: Services, clock: HeldClock) -> None:
    clock.now = datetime(2027, 3, 2, 2, 0, tzinfo=UTC)
    assert Reviews(services).remind() == 0


def test_a_contact_that_cannot_be_told_keeps_nobody_else_from_it(sqlite_url: str, clock: HeldClock) -> None:
    services = made(sqlite_url, clock, operator_contacts=("tidak-ada", "+628125550009"), language="en")
    assert Reviews(services).remind() == 1
    [text] = sent(services)
    assert text.body == "smsinfo: 3 answers to review, 3 overdue: dana-palsu, kk, ktp. See: smsinfo content due"
    services.heart.stop()
    services.database.close()


def test_an_overdue_topic_is_withdrawn_by_policy_but_never_a_safety_topic(
    services: Services, clock: HeldClock, tmp_path: Any
) -> None:
    reviews, phone = Reviews(services), Phone(services, clock)
    clock.forward(days=9)
    assert reviews.withdraw() == ()
    assert "usang" in str(phone.texts("KTP"))
    clock.forward(days=1)
    assert reviews.withdraw() == ("ktp",)
    assert reviews.withdraw() == ()
    services.snapshots.refresh()
    assert set(services.snapshots.current().topics) == {"kk", "bpjs"}
    with services.database.write() as session:
        exported = export_pack(session, tmp_path / "out")
        assert [topic.key for topic in exported.topics] == ["kk", "bpjs"]
        assert import_pack(session, read_pack(tmp_path / "out"), clock()).added == ()
        # Its owner has looked at it and publishes it again.
        back = a_topic("ktp", review_by=date(2028, 1, 1))
        assert import_pack(session, a_pack(back, claims=()), clock()).changed == ("topics/ktp.toml",)
        assert [one.key for one in due_topics(session, clock().date())] == ["kk"]


def test_without_a_policy_nothing_is_withdrawn(sqlite_url: str, clock: HeldClock) -> None:
    services = made(sqlite_url, clock)
    clock.forward(days=3000)
    assert Reviews(services).withdraw() == ()
    services.heart.stop()
    services.database.close()


@pytest.mark.parametrize(
    ("review_by", "wanted"),
    [
        (date(2027, 5, 24), Standing.OVERDUE),
        (date(2027, 5, 25), Standing.SOON),
        (date(2027, 6, 24), Standing.SOON),
        (date(2027, 6, 25), Standing.FRESH),
    ],
)
def test_on_its_day_a_topic_is_not_yet_overdue(review_by: date, wanted: Standing) -> None:
    assert standing(review_by, date(2027, 5, 25)) is wanted
