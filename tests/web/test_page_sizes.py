"""What a staff page weighs as it is sent, with a hundred rows of each kind: 60,000 bytes, and 150 kB with its files.

Pages with somebody's secrets in them go uncompressed (BREACH), so what counts is the page as it was made.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lxml import html  # type: ignore[import-untyped]

from smsinfo.community.cases import Brought
from smsinfo.db.models import Region
from smsinfo.db.queries import cards, keepers, topics
from smsinfo.domain.cards import CardField
from smsinfo.domain.cases import CaseKind
from tests.community.contributed import TEXT, a_contribution

from .busy import OFFICIAL, Busy, BusyWatch
from .staffroom import Visitor
from .test_statements import MANY, SIDES

AFTER, FIRST = 60_000, 150_000


def with_villages(room: Busy) -> None:
    """A hundred lines of cards, contributions, cases, topics to hand over."""
    now, kept = room.clock(), room.look("orang.0").id
    with room.services.database.write() as session:
        villages = [f"62.06.05.{3000 + n}" for n in range(MANY)]
        session.add_all(Region(code=c, name=f"Desa {c[-4:]}", level="desa", parent_code="62.06.05") for c in villages)
        session.flush()
        for n, code in enumerate(villages):
            values = {"proposed": "Bu Ani di RT 2, sebelah balai desa", "proposed_at": now}
            cards.put(session, code, CardField.BIDAN, values)
            found = topics.by_key(session, f"t{n}")
            assert found is not None
            keepers.put(session, found.row.id, kept, now)
            brought = Brought(
                CaseKind.QUESTION, 1 + n, "62.06", f"siapa pelatih voli {n}", "id", practice=False, at=now
            )
            room.services.community.cases.open(session, brought)
    for n in range(MANY):
        a_contribution(room.services, text=f"{n} {TEXT}")


def weighed(visitor: Visitor, paths: Iterable[str], files: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Each path -> bytes of its page, and of the page with all its files. `files` is what was weighed before."""
    found = {}
    for path in paths:
        answer = visitor.get(path)
        assert answer.status_code in (200, 303), path
        named: set[str] = set()
        if answer.status_code == 200 and answer.mimetype == "text/html":
            tree = html.document_fromstring(answer.data)
            named = set(tree.xpath("//link/@href[starts-with(., '/static/')] | //*/@src"))
            assert all(one.startswith("/static/") for one in named), (path, named)
        for one in named - files.keys():
            with visitor.web.get(one, headers={"Accept-Encoding": "gzip"}) as file:
                assert file.status_code == 200, one
                files[one] = len(file.data)
        found[path] = (len(answer.data), len(answer.data) + sum(files[one] for one in named))
    return found


def light(found: dict[str, tuple[int, int]]) -> None:
    """No page is over."""
    assert len(found) > 10
    assert {path: size for path, size in found.items() if size[0] > AFTER or size[1] > FIRST} == {}


def test_pages_of_editors_auditors_and_administrators(tmp_path: Path) -> None:
    room = Busy(f"sqlite:///{tmp_path / 'smsinfo.db'}")
    room.grow(MANY)
    with_villages(room)
    files: dict[str, int] = {}
    found: dict[str, tuple[int, int]] = {}
    for rule in room.app.url_map.iter_rules():
        mine = rule.rule.startswith("/staff/") and "GET" in (rule.methods or ())
        role = room.role_of(rule) if mine and rule.endpoint.split(".")[0] not in OFFICIAL else None
        if role is not None:
            found |= weighed(room.desk(role.value), room.addresses(rule, role), files)
    room.close()
    assert files
    light(found)


def test_pages_of_officials(tmp_path: Path) -> None:
    room = BusyWatch(f"sqlite:///{tmp_path / 'smsinfo.db'}")
    room.grow(MANY)
    files: dict[str, int] = {}
    draft, leaving, drill = room.written(), room.approved(), room.approved(way="drills")
    paths = [f"{draft}{end}" for end in ("", "/edit", "/area", "/history")]
    paths += [f"{leaving}{end}" for end in ("", "/live", "/correct", "/history")]
    submitted = room.submitted()
    found = weighed(room.desk("budi"), [submitted], files)
    found |= weighed(room.desk("ani"), paths, files)
    room.works()
    paths = [*(f"/staff/{side}" for side in SIDES), drill, f"{leaving}", f"{leaving}/live"]
    found |= {f"{path}, later": size for path, size in weighed(room.desk("ani"), paths, files).items()}
    room.close()
    light(found)
