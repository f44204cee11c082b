"""The long form: `python -m tests.faults.campaign --faults 1000 --seed 1`, or `make faults`.

Tells one story after the other, each with a seed of its own, until so many faults have happened. Each run is a line of
the table as soon as it has ended, so whoever starts again with the same table goes on where it stopped. The same seed
throws the same dice; when exactly a process dies is the machine's affair.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict
from pathlib import Path

from .cluster import Cluster, new_cluster, program
from .programs import Nursery
from .score import Row, table
from .stories import POSTGRESQL, STORIES, NotAllowed, Story, run

SIZE = 5
"""How long a story is, in lengths of the short form."""

NAMES = [story.name for story in STORIES if story.name != "calm"]


class Table:
    """A file with a line of JSON for each run."""

    def __init__(self, file: Path) -> None:
        self._file = file
        file.parent.mkdir(parents=True, exist_ok=True)
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        self.rows = [Row(**json.loads(line)) for line in lines]

    def add(self, row: Row) -> None:
        """Keep one more run."""
        self.rows.append(row)
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(row)) + "\n")

    @property
    def faults(self) -> int:
        """How many happened so far."""
        return sum(row.faults for row in self.rows)

    def has(self, story: Story, engine: str, seed: int) -> bool:
        """Whether this run stands there."""
        return any((row.story, row.engine, row.seed) == (story.name, engine, seed) for row in self.rows)


def tasks(first_seed: int, engines: set[str], only: set[str]) -> Iterator[tuple[Story, str, int]]:
    """All runs there could be, in their order, without end. Stories without a fault are not among them."""
    told = [
        (story, engine)
        for story in STORIES
        for engine in story.engines
        if engine in engines and story.name in NAMES and (not only or story.name in only)
    ]
    while told:
        for seed, (story, engine) in enumerate(told, first_seed):
            yield story, engine, seed
        first_seed += len(told)


def go_on(kept: Table, options: argparse.Namespace, nursery: Nursery, cluster: Cluster | None) -> None:
    """Run until so many faults have happened."""
    engines = {"sqlite", POSTGRESQL} if cluster else {"sqlite"}
    coming = tasks(options.seed, engines, set(options.only))
    running: dict[Future[Row], tuple[Story, str, int]] = {}
    with ThreadPoolExecutor(options.at_once) as pool:
        while kept.faults < options.faults or running:
            while kept.faults < options.faults and len(running) < options.at_once:
                story, engine, seed = next(coming)
                if not kept.has(story, engine, seed):
                    running[pool.submit(run, story, engine, seed, SIZE, nursery, cluster)] = (story, engine, seed)
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                story, engine, seed = running.pop(done)
                try:
                    row = done.result()
                except NotAllowed as reason:
                    words = f"left out, {reason}"
                else:
                    kept.add(row)
                    words = "; ".join(row.problems) or "ok"
                print(f"{kept.faults:5} faults  {story.name} on {engine}, seed {seed}: {words}", flush=True)  # noqa: T201


def main() -> int:
    """0 when every run kept the rules."""
    parser = argparse.ArgumentParser(description="Faults by seed against real processes.")
    parser.add_argument("--faults", type=int, default=1000, help="how many must have happened (default: 1000)")
    parser.add_argument("--seed", type=int, default=1, help="the first run's seed (default: 1)")
    parser.add_argument("--at-once", type=int, default=4, help="runs side by side (default: 4)")
    parser.add_argument("--only", nargs="*", default=[], choices=NAMES, help="names of stories (default: all)")
    parser.add_argument("--table", type=Path, default=Path("var/faults.jsonl"), help="where the runs are kept")
    options = parser.parse_args()
    kept = Table(options.table)
    nursery, cluster = Nursery(), new_cluster() if program("initdb") else None
    try:
        go_on(kept, options, nursery, cluster)
    finally:
        nursery.close()
        if cluster:
            cluster.remove()
    bad = [row for row in kept.rows if row.problems]
    print(table(kept.rows))  # noqa: T201
    print(f"{kept.faults} faults, {len(kept.rows)} runs, {len(bad)} broke a rule")  # noqa: T201
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
