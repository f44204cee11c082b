"""Real servers for a measurement: started, waited for, weighed and ended."""

from __future__ import annotations

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from pathlib import Path

FOLDER = Path(__file__).parent
PATIENCE = 30.0
"""Seconds to come up."""
LONGEST_END = 8.0
"""Seconds to be gone after SIGTERM, all clients being quick."""
_GUNICORN = (
    "-m gunicorn app:app --workers 2 --keep-alive 5 --graceful-timeout 20 --log-level error "
    "--no-control-socket --bind 127.0.0.1:{port}"
)
COMMANDS = {
    "gthread 2x4": f"{_GUNICORN} --worker-class gthread --threads 4",
    "gthread 2x2": f"{_GUNICORN} --worker-class gthread --threads 2",
    "gthread 2x1": f"{_GUNICORN} --worker-class gthread --threads 1",
    "sync 2": f"{_GUNICORN} --worker-class sync",
    "granian 2x1": (
        "-m granian --interface wsgi --workers 2 --blocking-threads 1 --log-level error --host 127.0.0.1 "
        "--port {port} app:app"
    ),
}


def available() -> list[str]:
    """The servers that can be started here; granian is not one of our dependencies."""
    return [name for name in COMMANDS if "granian" not in name or importlib.util.find_spec("granian")]


@dataclass(frozen=True)
class Server:
    """A server that is up."""

    port: int
    process: subprocess.Popen[bytes]

    def worker_megabytes(self) -> float:
        """Proportional set size of the heaviest process below the master."""
        return max(_pss(pid) for pid in _children(self.process.pid))

    def end(self) -> float:
        """SIGTERM; the seconds until it was gone, infinite where it had to be killed."""
        start = time.perf_counter()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(LONGEST_END)
        except subprocess.TimeoutExpired:
            kill_tree(self.process)
            return inf
        return time.perf_counter() - start


def launch(kind: str, app: str, database_url: str, keys: Mapping[str, str]) -> Server:
    """Start, without waiting for it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {
        **os.environ,
        **keys,
        "BENCH_APP": app,
        "BENCH_DATABASE_URL": database_url,
        "PYTHONPATH": f"{FOLDER}:{FOLDER.parent}",
    }
    arguments = COMMANDS[kind].format(port=port).split()
    process = subprocess.Popen([sys.executable, *arguments], cwd=FOLDER, env=env, start_new_session=True)
    return Server(port, process)


@contextmanager
def serving(kind: str, app: str, database_url: str, keys: Mapping[str, str]) -> Iterator[Server]:
    """A server that answers, and is ended afterwards."""
    server = launch(kind, app, database_url, keys)
    try:
        wait_for(server)
        yield server
        server.end()
    finally:
        kill_tree(server.process)


def wait_for(server: Server) -> float:
    """Until both workers have had time to come up; the seconds until the first connection was taken."""
    start = time.perf_counter()
    while time.perf_counter() - start < PATIENCE:
        if server.process.poll() is not None:
            raise SystemExit(f"the server ended with {server.process.returncode}")
        try:
            with socket.create_connection(("127.0.0.1", server.port), 1) as opened:
                opened.sendall(b"GET /none HTTP/1.0\r\n\r\n")
                if opened.recv(12):
                    return time.perf_counter() - start
        except OSError:
            time.sleep(0.02)
    raise SystemExit("the server did not come up")


def kill_tree(process: subprocess.Popen[bytes]) -> None:
    """End a server and its workers for certain: they are the session that we started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in text.split()]


def _pss(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0
