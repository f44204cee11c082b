"""The phone on a page: a story without scripts, as a plain browser lives it."""

from __future__ import annotations

import pytest

from smsinfo.bootstrap import Services
from smsinfo.domain.messages import Reply, ReplyKind
from smsinfo.errors import NotReady
from smsinfo.web.pages.simulator import KEYS, LONGEST_TEXT, QUICK

from .browser import Phone
from .fakes import SIMULATOR, FakeInbox, fake_services, store

NUMBER = "0812 3456 789"
MSISDN = "+628123456789"


@pytest.fixture
def inbox() -> FakeInbox:
    return FakeInbox()


@pytest.fixture
def services(inbox: FakeInbox) -> Services:
    return fake_services({"phone": SIMULATOR}, inbox)


@pytest.fixture
def phone(services: Services) -> Phone:
    return Phone(services)


def test_sending_goes_the_way_of_every_text_and_back_to_the_phone(phone: Phone, inbox: FakeInbox) -> None:
    answer = phone.press(number=NUMBER, text="KTP")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/simulator")
    assert [(mo.channel, mo.sender, mo.text, mo.practice) for mo in inbox.seen] == [("phone", NUMBER, "KTP", False)]
    assert inbox.handed.noted == [("phone", inbox.seen[0].external_id)]


def test_the_screen_shows_what_is_stored_segment_by_segment(services: Services, phone: Phone) -> None:
    store(
        services, MSISDN, ("KTP", "Bawa KK."), ("PANJANG", "a" * 160 + "b" * 10), ("DIAM", None), ("EMOJI", "siap 😀")
    )
    phone.press(number=NUMBER, text="x")
    assert phone.bubbles() == [
        ("mine", ["KTP"]),
        ("theirs", ["Bawa KK."]),
        ("mine", ["PANJANG"]),
        ("theirs", ["a" * 153 + "1/2", "a" * 7 + "b" * 10 + "2/2"]),
        ("mine", ["DIAM"]),
        ("mine", ["EMOJI"]),
        ("theirs", ["siap 😀"]),
    ]
    assert phone.small() == [
        "10:00",
        "1 segmen · GSM-7 · 10:00",
        "10:00",
        "2 segmen · GSM-7 · 10:00",
        "10:00 · disimpan, tidak dijawab",
        "10:00",
        "1 segmen · UCS-2 · 10:00",
    ]


def test_another_number_is_another_conversation(services: Services, phone: Phone) -> None:
    store(services, MSISDN, ("KTP", "Bawa KK."))
    store(services, "+6281300000000", ("BPJS", "Bawa KTP."))
    phone.press(number="0813 0000 0000", text="x")
    assert [boxes for who, boxes in phone.bubbles() if who == "theirs"] == [["Bawa KTP."]]


def test_a_visitor_begins_with_a_number_of_its_own_and_an_empty_screen(phone: Phone) -> None:
    page = phone.page()
    assert page.get_element_by_id("number").value.startswith("0812 0000 ")
    assert phone.bubbles() == []
    assert "Belum ada pesan" in page.text_content()


def test_the_number_is_remembered_but_never_in_an_address(phone: Phone) -> None:
    answer = phone.press(number=NUMBER, text="KTP")
    assert answer.headers["Location"] == "/simulator"
    page = phone.page()
    assert page.get_element_by_id("number").value == NUMBER
    assert page.get_element_by_id("text").value == ""
    assert not [link for link in page.xpath("//a/@href | //form/@action") if "812" in link]


@pytest.mark.parametrize("key", KEYS)
def test_without_scripts_a_key_adds_itself_to_the_draft(phone: Phone, inbox: FakeInbox, key: str) -> None:
    assert phone.press(key=key, number=NUMBER, text="LAPOR ").status_code == 303
    assert phone.page().get_element_by_id("text").value == "LAPOR " + key
    assert inbox.seen == []


def test_the_page_has_the_twelve_keys_and_the_quick_tries_and_send_comes_first(phone: Phone) -> None:
    buttons = [(b.get("name"), b.get("value")) for b in phone.page().get_element_by_id("phone").xpath(".//button")]
    # The first button of a form is what Enter presses.
    assert buttons == [(None, None), *(("key", key) for key in KEYS), *(("quick", text) for text in QUICK)]


@pytest.mark.parametrize("text", QUICK)
def test_a_quick_try_is_sent_at_once(phone: Phone, inbox: FakeInbox, text: str) -> None:
    phone.press(quick=text, number=NUMBER, text="a draft")
    assert [mo.text for mo in inbox.seen] == [text]


def test_a_key_that_is_none_adds_nothing(phone: Phone) -> None:
    phone.press(key="<b>", number=NUMBER, text="KTP")
    assert phone.page().get_element_by_id("text").value == "KTP"


@pytest.mark.parametrize(
    ("number", "text", "says"),
    [(NUMBER, "  ", "Tulis pesan dulu."), (" ", "KTP", "Tulis nomor yang dipakai untuk mengirim.")],
    ids=["no text", "no number"],
)
def test_what_is_missing_is_said_and_the_draft_stays(
    phone: Phone, inbox: FakeInbox, number: str, text: str, says: str
) -> None:
    phone.press(number=number, text=text)
    page = phone.page()
    assert page.xpath("//p[@role='alert']/text()") == [says]
    assert page.get_element_by_id("text").value == text
    assert inbox.seen == []


def test_a_double_click_is_one_message(phone: Phone, inbox: FakeInbox) -> None:
    form = dict(phone.page().get_element_by_id("phone").form_values()) | {"text": "KTP"}
    phone.web.post("/simulator", data=form)
    phone.web.post("/simulator", data=form)
    phone.web.post("/simulator", data=form | {"text": "BPJS"})
    first, again, other = [mo.external_id for mo in inbox.seen]
    assert first == again != other


@pytest.mark.parametrize("number", ["TELKOMSEL", "1708", "+1 500 555 0006", "anonymous", "0812\x00", "x" * 500])
def test_a_sender_that_has_no_conversation_sees_the_last_exchange(phone: Phone, inbox: FakeInbox, number: str) -> None:
    inbox.reply = None
    assert phone.press(number=number, text="KTP").status_code == 303
    assert phone.bubbles() == [("mine", ["KTP"])]
    assert phone.small() == ["10:00 · disimpan, tidak dijawab"]


def test_the_last_exchange_is_not_shown_under_another_number(phone: Phone) -> None:
    phone.press(number="TELKOMSEL", text="KTP")
    phone.press(number="1708", text="")
    assert phone.bubbles() == []


def test_after_the_erasure_of_a_contact_its_last_answer_is_still_seen(phone: Phone, inbox: FakeInbox) -> None:
    inbox.reply = Reply("Data Anda sudah dihapus.", ReplyKind.COMMAND, "id")
    phone.press(number=NUMBER, text="HAPUS DATA YA")
    assert phone.bubbles() == [("mine", ["HAPUS DATA YA"]), ("theirs", ["Data Anda sudah dihapus."])]


def test_what_somebody_texted_is_shown_as_text(services: Services, phone: Phone) -> None:
    store(services, MSISDN, ("<script>alert(1)</script>", "{{ 7*7 }} <b>"))
    phone.press(number=NUMBER, text="x")
    assert phone.bubbles() == [("mine", ["<script>alert(1)</script>"]), ("theirs", ["{{ 7*7 }} <b>"])]


def test_a_long_draft_is_cut_and_still_fits_into_the_cookie(phone: Phone) -> None:
    letters = "".join(chr(0x4E00 + n * 7) for n in range(1000))
    answer = phone.press(key="1", number=letters, text=letters)
    assert len(answer.headers["Set-Cookie"]) < 4000
    assert phone.page().get_element_by_id("text").value == letters[:LONGEST_TEXT]


def test_a_form_without_its_token_is_refused_in_plain_words(phone: Phone, inbox: FakeInbox) -> None:
    answer = phone.web.post("/simulator", data={"number": NUMBER, "text": "KTP"})
    assert answer.status_code == 400
    assert "terbuka terlalu lama" in answer.text
    assert inbox.seen == []


def test_when_the_database_is_away_the_page_says_so(phone: Phone, inbox: FakeInbox) -> None:
    inbox.problem = NotReady("away")
    answer = phone.press(number=NUMBER, text="KTP")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "Layanan belum siap" in answer.text


def test_the_language_is_chosen_by_a_link(phone: Phone) -> None:
    answer = phone.web.get("/simulator?lang=en")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/simulator")
    assert "Try it as from a basic phone" in phone.page().text_content()


def test_the_page_can_be_used_by_ear(phone: Phone) -> None:
    page = phone.page()
    labels = set(page.xpath("//label/@for"))
    fields = page.xpath("//input[not(@type='hidden')]/@id")
    assert set(fields) <= labels
    assert page.get_element_by_id("conversation").get("aria-live") == "polite"
    assert page.get("lang") == "id"
    assert not page.xpath("//img[not(@alt)]")
