"""Reading a folder: what is right is read, what is wrong is named with its file and a way out."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from smsinfo.content.pack_files import MOST_TOML_BYTES, read_pack, read_regions
from smsinfo.content.pack_write import write_pack
from smsinfo.errors import BadPack

from .samples import a_pack, a_topic

Spoil = Callable[[Path], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A right pack as files."""
    write_pack(a_pack(), tmp_path / "pack")
    return tmp_path / "pack"


def _replace(name: str, old: str, new: str) -> Spoil:
    def spoil(folder: Path) -> None:
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1))

    return spoil


def _write(name: str, content: bytes) -> Spoil:
    return lambda folder: (folder / name).write_bytes(content)


def _rename(name: str, new: str) -> Spoil:
    return lambda folder: (folder / name).rename(folder / new)


WRONG: list[tuple[str, Spoil, str, str]] = [
    ("no head", lambda f: (f / "pack.toml").unlink(), "pack.toml", "can't be read"),
    ("bad TOML", _write("topics/ktp.toml", b'key = "ktp'), "topics/ktp.toml", "is no TOML"),
    ("a bomb", _write("topics/ktp.toml", b"key = " + b"[" * 50_000), "topics/ktp.toml", "is no TOML"),
    ("too large", _write("topics/ktp.toml", b"#" * (MOST_TOML_BYTES + 1)), "topics/ktp.toml", "larger than 256 kB"),
    ("Latin-1", _write("topics/ktp.toml", b'key = "caf\xe9"'), "topics/ktp.toml", "save it as UTF-8"),
    ("UTF-16", _write("regions.csv", "code".encode("utf-16")), "regions.csv", "save it as UTF-8"),
    ("misspelt field", _replace("topics/ktp.toml", "safety", "savety"), "topics/ktp.toml", "did you mean safety?"),
    ("misspelt inside", _replace("topics/ktp.toml", "address", "adress"), "topics/ktp.toml", "did you mean address?"),
    ("odd field", _replace("topics/ktp.toml", "tag =", "zzz = 1\ntag ="), "topics/ktp.toml", "unknown field zzz"),
    ("missing field", _replace("topics/ktp.toml", 'tag = "Dukcapil"', ""), "topics/ktp.toml", "field tag is missing"),
    ("wrong type", _replace("topics/ktp.toml", "safety = false", 'safety = "no"'), "topics/ktp.toml", "boolean"),
    ("date as text", _replace("topics/ktp.toml", "2027-05-24", '"2027-05-24"'), "topics/ktp.toml", "valid date"),
    ("list as text", _replace("pack.toml", '[\n    "id",\n    "en",\n]', '"id"'), "pack.toml", "tuple"),
    ("unseen letter", _replace("topics/ktp.toml", "Urus", "Ur\u200bus"), "topics/ktp.toml", "nobody sees (U+200B)"),
    ("NUL", _replace("topics/ktp.toml", "Urus", "Ur\\u0000us"), "topics/ktp.toml", "nobody sees (U+0000)"),
    ("two lines", _replace("topics/ktp.toml", "Disdukcapil", "Dis\\ndukcapil"), "topics/ktp.toml", "one line"),
    ("blank around", _replace("topics/ktp.toml", '"KTP"', '"KTP "'), "topics/ktp.toml", "blanks around"),
    ("too long", _replace("topics/ktp.toml", '"KTP"', f'"{"K" * 81}"'), "topics/ktp.toml", "at most 80 characters"),
    ("other key", _replace("topics/ktp.toml", 'key = "ktp"', 'key = "kk"'), "topics/ktp.toml", "the same name"),
    ("key with a path", _replace("topics/ktp.toml", 'key = "ktp"', 'key = "../ktp"'), "topics/ktp.toml", "pattern"),
    ("file with capitals", _rename("topics/ktp.toml", "topics/KTP.toml"), "topics/KTP.toml", "single hyphens"),
    ("file with dots", _rename("topics/ktp.toml", "topics/..ktp.toml"), "topics/..ktp.toml", "single hyphens"),
    ("unknown file", _write("topic.toml", b""), "topic.toml", "is no file of a pack"),
    ("unknown table", _write("numbers.csv", b""), "numbers.csv", "is no file of a pack"),
    ("empty table", _write("regions.csv", b""), "regions.csv", "must begin with the line code,name,level,parent_code"),
    ("other column", _replace("regions.csv", "level", "tingkat"), "regions.csv", "must begin with the line"),
    ("column twice", _replace("regions.csv", "level", "name"), "regions.csv", "must begin with the line"),
    ("too many cells", _replace("regions.csv", "Katingan,", "Katingan,x,"), "regions.csv", "line 3 has not"),
    ("too few cells", _replace("regions.csv", "provinsi,", "provinsi"), "regions.csv", "line 2 has not"),
    ("NUL in a cell", _replace("regions.csv", "Samba", "Sam\0ba"), "regions.csv", "line"),
    ("formula", _replace("regions.csv", "Samba Danum", "=1+1"), "regions.csv", "like a formula"),
    ("bad code", _replace("regions.csv", "62.06.05.2005", "62.6.5"), "regions.csv", "line 5: code should match"),
    ("level of another code", _replace("regions.csv", "desa", "kelurahan"), "regions.csv", "by the code"),
    ("parent elsewhere", _replace("regions.csv", "desa,62.06.05", "desa,62.06"), "regions.csv", "by the code"),
    ("region twice", _replace("regions.csv", "62.06,Kab", "62,Kab"), "regions.csv", "has 62 2 times"),
    ("quote left open", _replace("regions.csv", "Samba Danum", '"Samba'), "regions.csv", "is no CSV"),
    ("bad day", _replace("region_fields.csv", "2026-11-01", "1 Nov 2026"), "region_fields.csv", "line 2: checked_on"),
]


@pytest.mark.parametrize(("spoil", "where", "said"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_a_wrong_file_is_refused_by_name_with_what_to_do(folder: Path, spoil: Spoil, where: str, said: str) -> None:
    spoil(folder)
    with pytest.raises(BadPack) as caught:
        read_pack(folder)
    assert caught.value.where == where
    assert said in caught.value.problem


def test_a_row_that_stands_twice_is_refused(folder: Path) -> None:
    (folder / "region_aliases.csv").write_text("alias,code,note\nkasongan,62.06,\nkasongan,62.06,lagi\n")
    with pytest.raises(BadPack, match=r"region_aliases\.csv: has kasongan,62\.06 2 times"):
        read_pack(folder)


def test_what_is_written_is_read_again(folder: Path) -> None:
    assert read_pack(folder) == a_pack()


def test_the_mark_and_line_ends_of_windows_are_taken(folder: Path) -> None:
    for path in (folder / "topics" / "ktp.toml", folder / "regions.csv", folder / "LICENSE-wilayah.txt"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_pack(folder) == a_pack()


def test_files_of_other_kinds_are_left_alone(folder: Path) -> None:
    (folder / "README.md").write_text("Baca aku")
    (folder / "topics" / "ktp.toml~").write_text("salinan penyunting")
    assert read_pack(folder) == a_pack()


def test_only_the_head_must_be_there(tmp_path: Path) -> None:
    write_pack(a_pack(), tmp_path / "pack")
    (tmp_path / "bare").mkdir()
    (tmp_path / "pack" / "pack.toml").rename(tmp_path / "bare" / "pack.toml")
    pack = read_pack(tmp_path / "bare")
    assert (pack.topics, pack.claims, pack.regions, pack.menus, pack.notices) == ((), (), (), (), {})


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links on this system")
def test_a_link_out_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "secret.txt"
    outside.write_text("rahasia")
    (folder / "LICENSE.txt").symlink_to(outside)
    with pytest.raises(BadPack, match=r"LICENSE\.txt: is no plain file of this folder"):
        read_pack(folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "LICENSE.txt")
    with pytest.raises(BadPack, match="is no plain file"):
        read_pack(folder)


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadPack, match="is not a folder"):
        read_pack(tmp_path / "nowhere")
    with pytest.raises(BadPack, match="is not a file"):
        read_regions(tmp_path)


def test_the_order_of_texts_and_empty_lists_say_nothing(folder: Path, tmp_path: Path) -> None:
    """Two hand-written layouts of the same content are the same pack."""
    topic = a_topic("ktp")
    other = a_pack(
        a_topic("ktp", aliases={**topic.aliases, "bjn": ()}, summaries=tuple(reversed(topic.summaries))), a_topic("kk")
    )
    assert other == read_pack(folder)
