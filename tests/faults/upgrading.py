"""The story of an upgrade while texts come in and a worker sends.

No older program is at hand here, so the roles move up by one: today's program is the old one, and the next release is
today's with one more migration, which adds (expand) and makes SQLite rebuild a table that others refer to.
"""

from __future__ import annotations

import random
import shutil
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import func, select, text

from smsinfo.db import schema
from smsinfo.db.models import Contact, Region, Subscription
from smsinfo.domain.clock import utc_now

from .house import House
from .programs import let_pass, until
from .receiving import answered, insist, people, post, web_is_up
from .score import Faults

NEXT = "9001"
OLD_PEOPLE = 3000
MIGRATION = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = {next!r}, {head!r}


def upgrade():
    rebuild = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    op.create_table("next_thing", sa.Column("id", sa.Integer(), primary_key=True))
    with op.batch_alter_table("contact", recreate=rebuild) as batch:
        batch.add_column(sa.Column("next_flag", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("outbound_message") as batch:
        batch.add_column(sa.Column("next_note", sa.String(20), nullable=True))
        batch.create_index("ix_next", ["created_at"])
    with op.batch_alter_table("inbound_message") as batch:
        batch.add_column(sa.Column("next_note", sa.String(20), nullable=True))
"""


def next_release(folder: Path) -> tuple[str, str]:
    """The migrations of a release that does not exist yet, and its newest revision."""
    made = folder / "migrations"
    shutil.copytree(schema.MIGRATIONS, made, ignore=shutil.ignore_patterns("__pycache__"))
    (made / "versions" / f"{NEXT}_next.py").write_text(MIGRATION.format(next=NEXT, head=schema.HEAD), encoding="utf-8")
    return str(made), NEXT


def upgrade(house: House, rng: random.Random, faults: Faults, size: int) -> None:
    """`db upgrade` under load, then worker and server anew, as docs/install.md has it: no text and no message lost."""
    house.ledger.behave(latency=0.02)
    _live_here(house, OLD_PEOPLE * size)
    house.expect(60 * size)
    old_web, old_worker = house.web(), house.worker()
    assert until(lambda: web_is_up(house), 60), "the server did not start"
    release = next_release(house.folder)
    load = _Load(house)
    let_pass(rng.uniform(0.2, 0.6))
    upgrading = house.upgrade(release=release)
    assert until(lambda: not upgrading.lives, 60), "the upgrade did not end"
    faults.note()
    faults.check(_revision(house) == NEXT, f"the schema is {_revision(house)}")
    house.expect(20)
    let_pass(1)  # the old programs go on with the new schema
    codes = load.end()
    faults.check(set(codes) <= {200, 503} and codes[200] > 0, f"answers during the upgrade: {dict(codes)}")
    old_worker.end()
    house.worker(release=release)
    old_web.end()
    house.web(release=release)
    assert until(lambda: web_is_up(house), 60), "the new server did not start"
    later = people(20, 500_000)
    faults.check(all(insist(house, *one) for one in (*load.texts, *later)), "a text was never taken")
    answered(house, faults, [*load.texts, *later])
    faults.check(_subscriptions(house) == OLD_PEOPLE * size, f"{_subscriptions(house)} subscriptions are left")


class _Load:
    """Providers that hand texts over, one after the other, until `end`."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor(4)
        self.texts: list[tuple[str, str]] = []
        self._runs = [self._pool.submit(self._run, 10_000 * (n + 1)) for n in range(4)]

    def _run(self, first: int) -> Counter[int]:
        codes: Counter[int] = Counter()
        while not self._stop.is_set():
            (one,) = people(1, first + codes.total())
            codes[post(self._house, *one)] += 1
            self.texts.append(one)
        return codes

    def end(self) -> Counter[int]:
        """Stop; the answers by status."""
        self._stop.set()
        self._pool.shutdown()
        return sum((run.result() for run in self._runs), Counter[int]())


def _live_here(house: House, count: int) -> None:
    """So many people with a subscription each, who are not to lose it."""
    now = utc_now()
    with house.database.write() as session:
        session.add(Region(code="62", name="Kalimantan Tengah", level="provinsi"))
        known = [Contact(msisdn_sealed=f"known {n}".encode(), first_seen_at=now) for n in range(count)]
        session.add_all(known)
        session.flush()
        session.add_all(Subscription(contact_id=one.id, region_code="62", created_at=now) for one in known)


def _subscriptions(house: House) -> int:
    with house.database.read() as session:
        return session.scalar(select(func.count()).select_from(Subscription)) or 0


def _revision(house: House) -> str:
    with house.database.read() as session:
        return str(session.scalar(text("SELECT version_num FROM alembic_version")))
