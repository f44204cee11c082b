"""Reads the files of a content pack. Nothing outside the folder is read, nothing large, and no wrong file gets past.

```
pack.toml    topics/<key>.toml  regions.csv         region_fields.csv
menus.toml   claims/<key>.toml  region_aliases.csv  LICENSE*.txt
             holidays/<year>.toml  lessons/<key>.toml
```
Only pack.toml must be there. Files of other kinds (README.md, an editor's backups) are left alone; a TOML or CSV file
of an unknown name is refused, since its writer thinks that it counts.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from smsinfo.content.pack_courses import PackCourse
from smsinfo.content.pack_model import (
    Pack,
    PackAlias,
    PackClaim,
    PackField,
    PackHead,
    PackHolidays,
    PackMenus,
    PackRegion,
    PackTopic,
    canonical,
)
from smsinfo.content.pack_values import KEY_PATTERN, NOTICE_PATTERN
from smsinfo.content.shape import first_problem
from smsinfo.domain.regions import level_of
from smsinfo.errors import BadLine, BadPack

T = TypeVar("T")
K = TypeVar("K", PackTopic, PackClaim, PackCourse)

HEAD: Final = "pack.toml"
MENUS: Final = "menus.toml"
TABLES: Final = ("regions.csv", "region_aliases.csv", "region_fields.csv")
FOLDERS: Final = ("topics", "claims", "lessons")
HOLIDAYS: Final = "holidays"

# Far above any real pack (kalteng: 64 topics of 4 kB, 1,722 regions in 80 kB), far below what hurts a small machine.
MOST_TOML_BYTES: Final = 256 * 1024
MOST_CSV_BYTES: Final = 8 * 1024 * 1024
MOST_FILES: Final = 2_000
MOST_ROWS: Final = 100_000

CELLS: Final = "line {line} has not as many cells as line 1; quote a cell that has a comma in it"
# The other formula signs, + and -, also begin phone numbers and temperatures (OWASP, "CSV Injection").
_FORMULA = re.compile(r"[=@]|[+-](?!\d)")


def read_pack(folder: Path) -> Pack:
    """The pack in a folder, in canonical order. Raises BadPack, naming the file and what to do."""
    if not folder.is_dir():
        raise BadPack(str(folder), "is not a folder; give the folder that holds pack.toml")
    _refuse_unknown(folder)
    return canonical(
        Pack(
            head=_toml(folder, folder / HEAD, TypeAdapter(PackHead)),
            topics=tuple(_keyed(folder, "topics", TypeAdapter(PackTopic))),
            claims=tuple(_keyed(folder, "claims", TypeAdapter(PackClaim))),
            courses=tuple(_keyed(folder, "lessons", TypeAdapter(PackCourse))),
            menus=_toml(folder, folder / MENUS, TypeAdapter(PackMenus)).menus if (folder / MENUS).exists() else (),
            regions=_regions(folder, folder / TABLES[0]),
            aliases=_table(folder, folder / TABLES[1], TypeAdapter(PackAlias), ("alias", "code")),
            fields=_table(folder, folder / TABLES[2], TypeAdapter(PackField), ("code", "name")),
            holidays=tuple(_years(folder)),
            notices={path.name: read_text(folder, path, MOST_TOML_BYTES) for path in notices(folder)},
        )
    )


def read_regions(file: Path) -> tuple[PackRegion, ...]:
    """The regions of one CSV file (code,name,level,parent_code). Raises BadPack."""
    if not file.is_file():
        raise BadPack(str(file), "is not a file; give a CSV file of regions")
    return _regions(file.parent, file)


def notices(folder: Path) -> list[Path]:
    """The licence texts that travel with a pack."""
    return sorted(path for path in folder.iterdir() if re.fullmatch(NOTICE_PATTERN, path.name))


def read_text(folder: Path, path: Path, most_bytes: int) -> str:
    """A file's text, with or without the mark that Windows writes in front. Raises BadPack."""
    where = path.relative_to(folder).as_posix()
    try:
        # A link could read any file of this machine into the content, and a pipe would wait for ever.
        if not path.resolve(strict=True).is_relative_to(folder.resolve()) or not path.is_file():
            raise BadPack(where, "is no plain file of this folder; put a copy there")
        if path.stat().st_size > most_bytes:
            raise BadPack(where, "is larger than {most} kB; divide it", most=most_bytes // 1024)
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise BadPack(where, "is not UTF-8; save it as UTF-8") from None
    except OSError as error:
        raise BadPack(
            where, "can't be read ({problem}); check that it is there and may be read", problem=error.strerror
        ) from None


def _refuse_unknown(folder: Path) -> None:
    for path in sorted(folder.iterdir()):
        if path.suffix in (".toml", ".csv") and path.name not in (HEAD, MENUS, *TABLES):
            known = ", ".join((HEAD, MENUS, *TABLES))
            raise BadPack(path.name, "is no file of a pack; known are {known}, topics/, claims/", known=known)


def _keyed(folder: Path, name: str, shape: TypeAdapter[K]) -> Iterator[K]:
    """The values of topics/, claims/ or lessons/, whose files are called by their keys."""
    paths = sorted((folder / name).glob("*.toml"))
    if len(paths) > MOST_FILES:
        raise BadPack(f"{name}/", "has more than {most} files; divide the pack", most=MOST_FILES)
    for path in paths:
        if re.fullmatch(KEY_PATTERN, path.stem) is None:
            raise BadPack(f"{name}/{path.name}", "is no name of a-z, 0-9 and single hyphens, as akta-lahir.toml is")
        value = _toml(folder, path, shape)
        if value.key != path.stem:
            raise BadPack(
                f"{name}/{path.name}", "holds the key {key}; file and key must have the same name", key=value.key
            )
        yield value


def _years(folder: Path) -> Iterator[PackHolidays]:
    """The tables of holidays, whose files are called by their years."""
    for path in sorted((folder / HOLIDAYS).glob("*.toml")):
        where = f"{HOLIDAYS}/{path.name}"
        if re.fullmatch(r"20[0-9]{2}", path.stem) is None:
            raise BadPack(where, "is no name of a year, as 2027.toml is")
        value = _toml(folder, path, TypeAdapter(PackHolidays))
        if str(value.year) != path.stem:
            raise BadPack(where, "holds the year {year}; file and year must be the same", year=value.year)
        yield value


def _toml(folder: Path, path: Path, shape: TypeAdapter[T]) -> T:
    where = path.relative_to(folder).as_posix()
    text = read_text(folder, path, MOST_TOML_BYTES)
    try:
        return shape.validate_python(tomllib.loads(text))
    except ValidationError as error:
        template, values = first_problem(error, shape)
        raise BadPack(where, template, **values) from None
    except (ValueError, RecursionError) as error:  # RecursionError: ten thousand brackets in a row
        raise BadPack(where, "is no TOML: {problem}; compare it with another file of the pack", problem=error) from None


def _regions(folder: Path, path: Path) -> tuple[PackRegion, ...]:
    """Regions whose level and parent follow from their code, as Kemendagri builds it."""
    found = _table(folder, path, TypeAdapter(PackRegion), ("code",))
    for region in found:
        wanted = (level_of(region.code).value, region.code.rpartition(".")[0])
        if (region.level, region.parent_code) != wanted:
            raise BadPack(
                path.name,
                "{code}: by the code, level and parent are {wanted}",
                code=region.code,
                wanted=",".join(wanted),
            )
    return found


def _table(folder: Path, path: Path, shape: TypeAdapter[T], unique: tuple[str, ...]) -> tuple[T, ...]:
    """The rows of a CSV file; none where there is no file. `unique` are the columns that together name a row."""
    if not path.exists():
        return ()
    rows = tuple(_rows(path.name, read_text(folder, path, MOST_CSV_BYTES), shape))
    counts = Counter(tuple(getattr(row, column) for column in unique) for row in rows)
    for names, times in counts.items():
        if times > 1:
            raise BadPack(path.name, "has {names} {times} times; keep one", names=",".join(names), times=times)
    return rows


def _rows(where: str, text: str, shape: TypeAdapter[T]) -> Iterator[T]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    columns = list(shape.json_schema()["properties"])
    try:
        if sorted(reader.fieldnames or ()) != sorted(columns):
            raise BadPack(where, "must begin with the line {columns}", columns=",".join(columns))
        for number, row in enumerate(reader):
            if number == MOST_ROWS:
                raise BadPack(where, "has more than {most} rows; divide the pack", most=MOST_ROWS)
            yield shape.validate_strings(_cells(where, reader.line_num, row))
    except ValidationError as error:
        template, values = first_problem(error, shape)
        raise BadLine(where, reader.line_num, template, **values) from None
    except csv.Error as error:
        raise BadLine(where, reader.line_num, "is no CSV: {problem}", problem=error) from None


def _cells(where: str, line: int, row: dict[str | None, str | list[str] | None]) -> dict[str | None, str]:
    """The cells of one row. A row that is too short or too long would put values under the wrong heading."""
    cells = {name: cell for name, cell in row.items() if isinstance(cell, str)}
    if len(cells) != len(row):
        raise BadPack(where, CELLS, line=line)
    for cell in cells.values():
        if _FORMULA.match(cell):
            shown = repr(cell[:20])
            raise BadLine(where, line, "{shown} begins like a formula; a spreadsheet would run it", shown=shown)
    return cells
