"""Some answers ask whether they helped: seldom, never in danger, and what comes back is a count and nobody's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from smsinfo.bootstrap import Services
from smsinfo.config import load_settings
from smsinfo.db.models import TopicRating
from smsinfo.outbox.retention import Retention
from smsinfo.rehearsal import Rehearsal
from smsinfo.sms.segments import count
from tests.journeys.conftest import Open
from tests.support import KEYS, HeldClock, Phone

ROOMY = "KIA"
"""The answer to this has room for the question."""

ASKED = "\nMembantu? Balas Y/T"


@pytest.fixture
def always(open_services: Open) -> Services:
    """Every answer that may ask does."""
    return open_services(rating_share=100, rate_per_phone=1000, same_text_limit=100)


@pytest.fixture
def siti(always: Services, clock: HeldClock) -> Phone:
    """Siti, whom we have known since yesterday."""
    phone = Phone(always, clock)
    phone.texts("LOKASI katingan")
    phone.texts("STATUS")
    clock.forward(days=1)
    return phone


def counts(services: Services) -> list[tuple[str, str, int, int]]:
    """What was counted."""
    with services.database.read() as session:
        rows = session.scalars(select(TopicRating).order_by(TopicRating.topic_key))
        return [(row.topic_key, row.region_code, row.yes, row.no) for row in rows]


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [("Y", 1, 0), ("ya pak", 1, 0), ("iya", 1, 0), ("T", 0, 1), ("tidak", 0, 1), ("gak", 0, 1), ("kada", 0, 1)],
)
def test_yes_and_no_right_after_count_once_for_the_topic_and_the_regency(
    text: str, yes: int, no: int, siti: Phone, always: Services
) -> None:
    topic = asks(siti)
    assert (siti.texts(text) or "").startswith("Terima kasih")
    siti.texts(text)
    assert counts(always) == [(topic, "62.06", yes, no)]


def asks(phone: Phone) -> str:
    """Text until an answer has room for the question; the topic that it is about."""
    for key, topic in phone.services.snapshots.current().topics.items():
        reply = phone.texts(topic.keywords[0]) or ""
        if reply.endswith(ASKED):
            return key
    raise AssertionError("no answer asked")


def test_the_question_makes_no_answer_dearer(siti: Phone, clock: HeldClock) -> None:
    asked = []
    for topic in siti.services.snapshots.current().topics.values():
        clock.forward(days=7)
        reply = siti.texts(topic.keywords[0]) or ""
        if reply.endswith(ASKED):
            asked.append(reply)
    assert len(asked) > 5
    assert [reply for reply in asked if count(reply) > count(reply.removesuffix(ASKED))] == []


def test_anything_else_drops_the_question_silently(siti: Phone, always: Services) -> None:
    asks(siti)
    siti.texts("STATUS")
    assert (siti.texts("Y") or "").startswith("Maaf, belum paham")
    assert counts(always) == []


def test_nobody_is_asked_twice_in_a_week_even_when_the_conversation_was_swept(
    siti: Phone, always: Services, clock: HeldClock
) -> None:
    asks(siti)
    clock.forward(days=6)
    Retention(always.database, clock, always.settings.zone, body_days=90, id_days=400).drop_old()
    replies = [siti.texts(topic.keywords[0]) or "" for topic in always.snapshots.current().topics.values()]
    assert not any(reply.endswith(ASKED) for reply in replies)
    clock.forward(days=1)
    asks(siti)


def test_a_newcomer_is_not_asked(always: Services, clock: HeldClock) -> None:
    phone = Phone(always, clock)
    replies = [phone.texts(topic.keywords[0]) or "" for topic in always.snapshots.current().topics.values()]
    assert not any(reply.endswith(ASKED) for reply in replies)


def test_nobody_is_asked_in_danger_nor_about_safety_nor_after_commands(siti: Phone, always: Services) -> None:
    texts = ["tolong suami saya dipukul", "KDRT", "darurat", "ambulans", "rabies", "STATUS", "MENU", "CEK 4821"]
    texts += ["HOAKS undian", "TOPIK", "BELAJAR", "xyzzy", "BANSOS"]
    assert [text for text in texts if "Membantu?" in (siti.texts(text) or "")] == []


def test_no_topic_of_violence_ever_asks_alone_or_beside_others(siti: Phone, clock: HeldClock) -> None:
    private = [topic for topic in siti.services.snapshots.current().topics.values() if topic.is_private]
    assert private
    heard = []
    for topic in private:
        for word in (topic.keywords[0], *topic.aliases.get("id", ())):
            clock.forward(days=7)
            heard.append(siti.texts(word) or "")
            assert not any("Membantu?" in (reply or "") for reply in heard), word
    asks(siti)  # the same person is asked about something else


def test_who_practises_or_rehearses_is_not_asked(always: Services, clock: HeldClock) -> None:
    phone = Phone(always, clock, practice=True)
    phone.texts("STATUS")
    clock.forward(days=2)
    topics = always.snapshots.current().topics.values()
    assert not any((phone.texts(topic.keywords[0]) or "").endswith(ASKED) for topic in topics)
    stage = Rehearsal(always.snapshots.current().catalogue, load_settings(KEYS, rating_share=100), clock)
    assert "Membantu?" not in stage.play("bpjs mati").reply.text  # type: ignore[union-attr]


def test_a_share_of_answers_asks_and_a_repeat_of_a_message_gets_the_same_reply(
    open_services: Open, clock: HeldClock
) -> None:
    services = open_services(rating_share=30)
    welcomed = clock.now
    asked = 0
    people = [Phone(services, clock, f"+6281255520{number:02}") for number in range(40)]
    for person in people:
        person.texts("STATUS")
    clock.now = welcomed + timedelta(days=2)
    for number, person in enumerate(people):
        first = person.texts(ROOMY, external_id=f"share-{number}")
        assert person.texts(ROOMY, external_id=f"share-{number}") == first
        asked += (first or "").endswith(ASKED)
    assert 4 <= asked <= 24
