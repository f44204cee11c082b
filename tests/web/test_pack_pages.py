"""Packs on the pages: a report first, the same file again, then it is published; and files that would do harm."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from smsinfo.content import pack_zip
from smsinfo.content.pack_write import write_pack
from smsinfo.content.pack_zip import MOST_BYTES, packed, unpack
from smsinfo.content.unpacked import is_workbook
from smsinfo.errors import BadPack
from tests.content.samples import a_pack, a_topic

from .pressroom import PressRoom, read, words
from .staffroom import Visitor, said

NEW = "Urus ktp di kecamatan."


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PressRoom]:
    """A press room for tests that publish nothing."""
    found = PressRoom(f"sqlite:///{tmp_path_factory.mktemp('packs') / 'smsinfo.db'}")
    yield found
    found.close()


@pytest.fixture
def press(sqlite_url: str) -> Iterator[PressRoom]:
    """The press room."""
    found = PressRoom(sqlite_url)
    yield found
    found.close()


def zipped(folder: Path, text: str = NEW, head: str = "") -> bytes:
    """The sample pack with another Indonesian text of `ktp`, and one more topic; `head` is a folder around it."""
    first, second = a_topic("ktp").summaries
    ktp = a_topic("ktp", summaries=(first.__class__("id", text, first.more), second))
    write_pack(a_pack(ktp, a_topic("kk"), a_topic("nikah", keywords=("NIKAH",))), folder / head)
    return packed(folder)


def bring(desk: Visitor, path: str, body: bytes, **fields: Any) -> TestResponse:
    """Choose a file and press the button."""
    desk.get("/staff/packs")
    return desk.post(path, file=(io.BytesIO(body), "../../etc/passwd.zip"), **fields)


def a_zip(*entries: tuple[str, bytes], change: Callable[[zipfile.ZipInfo], None] = lambda info: None) -> bytes:
    """A ZIP of these files, each changed before it is written."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, body in entries:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            change(info)
            parts.writestr(info, body)
    return made.getvalue()


def test_a_pack_is_reported_first_and_published_with_the_same_file(press: PressRoom, tmp_path: Path) -> None:
    body, edi = zipped(tmp_path, head="kalteng"), press.desk("pak.edi")
    press.text("menu")  # so that the greeting of a first text is over
    before = press.text("KTP")
    page = bring(edi, "/staff/packs", body)
    assert page.status_code == 200
    assert "Ditambah: 1topics/nikah.toml" in words(page)
    assert [cell.text_content() for cell in read(page).xpath("//details[.//span='ktp']//ins")] == ["kecamatan"]
    assert press.text("ktp") == before  # nothing was written
    assert press.events("content.imported") == []

    assert bring(edi, "/staff/packs/publish", body, agreed="1").status_code == 303
    assert "kecamatan" in str(press.text("Ktp"))
    assert "Terbit: 1 ditambah" in said(edi.get("/staff/packs"))[0]
    event = press.events("content.imported")[0]
    details = json.loads(event.details)
    assert (event.actor, details["kind"], details["added"]) == ("pak.edi", "pack", 1)
    assert "tidak mengubah apa pun" in words(bring(edi, "/staff/packs", body))


def test_another_file_a_missing_tick_or_newer_content_publish_nothing(press: PressRoom, tmp_path: Path) -> None:
    body, other = zipped(tmp_path / "a"), zipped(tmp_path / "b", "Urus ktp di desa.")
    edi = press.desk("pak.edi")
    assert bring(edi, "/staff/packs/publish", body, agreed="1").status_code == 409
    bring(edi, "/staff/packs", body)
    assert bring(edi, "/staff/packs/publish", other, agreed="1").status_code == 409
    bring(edi, "/staff/packs", body)
    assert bring(edi, "/staff/packs/publish", body).status_code == 409
    bring(edi, "/staff/packs", body)
    change = press.writes("wati", "Urus KTP baru.")
    press.desk("bu.sri").get(f"/staff/changes/{change.id}")
    press.desk("bu.sri").post(f"/staff/changes/{change.id}/publish")
    late = bring(edi, "/staff/packs/publish", body, agreed="1")
    assert late.status_code == 409
    assert "sudah berubah" in said(late)[0]
    assert press.events("content.imported") == []


def test_what_one_publisher_saw_another_can_not_publish(press: PressRoom, tmp_path: Path) -> None:
    body = zipped(tmp_path / "pack")
    bring(press.desk("pak.edi"), "/staff/packs", body)
    assert bring(press.desk("bu.sri"), "/staff/packs/publish", body, agreed="1").status_code == 409


def test_a_publisher_of_a_regency_takes_packs_along_and_brings_none(shared: PressRoom, tmp_path: Path) -> None:
    joko, body = shared.desk("joko"), zipped(tmp_path / "pack")
    assert not read(joko.get("/staff/packs")).xpath("//main//form")
    assert bring(joko, "/staff/packs", body).status_code == 409
    assert bring(joko, "/staff/packs/publish", body, agreed="1").status_code == 409
    assert joko.get("/staff/packs/pack.zip").status_code == 200


def test_a_pack_goes_out_and_comes_back_unchanged(shared: PressRoom) -> None:
    edi = shared.desk("pak.edi")
    for path in ("/staff/packs/pack.zip", "/staff/packs/topics.xlsx"):
        answer = edi.get(path)
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="smsinfo-')
        page = bring(edi, "/staff/packs", answer.data)
        assert "tidak mengubah apa pun" in words(page), path
    assert edi.get("/staff/packs/pack.zip").data == edi.get("/staff/packs/pack.zip").data
    assert {event.actor for event in shared.events("content.exported")} >= {"pak.edi"}


def test_a_mistake_in_a_workbook_is_told_by_its_cell_and_changes_nothing(shared: PressRoom) -> None:
    edi = shared.desk("pak.edi")
    book = load_workbook(io.BytesIO(edi.get("/staff/packs/topics.xlsx").data))
    book["texts"]["E2"] = "=1+1"
    book["topics"]["F2"] = "besok"
    made = io.BytesIO()
    book.save(made)
    page = bring(edi, "/staff/packs", made.getvalue())
    places = [place.text_content() for place in read(page).xpath("//ul[@class='problems mt-2']//b")]
    assert places == ["texts!E2", "topics!F2"]
    assert "2 kesalahan" in words(page)
    assert "berupa rumus; tempel nilainya sebagai teks" in words(page)
    assert "/tmp/" not in page.text


def test_a_mistake_in_a_pack_is_told_by_its_file_in_the_language_of_the_page(shared: PressRoom, tmp_path: Path) -> None:
    edi = shared.desk("pak.edi")
    page = bring(edi, "/staff/packs", zipped(tmp_path / "a", "x" * 200))
    assert "topics/ktp.toml" in words(page)
    assert "Kesalahan" in words(page)
    assert "Tidak ada yang berubah" in words(page)
    folder = tmp_path / "b"
    zipped(folder)
    (folder / "topics" / "kk.toml").write_text("key = [", encoding="utf-8")
    page = bring(edi, "/staff/packs", packed(folder))
    assert "topics/kk.toml bukan TOML" in words(page)
    edi.get("/staff/packs?lang=en")
    assert "topics/kk.toml is no TOML" in words(bring(edi, "/staff/packs", packed(folder)))
    edi.get("/staff/packs?lang=id")


def test_a_pack_is_shown_as_text(shared: PressRoom, tmp_path: Path) -> None:
    page = bring(
        shared.desk("pak.edi"), "/staff/packs", zipped(tmp_path / "pack", "Urus <script>alert(1)</script> ktp.")
    ).text
    assert "<script>alert" not in page
    assert "alert" in page


def test_only_a_publisher_may_send_a_large_file_and_not_a_too_large_one(shared: PressRoom) -> None:
    large = b"PK" + b"x" * (200 * 1024)
    for name in ("wati", "ani", "budi"):
        desk = shared.desk(name)
        desk.get("/staff/account")
        assert desk.post("/staff/packs", file=(io.BytesIO(large), "p.zip")).status_code == 413, name
    visitor = shared.visitor()
    visitor.get("/staff/login")
    assert visitor.post("/staff/packs", file=(io.BytesIO(large), "p.zip")).status_code == 413
    edi = shared.desk("pak.edi")
    assert "bukan ZIP paket" in words(bring(edi, "/staff/packs", large))
    whole, form = b"x" * (MOST_BYTES + 200_000), "multipart/form-data; boundary=x"
    assert edi.web.post("/staff/packs", data=whole, content_type=form).status_code == 413
    assert edi.post("/staff/account", email="x" * 100_000).status_code == 413


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not a zip",
        b"PK\x05\x06" + b"\x00" * 18,
        a_zip(("[Content_Types].xml", b"<x/>")),
        a_zip(("topics/ktp.toml", b"")),
    ],
)
def test_what_is_neither_pack_nor_workbook_gets_a_clear_answer(shared: PressRoom, body: bytes) -> None:
    page = bring(shared.desk("pak.edi"), "/staff/packs", body)
    assert page.status_code in (200, 400)
    assert len(read(page).xpath("//*[contains(@class, 'note-danger')]")) == 1
    assert not read(page).xpath("//input[@id='again']")


def _mode(info: zipfile.ZipInfo, kind: int) -> None:
    info.external_attr = (kind | 0o644) << 16


HEAD = ("pack.toml", b"name = 'x'")
BAD_ZIPS = {
    "leads out": a_zip(HEAD, ("../../etc/cron.d/x", b"x")),
    "leads out by a backslash": a_zip(HEAD, ("topics\\..\\..\\x.toml", b"x")),
    "an absolute path": a_zip(HEAD, ("/etc/passwd", b"x")),
    "a drive": a_zip(HEAD, ("C:/x.toml", b"x")),
    "a dot": a_zip(HEAD, ("topics/./x.toml", b"x")),
    "a link": a_zip(HEAD, ("LICENSE.txt", b"/etc/passwd"), change=lambda i: _mode(i, stat.S_IFLNK)),
    "a device": a_zip(HEAD, ("topics/x.toml", b""), change=lambda i: _mode(i, stat.S_IFCHR)),
    "a pipe": a_zip(HEAD, ("topics/x.toml", b""), change=lambda i: _mode(i, stat.S_IFIFO)),
    "an unusual packing": a_zip(HEAD, change=lambda i: setattr(i, "compress_type", zipfile.ZIP_LZMA)),
    "two of one name": a_zip(HEAD, ("topics/a.toml", b""), ("topics/A.toml", b"")),
    "no head": a_zip(("x/y/pack.toml", b"")),
    "a bomb": a_zip(HEAD, *((f"topics/t{n}.toml", b"0" * 9_000_000) for n in range(8))),
    "one large file": a_zip(HEAD, ("regions.csv", b"0" * 9_000_000)),
    "cut off": a_zip(HEAD)[:-30],
    "a wrong sum": a_zip(HEAD, change=lambda i: setattr(i, "compress_type", zipfile.ZIP_STORED)).replace(
        b"name", b"nama", 1
    ),
}


@pytest.mark.parametrize("name", BAD_ZIPS)
def test_a_zip_that_could_do_harm_writes_nothing_outside_and_says_why(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "inside" / "pack"
    folder.mkdir(parents=True)
    with pytest.raises(BadPack):
        unpack(BAD_ZIPS[name], folder)
    assert [path for path in tmp_path.rglob("*") if path.is_file() and not path.is_relative_to(folder)] == []
    assert not is_workbook(BAD_ZIPS[name])


def test_a_zip_whose_directory_lies_about_sizes_is_not_believed(tmp_path: Path) -> None:
    whole = a_zip(HEAD, ("regions.csv", b"0" * 9_000_000))
    lied = whole.replace((9_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lied != whole
    with pytest.raises(BadPack):
        unpack(lied, tmp_path)


def test_too_many_files_are_refused_before_any_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack_zip, "MOST_ENTRIES", 3)
    with pytest.raises(BadPack, match="more than 3 files"):
        unpack(a_zip(HEAD, *((f"topics/t{n}.toml", b"") for n in range(3))), tmp_path)


def test_what_is_of_no_pack_is_left_out_and_a_wrong_name_is_not(tmp_path: Path) -> None:
    files = ("README.md", "__MACOSX/._pack.toml", "topics/.DS_Store", "docs/x.toml", "LICENSE.txt", "topic.toml")
    unpack(a_zip(*((f"kalteng/{name}", b"") for name in ("pack.toml", *files))), tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"pack.toml", "LICENSE.txt", "topic.toml"}
