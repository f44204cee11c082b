"""How the understanding grows: from the demo pack's 64 topics to 20,000.

    python bench/growth.py

The first 64 topics are the demo pack's, the others made up from a seed: Indonesian-looking words in the proportions of
Zipf's law, every other word one of the pack. Each size is measured in a process of its own, texts without the cache of
results. Its memory is the growth of the resident set (/proc/self/statm, so Linux only) from the catalogue in memory
to an index that is ready to answer, freed memory given back both times; the lexicons are loaded before. `peak` is the
most that the process ever had, catalogue and lexicons included.
"""

from __future__ import annotations

import ctypes
import gc
import json
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

from in_process import Series
from made_up import enlarged, mixed_texts
from texts import ROOT

from smsinfo.content.catalogue import catalogue_of
from smsinfo.content.pack_files import read_pack
from smsinfo.content.snapshot import build_snapshot
from smsinfo.domain.content import Catalogue
from smsinfo.understanding import lexicon
from smsinfo.understanding.resolve import Understanding

SIZES = (64, 1_000, 5_000, 20_000)
TEXTS = 2_000
MEGABYTE = 1024 * 1024
GOALS: dict[int, tuple[float, float | None]] = {64: (2.0, None), 5_000: (5.0, 60.0)}
"""Topics -> p99 of a text in ms, megabytes of the index."""
FIRST = "xyzzy"
PACED = 1_000
BETWEEN = 0.002
"""Seconds between two texts that arrive while a snapshot is rebuilt."""
Figures = dict[str, float]


def main() -> None:
    """Print the table, or what one process measured as JSON."""
    if "--size" in sys.argv:
        print(json.dumps(_grown(int(sys.argv[-1]))))
    elif "--rebuild" in sys.argv:
        print(json.dumps(_rebuilt()))
    else:
        table()


def table() -> None:
    """Measure all sizes, each in a new process, and print them with what the largest costs more than the smallest."""
    print("\nHow the understanding grows\n---------------------------")
    print(
        f"{'topics':>7} {'build s':>8} {'index MB':>9} {'peak MB':>8} {'p50 ms':>7} {'p99 ms':>7} {'CPU p99':>8}  goals"
    )
    found = {}
    for size in SIZES:
        found[size] = _measured("--size", str(size))
        print(f"{size:7,} {_line(found[size])}  {_verdict(size, found[size])}", flush=True)
    small, large = found[SIZES[0]], found[SIZES[-1]]
    print(f"{'ratio':>7} {_line({name: large[name] / small[name] for name in small})}")
    paced = _measured("--rebuild")
    print(f"\nms of a text every {BETWEEN * 1000:.0f} ms, {SIZES[0]} topics: p50, p99, longest")
    for when in ("quiet", "rebuilding"):
        print(f"{when:11}" + "".join(f"{paced[f'{when} {what}']:7.1f}" for what in ("p50", "p99", "longest")))


def _measured(*arguments: str) -> Figures:
    command = [sys.executable, __file__, *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: Figures = json.loads(done.stdout)
    return found


def _line(figures: Figures) -> str:
    return (
        f"{figures['build']:8.2f} {figures['index']:9.1f} {figures['peak']:8.0f} {figures['p50']:7.2f} "
        f"{figures['p99']:7.2f} {figures['cpu p99']:8.2f}"
    )


def _verdict(size: int, figures: Figures) -> str:
    slowest, most = GOALS.get(size, (None, None))
    words = []
    if slowest is not None:
        words.append(f"p99 <= {slowest:.0f} ms {'held' if figures['p99'] <= slowest else 'MISSED'}")
    if most is not None:
        words.append(f"index <= {most:.0f} MB {'held' if figures['index'] <= most else 'MISSED'}")
    return ", ".join(words)


def _grown(size: int) -> Figures:
    """What a catalogue of this size costs: seconds, megabytes, milliseconds."""
    catalogue = enlarged(_pack(), size)
    texts = mixed_texts(catalogue, TEXTS)
    for load in (lexicon.everyday, lexicon.cries, lexicon.texting, lexicon.local, lexicon.function_words):
        load()
    _give_back()
    before, start = _resident(), time.perf_counter()
    understanding = build_snapshot(catalogue).understanding
    understanding.resolve(FIRST)  # what an index makes when the first text comes
    taken = time.perf_counter() - start
    _give_back()
    index = _resident() - before
    wall, cpu = Series(), Series()
    for text in texts:
        began, worked = time.perf_counter(), time.thread_time()
        understanding.resolve(text)
        cpu.latencies.append(time.thread_time() - worked)
        wall.latencies.append(time.perf_counter() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "build": taken,
        "index": index / MEGABYTE,
        "peak": peak,
        "p50": wall.percentile(0.5),
        "p99": wall.percentile(0.99),
        "cpu p99": cpu.percentile(0.99),
    }


def _rebuilt() -> Figures:
    """Milliseconds of texts that come one by one, with nothing else to do and beside a thread that builds."""
    catalogue = _pack()
    understanding = build_snapshot(catalogue).understanding
    understanding.resolve(FIRST)
    texts = mixed_texts(catalogue, 2 * PACED)
    quiet = _paced(understanding, texts[:PACED])
    done = threading.Event()
    builder = threading.Thread(target=_build_on, args=(catalogue, done))
    builder.start()
    beside = _paced(understanding, texts[PACED:])
    done.set()
    builder.join()
    shares = {"p50": 0.5, "p99": 0.99, "longest": 1.0}
    return {
        f"{when} {what}": series.percentile(share)
        for when, series in (("quiet", quiet), ("rebuilding", beside))
        for what, share in shares.items()
    }


def _paced(understanding: Understanding, texts: list[str]) -> Series:
    series = Series()
    for text in texts:
        time.sleep(BETWEEN)
        began = time.perf_counter()
        understanding.resolve(text)
        series.latencies.append(time.perf_counter() - began)
    return series


def _build_on(catalogue: Catalogue, done: threading.Event) -> None:
    """Snapshots one after the other, each ready to answer."""
    while not done.is_set():
        build_snapshot(catalogue).understanding.resolve(FIRST)


def _pack() -> Catalogue:
    return catalogue_of(read_pack(ROOT / "smsinfo" / "packs" / "kalteng"))


def _give_back() -> None:
    """Hand the system what is free, so that what is left over from building is not taken for the index."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc's
    if trim is not None:
        trim(0)


def _resident() -> int:
    """Bytes of this process in memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


if __name__ == "__main__":
    main()
