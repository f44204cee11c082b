"""Help inside the product: for everybody what may be texted, for who works here how each page is used."""

from __future__ import annotations

import pytest

from smsinfo.web.help_staff import HELP

from .pressroom import read, words
from .staffroom import StaffRoom


def test_everybody_may_read_what_citizens_text_in_both_languages(room: StaffRoom) -> None:
    web = room.app.test_client()
    page = web.get("/help")
    told = words(page)
    assert "BERHENTI" in told
    assert "berhenti menerima peringatan, satu tempat atau semua" in told
    assert "Nomor kami: 08110000123" in told
    assert "no more alerts, of one place or of all" in words(web.get("/help", headers={"Accept-Language": "en"}))


def test_help_for_staff_asks_who_comes(room: StaffRoom) -> None:
    assert room.visitor().web.get("/staff/help").status_code == 303
    assert room.visitor().web.get("/staff/help/inbox").status_code == 303


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_help_page_is_there_and_leads_back(room: StaffRoom, language: str) -> None:
    room.person("siti")
    siti = room.logged_in("siti")
    siti.get(f"/staff/help?lang={language}")
    links = read(siti.get("/staff/help")).xpath("//ul[@class='tiles']//a/@href")
    assert len(links) == len(HELP) + 1
    assert {siti.web.get(link).status_code for link in links} == {200}
    assert siti.web.get("/staff/help/nothing").status_code == 404


def test_the_question_mark_leads_to_the_help_of_the_page(room: StaffRoom) -> None:
    room.person("siti")
    siti = room.logged_in("siti")
    for path, help_ in (("/staff/account", "account"), ("/staff/", "start"), ("/staff/change", "account")):
        assert read(siti.get(path)).xpath("//a[@class='ask']/@href") == [f"/staff/help/{help_}"]
    assert read(room.visitor().get("/staff/login")).xpath("//a[@class='ask']/@href") == ["/help"]
