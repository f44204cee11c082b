"""What one person waits for without a server: `smsinfo ask KTP` from cold, and the understanding of a text."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from in_process import Series
from texts import questions

from smsinfo.bootstrap import Services


def ask(runs: int = 5) -> list[float]:
    """Seconds of `smsinfo ask KTP`, each in a new process, longest last."""
    taken = []
    command = [str(Path(sys.executable).with_name("smsinfo")), "ask", "KTP"]
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        taken.append(time.perf_counter() - start)
    return sorted(taken)


def understanding(services: Services) -> Series:
    """Every text of the tuning set once, as a text that was never seen."""
    services.snapshots.refresh()
    resolve = services.snapshots.current().understanding.resolve
    resolve("xyzzy")  # what is loaded once
    series, latencies = Series(), []
    for text in dict.fromkeys(questions()):
        start = time.perf_counter()
        resolve(text)
        latencies.append(time.perf_counter() - start)
    series.add(sum(latencies), latencies)
    return series
