"""The worker reads feeds of CAP documents: each document once, a bad one leaves the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select

from smsinfo.alerts.asking import LONGEST_ISSUER, LONGEST_NAMES
from smsinfo.alerts.cap.fetching import Fetched
from smsinfo.bootstrap import Services
from smsinfo.db.models import Alert, AlertText, OutboundMessage
from smsinfo.db.queries import staff as accounts
from smsinfo.errors import BadCap
from smsinfo.jobs.cap_feeds import EVERY, CapFeeds
from smsinfo.locale import say
from smsinfo.outbox.watch import Watch
from smsinfo.sms.segments import count
from tests.alerts.documents import document
from tests.alerts.dutyroom import Dutyroom
from tests.alerts.watchroom import APPROVER, KATINGAN, PHONES, PROVINCE
from tests.staff.office import add_regions
from tests.support import HeldClock, make_services

FEED, FEED_EN = "https://www.bmkg.go.id/alerts/nowcast/id/rss.xml", "https://www.bmkg.go.id/alerts/nowcast/en/rss.xml"
MAIL = {"kind": "mail", "host": "127.0.0.1", "port": 25, "security": "none", "sender": "smsinfo@kalteng.go.id"}
BASE = "https://www.bmkg.go.id/alerts/nowcast"


def index(*names: str) -> bytes:
    """An RSS index as BMKG writes it."""
    items = "".join(f"<item><title>x</title><link>{BASE}/{name}.xml</link><guid>{name}</guid></item>" for name in names)
    return f"<rss version='2.0'><channel>{items}</channel></rss>".encode()


def ours(**words: str) -> bytes:
    """A document for Katingan."""
    return document(area="<area><areaDesc>Kab. Katingan</areaDesc></area>", **words)


@dataclass
class Office:
    """The servers of an agency: what is at an address, and what was asked for."""

    pages: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    away: bool = False

    def fetch(self, url: str, etag: str = "") -> Fetched:
        """As a `Fetcher` does it; the tag of a page is its own bytes' length."""
        self.asked.append(url)
        if self.away or url not in self.pages:
            raise BadCap("the address can't be reached ({error}); try again later", error="ConnectTimeoutError")
        raw = self.pages[url]
        return Fetched(None) if etag == f"{len(raw)}" else Fetched(raw, f"{len(raw)}")


@pytest.fixture
def clock() -> HeldClock:
    """Held."""
    return HeldClock()


@pytest.fixture
def services(sqlite_url: str, clock: HeldClock) -> Iterator[Services]:
    """An installation that reads BMKG in two languages."""
    found = make_services(
        sqlite_url,
        clock,
        content=False,
        cap_feeds=[FEED, FEED_EN],
        cap_senders=["cuaca.ekstrem@bmkg.go.id"],
        operator_contacts=("+628125550009",),
    )
    with found.database.write() as session:
        add_regions(session)
    yield found
    found.heart.stop()
    found.database.close()


@pytest.fixture
def office() -> Office:
    """BMKG with one alert for us in two languages, and one for somebody else."""
    elsewhere = document(
        identifier="bmkg-9", headline="Hujan di Gorontalo", area="<area><areaDesc>Gorontalo</areaDesc></area>"
    )
    return Office(
        {
            FEED: index("id/1", "id/9"),
            FEED_EN: index("en/1"),
            f"{BASE}/id/1.xml": ours(),
            f"{BASE}/id/9.xml": elsewhere,
            f"{BASE}/en/1.xml": ours(language="en", headline="Heavy rain"),
        }
    )


@pytest.fixture
def feeds(services: Services, office: Office) -> CapFeeds:
    """One worker."""
    return CapFeeds(services, office)


def drafts(services: Services) -> list[tuple[str, str]]:
    """(status, language) of each text of each alert."""
    wanted = select(Alert.status, AlertText.language).join(AlertText, AlertText.alert_id == Alert.id)
    with services.database.read() as session:
        return [(row.status, row.language) for row in session.execute(wanted.order_by(Alert.id, AlertText.language))]


def test_a_document_in_two_feeds_is_one_draft_with_two_texts_and_no_message(
    services: Services, feeds: CapFeeds
) -> None:
    assert feeds.tick() == 3
    assert drafts(services) == [("draft", "en"), ("draft", "id")]
    with services.database.read() as session:
        assert session.scalars(select(OutboundMessage)).all() == []


def rain(severity: str = "Moderate", area: str = "Kab. Katingan", **words: str) -> bytes:
    """What a feed brings at night."""
    made = document(area=f"<area><areaDesc>{area}</areaDesc></area>", **words)
    return made.replace(b"<severity>Moderate", b"<severity>" + severity.encode())


@pytest.fixture
def night(database_url: str) -> Iterator[Dutyroom]:
    """Budi, then Gita (by mail alone), is on duty in Katingan, Fani for the province; a feed of BMKG is read."""
    found = Dutyroom(
        database_url,
        channels=PHONES | {"mail": MAIL},
        practice_only=True,
        practice_password="kata-sandi-latihan",
        cap_feeds=[FEED],
        cap_senders=["cuaca.ekstrem@bmkg.go.id"],
    )
    found.official("gita", (APPROVER, KATINGAN))
    with found.services.database.write() as session:
        accounts.change(session, found.who("gita").id, {"email": "gita@kalteng.go.id"})
    for name, region in (("budi", KATINGAN), ("gita", KATINGAN), ("fani", PROVINCE)):
        found.on_duty(name, region)
    yield found
    found.close()


def mails(night: Dutyroom) -> list[tuple[str | None, str | None]]:
    """(address, subject) of the mails that wait."""
    wanted = select(OutboundMessage.mail_to, OutboundMessage.subject).where(OutboundMessage.mail_to.is_not(None))
    with night.services.database.read() as session:
        return [(row.mail_to, row.subject) for row in session.execute(wanted)]


def brings(night: Dutyroom, raw: bytes) -> None:
    """The feed is one document, read by two workers, each twice."""
    for worker in (CapFeeds(night.services, Office({FEED: raw})), CapFeeds(night.services, Office({FEED: raw}))):
        for _ in range(2):
            night.clock.now += EVERY
            worker.tick()


def test_who_is_on_duty_hears_once_of_a_draft_that_a_feed_brought(night: Dutyroom) -> None:
    brings(night, rain())
    (text,) = night.told("budi")
    assert "dari Badan Meteorologi: SEDANG Katingan. BELUM dikirim." in text
    assert (night.told("fani"), night.told("ani"), mails(night)) == ([], [], [])


@pytest.mark.parametrize("severity", ["Severe", "Extreme"])
def test_of_a_grave_one_the_next_hears_as_well_by_mail_where_there_is_no_phone(night: Dutyroom, severity: str) -> None:
    brings(night, rain(severity))
    assert len(night.told("budi")) == 1
    ((address, subject),) = mails(night)
    assert address == "gita@kalteng.go.id"
    assert subject is not None
    assert subject.endswith("masuk dari lembaga lain")
    assert night.told("fani") == []


@pytest.mark.parametrize("area", ["Kalimantan Tengah", "Kab. Katingan, Kab. Kotawaringin Timur"])
def test_what_no_regency_covers_is_for_the_provinces(night: Dutyroom, area: str) -> None:
    brings(night, rain(area=area))
    assert [len(night.told(name)) for name in ("budi", "fani")] == [0, 1]


def test_a_test_a_language_and_another_province_are_told_to_nobody(night: Dutyroom) -> None:
    brings(night, rain(status="Test"))
    brings(night, rain(area="Gorontalo", headline="Hujan di Gorontalo", identifier="bmkg-2"))
    assert night.told("budi") == []
    brings(night, rain(identifier="bmkg-3"))
    brings(night, rain(identifier="bmkg-3", language="en", headline="Heavy rain"))
    assert len(night.told("budi")) == 1


def test_a_draft_comes_even_where_nobody_can_be_told(services: Services, feeds: CapFeeds) -> None:
    feeds.tick()
    assert drafts(services) != []


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_is_told_of_a_draft_is_one_segment_at_its_longest(language: str) -> None:
    text = say(
        "official.draft",
        language,
        code="48213",
        issuer="x" * LONGEST_ISSUER,
        severity=say("official.extreme", language),
        place="x" * LONGEST_NAMES,
    )
    assert count(text) == 1


def test_feeds_are_read_each_two_minutes_by_one_worker_of_several(
    services: Services, feeds: CapFeeds, office: Office, clock: HeldClock
) -> None:
    feeds.tick()
    other = CapFeeds(services, office)
    office.asked.clear()
    assert (feeds.tick(), other.tick(), office.asked) == (0, 0, [])
    clock.now += EVERY
    assert feeds.tick() == 0
    assert office.asked == [FEED, FEED_EN]  # nothing had changed there
    clock.now += EVERY
    assert other.tick() == 3  # new to this worker, and known to the database
    assert len(drafts(services)) == 2


def test_only_what_is_new_in_a_feed_is_fetched(feeds: CapFeeds, office: Office, clock: HeldClock) -> None:
    feeds.tick()
    office.asked.clear()
    office.pages[FEED] = index("id/2", "id/1", "id/9")
    office.pages[f"{BASE}/id/2.xml"] = ours(identifier="bmkg-2")
    clock.now += EVERY
    assert feeds.tick() == 1
    assert office.asked == [FEED, f"{BASE}/id/2.xml", FEED_EN]


def test_a_document_that_is_away_is_asked_for_again(feeds: CapFeeds, office: Office, clock: HeldClock) -> None:
    office.pages[FEED_EN] = index("en/1", "en/2")
    feeds.tick()
    office.pages[f"{BASE}/en/2.xml"] = ours(identifier="bmkg-2", language="en")
    clock.now += EVERY
    assert feeds.tick() == 1


@pytest.mark.parametrize("raw", [b"not xml", b"<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/e.dtd'><alert/>", b"<a>" * 100])
def test_a_bad_document_leaves_the_others(services: Services, feeds: CapFeeds, office: Office, raw: bytes) -> None:
    office.pages[FEED] = index("id/0", "id/1")
    office.pages[f"{BASE}/id/0.xml"] = raw
    assert feeds.tick() == 3
    assert len(drafts(services)) == 2


def test_a_feed_that_is_one_document_is_taken(services: Services, feeds: CapFeeds, office: Office) -> None:
    office.pages[FEED] = ours()
    feeds.tick()
    assert ("draft", "id") in drafts(services)


def test_a_failing_feed_is_told_once_and_what_came_before_stays(
    services: Services, feeds: CapFeeds, office: Office, clock: HeldClock
) -> None:
    feeds.tick()
    office.pages[FEED] = b"not xml"
    watch = Watch(services)
    for _ in range(10):
        clock.now += EVERY
        feeds.tick()
        watch.tick()
    with services.database.read() as session:
        told = session.scalars(select(OutboundMessage.body)).all()
    assert (
        len([text for text in told if "Umpan CAP www.bmkg.go.id/alerts/nowcast/id/rss.xml tidak terbaca" in text]) == 1
    )
    assert len(drafts(services)) == 2
    office.pages[FEED] = index("id/1")
    clock.now += EVERY
    feeds.tick()
    assert "feed_failing" not in [alarm.code for alarm in watch.tick()]


def test_without_feeds_nobody_is_asked(sqlite_url: str, clock: HeldClock, office: Office) -> None:
    found = make_services(sqlite_url, clock, content=False)
    assert CapFeeds(found, office).tick() == 0
    assert office.asked == []
    found.database.close()
