"""Region fields and menus on the pages: who may change them, what that does to answers, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from smsinfo.content.pack_model import PackField
from smsinfo.content.packs import import_pack
from smsinfo.content.stored import stored_pack
from smsinfo.db.queries import proposals
from smsinfo.domain.changes import State
from smsinfo.domain.proposals import Proposal, Sort, Subject
from tests.content.samples import CHECKED, a_pack, a_topic

from .pressroom import PressRoom, fill, read, words
from .staffroom import said

KAB = "/staff/fields/62.06/kab"
NEW = {"value": "Kab. Katingan", "source": "Kepmendagri 2025", "checked_on": "2026-11-20"}

MEND = "Perbaiki dulu"
REFUSED = (
    {"value": ""},
    {"value": "x" * 81},
    {"value": "Katingan \u2013 Kasongan"},
    {"value": "[Katingan]"},
    {"value": "{kab}"},
    {"value": "Kantor Bupati Katingan, Jalan Garuda Nomor 1, Kasongan Lama, Katingan Hilir 7"},
    {"source": ""},
    {"source": "s" * 201},
    {"checked_on": "kemarin"},
    {"checked_on": ""},
)
UNUSABLE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("kependudukan", {"label.ktp.id": "Label kk"}),
    ("kependudukan", {"label.ktp.id": "Baris yang jauh terlalu panjang"}),
    ("kependudukan", {"label.ktp.id": "KTP \u2013 baru"}),
    ("words", {"menus": "surat"}),
    ("words", {"menus": "surat: ktp"}),
    ("words", {"menus": "surat: ktp, tidak-ada"}),
    ("words", {"menus": ": ktp, kk"}),
    ("words", {"menus": "surat: ktp, kk\nSURAT: kk, ktp"}),
)


@pytest.fixture
def press(database_url: str) -> Iterator[PressRoom]:
    """The press room."""
    found = PressRoom(database_url)
    yield found
    found.close()


def ask(press: PressRoom, text: str, number: str) -> str:
    """What a citizen gets now for a text of their own."""
    press.services.snapshots.refresh()
    played = press.app.test_client().post("/gw/phone/mo", json={"from": number, "text": text, "id": f"{number} {text}"})
    return str(played.get_json()["reply"]["text"])


def newest(press: PressRoom, sort: Sort, key: str) -> Proposal:
    """What was proposed last for a thing."""
    with press.services.database.read() as session:
        return proposals.of_subject(session, Subject(sort, key), 1)[0]


def publish(press: PressRoom, name: str, number: int) -> str:
    """Somebody publishes a proposal; what the page says then."""
    desk = press.desk(name)
    desk.get(f"/staff/proposals/{number}")
    desk.post(f"/staff/proposals/{number}/publish")
    return said(desk.get(f"/staff/proposals/{number}"))[0]


def read_in(press: PressRoom, place: str, number: str) -> str:
    """What KTP is answered with to a person who lives there."""
    ask(press, f"LOKASI {place}", number)
    return ask(press, "ktp", number)


def test_a_field_of_the_own_regency_is_written_by_its_editor_and_released_by_its_publisher(press: PressRoom) -> None:
    assert "di kantor Katingan." in read_in(press, "Katingan", "+628125550001")
    budi = press.desk("budi")
    page = words(budi.get(KAB))
    assert "Judul ktp" in page
    assert "Urus ktp di kantor Katingan." in page
    fill(budi, KAB, act="send", **NEW)
    sent = newest(press, Sort.FIELD, "62.06 kab")
    assert (sent.scope, sent.author) == ("62.06", "budi")
    assert "di kantor Kab. Katingan." in words(press.desk("joko").get(f"/staff/proposals/{sent.id}"))
    assert "Terbit." in publish(press, "joko", sent.id)
    assert "di kantor Kab. Katingan." in read_in(press, "Katingan", "+628125550002")
    assert [event.region_code for event in press.events("proposal.published")] == ["62.06"]


def test_a_field_of_another_region_is_only_read(press: PressRoom) -> None:
    budi = press.desk("budi")
    for path in ("/staff/fields/62/kab", "/staff/fields/62.06/kab"):
        sends = read(budi.get(path)).xpath("//button[@value='send']")
        assert bool(sends) is path.endswith("62.06/kab")
    refused = budi.post("/staff/fields/62/kab", act="send", seen=_seen(budi, "/staff/fields/62/kab"), **NEW)
    assert said(refused)[0].startswith("Itu di luar wilayah")
    kim = press.desk("kim")  # a contributor of a district in it
    refused = kim.post(KAB, act="send", seen=_seen(kim, KAB), **NEW)
    assert said(refused)[0].startswith("Itu di luar wilayah")
    kim.post(f"{KAB}/withdraw", words="Hapus saja.")
    assert press.events("proposal.submitted") == []
    for path in (
        "/staff/fields/62.99/kab",
        "/staff/fields/62.06/KAB",
        "/staff/fields/62.06/a%20b",
        "/staff/fields/x/y",
    ):
        assert budi.get(path).status_code == 404, path
        assert budi.post(path, act="send", **NEW).status_code == 404, path


def test_a_value_that_is_taken_away_leaves_that_of_the_province(press: PressRoom) -> None:
    joko = press.desk("joko")
    joko.get(KAB)
    last = joko.post(f"{KAB}/withdraw", words="Salah tulis.")  # answers name a field that nobody would have
    assert said(joko.get(last.headers["Location"]))[0].startswith(MEND)
    fields = (*a_pack().fields, PackField("62", "kab", "Kalteng", "Kepmendagri", CHECKED))
    with press.services.database.write() as session:
        import_pack(session, a_pack(fields=fields), press.clock())
    press.services.snapshots.refresh()
    joko.get(KAB)
    joko.post(f"{KAB}/withdraw", words="Salah tulis.")
    assert "Terbit." in publish(press, "joko", newest(press, Sort.FIELD, "62.06 kab").id)
    assert "Urus ktp di kantor Kalteng. (" in read_in(press, "Katingan", "+628125550003")


def test_an_answer_of_a_region_that_needs_the_value_keeps_it(press: PressRoom) -> None:
    press.writes("budi", "Urus KTP di kantor {kab}.", "/staff/topics/ktp/texts/id/62.06")
    change = press.newest()
    press.desk("joko").get(f"/staff/changes/{change.id}")
    press.desk("joko").post(f"/staff/changes/{change.id}/publish")
    press.services.snapshots.refresh()
    joko = press.desk("joko")
    joko.get(KAB)
    answer = joko.post(f"{KAB}/withdraw", words="Salah tulis.")
    assert said(joko.get(answer.headers["Location"]))[0].startswith("Perbaiki dulu")


def test_a_value_that_no_answer_could_hold_is_refused(press: PressRoom) -> None:
    long = a_topic("ktp", summaries=tuple(_long(text) for text in a_topic("ktp").summaries))
    with press.services.database.write() as session:
        import_pack(session, a_pack(long, a_topic("kk")), press.clock())
    press.services.snapshots.refresh()
    for fields in REFUSED:
        answer = fill(press.desk("budi"), KAB, act="send", **(NEW | fields))
        assert (answer.status_code, said(answer)[0][:13]) == (400, MEND), fields
    assert press.events("proposal.submitted") == []


def test_the_list_shows_what_a_village_inherits(press: PressRoom) -> None:
    page = words(press.desk("kim").get("/staff/fields?code=62.06.05"))
    assert "{kab}KatinganKabupaten Katingan (62.06)2" in page.replace(" {kab} ", "{kab}")
    assert "Kalimantan Tengah" in words(press.desk("kim").get("/staff/fields?code=nowhere"))


def test_a_new_field_gets_a_name_first(press: PressRoom) -> None:
    kim = press.desk("kim")
    leads = kim.get("/staff/fields/62.06.05?name=Jam_Loket")
    assert leads.headers["Location"] == "/staff/fields/62.06.05/jam_loket"
    refused = kim.get("/staff/fields/62.06.05?name=jam%20loket")
    assert said(kim.get(refused.headers["Location"]))[0].startswith("Nama isian")
    fill(kim, "/staff/fields/62.06.05/jam_loket", act="send", **(NEW | {"value": "8-14"}))
    assert newest(press, Sort.FIELD, "62.06.05 jam_loket").scope == "62.06.05"


def test_the_order_of_categories_moves_the_dialled_menu(press: PressRoom) -> None:
    wati = press.desk("wati")
    fill(wati, "/staff/menus/order", act="send", **{"place.desa": "2", "place.kesehatan": "1", "place.bansos": "x"})
    sent = newest(press, Sort.MENU, "order")
    assert "Terbit." in publish(press, "pak.edi", sent.id)
    with press.services.database.read() as session:
        pack = stored_pack(session)
    assert (pack.head.ussd.order, pack.head.mark, len(pack.menus)) == (("kesehatan", "desa"), "DEMO", 1)
    assert press.services.snapshots.refresh()
    assert press.services.snapshots.current().catalogue.ussd.order == ("kesehatan", "desa")


def test_a_topic_is_left_out_and_another_gets_a_line_of_its_own(press: PressRoom) -> None:
    fields = {"hidden.kk": "1", "label.ktp.id": "Bikin KTP", "label.ktp.en": "Make KTP", "label.nothing.id": "Lain"}
    looked = fill(press.desk("wati"), "/staff/menus/kependudukan", act="look", **fields)
    assert "1 Bikin KTP" in words(looked)
    assert "Label kk" not in "".join(read(looked).xpath("//pre/text()"))
    fill(press.desk("wati"), "/staff/menus/kependudukan", act="send", **fields)
    publish(press, "pak.edi", newest(press, Sort.MENU, "kependudukan").id)
    with press.services.database.read() as session:
        ussd = stored_pack(session).head.ussd
    assert (ussd.hidden, ussd.labels) == (("kk",), {"ktp": {"id": "Bikin KTP", "en": "Make KTP"}})
    undone = newest(press, Sort.MENU, "kependudukan")
    edi = press.desk("pak.edi")
    edi.get(f"/staff/proposals/{undone.id}")
    edi.post(f"/staff/proposals/{undone.id}/restore")
    publish(press, "pak.edi", newest(press, Sort.MENU, "kependudukan").id)
    with press.services.database.read() as session:
        assert stored_pack(session).head.ussd.hidden == ()


def test_a_menu_that_nobody_could_use_is_refused(press: PressRoom) -> None:
    for name, fields in UNUSABLE:
        answer = fill(press.desk("wati"), f"/staff/menus/{name}", act="send", **fields)
        assert (answer.status_code, said(answer)[0][:13]) == (400, MEND), fields


def test_words_that_are_open_lead_to_a_menu(press: PressRoom) -> None:
    fill(press.desk("wati"), "/staff/menus/words", act="send", menus="surat,  berkas : ktp,kk")
    publish(press, "pak.edi", newest(press, Sort.MENU, "words").id)
    assert "1 Label ktp 2 Label kk" in ask(press, "berkas", "+628125550009")
    unchanged = fill(press.desk("wati"), "/staff/menus/words", act="send")
    assert said(unchanged)[0].startswith("Tidak ada yang baru")


def test_menus_are_the_provinces(press: PressRoom) -> None:
    budi = press.desk("budi")
    assert read(budi.get("/staff/menus/order")).xpath("//button[@value='send']") == []
    refused = budi.post("/staff/menus/order", act="send", seen=_seen(budi, "/staff/menus/order"), **{"place.desa": "1"})
    assert said(refused)[0].startswith("Itu di luar wilayah")
    assert budi.get("/staff/menus/nothing").status_code == 404
    assert "1 Kependudukan" in words(budi.get("/staff/menus")) or "Kependudukan" in words(budi.get("/staff/menus"))


def test_a_proposal_is_taken_back_by_its_author(press: PressRoom) -> None:
    budi = press.desk("budi")
    fill(budi, KAB, act="send", **NEW)
    sent = newest(press, Sort.FIELD, "62.06 kab")
    budi.get(f"/staff/proposals/{sent.id}")
    budi.post(f"/staff/proposals/{sent.id}/retract")
    assert newest(press, Sort.FIELD, "62.06 kab").state is State.RETRACTED
    assert "belum dapat" not in publish(press, "joko", sent.id)
    assert newest(press, Sort.FIELD, "62.06 kab").state is State.RETRACTED


def _seen(desk: Any, path: str) -> str:
    seen: str = read(desk.get(path)).xpath("//input[@name='seen']/@value")[0]
    return seen


def _long(text: Any) -> Any:
    """An answer that has room for a short value only."""
    return replace(text, text=f"{'Urus surat ini di kantor. ' * 4}Di[ {{kab}}].", more="")
