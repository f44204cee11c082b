"""A page costs the database the same whether it lists ten things or a hundred, and never more than a dozen looks.

The office's line is slow enough; a page that asks once a row is quick with the demo and slow in the second year.
"""

from __future__ import annotations

from pathlib import Path

from .busy import OFFICIAL, Busy, BusyWatch
from .staffroom import StaffRoom, Visitor

MOST = 12
FEW, MANY = 10, 100
SIDES = "alerts drills alerts/new cap duty alert-codes alert-areas alert-numbers alert-templates".split()
MORE: dict[str, int] = {}
"""Pages that may take more, and how many."""


def statements(room: StaffRoom, visitor: Visitor, path: str) -> list[str]:
    """What a page asks the database once the process has warmed up."""
    assert visitor.get(path).status_code in (200, 303), path
    with room.counted() as sent:
        visitor.get(path)
    return sent


def test_pages_of_editors_auditors_and_administrators(tmp_path: Path) -> None:
    room = Busy(f"sqlite:///{tmp_path / 'smsinfo.db'}")
    rules = [
        rule
        for rule in room.app.url_map.iter_rules()
        if rule.rule.startswith("/staff/") and "GET" in (rule.methods or ())
        if rule.endpoint.split(".")[0] not in OFFICIAL
    ]
    counts: list[dict[str, list[str]]] = []
    for size in (FEW, MANY):
        room.grow(size)
        found: dict[str, list[str]] = {}
        for rule in rules:
            role = room.role_of(rule)
            if role is not None:
                for path in room.addresses(rule, role):
                    found[path] = statements(room, room.desk(role.value), path)
        counts.append(found)
    room.close()
    compare(*counts)


def test_pages_of_officials(tmp_path: Path) -> None:
    room = BusyWatch(f"sqlite:///{tmp_path / 'smsinfo.db'}")
    counts: list[dict[str, list[str]]] = []
    for size in (FEW, MANY):
        room.grow(size)
        draft, leaving, drill = room.written(), room.approved(), room.approved(way="drills")
        pages = {f"draft{end}": f"{draft}{end}" for end in ("", "/edit", "/area", "/history")}
        pages |= {f"leaving{end}": f"{leaving}{end}" for end in ("", "/live", "/correct", "/history")}
        found = {name: statements(room, room.desk("ani"), path) for name, path in pages.items()}
        submitted = room.submitted()
        found["to decide"] = statements(room, room.desk("budi"), submitted)
        room.works()
        found |= {side: statements(room, room.desk("ani"), f"/staff/{side}") for side in SIDES}
        found["a drill"] = statements(room, room.desk("ani"), drill)
        found |= {f"sent{end}": statements(room, room.desk("ani"), f"{leaving}{end}") for end in ("", "/live")}
        counts.append(found)
    room.close()
    compare(*counts)


def compare(few: dict[str, list[str]], many: dict[str, list[str]]) -> None:
    """The same pages, as many statements, and not too many."""
    assert few.keys() == many.keys()
    grown = {path: (len(few[path]), len(many[path])) for path in few if len(few[path]) != len(many[path])}
    assert grown == {}
    heavy = {path: len(sent) for path, sent in many.items() if len(sent) > MORE.get(path, MOST)}
    assert heavy == {}
