"""The power goes off while texts come in on a small machine: who was answered is there, and the file is whole."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from smsinfo.bootstrap import Services, build
from smsinfo.config import load_settings
from smsinfo.db import engine as engines
from smsinfo.db.engine import Database, make_engine, sqlite_module
from smsinfo.db.migrate import upgrade
from smsinfo.domain.clock import utc_now
from smsinfo.domain.messages import MoMessage
from tests.support import KEYS, OWN_NUMBER

from .power import Disk, Driver

SEEDS = range(20)
CHANNELS = {"phone": {"kind": "simulator", "sender": OWN_NUMBER}}


class Machine:
    """The inbox over a disk that forgets."""

    def __init__(self, folder: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.disk = Disk(f"forgets-{folder.name}-{seed}")
        self.driver = Driver(folder / "smsinfo.db", self.disk)
        monkeypatch.setattr(engines, "sqlite_module", self.driver)
        settings = load_settings(KEYS, database_url=f"sqlite:///{folder / 'smsinfo.db'}", channels=CHANNELS)
        database = Database(make_engine(settings.database_url))
        upgrade(database.engine)
        self.services: Services = build(settings, database=database)
        self.answered: list[str] = []

    def receives(self, texts: int, rng: random.Random) -> None:
        """Texts come in; each that was answered is noted as the provider would."""
        for n in range(len(self.answered), len(self.answered) + texts):
            number = f"+62812555{rng.randrange(100):04d}"
            word = rng.choice(["KTP", "STATUS", "BAHASA 3", "apa kabar", "STOP"])
            self.services.inbox.receive(MoMessage("phone", f"m{n}", number, OWN_NUMBER, word, utc_now(), None, False))
            self.answered.append(f"m{n}")

    def off(self) -> None:
        """The process is gone."""
        self.services.database.close()
        self.driver.connection.close()
        self.disk.unregister()


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A machine that runs; it may lose its power again and again, because what is found is looked at elsewhere."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        running = Machine(tmp_path_factory.mktemp("machine"), 0, monkeypatch)
        yield running
        running.off()


def found_after(disk: Disk, folder: Path, rng: random.Random) -> tuple[str, list[str]]:
    """What the disk holds after a cut: SQLite's own check, and the ids of the stored texts."""
    disk.cut(folder, rng)
    connection = sqlite_module.connect(str(folder / "smsinfo.db"))
    try:
        check = connection.execute("PRAGMA integrity_check").fetchone()[0]
        return check, [row[0] for row in connection.execute("SELECT external_id FROM inbound_message")]
    except sqlite_module.DatabaseError as error:
        return str(error), []
    finally:
        connection.close()


@pytest.mark.parametrize("seed", SEEDS)
def test_after_a_power_cut_whoever_was_answered_is_there(machine: Machine, seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    machine.receives(rng.randrange(1, 12), rng)
    check, stored = found_after(machine.disk, tmp_path, rng)
    assert check == "ok"
    assert set(machine.answered) - set(stored) == set()


def test_a_looser_setting_would_be_found_out(machine: Machine, tmp_path: Path) -> None:
    machine.driver.connection.execute("PRAGMA synchronous=NORMAL")
    lost = 0
    for seed in range(10):
        folder = tmp_path / str(seed)
        folder.mkdir()
        rng = random.Random(seed)
        machine.receives(3, rng)
        _, stored = found_after(machine.disk, folder, rng)
        lost += len(set(machine.answered) - set(stored)) > 0
    machine.driver.connection.execute("PRAGMA synchronous=FULL")
    assert lost > 0
