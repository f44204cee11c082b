"""Ledger against recipients against rows, and the rules that every run must keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields

from .house import House

SENT, UNSENT = {"sent", "delivered"}, {"queued", "failed", "expired", "cancelled"}
"""What rows say for certain; `unknown` and `sending` say neither."""

MOST_COPIES = 2
TRAVEL = 1.0
"""Seconds that a call which began in time may take until the gateway reads it, on a busy machine."""


@dataclass(frozen=True)
class Row:
    """What one run came to. Its faults excuse `may_repeat` extra copies; `wrong` says what else there was."""

    story: str
    engine: str
    seed: int
    faults: int
    people: int
    lost: int
    extra: int
    may_repeat: int
    most: int
    late: int
    wrong: list[str] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        """The rules that were broken; none of a good run."""
        found = [f"{self.lost} lost"] if self.lost else []
        if self.extra > self.may_repeat:
            found.append(f"{self.extra} extra copies, {self.may_repeat} are excused")
        if self.most > MOST_COPIES:
            found.append(f"{self.most} copies to one person")
        if self.late:
            found.append(f"{self.late} sent after their expiry")
        return found + self.wrong


@dataclass
class Faults:
    """What a story did, told while it does it."""

    done: int = 0
    may_repeat: int = 0
    wrong: list[str] = field(default_factory=list)
    unsent_by_right: set[str] = field(default_factory=set)

    def note(self, *, copies: int = 0, times: int = 1) -> None:
        """A fault happened; it excuses so many extra copies."""
        self.done += times
        self.may_repeat += copies * times

    def check(self, holds: bool, words: str) -> None:
        """Something besides the counts that must hold."""
        if not holds:
            self.wrong.append(words)


def score(house: House, faults: Faults, story: str, seed: int) -> Row:
    """Compare what was sent with who should get it and with what the rows say."""
    entries, rows = house.ledger.entries(), {row.id: row for row in house.rows()}
    copies = Counter(entry["to"] for entry in entries)
    wanted = [person for person in house.awaited if person.number not in faults.unsent_by_right]
    ends = {f"{person.message}": person.expires_at.timestamp() for person in house.awaited}
    late = [e for e in entries if e["at"] > ends.get(e["key"].partition("-")[0], e["at"]) + TRAVEL]
    open_rows = [row.id for row in rows.values() if row.status in ("queued", "sending") or row.lease_until]
    faults.check(not open_rows, f"{len(open_rows)} rows never came to an end")
    untrue = [p for p in house.awaited if rows[p.message].status in (SENT if p.number not in copies else UNSENT)]
    faults.check(not untrue, f"{len(untrue)} rows don't say what the ledger says")
    wrongly = faults.unsent_by_right & copies.keys()
    faults.check(not wrongly, f"{len(wrongly)} got what they should not have got")
    return Row(
        story,
        "postgresql" if house.cluster else "sqlite",
        seed,
        faults.done,
        len(house.awaited),
        sum(person.number not in copies for person in wanted),
        sum(times - 1 for times in copies.values()),
        faults.may_repeat,
        max(copies.values(), default=0),
        len(late),
        faults.wrong,
    )


COLUMNS = [*(one.name for one in fields(Row))]


def table(rows: Iterable[Row]) -> str:
    """The runs as a table for people."""
    lines = [COLUMNS, *([shown(value) for value in asdict(row).values()] for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(COLUMNS))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)


def shown(value: object) -> str:
    """One cell."""
    return "; ".join(value) or "-" if isinstance(value, list) else str(value)
