"""Stories of texts that come in: the server is killed, providers repeat themselves, the disk is full."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import requests
from sqlalchemy import select

from smsinfo.db.models import InboundMessage, OutboundMessage

from .house import Awaited, House
from .ledger import TOKEN
from .programs import let_pass, until
from .score import Faults

TEXT = "STATUS"


def post(house: House, number: str, name: str) -> int:
    """Hand one text over as the provider does; the status, or 0 where nobody answered."""
    form = {"from": number, "text": TEXT, "id": name}
    try:
        address = f"http://127.0.0.1:{house.web_port}/gw/lokal/mo"
        return requests.post(address, data=form, headers={"X-Token": TOKEN}, timeout=20).status_code
    except requests.RequestException:
        return 0


def insist(house: House, number: str, name: str) -> bool:
    """Repeat the same text under the same id until it is taken, as a good provider does."""
    return until(lambda: post(house, number, name) == 200, 120)


def people(count: int, first: int = 0) -> list[tuple[str, str]]:
    """Numbers, each with the provider's id of its text."""
    return [(f"+62813{6_000_000 + n}", f"mo-{n}") for n in range(first, first + count)]


def web_is_up(house: House) -> bool:
    """Whether the server answers."""
    try:
        return requests.get(f"http://127.0.0.1:{house.web_port}/healthz", timeout=5).status_code == 200
    except requests.RequestException:
        return False


def serve(house: House, rng: random.Random, faults: Faults, size: int) -> None:
    """The server is killed amid requests; who was answered by 200 is stored once, and gets one reply."""
    house.ledger.behave(receipts=2, callback=f"http://127.0.0.1:{house.web_port}/gw/lokal/dlr")
    web = house.web()
    assert until(lambda: web_is_up(house), 60), "the server did not start"
    house.worker()
    with ThreadPoolExecutor(8) as providers:
        waiting = [(number, name, providers.submit(insist, house, number, name)) for number, name in people(80 * size)]
        for _ in range(size):
            let_pass(rng.uniform(0.05, 0.4))
            web.kill()
            faults.note()
            web = house.again(web)
            until(lambda: web_is_up(house), 60)
        taken = [(number, name) for number, name, done in waiting if done.result()]
    faults.check(len(taken) == 80 * size, "a text was never taken")
    answered(house, faults, taken)


def answered(house: House, faults: Faults, taken: list[tuple[str, str]]) -> None:
    """Each text that was taken is stored once; whoever sent it now waits for one reply."""
    stored = Counter(house.inbound())
    lost, twice = [n for _, n in taken if not stored[n]], [n for n, times in stored.items() if times > 1]
    faults.check(not lost, f"{len(lost)} texts lost that were answered by 200")
    faults.check(not twice, f"{len(twice)} texts stored twice")
    house.settle()
    numbers = {name: number for number, name in taken}
    with house.database.read() as session:
        joined = select(InboundMessage.external_id, OutboundMessage).join(
            OutboundMessage, OutboundMessage.inbound_id == InboundMessage.id
        )
        replies = [(name, reply.id, reply.expires_at) for name, reply in session.execute(joined)]
    answers = [Awaited(numbers[name], reply, end) for name, reply, end in replies if name in numbers]
    house.awaited += answers
    faults.check(len(answers) == len(taken), f"{len(taken) - len(answers)} texts have no reply")


def parallel(house: House, rng: random.Random, faults: Faults, size: int) -> None:
    """The provider hands the same text over twenty times at once."""
    house.web()
    assert until(lambda: web_is_up(house), 60), "the server did not start"
    house.worker()
    taken = people(3 * size)
    gate = threading.Barrier(20)

    def at_once(number: str, name: str) -> int:
        gate.wait(timeout=60)
        return post(house, number, name)

    with ThreadPoolExecutor(20) as providers:
        for number, name in taken:
            codes = [done.result() for done in [providers.submit(at_once, number, name) for _ in range(20)]]
            faults.note()
            faults.check(200 in codes and set(codes) <= {200, 503}, f"answers: {sorted(set(codes))}")
    answered(house, faults, taken)


def disk_full(house: House, rng: random.Random, faults: Faults, size: int) -> None:
    """The disk fills up: 503 and nothing spoilt, and it goes on by itself when there is room again."""
    house.web()
    assert until(lambda: web_is_up(house), 60), "the server did not start"
    house.worker()
    taken = people(10)
    faults.check(all(insist(house, *one) for one in taken), "a text was not taken before")
    house.settle()
    for n in range(size):
        filler = house.disk / "filler"
        with filler.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(b"x" * 4096)
        faults.note()
        found = Counter(post(house, *one) for one in people(40, 1000 * (n + 1)))
        faults.check(set(found) <= {200, 503} and found[503] > 0, f"answers with a full disk: {dict(found)}")
        filler.unlink()
        more = people(40, 1000 * (n + 1))
        faults.check(all(insist(house, *one) for one in more), "a text was not taken afterwards")
        taken += more
    answered(house, faults, taken)
    with sqlite3.connect(house.disk / "smsinfo.db") as plain:
        sound = plain.execute("PRAGMA integrity_check").fetchone()[0]
    plain.close()
    faults.check(sound == "ok", f"integrity_check: {sound}")


def small_disk(folder: Path) -> bool:
    """Put a file system of 24 MB over a folder, for a WAL of up to 16; False where that is not allowed."""
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "smsinfo-faults", str(folder)], capture_output=True, check=False
    )
    return made.returncode == 0


def no_disk(folder: Path) -> None:
    """Take it away again."""
    subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=False)
