"""Tells the stories side by side: most of the time is waited, for leases to end and gateways to answer."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.conftest import skip_or_fail

from .cluster import Cluster, new_cluster, program
from .programs import Nursery
from .score import Row, table
from .stories import PLANTED, POSTGRESQL, STORIES, NotAllowed, Story, run

SEED = 1
AT_ONCE = 8
LONG = ("refused", "hang", "line")
"""Begun first, because others are told while they wait."""

FULL = [(story, engine) for story in STORIES for engine in story.engines]
"""Each story on each of its engines."""


class Told:
    """The runs of the short form, started together; `row` waits for one of them."""

    def __init__(self, nursery: Nursery, cluster: Cluster | None) -> None:
        self._pool = ThreadPoolExecutor(AT_ONCE)
        all_runs = [*FULL, *((planted, planted.engines[0]) for planted in PLANTED)]
        self._runs: dict[tuple[str, str], Future[Row]] = {
            (story.name, engine): self._pool.submit(run, story, engine, SEED, 1, nursery, cluster)
            for story, engine in sorted(all_runs, key=lambda one: one[0].name not in LONG)
            if engine != POSTGRESQL or cluster is not None
        }

    def row(self, story: Story, engine: str) -> Row:
        """What a run came to. Skips, or fails where everything is required, what this machine can't do."""
        found = self._runs.get((story.name, engine))
        if found is None:
            skip_or_fail("no initdb of PostgreSQL")
        try:
            return found.result()
        except NotAllowed as reason:
            skip_or_fail(str(reason))

    def close(self) -> None:
        """Wait for all, and show the table."""
        self._pool.shutdown()
        rows = [done.result() for done in self._runs.values() if done.exception() is None]
        print(f"\n{table(rows)}")  # noqa: T201  (shown by pytest -s, and where something failed)


@pytest.fixture(scope="session")
def told() -> Iterator[Told]:
    """All runs of the short form."""
    nursery = Nursery()
    cluster = new_cluster() if program("initdb") else None
    runs = Told(nursery, cluster)
    yield runs
    runs.close()
    nursery.close()
    if cluster:
        cluster.remove()
