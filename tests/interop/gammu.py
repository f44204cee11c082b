"""gammu-smsd as Debian ships it, with Gammu's dummy phone: a folder, where a file in sms/1 is a text that came in.

Source: Gammu 1.42, libgammu/phone/dummy/dummy.c (what the phone does), the backup files that Gammu itself writes (the
format of a text), and tests of both: a text has `PDU = Deliver`, a receipt `PDU = Status_Report` and one of the words
Delivered, Failed, Pending or Unknown as its text. The phone takes all that is sent, and gives it the reference 255.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import make_url

from smsinfo.sms.segments import split
from tests.conftest import skip_or_fail

SCRIPTS: Final = Path("/usr/share/doc/gammu-smsd/examples")
PHONE_ID: Final = "modem1"
PATIENCE: Final = 30.0
CENTRE: Final = "123456"
"""The dummy phone's message centre: a receipt must come from it."""

_CONFIG: Final = """
[gammu]
model = dummy
connection = none
device = {phone}

[smsd]
service = sql
{database}
phoneid = {phone_id}
logfile = {folder}/smsd.log
debuglevel = 255
commtimeout = 1
sendtimeout = 5
loopsleep = 1
receivefrequency = 1
statusfrequency = 1
checksecurity = 0
deliveryreport = sms
"""

_TEXT: Final = """[SMSBackup000]
SMSC = "{centre}"
PDU = {pdu}
DateTime = {at}
State = UnRead
Number = "{number}"
{udh}{text}
Coding = {coding}
Folder = 1
Length = {length}
Class = -1
MessageReference = 255
"""

T = TypeVar("T")


def until(ask: Callable[[], T | None], what: str) -> T:
    """The first answer that is true; fail after PATIENCE seconds."""
    deadline = time.monotonic() + PATIENCE
    pause = threading.Event()
    while not (answer := ask()):
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {PATIENCE:.0f} seconds")
        pause.wait(0.05)
    return answer


def program(name: str) -> str:
    """The path of one of Gammu's programs."""
    packages = "gammu-smsd libdbd-sqlite3"
    return shutil.which(name) or skip_or_fail(f"no {name}: apt-get install --no-install-recommends {packages}")


def script(name: str) -> str:
    """The script that makes SMSD's tables, as Debian ships it."""
    path = SCRIPTS / name
    return path.read_text() if path.exists() else skip_or_fail(f"no {path}: it is part of Debian's gammu-smsd")


def make_tables(address: str) -> None:
    """SMSD's own tables in a new, empty database."""
    program("gammu-smsd")
    if address.startswith("sqlite:"):
        with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as connection:
            connection.executescript(script("sqlite.sql"))
        return
    psycopg: Any = import_module("psycopg")
    with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(script("pgsql.sql").replace("CREATE LANGUAGE plpgsql;", ""))


class DummyPhone:
    """The phone that SMSD drives, told by a test what it receives."""

    def __init__(self, folder: Path, config: Path) -> None:
        self.config = config
        self._inbox = folder / "sms" / "1"
        self._inbox.mkdir(parents=True)
        self._places = count(1)
        self._references = count(1)

    @property
    def kept(self) -> int:
        """Texts that SMSD has not fetched."""
        return len(list(self._inbox.iterdir()))

    def receives(self, sender: str, text: str, *, at: datetime | None = None, backwards: bool = False) -> None:
        """A text from a handset, in as many parts as it needs, at the time of the centre, local here."""
        whole, reference = split(text), next(self._references)
        coding = "Default_No_Compression" if whole.encoding == "gsm7" else "Unicode_No_Compression"
        time_, header = at or datetime.now().astimezone(), f"050003{reference:02X}{whole.count:02X}"
        files = [
            self._file(sender, part, time_, coding, f"{header}{number:02X}" if whole.count > 1 else "")
            for number, part in enumerate(whole.parts, 1)
        ]
        for file in reversed(files) if backwards else files:
            self._put(file)

    def reports(self, number: str, word: str) -> None:
        """The network says what became of what was sent to a number: Delivered, Failed, Pending or Unknown."""
        self._put(self._file(number, word, datetime.now().astimezone(), "Default_No_Compression", pdu="Status_Report"))

    def inject(self, number: str, text: str, *options: str) -> None:
        """Put a message into the outbox by Gammu's own program."""
        command = [program("gammu-smsd-inject"), "-c", str(self.config), "TEXT", number, *options, "-text", text]
        subprocess.run(command, check=True, capture_output=True)

    def _file(self, number: str, text: str, at: datetime, coding: str, udh: str = "", *, pdu: str = "Deliver") -> str:
        units = text.encode("utf-16-be").hex().upper()
        lines = [f"Text{n:02d} = {units[start : start + 200]}" for n, start in enumerate(range(0, len(units), 200))]
        return _TEXT.format(
            centre=CENTRE,
            pdu=pdu,
            at=f"{at:%Y%m%dT%H%M%S}",
            number=number,
            udh=f"UDH = {udh}\n" if udh else "",
            text="\n".join(lines),
            coding=coding,
            length=len(units) // 4,
        )

    def _put(self, file: str) -> None:
        # Written elsewhere: SMSD must not read half a file.
        place = self._inbox / str(next(self._places))
        draft = self.config.parent / f"draft-{place.name}"
        draft.write_text(file)
        draft.rename(place)


def settle(folder: Path, address: str) -> DummyPhone:
    """SMSD's configuration and phone in a folder; nothing runs yet."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        path = Path(url.database or "")
        database = f"driver = sqlite3\ndbdir = {path.parent}/\ndatabase = {path.name}"
    else:
        place = f"{url.host}:{url.port}" if url.port else f"{url.host}"
        database = f"driver = native_pgsql\nhost = {place}\nuser = {url.username}\npassword = {url.password or 'x'}\n"
        database += f"database = {url.database}"
    phone, config = folder / "phone", folder / "smsdrc"
    config.write_text(_CONFIG.format(phone=phone, folder=folder, database=database, phone_id=PHONE_ID))
    return DummyPhone(phone, config)


@contextmanager
def running_smsd(phone: DummyPhone) -> Iterator[None]:
    """gammu-smsd until the block ends; what it says goes to files beside its configuration."""
    with (phone.config.parent / "out.log").open("wb") as log:
        smsd = subprocess.Popen([program("gammu-smsd"), "-c", str(phone.config)], stdout=log, stderr=log)
        try:
            yield
        finally:
            smsd.terminate()
            smsd.wait(PATIENCE)
