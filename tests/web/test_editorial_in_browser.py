"""One answer from its writer to the citizen's phone, as each of them sees it; and what a wrong file or hand can not do.

The pages are shown in Indonesian on a wide screen and in English on a phone, where axe-core looks at both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text

from smsinfo.cli.main import main
from smsinfo.content.gap_refresh import GapRefresh
from tests.support import KEYS

from .browsing import SHOTS, House, Scheme, Window, housed, look, new_file, window
from .pressroom import KTP_ID, PressRoom, pack_file

pytestmark = pytest.mark.browser
NEVER, OFTEN = "rekam identitas", 6
CHECKED = [("id", 1280, "light"), ("en", 360, "dark")]
SIZES = [*CHECKED, ("en", 1280, "dark"), ("id", 360, "light")] if SHOTS else CHECKED
MOST_TRIES = 500
_NUMBERS = count(1)


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House[PressRoom]]:
    """The press room with its cast, new for each telling."""
    with housed(PressRoom(new_file(tmp_path_factory, "show"))) as found:
        yield found


@pytest.mark.parametrize(("language", "width", "scheme"), SIZES)
def test_an_answer_goes_from_its_writer_to_the_phone(
    house: House[PressRoom], browser: Browser, tmp_path: Path, language: str, width: int, scheme: Scheme
) -> None:
    with (
        window(browser, width, scheme, language=language) as desk,
        window(browser, width, scheme, language=language) as office,
        window(browser, width, scheme, language=language) as street,
    ):
        phone = street.new_page()
        house.open(phone, "/simulator")
        expect(phone.get_by_role("heading", level=1)).to_have_text(street.say("Try it as from a basic phone"))
        ask_in_vain(house, phone, street)

        editor, publisher = house.log_in(desk, "wati"), house.log_in(office, "pak.edi")
        write(house, desk, editor, "Urus KTP di kantor mana?")
        send_back(house, office, publisher, "Kantor yang mana? Tulis namanya.")
        mend(house, desk, editor, "Urus KTP di Disdukcapil, gratis.")
        publish(house, office, publisher, "ktp")
        asked_until(phone, street, "KTP", "Urus KTP di Disdukcapil, gratis.")
        look(phone, "show phone")

        take_the_gap(house, desk, editor)
        publish(house, office, publisher, "kk")
        asked_until(phone, street, NEVER, "Urus kk di kantor.")

        bring_a_mistake(house, office, publisher, pack_file(tmp_path / "bad", "x" * 200))
        assert "Urus KTP di Disdukcapil" in ask(phone, street, "KTP")


def test_whoever_changes_the_log_by_sql_is_found_out(
    house: House[PressRoom], browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.room.writes("wati", "Urus KTP di kantor mana?")
    assert audit(house, monkeypatch).output.startswith("The audit log is whole: ")
    [sent] = house.room.events("change.submitted")
    with house.room.services.database.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_event_no_UPDATE"))
        connection.execute(text("UPDATE audit_event SET actor = 'rina' WHERE id = :id"), {"id": sent.id})
    found = audit(house, monkeypatch)
    assert found.exit_code == 2
    assert f"row {sent.id} was changed after it was written" in found.output
    with window(browser, 360, "dark") as here:
        page = house.log_in(here, "ani")
        house.open(page, "/staff/audit")
        page.get_by_role("button", name="Periksa semua baris").press("Enter")
        expect(page.get_by_role("alert")).to_contain_text(f"Baris {sent.id} diubah setelah ditulis.")
        look(page, "show audit broken")


def write(house: House[PressRoom], here: Window, page: Page, said: str) -> None:
    """An editor types a text, looks at it on the phone and sends it."""
    house.open(page, KTP_ID)
    type_into(page, said)
    expect(page.locator("#panel .glass").first).to_contain_text(said)
    look(page, "show text")
    page.get_by_role("button", name=here.say("Save and look at the draft")).press("Enter")
    send(here, page)


def send_back(house: House[PressRoom], here: Window, page: Page, why: str) -> None:
    """A publisher reads what waits, and returns it with a comment."""
    house.open(page, "/staff/changes")
    look(page, "show review")
    page.get_by_role("link", name=re.compile("ktp")).press("Enter")
    page.get_by_label(here.say("What has to be mended")).focus()
    page.keyboard.type(why)
    look(page, "show change")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_have_text(here.say("Returned to its author."))


def mend(house: House[PressRoom], here: Window, page: Page, said: str) -> None:
    """The editor reads why, writes it anew and sends it again."""
    house.open(page, "/staff/drafts")
    look(page, "show my work")
    page.get_by_role("link", name=re.compile("ktp")).press("Enter")
    expect(page.locator(".comment").last).to_contain_text("Kantor yang mana?")
    look(page, "show returned")
    page.get_by_role("button", name=here.say("Mend it")).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(here.say("Your draft"))
    house.open(page, KTP_ID)
    type_into(page, said)
    page.get_by_role("button", name=here.say("Save and look at the draft")).press("Enter")
    look(page, "show draft")
    send(here, page)


def publish(house: House[PressRoom], here: Window, page: Page, topic: str) -> None:
    """A publisher publishes what waits of a topic."""
    house.open(page, "/staff/changes")
    page.get_by_role("link", name=re.compile(topic)).press("Enter")
    look(page, f"show decide {topic}")
    page.get_by_role("button", name=here.say("Publish now")).press("Enter")
    done = here.say("Published. Citizens get it within two seconds.")
    expect(page.get_by_role("status").first).to_have_text(done)


def ask_in_vain(house: House[PressRoom], phone: Page, street: Window) -> None:
    """Several citizens ask what nothing answers; half an hour later a worker brings their texts together."""
    for _ in range(OFTEN):
        assert "kantor" not in ask(phone, street, NEVER)
    room = house.room
    room.clock.forward(minutes=31)
    assert GapRefresh(room.services.database, room.clock, room.services.settings, lambda: ()).refresh() == OFTEN


def take_the_gap(house: House[PressRoom], here: Window, page: Page) -> None:
    """The editor proposes the words as an alias of a topic."""
    house.open(page, "/staff/gaps")
    look(page, "show gaps")
    page.get_by_role("link", name=NEVER, exact=True).press("Enter")
    page.get_by_label(here.say("Topic"), exact=True).select_option("kk")
    look(page, "show gap")
    page.get_by_role("button", name=here.say("Propose this alias")).press("Enter")
    expect(page.locator("ins").first).to_contain_text("rekam")
    look(page, "show alias")


def bring_a_mistake(house: House[PressRoom], here: Window, page: Page, file: Path) -> None:
    """A publisher chooses a pack with a text that is too long, and reads where and why."""
    house.open(page, "/staff/packs")
    look(page, "show packs")
    page.get_by_label(here.say("A pack as ZIP, or a workbook (XLSX)")).set_input_files(file)
    page.get_by_role("button", name=here.say("See what it would change")).press("Enter")
    wrong = page.locator(".problems .error")
    expect(wrong).to_have_count(1)
    expect(wrong).to_contain_text("topics/ktp.toml id")
    expect(page.get_by_role("button", name=here.say("Publish it now"))).to_have_count(0)
    look(page, "show pack with a mistake")


def type_into(page: Page, said: str) -> None:
    """Write over what stands in the field of the text."""
    page.locator("#text").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(said)


def send(here: Window, page: Page) -> None:
    """Send the draft that is shown."""
    page.get_by_role("button", name=here.say("Send for review")).press("Enter")
    done = here.say("Sent. Another person reads it before citizens get it.")
    expect(page.get_by_role("status").first).to_have_text(done)


def ask(phone: Page, street: Window, words: str) -> str:
    """Somebody who never texted before asks; what the phone shows as answer."""
    phone.get_by_label(street.say("My number")).fill(f"0812 0001 {next(_NUMBERS):04d}")
    phone.locator("#text").fill(words)
    phone.locator("#text").press("Enter")
    expect(phone.locator("#text")).to_have_value("")  # the answer is shown in the same moment
    expect(phone.locator(".mine")).to_have_count(1)
    return " ".join(phone.locator(".theirs p").all_text_contents())


def asked_until(phone: Page, street: Window, words: str, wanted: str) -> None:
    """One citizen after the other asks until one gets the new answer: the heart of the process brings it in."""
    for _ in range(MOST_TRIES):
        if wanted in ask(phone, street, words):
            return
    pytest.fail(f"nobody got {wanted!r}")


def audit(house: House[PressRoom], monkeypatch: pytest.MonkeyPatch) -> Result:
    """`smsinfo audit verify` at the machine."""
    url = house.room.services.database.engine.url.render_as_string(hide_password=False)
    for name, value in {**KEYS, "SMSINFO_DATABASE_URL": url}.items():
        monkeypatch.setenv(name, value)
    return CliRunner().invoke(main, ["audit", "verify"])
