"""Out of the database and back: nothing is lost, nothing is overwritten by surprise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsinfo.content.catalogue import catalogue_of, load_catalogue
from smsinfo.content.pack_files import read_pack
from smsinfo.content.pack_model import Pack, PackHead, PackSummary, PackTopic
from smsinfo.content.pack_write import write_pack
from smsinfo.content.packs import export_pack, import_pack
from smsinfo.db.engine import Database
from smsinfo.errors import BadPack

from .samples import NOW, a_claim, a_pack, a_topic


def _import(database: Database, pack: Pack) -> None:
    with database.write() as session:
        import_pack(session, pack, NOW)


def _export(database: Database, folder: Path) -> Pack:
    with database.read() as session:
        return export_pack(session, folder)


def test_the_whole_demo_pack_survives_the_round_trip(either: Database, kalteng: Pack, tmp_path: Path) -> None:
    _import(either, kalteng)
    assert _export(either, tmp_path / "out") == kalteng
    assert read_pack(tmp_path / "out") == kalteng
    with either.read() as session:
        assert load_catalogue(session) == catalogue_of(kalteng, 1)
    with either.write() as session:
        report = import_pack(session, read_pack(tmp_path / "out"), NOW)
    assert (report.added, report.changed, report.withdrawn, report.version) == ((), (), (), 1)


def test_everything_that_a_pack_can_say_survives(database: Database, tmp_path: Path) -> None:
    topic = a_topic("ktp")
    full = replace(
        topic,
        safety=True,
        aliases={"id": ('"kartu" \\ tanda',), "nij": ("manampa KTP",)},
        related={},
        examples={"id": ("kartu saya belum jadi juga pak",), "bjn": ("kartu ulun balum jadi",)},
        summaries=(
            *topic.summaries,
            PackSummary("id", "Baris satu.\nBaris dua.", "Lagi.", "62.06", checked_on=date(2026, 10, 1)),
            PackSummary("bjn", "Bawa KK.", needs_native=True),
        ),
    )
    pack = a_pack(full, a_topic("kk"), claims=(a_claim(region="62.06"),))
    _import(database, pack)
    assert _export(database, tmp_path / "out") == pack
    assert read_pack(tmp_path / "out") == pack


def test_an_export_is_the_same_byte_for_byte_and_touches_no_right_file(database: Database, tmp_path: Path) -> None:
    _import(database, a_pack())
    _export(database, tmp_path / "out")
    first = _state(tmp_path / "out")
    _export(database, tmp_path / "out")
    assert len(first) == 9
    assert _state(tmp_path / "out") == first


def _state(folder: Path) -> dict[str, tuple[bytes, int]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def test_a_changed_word_is_a_changed_line(tmp_path: Path) -> None:
    topic = a_topic("ktp")
    write_pack(a_pack(topic), tmp_path / "old")
    write_pack(a_pack(replace(topic, aliases={**topic.aliases, "id": ("bikin ktp", "urus ktp")})), tmp_path / "new")
    old = (tmp_path / "old" / "topics" / "ktp.toml").read_text().splitlines()
    new = (tmp_path / "new" / "topics" / "ktp.toml").read_text().splitlines()
    changed = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
    assert changed == [('    "buat ktp",', '    "bikin ktp",')]


def test_a_folder_in_other_use_is_not_written_to(database: Database, tmp_path: Path) -> None:
    (tmp_path / "catatan.txt").write_text("milik saya")
    with pytest.raises(BadPack, match="is in other use"):
        _export(database, tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".toml"] == []


@pytest.mark.parametrize("name", ["topics/sim.toml", "claims/lain.toml", "region_fields.csv", "LICENSE-lain.txt"])
def test_a_file_that_the_database_lacks_stops_the_export(database: Database, tmp_path: Path, name: str) -> None:
    _import(database, a_pack(fields=(), topics=tuple(_plain(topic) for topic in a_pack().topics)))
    _export(database, tmp_path / "out")
    (tmp_path / "out" / name).write_text("punya orang")
    with pytest.raises(BadPack, match=f"{name}: is not in the database; move it away"):
        _export(database, tmp_path / "out")
    assert (tmp_path / "out" / name).read_text() == "punya orang"


def _plain(topic: PackTopic) -> PackTopic:
    return replace(topic, summaries=tuple(replace(text, text="Tanpa lubang.") for text in topic.summaries))


@pytest.mark.parametrize("key", ["../evil", "a/b", "..", "/etc/x", "C:evil", "a\\b", "ktp\n", "", "nul\0"])
def test_no_key_leads_out_of_the_folder(tmp_path: Path, key: str) -> None:
    with pytest.raises(BadPack, match="a key must be of"):
        write_pack(a_pack(a_topic(key)), tmp_path / "out")
    with pytest.raises(BadPack, match="a key must be of"):
        write_pack(a_pack(claims=(a_claim(key),)), tmp_path / "out")
    with pytest.raises(BadPack, match="is no name of a licence text"):
        write_pack(a_pack(notices={key: "x"}), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BadPack, match=r"can't be written|is in other use"):
        write_pack(a_pack(), tmp_path / "file" / "out")


def test_a_database_without_a_pack_exports_one_that_can_be_read(database: Database, tmp_path: Path) -> None:
    pack = _export(database, tmp_path / "out")
    assert pack == Pack(PackHead("unnamed", "Unnamed", "unstated", ("id",), "", ()))
    assert read_pack(tmp_path / "out") == pack


PLAIN = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["C", "Z", "M"]), min_size=1, max_size=20
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(words=st.lists(PLAIN, max_size=4), text=PLAIN, more=PLAIN)
def test_any_words_survive_the_files(tmp_path: Path, words: list[str], text: str, more: str) -> None:
    topic = a_topic("ktp")
    summaries = (PackSummary("id", text, more), topic.summaries[1])
    pack = a_pack(replace(topic, aliases={"id": tuple(words)} if words else {}, summaries=summaries))
    write_pack(pack, tmp_path / "out")
    assert read_pack(tmp_path / "out") == pack
