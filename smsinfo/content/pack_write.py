"""Writes a pack as the files that people read, review in git and carry on a USB stick.

One item a line in a fixed order, so that a changed word is a changed line. tomli-w writes the values; the layout around
them is ours, because it puts short tables of an array on one line and long ones on several.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import tomli_w

from smsinfo.content.pack_courses import PackCourse, PackLesson
from smsinfo.content.pack_files import FOLDERS, HEAD, HOLIDAYS, MENUS, TABLES, notices
from smsinfo.content.pack_model import (
    Pack,
    PackClaim,
    PackHead,
    PackHolidays,
    PackSummary,
    PackTopic,
)
from smsinfo.content.pack_values import KEY_PATTERN, NOTICE_PATTERN
from smsinfo.errors import BadPack

_LANGUAGES_FIRST: Final = {"id": 0, "en": 1}


def write_pack(pack: Pack, folder: Path) -> None:
    """Write all files of a pack; files that are right already are not touched.

    Raises BadPack for a folder with other things in it, or with topics that the pack does not have: nothing is deleted.
    """
    files = dict(_files(pack))
    try:
        _refuse_other_use(folder, files)
        for name in FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            if not path.exists() or path.read_bytes() != text.encode():
                path.write_bytes(text.encode())
    except OSError as error:
        raise BadPack(
            str(folder), "can't be written ({problem}); choose a folder of yours", problem=error.strerror
        ) from None


def _files(pack: Pack) -> Iterator[tuple[str, str]]:
    yield HEAD, tomli_w.dumps(_head(pack.head))
    for topic in pack.topics:
        yield _file("topics", topic.key), _topic_text(topic)
    for claim in pack.claims:
        yield _file("claims", claim.key), _claim_text(claim)
    for year in pack.holidays:
        yield f"{HOLIDAYS}/{year.year}.toml", _holidays_text(year)
    for course in pack.courses:
        yield _file("lessons", course.key), _course_text(course)
    if pack.menus:
        yield MENUS, _blocks("menus", map(asdict, pack.menus)).lstrip()
    tables: tuple[tuple[Any, ...], ...] = (pack.regions, pack.aliases, pack.fields)
    for name, rows in zip(TABLES, tables, strict=True):
        if rows:
            yield name, _csv_text([asdict(row) for row in rows])
    for name, text in pack.notices.items():
        if re.fullmatch(NOTICE_PATTERN, name) is None:
            raise BadPack(name, "is no name of a licence text, as LICENSE-wilayah.txt is")
        yield name, text


def _file(folder: str, key: str) -> str:
    """The file of a topic or claim. A key that came into the database by another way must not leave the folder."""
    if re.fullmatch(KEY_PATTERN, key) is None:
        raise BadPack(f"{folder}/{key}", "a key must be of a-z, 0-9 and single hyphens, as in akta-lahir")
    return f"{folder}/{key}.toml"


def _refuse_other_use(folder: Path, files: Mapping[str, str]) -> None:
    if not folder.exists():
        return
    if not folder.is_dir() or (any(folder.iterdir()) and not (folder / HEAD).exists()):
        raise BadPack(str(folder), "is in other use; give an empty folder or one that holds a pack")
    for name in (*FOLDERS, HOLIDAYS):
        for path in sorted((folder / name).glob("*.toml")):
            if f"{name}/{path.name}" not in files:
                raise BadPack(f"{name}/{path.name}", "is not in the database; move it away, or import it first")
    for name in (MENUS, *TABLES, *(path.name for path in notices(folder))):
        if (folder / name).exists() and name not in files:
            raise BadPack(name, "is not in the database; move it away, or import it first")


def _head(head: PackHead) -> dict[str, Any]:
    top = {
        "name": head.name,
        "title": head.title,
        "licence": head.licence,
        "mark": head.mark,
        "languages": head.languages,
        "description": head.description,
        "order": head.order,
    }
    ussd = {name: value for name, value in asdict(head.ussd).items() if value}
    return {**top, "ussd": ussd} if ussd else top


def _topic_text(topic: PackTopic) -> str:
    simple = ("key", "category", "owner", "tag", "safety", "review_by", "keywords")
    top: dict[str, Any] = {name: getattr(topic, name) for name in simple}
    for name in ("title", "label", "aliases", "related"):
        top[name] = _by_language(getattr(topic, name))
    if topic.examples:
        top["examples"] = _by_language(topic.examples)
    summaries = [_summary(summary) for summary in topic.summaries]
    return tomli_w.dumps(top) + _blocks("sources", map(asdict, topic.sources)) + _blocks("summaries", summaries)


def _claim_text(claim: PackClaim) -> str:
    top: dict[str, Any] = {"key": claim.key, "verdict": claim.verdict}
    if claim.region is not None:
        top["region"] = claim.region
    top |= {"tag": claim.tag, "review_by": claim.review_by, "signs": claim.signs}
    top |= {"claim": _by_language(claim.claim), "answer": _by_language(claim.answer)}
    return tomli_w.dumps(top) + _blocks("sources", map(asdict, claim.sources))


def _holidays_text(year: PackHolidays) -> str:
    top = {name: getattr(year, name) for name in ("year", "complete", "source", "checked_on")}
    return tomli_w.dumps(top) + _blocks("days", map(asdict, year.days))


def _course_text(course: PackCourse) -> str:
    top: dict[str, Any] = {name: getattr(course, name) for name in ("key", "position", "review_by")}
    if course.needs_reader:
        top["needs_reader"] = True
    top |= {"title": _by_language(course.title), "label": _by_language(course.label)}
    return tomli_w.dumps(top) + "".join(map(_lesson_text, course.lessons))


def _lesson_text(lesson: PackLesson) -> str:
    parts = ["\n[[lessons]]\n", tomli_w.dumps({"right": lesson.right})]
    if lesson.source is not None:
        parts += ["\n[lessons.source]\n", tomli_w.dumps(asdict(lesson.source))]
    for language, text in _by_language(lesson.texts).items():
        parts += [f"\n[lessons.texts.{language}]\n", tomli_w.dumps(asdict(text))]
    return "".join(parts)


def _summary(summary: PackSummary) -> dict[str, Any]:
    """Only what is said: the rest has its default."""
    optional = {
        "region": summary.region,
        "needs_native": summary.needs_native or None,
        "checked_on": summary.checked_on,
        "text": summary.text,
        "more": summary.more or None,
    }
    return {"language": summary.language, **{name: value for name, value in optional.items() if value is not None}}


def _blocks(name: str, tables: Iterable[dict[str, Any]]) -> str:
    return "".join(f"\n[[{name}]]\n{tomli_w.dumps(table)}" for table in tables)


def _by_language(values: Mapping[str, Any]) -> dict[str, Any]:
    """Indonesian first, then English, then the local languages."""
    return dict(sorted(values.items(), key=lambda item: (_LANGUAGES_FIRST.get(item[0], 2), item[0])))


def _csv_text(rows: list[dict[str, Any]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
