"""Processes that a story starts, freezes and kills, and the only way in which it waits."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
_NEVER = threading.Event()


def let_pass(seconds: float) -> None:
    """Let time pass: faults happen at moments, and leases end by the clock."""
    _NEVER.wait(seconds)


def until(true: Callable[[], bool], seconds: float) -> bool:
    """Look again and again; whether it came true in time."""
    for _ in range(int(seconds * 10)):
        if true():
            return True
        let_pass(0.1)
    return true()


@dataclass
class Program:
    """A running program of smsinfo, in a process group of its own."""

    pid: int
    order: dict[str, Any]

    @property
    def lives(self) -> bool:
        """False once it has ended."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def tell(self, what: signal.Signals) -> None:
        """Send a signal to it and to all that it has started."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, what)

    def kill(self) -> None:
        """As a power cut would, for this one program."""
        self.tell(signal.SIGKILL)
        until(lambda: not self.lives, 10)

    def end(self) -> None:
        """Ask it to end, and wait."""
        self.tell(signal.SIGTERM)
        if not until(lambda: not self.lives, 30):
            self.kill()


class Nursery:
    """Starts programs by forks of a process that has imported everything (nursery.py)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            cwd=ROOT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )

    def start(self, order: dict[str, Any]) -> Program:
        """Start what is ordered; see nursery.become."""
        with self._lock:
            orders, answers = cast(IO[str], self._process.stdin), cast(IO[str], self._process.stdout)
            orders.write(json.dumps(order) + "\n")
            orders.flush()
            pid = int(answers.readline())
        until(lambda: in_own_group(pid), 10)
        return Program(pid, order)

    def close(self) -> None:
        """End it, with all that it has started."""
        cast(IO[str], self._process.stdin).close()
        self._process.wait(timeout=10)
        cast(IO[str], self._process.stdout).close()


def in_own_group(pid: int) -> bool:
    """Whether a fork has come so far that a signal to its group reaches it; true as well if it has ended."""
    try:
        return os.getpgid(pid) == pid
    except ProcessLookupError:
        return True


class Ledger:
    """The fake gateway's process (ledger.py) and what stands in its ledger."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = 0
        self.start()

    def start(self) -> None:
        """Listen, again on the same port after a kill."""
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "ledger.py"), str(self._folder), str(self.port)],
            text=True,
            stdin=subprocess.PIPE,  # it ends when we do
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl+C lets the stories that run come to their end
        )
        with cast(IO[str], self._process.stdout) as answer:
            self.port = int(answer.readline())

    def kill(self) -> None:
        """From now on connections are refused."""
        self._process.kill()
        self._process.wait(timeout=10)
        cast(IO[str], self._process.stdin).close()

    def behave(self, *moods: dict[str, Any], **settings: Any) -> None:
        """One mood for each of the next texts, and settings from now on."""
        body = json.dumps({"moods": moods, **settings}).encode()
        urllib.request.urlopen(f"http://127.0.0.1:{self.port}/behave", body, timeout=10).close()

    def entries(self) -> list[dict[str, Any]]:
        """All that was taken, in its order: `at` (Unix time), `key`, `to`."""
        lines = (self._folder / "ledger.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]
