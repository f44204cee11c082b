"""News of an alert and the end of the danger: a draft in prepared words, which goes by two people as every alert."""

from __future__ import annotations

import pytest

from smsinfo.alerts.news import again
from smsinfo.domain.alerts import Alert, Form, Status
from smsinfo.domain.cap import Urgency

from .test_recall import halfway, works
from .watchroom import DISTRICT, FLOOD, FLOOD_EN, KOTIM, Watchroom, refused


def begins(room: Watchroom, alert: Alert, form: Form, name: str = "ani") -> Alert:
    """Somebody opens a draft of what comes after an alert."""
    with room.services.database.write() as session:
        seen = room.alerts.lifecycle.get(session, alert.id)
        return room.alerts.news.begin(session, room.doer(name), room.clock(), seen, form)


def test_the_end_of_the_danger_is_prepared_and_needs_two_people(room: Watchroom) -> None:
    alert, (has, unknown, failed, in_air, waiting) = halfway(room)
    newcomer = room.subscriber()
    room.subscriber(KOTIM)
    draft = begins(room, alert, Form.ALL_CLEAR)
    assert (draft.form, draft.references_id, draft.urgency) == (Form.ALL_CLEAR, alert.id, Urgency.PAST)
    assert draft.texts["id"].startswith(f"AMAN dari BPBD Katingan: bahaya dari siaran {alert.code}")
    assert room.status(draft) is Status.DRAFT
    with refused("own"):
        room.approves(room.submits(begins(room, alert, Form.ALL_CLEAR, "citra"), "citra"), "citra")
    sent = room.approves(room.submits(draft))  # nothing has to be mended in the prepared words
    works(room)
    assert [row.contact_id for row in room.messages(sent)] == [has, unknown, failed, in_air, waiting, newcomer]


def test_news_begin_with_the_words_of_the_first_in_each_language(small: Watchroom) -> None:
    small.subscriber()
    alert = small.approved(texts={"id": FLOOD, "en": FLOOD_EN})
    draft = begins(small, alert, Form.UPDATE)
    assert draft.texts == {"id": f"PERBARUI: {FLOOD}", "en": f"PERBARUI: {FLOOD_EN}"}
    assert (draft.regions, draft.event_at, draft.severity) == ((DISTRICT,), alert.event_at, alert.severity)
    news = small.approves(small.submits(draft))
    assert begins(small, news, Form.UPDATE).texts == draft.texts  # the word stands there once


def test_languages_without_own_words_for_the_end_read_the_indonesian_ones(small: Watchroom) -> None:
    alert = small.approved(texts={"id": FLOOD, "en": FLOOD_EN, "nij": FLOOD})
    assert sorted(begins(small, alert, Form.ALL_CLEAR).texts) == ["en", "id"]


@pytest.mark.parametrize(
    ("text", "drill", "words"),
    [
        ("BANJIR", False, "PERBARUI: BANJIR"),
        ("PERBARUI: BANJIR", False, "PERBARUI: BANJIR"),
        ("UJI COBA. BANJIR", True, "UJI COBA PERBARUI: BANJIR"),
        ("UJI COBA PERBARUI: BANJIR", True, "UJI COBA PERBARUI: BANJIR"),
    ],
)
def test_the_word_of_news_stands_first_and_once(text: str, drill: bool, words: str) -> None:
    assert again(text, drill=drill) == words


def test_of_what_nobody_got_and_of_a_recall_there_are_no_news(small: Watchroom) -> None:
    for alert in (small.drafts(), small.submitted()):
        with refused("not_now"):
            begins(small, alert, Form.UPDATE)
    sent = small.approved()
    for form in (Form.ALERT, Form.CORRECTION, Form.CANCEL):
        with refused("not_now"):
            begins(small, sent, form)
    with refused("not_yours"):
        begins(small, sent, Form.ALL_CLEAR, "dedi")
    seen, proof = small.look(sent), small.proof("budi")
    with small.services.database.write() as session:
        recall = small.alerts.recall.call_back(session, small.doer("budi"), small.clock(), seen, proof)
    with refused("not_now"):
        begins(small, recall, Form.UPDATE)
