"""A PostgreSQL cluster of our own in a folder, that may be stopped and broken. Never the one that others use."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from smsinfo.bootstrap import prepare_engine
from smsinfo.db.engine import Database, make_engine
from smsinfo.db.migrate import upgrade

USER = "postgres" if os.getuid() == 0 else None  # PostgreSQL refuses to run as root
SETTINGS = "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c shared_buffers=16MB -c max_connections=60"
# The machine stays up when this server is killed, so what the system was given is kept without a sync.
SETTINGS += " -c fsync=off -c full_page_writes=off"


def program(name: str) -> str | None:
    """The path of a program of PostgreSQL; Debian keeps them out of the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


class Cluster:
    """One server in one folder, on one port. `start` and `stop` may be called again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()

    def url(self, port: int | None = None) -> str:
        """The address of the database, or of a proxy before it."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{port or self.port}/postgres"

    def start(self) -> None:
        """Return when it answers."""
        self._ctl("start", "-o", f"{SETTINGS} -p {self.port}", "-l", str(self.folder / "log"))

    def stop(self, mode: str = "immediate") -> None:
        """`immediate` is what a crash is: connections break, nothing is written down."""
        self._ctl("stop", "-m", mode)

    def copy(self) -> Cluster:
        """Another one like it, not started; this one must have been stopped."""
        other = new_folder()
        subprocess.run(["cp", "-a", f"{self.folder}/data", f"{other}/data"], check=True)
        return Cluster(other)

    def remove(self) -> None:
        """Stop it and forget it."""
        self._ctl("stop", "-m", "immediate", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _ctl(self, *words: str, check: bool = True) -> None:
        run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-t", "60", *words, check=check)


def run(name: str, *words: str, check: bool = True) -> None:
    """Run a program of PostgreSQL as a user that it accepts."""
    path = program(name)
    assert path is not None
    quiet = subprocess.DEVNULL
    subprocess.run([path, *words], check=check, user=USER, cwd="/", stdin=quiet, stdout=quiet, stderr=quiet)


def new_folder() -> Path:
    """An empty folder that the server's user may use."""
    folder = Path(tempfile.mkdtemp(prefix="smsinfo-faults-"))
    folder.chmod(0o755)
    if USER:
        shutil.chown(folder, USER)
    return folder


def new_cluster() -> Cluster:
    """A stopped cluster whose database has all tables: copies of it are quickly made."""
    cluster = Cluster(new_folder())
    run("initdb", "-D", str(cluster.folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
    cluster.start()
    database = Database(make_engine(cluster.url()))
    upgrade(database.engine)
    prepare_engine(database)
    database.close()
    cluster.stop("fast")
    return cluster
