"""How time and memory of the understanding grow with the catalogue: made-up topics of the demo pack's shape."""

from __future__ import annotations

import random
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table
from texts import bodies

from smsinfo.content.catalogue import catalogue_of
from smsinfo.content.pack_files import read_pack
from smsinfo.domain.content import Catalogue, CatalogueTopic
from smsinfo.understanding.index import Index
from smsinfo.understanding.normalise import words
from smsinfo.understanding.places import PlaceIndex
from smsinfo.understanding.readings import Reader
from smsinfo.understanding.score import Scorer

ROOT = Path(__file__).parents[1]
SYLLABLES = ["ba", "ka", "ti", "lu", "ra", "min", "sa", "do", "per", "ngi", "man", "tu", "lan", "gi", "se", "wa"]


def catalogue(topics: int) -> Catalogue:
    """The demo pack's topics and, above 64, made-up ones: 12 names and 20 questions each, of common and own words."""
    whole = catalogue_of(read_pack(ROOT / "smsinfo" / "packs" / "kalteng"))
    rnd = random.Random(7)
    common = ["".join(rnd.choices(SYLLABLES, k=3)) for _ in range(3_000)]
    made = [_made(whole.topics[n % 64], n, common, rnd) for n in range(max(0, topics - 64))]
    return replace(whole, topics=(*whole.topics[:topics], *made))


def _made(like: CatalogueTopic, number: int, common: list[str], rnd: random.Random) -> CatalogueTopic:
    own = ["".join(rnd.choices(SYLLABLES, k=4)) for _ in range(6)]
    names = tuple(" ".join(rnd.sample(own, 1) + rnd.sample(common, 1)) for _ in range(12))
    questions = tuple(" ".join(rnd.choices(common, k=6) + rnd.choices(own, k=2)) for _ in range(20))
    return replace(
        like,
        key=f"made-{number}",
        safety=False,
        keywords=(own[0],),
        aliases={"id": names},
        related={"id": tuple(own)},
        examples={"id": questions},
    )


def grow(console: Console, sizes: tuple[int, ...]) -> None:
    """A table of build time, memory, and time a text."""
    table = Table(title="growth of the index", title_justify="left")
    for heading in ("topics", "build s", "memory MB", "p50 ms", "p99 ms"):
        table.add_column(heading, justify="right")
    asked = [words(body) for body in bodies(3, 600)]
    for size in sizes:
        topics = catalogue(size)
        start = time.perf_counter()
        index = Index(topics)
        built = time.perf_counter() - start
        tracemalloc.start()
        kept = Index(topics)
        memory = tracemalloc.get_traced_memory()[0] / 1e6
        tracemalloc.stop()
        places = PlaceIndex(topics.gazetteer)
        scorer = Scorer(index, Reader(index, places.names), places.names)
        for found in asked[:100]:
            scorer.picture(found)
        times = sorted(_timed(scorer, found) for found in asked)
        table.add_row(
            str(size),
            f"{built:.2f}",
            f"{memory:.0f}",
            f"{times[len(times) // 2]:.2f}",
            f"{times[int(len(times) * 0.99)]:.2f}",
        )
        del kept
    console.print(table)


def _timed(scorer: Scorer, found: list[str]) -> float:
    start = time.perf_counter()
    scorer.picture(found)
    return (time.perf_counter() - start) * 1e3
