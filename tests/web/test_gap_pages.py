"""The gap list on the pages: who sees what, and each of the four acts with what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html  # type: ignore[import-untyped]
from werkzeug.test import TestResponse

from smsinfo.content.gaps import get_gap
from smsinfo.db.models import Topic, TopicName
from smsinfo.db.queries import content
from smsinfo.db.queries.content import StateRow
from smsinfo.domain.changes import State
from smsinfo.domain.gaps import Gap, GapState

from .corpus import rows
from .pressroom import KTP_ID, PressRoom, fill, read, words
from .staffroom import said

BIRD = ("lomba burung kapan", "lomba burung murai")


@pytest.fixture
def press(sqlite_url: str) -> Iterator[PressRoom]:
    """The press room."""
    found = PressRoom(sqlite_url)
    yield found
    found.close()


def gap_of(press: PressRoom, number: int) -> Gap:
    """A gap as it stands."""
    with press.services.database.read() as session:
        return get_gap(session, number)


def titles(page: str) -> list[str]:
    """The gaps that a list shows."""
    return [found.text_content() for found in html.document_fromstring(page).xpath("//tbody//td[1]/a[b]")]


def test_an_alias_is_proposed_by_one_person_approved_by_another_and_then_it_answers(press: PressRoom) -> None:
    number = press.gap("rekam identitas", [("62.06", 3), ("", 2)], "rekam identitas dimana", "rekam identitas")
    wati = press.desk("wati")
    page = wati.get(f"/staff/gaps/{number}")
    assert "rekam identitas dimana" in words(page)
    answer = wati.post(f"/staff/gaps/{number}/alias", words="rekam identitas", key="ktp", language="id")
    change = press.newest()
    assert answer.headers["Location"] == f"/staff/changes/{change.id}"
    assert "penerbit lain menyetujuinya" in said(wati.get(answer.headers["Location"]))[0]
    assert (change.state, change.author, change.note) == (State.IN_REVIEW, "wati", "rekam identitas (5x)")
    assert (gap_of(press, number).state, gap_of(press, number).topic_key) == (GapState.ALIASED, "ktp")
    assert titles(wati.get("/staff/gaps").text) == []
    assert titles(wati.get("/staff/gaps?state=closed").text) == ["rekam identitas"]

    press.desk("pak.edi").get(f"/staff/changes/{change.id}")
    press.desk("pak.edi").post(f"/staff/changes/{change.id}/publish")
    assert "Urus ktp" in str(press.text("rekam identitas"))
    event = press.events("gap.aliased")[0]
    assert (event.actor, event.subject) == ("wati", f"gap:{number}")


def offered(page: TestResponse) -> list[str]:
    """The topics to choose from, the chosen one marked."""
    return [
        f"{option.get('value')}{'*' if option.get('selected') is not None else ''}"
        for option in read(page).xpath("//select[@name='key']//option")
    ]


def test_a_topic_that_is_not_near_is_looked_for_and_only_what_was_found_is_offered(press: PressRoom) -> None:
    add_topics(press, 3, 4, 5)
    number = press.gap("zzz", [("62.06", 3)], "zzz")
    wati = press.desk("wati")
    page = wati.get(f"/staff/gaps/{number}")
    assert offered(page) == ["ktp*", "kk"]
    page = wati.get(f"/staff/gaps/{number}?q=nomor")
    assert offered(page) == ["ktp", "kk", "urusan-3*", "urusan-4", "urusan-5"]
    assert "3 topik ditemukan" in words(page)
    assert offered(wati.get(f"/staff/gaps/{number}?q=kk")) == ["ktp", "kk*"]
    page = wati.get(f"/staff/gaps/{number}?q=helikopter")
    assert offered(page) == ["ktp*", "kk"]
    assert "Tidak ada topik terbit dengan kata ini." in words(page)
    refused = wati.post(f"/staff/gaps/{number}/alias", words="", key="urusan-5", language="id", q="nomor 5")
    assert offered(refused) == ["ktp", "kk", "urusan-5*"]


def test_the_page_of_a_gap_stays_light_with_thousands_of_topics(press: PressRoom) -> None:
    add_topics(press, *range(3, 1003))
    number = press.gap("urusan apa", [("62.06", 3)], "urusan apa")
    wati = press.desk("wati")
    page = wati.get(f"/staff/gaps/{number}?q=urusan")
    assert len(offered(page)) >= 20
    assert "20 yang pertama" in words(page)
    assert len(page.data) < 30_000


def add_topics(press: PressRoom, *numbers: int) -> None:
    """Published topics of these numbers."""
    with press.services.database.write() as session:
        shared = {"category": "sosial", "owner": "Dinsos", "tag": "Dinsos", "review_by": press.clock().date()}
        for n in numbers:
            name = TopicName(language="id", title=f"Urusan nomor {n}", label=f"Urusan {n}")
            session.add(Topic(key=f"urusan-{n}", position=n, names=[name], **shared))
        rows = content.content_state(session, lock=True)
        content.save_state(session, StateRow(rows.version + 1, rows.mark, rows.pack), press.clock())
    press.services.snapshots.refresh()


def test_a_publisher_does_not_publish_an_alias_alone_either(press: PressRoom) -> None:
    number = press.gap("rekam identitas", [("62.06", 3)], "rekam identitas")
    edi = press.desk("pak.edi")
    edi.get(f"/staff/gaps/{number}")
    edi.post(f"/staff/gaps/{number}/alias", words="rekam identitas", key="ktp", language="id")
    change = press.newest()
    edi.get(f"/staff/changes/{change.id}")
    edi.post(f"/staff/changes/{change.id}/publish")
    assert press.change(change.id).state == State.IN_REVIEW


def test_who_is_writing_on_the_topic_gets_the_alias_into_that_draft_and_sends_nothing_half_done(
    press: PressRoom,
) -> None:
    number = press.gap("rekam identitas", [("62.06", 3)], "rekam identitas")
    wati = press.desk("wati")
    fill(wati, KTP_ID, text="Halb fertig")
    answer = wati.post(f"/staff/gaps/{number}/alias", words="rekam identitas", key="ktp", language="id")
    assert answer.headers["Location"] == "/staff/topics/ktp/draft"
    page = words(wati.get("/staff/topics/ktp/draft"))
    assert "Halb fertig" in page
    assert "rekam identitas" in page
    assert press.newest().state == State.DRAFT


def test_a_topic_is_begun_with_the_texts_as_examples_but_without_those_that_tell_who_asked(press: PressRoom) -> None:
    number = press.gap("lomba burung", [("62.06", 3)], *BIRD, "nama saya Budi Santoso lomba burung")
    wati = press.desk("wati")
    page = wati.get(f"/staff/gaps/{number}")
    assert read(page).xpath("//input[@name='key']/@value") == ["lomba-burung"]
    answer = wati.post(f"/staff/gaps/{number}/start", key="lomba-burung", category="budaya", title="Lomba burung")
    assert answer.headers["Location"] == "/staff/topics/lomba-burung/frame"
    examples = read(wati.get("/staff/topics/lomba-burung/frame")).xpath("//textarea[@name='examples.id']/text()")[0]
    assert sorted(examples.split("\n")) == sorted(BIRD)
    assert gap_of(press, number).topic_key == "lomba-burung"
    assert press.events("gap.started")[0].actor == "wati"
    assert press.events("topic.opened")[0].subject == "topic:lomba-burung"


def test_out_of_scope_and_back(press: PressRoom) -> None:
    number = press.gap("skor bola", [("62.06", 3)], "skor bola")
    wati = press.desk("wati")
    wati.get("/staff/gaps")
    assert wati.post(f"/staff/gaps/{number}/ignore").headers["Location"] == "/staff/gaps"
    assert gap_of(press, number).state == GapState.OUT_OF_SCOPE
    wati.post(f"/staff/gaps/{number}/reopen")
    assert gap_of(press, number).state == GapState.OPEN
    assert [event.action for event in press.events("gap.")] == ["gap.ignored", "gap.reopened"]


def test_an_editor_of_a_regency_sees_what_that_regency_asked_and_nothing_of_others(press: PressRoom) -> None:
    own = press.gap("jalan rusak katingan", [("62.06", 2)], "jalan rusak katingan")
    shared = press.gap("pasar malam", [("62.06", 1), ("62.71", 8)], "pasar malam katingan")
    foreign = press.gap("sampah kota", [("62.71", 9)], "sampah kota")
    budi = press.desk("budi")
    page = budi.get("/staff/gaps")
    assert titles(page.text) == ["pasar malam", "jalan rusak katingan"]
    assert "62.71" not in page.text
    assert "Ditanyakan 1 kali" in words(budi.get(f"/staff/gaps/{shared}"))
    for path in ("", "/alias", "/start", "/ignore", "/reopen"):
        answer = budi.get(f"/staff/gaps/{foreign}") if not path else budi.post(f"/staff/gaps/{foreign}{path}")
        assert answer.status_code == 404, path
    assert budi.post(f"/staff/gaps/{shared}/ignore").status_code == 409
    assert budi.post(f"/staff/gaps/{own}/ignore").status_code == 303
    reopened = budi.post(f"/staff/gaps/{own}/alias", words="jalan rusak", key="ktp", language="id")
    assert reopened.status_code == 409
    assert [gap_of(press, number).state for number in (shared, foreign, own)] == [
        GapState.OPEN,
        GapState.OPEN,
        GapState.OUT_OF_SCOPE,
    ]
    assert titles(press.desk("kim").get("/staff/gaps").text) == []


def test_a_list_is_filtered_by_region_and_week(press: PressRoom) -> None:
    press.gap("jalan rusak", [("62.06", 2)])
    press.clock.forward(days=14)
    press.gap("sampah kota", [("62.71", 9)])
    wati = press.desk("wati")
    assert titles(wati.get("/staff/gaps").text) == ["sampah kota", "jalan rusak"]
    assert titles(wati.get("/staff/gaps?region=62.06").text) == ["jalan rusak"]
    assert titles(wati.get("/staff/gaps?week=2026-12-07").text) == ["sampah kota"]
    assert titles(wati.get("/staff/gaps?week=2026-12-07&region=62.06").text) == []
    for odd in ("state=x", "week=x", "region=99", "from=-1", "from=x"):
        assert len(titles(wati.get(f"/staff/gaps?{odd}").text)) == 2, odd
    assert wati.get(f"/staff/gaps/{10**30}").status_code == 404


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"words": "", "key": "ktp", "language": "id"}, "Tulis kata"),
        ({"words": "x" * 81, "key": "ktp", "language": "id"}, "Tulis kata"),
        ({"words": "rekam", "key": "ktp", "language": "xx"}, "Tulis kata"),
        ({"words": "rekam", "key": "nothing", "language": "id"}, "Pilih topik"),
        ({"words": "kk", "key": "ktp", "language": "id"}, "kk"),
        ({"words": "buat ktp", "key": "ktp", "language": "id"}, "Tidak ada yang baru"),
    ],
)
def test_words_that_are_no_alias_are_refused_with_the_reason_and_change_nothing(
    press: PressRoom, typed: dict[str, str], says: str
) -> None:
    number = press.gap("rekam", [("62.06", 3)], "rekam")
    wati = press.desk("wati")
    wati.get(f"/staff/gaps/{number}")
    answer = wati.post(f"/staff/gaps/{number}/alias", **typed)
    assert answer.status_code == 409
    assert says in said(answer)[0]
    assert read(answer).xpath("//input[@name='words']/@value") == [typed["words"]]
    assert gap_of(press, number).state == GapState.OPEN
    assert press.events("gap.") == []


def test_what_citizens_texted_is_shown_as_text_and_their_numbers_not_at_all(press: PressRoom) -> None:
    texts = [text for text, _ in rows("sms.body") if text.startswith("<")]
    assert len(texts) >= 2
    number = press.gap("<script>alert(1)</script>", [("62.06", 3)], *texts, "hubungi 081255500017 nik 6206010101010001")
    wati = press.desk("wati")
    for path in ("/staff/gaps", f"/staff/gaps/{number}"):
        page = wati.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page
        assert "081255500017" not in page
        assert "6206010101010001" not in page


def test_a_list_takes_as_many_statements_for_a_hundred_gaps_as_for_ten(tmp_path: Path) -> None:
    press = PressRoom(f"sqlite:///{tmp_path / 'smsinfo.db'}")
    counts = []
    for most in (10, 90):
        for number in range(most):
            press.gap(f"gap {number}", [("62.06", 3), ("62.71", 1)], f"text {most} {number}")
        found = []
        for path in ("/staff/gaps", "/staff/gaps/1", "/staff/gaps?region=62.06&week=2026-11-23&state=open"):
            wati = press.desk("wati")
            with press.counted() as statements:
                assert wati.get(path).status_code == 200
            found.append(len(statements))
        counts.append(found)
    press.close()
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12
