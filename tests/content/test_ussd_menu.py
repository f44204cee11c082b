"""How a pack shapes the menu that is dialled: order, labels, hidden topics; and what lint says of a wrong one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from smsinfo.content.catalogue import catalogue_of
from smsinfo.content.lint import lint_pack
from smsinfo.content.pack_files import read_pack
from smsinfo.content.pack_model import Pack, PackUssd
from smsinfo.content.pack_write import write_pack
from smsinfo.content.packs import import_pack
from smsinfo.content.snapshot import build_snapshot
from smsinfo.content.stored import stored_pack
from smsinfo.conversation.ussd import walk
from smsinfo.conversation.ussd.trail import Trail
from smsinfo.db.engine import Database, make_engine
from smsinfo.db.migrate import upgrade
from tests.support import HeldClock, Phone, make_services
from tests.ussd.crawl import visit_of

from .samples import LATER, NOW, a_pack, a_topic

MENU = PackUssd(("desa",), ("kk",), {"ktp": {"id": "KTP elektronik", "en": "Electronic ID card"}})


def with_menu(ussd: PackUssd, pack: Pack | None = None) -> Pack:
    """A small pack with this menu."""
    pack = pack or a_pack(a_topic("ktp"), a_topic("kk"), a_topic("dana", category="desa"))
    return replace(pack, head=replace(pack.head, ussd=ussd))


def screen(pack: Pack, *inputs: str, language: str = "id") -> str:
    """What a phone shows."""
    visit, trail = visit_of(build_snapshot(catalogue_of(pack)), language), Trail()
    for one in inputs:
        trail = walk.step(visit, trail, one)
    return walk.show(visit, trail).text


def test_the_pack_says_what_comes_first_and_what_a_line_reads() -> None:
    pack = with_menu(MENU)
    assert screen(pack, "2").startswith("Pilih topik:\n1 Desa\n2 Kependudukan\n")
    assert screen(pack, "2", "2").startswith("Kependudukan:\n1 KTP elektronik\n0 ")
    assert "1 Electronic ID card" in screen(pack, "2", "2", language="en")
    assert "1 KTP elektronik" in screen(pack, "2", "2", language="bjn")


def test_the_list_by_sms_has_the_order_of_the_dialled_menu_and_leaves_out_the_same(sqlite_url: str) -> None:
    clock = HeldClock()
    services = make_services(sqlite_url, clock, content=False)
    topics = (a_topic("ktp"), a_topic("kk"), a_topic("dana", category="desa"), a_topic("tari", category="budaya"))
    hidden = with_menu(replace(MENU, hidden=("kk", "tari")), a_pack(*topics))
    with services.database.write() as session:
        import_pack(session, hidden, NOW)
    services.snapshots.refresh()
    phone = Phone(services, clock)
    assert "balas angkanya: 1 Desa 2 Kependudukan\n" in str(phone.texts("TOPIK"))
    shown = str(phone.texts("2"))
    assert "1 Label ktp" in shown
    assert "Label kk" not in shown
    assert "Urus kk" in str(phone.texts("KK"))
    services.heart.stop()
    services.database.close()


def test_a_hidden_topic_is_still_found_by_its_words() -> None:
    pack = with_menu(MENU)
    assert "Label kk" not in screen(pack, "2", "2")
    assert screen(pack, "kk").startswith("Urus kk di kantor")


def test_without_a_menu_of_its_own_the_pack_shows_everything_in_its_order() -> None:
    assert screen(with_menu(PackUssd()), "2", "1").startswith("Kependudukan:\n1 Label ktp\n2 Label kk\n")


def test_files_and_database_keep_the_menu(tmp_path: Path, sqlite_url: str) -> None:
    pack = with_menu(MENU)
    write_pack(pack, tmp_path / "pack")
    assert read_pack(tmp_path / "pack").head.ussd == MENU
    database = Database(make_engine(sqlite_url))
    upgrade(database.engine)
    with database.write() as session:
        import_pack(session, pack, NOW)
        assert stored_pack(session).head.ussd == MENU
        assert catalogue_of(stored_pack(session)).ussd.hidden == {"kk"}
        assert import_pack(session, pack, NOW).changed == ()
        changed = with_menu(replace(MENU, hidden=()), pack)
        assert import_pack(session, changed, LATER).changed == ("pack.toml",)
    database.close()


@pytest.mark.parametrize(
    ("ussd", "problem"),
    [
        (PackUssd(order=("rahasia",)), "order names the category rahasia"),
        (PackUssd(order=("desa", "desa")), "twice"),
        (PackUssd(hidden=("bpjs",)), "there is no topic bpjs"),
        (PackUssd(labels={"bpjs": {"id": "BPJS"}}), "there is no topic bpjs"),
        (PackUssd(labels={"ktp": {"xx": "KTP"}}), "unknown language"),
        (PackUssd(labels={"ktp": {"id": "KTP elektronik baru gratis"}}), "has 26 characters; at most 20"),
        (PackUssd(labels={"ktp": {"id": "KTP “el”"}}), "GSM-7"),
        (PackUssd(labels={"ktp": {"id": "Label kk"}}), "the menu shows 'label kk' for ktp, kk in id"),
    ],
)
def test_lint_says_what_is_wrong_with_a_menu(ussd: PackUssd, problem: str) -> None:
    found = [one.message for one in lint_pack(with_menu(ussd)) if one.severity == "error"]
    assert any(problem in message for message in found)


def test_lint_accepts_a_right_menu_and_that_of_a_hidden_double() -> None:
    double = replace(MENU, labels={"ktp": {"id": "Label kk"}})
    for ussd in (MENU, double):
        assert [one for one in lint_pack(with_menu(ussd)) if one.severity == "error"] == []
