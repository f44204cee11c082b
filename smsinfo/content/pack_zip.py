"""A pack as one file: a ZIP of its folder. What comes from outside is looked at before a byte of it is unpacked.

No name leaves the folder, links and devices are refused, and what a file says of its size is not believed. A ZIP that
somebody made of the folder itself (`kalteng/pack.toml`) is as good as one of what is in it; files that are of no pack
(`__MACOSX/`, a README) are left out.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Final

from smsinfo.content.pack_files import FOLDERS, HEAD, HOLIDAYS, MOST_CSV_BYTES
from smsinfo.content.pack_values import NOTICE_PATTERN
from smsinfo.errors import BadPack

MOST_BYTES: Final = 10 * 1024 * 1024
"""Of the ZIP: some fifty times the demo pack."""
MOST_UNPACKED: Final = 64 * 1024 * 1024
MOST_ENTRIES: Final = 5_000
_PLAIN: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED: Final = 0x1
_MEGABYTE: Final = 1024 * 1024
_ALWAYS: Final = (2026, 1, 1, 0, 0, 0)
"""The time of every file: the same pack is the same ZIP, byte for byte."""


def is_zip(body: bytes) -> bool:
    """True for a ZIP of any kind."""
    return zipfile.is_zipfile(io.BytesIO(body))


def unpack(body: bytes, folder: Path) -> None:
    """Write the files of the pack into an empty folder. Raises BadPack, naming the file and what to do."""
    if len(body) > MOST_BYTES:
        raise BadPack("ZIP", "is larger than {most} MB; divide the pack", most=MOST_BYTES // _MEGABYTE)
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            _write(parts, _chosen(parts.infolist()), folder)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, zlib.error):
        raise BadPack("ZIP", "can't be read; pack the folder anew as an ordinary ZIP without a password") from None
    except OSError as error:
        raise BadPack(
            "ZIP", "can't be unpacked ({problem}); give its files short, plain names", problem=error.strerror
        ) from None


def packed(folder: Path) -> bytes:
    """The files of a folder as a ZIP."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as parts:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _ALWAYS)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            parts.writestr(info, path.read_bytes())
    return made.getvalue()


def _chosen(entries: list[zipfile.ZipInfo]) -> dict[PurePosixPath, zipfile.ZipInfo]:
    """The files of the pack by their path in it; everything that could do harm is refused, needed or not."""
    if len(entries) > MOST_ENTRIES:
        raise BadPack("ZIP", "has more than {most} files; divide the pack", most=MOST_ENTRIES)
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise BadPack("ZIP", "unpacks to more than {most} MB; divide the pack", most=MOST_UNPACKED // _MEGABYTE)
    paths = {_path(entry): entry for entry in entries if not entry.is_dir()}
    if len({str(path).lower() for path in paths}) < sum(not entry.is_dir() for entry in entries):
        raise BadPack("ZIP", "has two files of one name; keep one")
    heads = [path for path in paths if path.name == HEAD and len(path.parts) <= 2]
    if not heads:
        raise BadPack(HEAD, "is not in the ZIP; pack the folder that holds it")
    root = min(heads, key=lambda path: len(path.parts)).parent
    inside = {path.relative_to(root): entry for path, entry in paths.items() if path.is_relative_to(root)}
    return {path: entry for path, entry in inside.items() if _counts(path)}


def _path(entry: zipfile.ZipInfo) -> PurePosixPath:
    """Where a file lies in the ZIP. Raises BadPack for what is no plain file below it."""
    name = entry.filename
    where = name[:80].encode("ascii", "backslashreplace").decode()
    parts = name.rstrip("/").split("/")
    if "\\" in name or ":" in name or any(part in ("", ".", "..") for part in parts):
        raise BadPack(where, "leads out of the folder; pack the folder anew")
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise BadPack(where, "is a link or no plain file; put a copy there")
    if entry.flag_bits & _ENCRYPTED:
        raise BadPack(where, "has a password; pack it without one")
    if entry.compress_type not in _PLAIN:
        raise BadPack(where, "is packed in an unusual way; pack the folder anew as an ordinary ZIP")
    return PurePosixPath(name)


def _counts(path: PurePosixPath) -> bool:
    """True for what the reader of packs looks at; a TOML or CSV file of a wrong name too, so that it can say so."""
    if len(path.parts) == 1:
        return path.suffix in (".toml", ".csv") or re.fullmatch(NOTICE_PATTERN, path.name) is not None
    return len(path.parts) == 2 and path.parts[0] in (*FOLDERS, HOLIDAYS) and path.suffix == ".toml"


def _write(parts: zipfile.ZipFile, chosen: dict[PurePosixPath, zipfile.ZipInfo], folder: Path) -> None:
    left = MOST_UNPACKED
    for path, entry in chosen.items():
        with parts.open(entry) as packed_file:
            body = packed_file.read(MOST_CSV_BYTES + 1)
        left -= len(body)
        if len(body) > MOST_CSV_BYTES or left < 0:
            raise BadPack(str(path), "is larger than {most} MB; divide it", most=MOST_CSV_BYTES // _MEGABYTE)
        target = folder.joinpath(*path.parts)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(body)
