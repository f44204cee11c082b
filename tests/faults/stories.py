"""All stories by name, and how one is run: a new installation, the faults, the comparison."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from . import receiving, sending, upgrading
from .cluster import Cluster
from .house import House
from .programs import Nursery
from .score import Faults, Row, score

SQLITE, POSTGRESQL = "sqlite", "postgresql"
Tell = Callable[[House, random.Random, Faults, int], None]


class NotAllowed(Exception):
    """This machine does not let us do what the story needs; the words say what."""


@dataclass(frozen=True)
class Story:
    """One kind of fault. `tell` gets a house, the dice, where to note what it does, and how long it shall be."""

    name: str
    tell: Tell
    engines: tuple[str, ...] = (SQLITE, POSTGRESQL)
    small_disk: bool = False


STORIES = (
    Story("calm", sending.calm),
    Story("kill", sending.kill),
    Story("freeze", sending.freeze),
    Story("restart", sending.restart, (POSTGRESQL,)),
    Story("away", sending.away, (POSTGRESQL,)),
    Story("line", sending.line, (POSTGRESQL,)),
    Story("mood", sending.mood),
    Story("refused", sending.refused, (SQLITE,)),
    Story("hang", sending.hang, (SQLITE,)),
    Story("clock", sending.clock, (POSTGRESQL,)),
    Story("poison", sending.poison, (SQLITE,)),
    Story("expiry", sending.expiry, (SQLITE,)),
    Story("serve", receiving.serve),
    Story("parallel", receiving.parallel),
    Story("upgrade", upgrading.upgrade),
    Story("disk full", receiving.disk_full, (SQLITE,), small_disk=True),
)

PLANTED = (
    Story("planted: a commit for the whole batch", partial(sending.kill, plant="batch"), (SQLITE,)),
    Story("planted: marked before it is sent", partial(sending.kill, plant="hasty", latency=0.2), (SQLITE,)),
)
"""Bugs that the suite must find."""


def run(story: Story, engine: str, seed: int, size: int, nursery: Nursery, cluster: Cluster | None) -> Row:
    """Tell a story once. `cluster` is copied, never used itself. Raises NotAllowed."""
    with place(story.small_disk) as folder:
        house = House(folder, nursery, cluster.copy() if engine == POSTGRESQL and cluster else None)
        faults = Faults()
        try:
            story.tell(house, random.Random(f"{story.name} {seed}"), faults, size)
            return score(house, faults, story.name, seed)
        finally:
            house.close()


@contextmanager
def place(small_disk: bool) -> Iterator[Path]:
    """A folder for a story, removed afterwards; its database's part of it may be a disk of a few MB."""
    folder = Path(tempfile.mkdtemp(prefix="smsinfo-faults-"))
    disk = folder / "disk"
    disk.mkdir()
    try:
        if small_disk and not receiving.small_disk(disk):
            raise NotAllowed("a small file system can't be mounted: that takes root")
        yield folder
    finally:
        if small_disk:
            receiving.no_disk(disk)
        shutil.rmtree(folder, ignore_errors=True)
