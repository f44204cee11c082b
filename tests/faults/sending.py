"""Stories of workers that die, freeze, lose their database or have a wrong clock, and of a gateway in bad moods."""

from __future__ import annotations

import random
import signal
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from smsinfo.db.models import Contact, OutboundMessage

from .house import LEASE, House
from .programs import Program, let_pass, until
from .proxy import Proxy
from .score import Faults

SLOW = 0.02
"""Seconds of a hand-over in stories about its middle: the worker is then nearly always inside a call."""


def calm(house: House, rng: random.Random, faults: Faults, size: int) -> None:
    """Two workers, and nothing happens: no copy too many."""
    house.expect(40 * size)
    house.worker()
    house.worker()
    house.settle()


def begin(house: House, people: int, *, latency: float = SLOW, **bent: Any) -> list[Program]:
    """Two workers in the middle of sending."""
    house.ledger.behave(latency=latency)
    house.expect(people)
    pair = [house.worker(**bent), house.worker(**bent)]
    assert until(lambda: house.sent() > 3, 60), "no worker began"
    return pair


def kill(house: House, rng: random.Random, faults: Faults, size: int, **bent: Any) -> None:
    """One of two workers is killed at a random moment, again and again, and started anew."""
    pair = begin(house, 60 * size, **bent)
    for _ in range(2 * size):
        let_pass(rng.uniform(0.05, 0.6))
        which = rng.randrange(2)
        pair[which].kill()
        faults.note(copies=1)
        house.expect(20)
        pair[which] = house.again(pair[which])
    house.settle()


def freeze(house: House, rng: random.Random, faults: Faults, size: int) -> None:
    """One of two workers is stopped for longer than its lease, then goes on as if nothing had been."""
    pair = begin(house, 60 * size)
    for _ in range(size):
        frozen = rng.choice(pair)
        frozen.tell(signal.SIGSTOP)
        let_pass(LEASE * 1.6 + rng.uniform(0, 1))
        frozen.tell(signal.SIGCONT)
        faults.note(copies=1)
        house.expect(20)
        let_pass(rng.uniform(0.05, 0.3))
    house.settle()


def restart(house: House, rng: random.Random, faults: Faults, size: int) -> None:
    """The database crashes and comes back at once, under load."""
    assert house.cluster is not None
    begin(house, 60 * size)
    for _ in range(size):
        house.cluster.stop("immediate")
        house.cluster.start()
        faults.note(copies=2)  # each of the two workers has one message in its hands
        house.expect(20)
        let_pass(rng.uniform(0.3, 1))
    house.settle()


def away(house: House, rng: random.Random, faults: Faults, size: int) -> None:
    """The database is away for a while: in the long form for a minute."""
    assert house.cluster is not None
    begin(house, 60 * size)
    house.cluster.stop(rng.choice(["immediate", "fast"]))
    let_pass(60 if size > 1 else 2 * LEASE)
    house.cluster.start()
    faults.note(copies=2)
    house.expect(10)
    house.settle()


def line(house: House, rng: random.Random, faults: Faults, size: int) -> None:
    """Two machines: one reaches the database over a bad line, the other is killed."""
    assert house.cluster is not None
    proxy = Proxy(house.cluster.port)
    house.ledger.behave(latency=SLOW)
    house.expect(60 * size)
    house.worker(through=proxy.port)
    near = house.worker()
    assert until(lambda: house.sent() > 3, 60), "no worker began"
    for _ in range(size):
        proxy.cut()
        let_pass(rng.uniform(0.2, 0.8))
        near.kill()
        near = house.again(near)
        proxy.delay = rng.uniform(0.005, 0.05)
        house.expect(20)
        let_pass(rng.uniform(0.2, 0.8))
        proxy.pause()
        let_pass(LEASE * 1.6)
        proxy.resume()
        proxy.delay = 0
        faults.note(copies=1, times=4)
    house.settle()
    proxy.close()


def mood(house: House, rng: random.Random, faults: Faults, size: int) -> None:
    """The gateway answers 500, refuses for a moment by 429, is slow, and takes texts without an answer."""
    bad: list[dict[str, Any]] = [
        *({"do": "refuse", "status": 500} for _ in range(2)),
        {"do": "refuse", "status": 429, "retry_after": rng.randrange(1, 4)},
        {"do": "yes", "seconds": rng.uniform(1, 2)},
        {"do": "silent"},
    ]
    for _ in range(size):
        rng.shuffle(bad)
        for one in bad:  # never five in a row: the breaker has its own story
            house.ledger.behave(one, *({"do": "yes"} for _ in range(3)))
            faults.note(copies=one["do"] == "silent")
    house.expect(40 * size)
    house.worker()
    house.worker()
    house.settle()


def refused(house: House, rng: random.Random, faults: Faults, size: int) -> None:
    """Nobody listens at the gateway: the breaker opens, and closes by itself when somebody does."""
    begin(house, 30 * size)
    house.ledger.kill()
    faults.note(copies=2)
    let_pass(rng.uniform(1, 3))
    house.ledger.start()
    house.settle(150)


def hang(house: House, rng: random.Random, faults: Faults, size: int) -> None:
    """The gateway takes a text and never answers: in doubt, so an alert goes once more, after the lease."""
    house.ledger.behave(*({"do": "hang"} for _ in range(2)))
    faults.note(copies=1, times=2)
    house.expect(10 * size)
    house.worker()
    house.worker()
    house.settle()


def clock(house: House, rng: random.Random, faults: Faults, size: int) -> None:
    """The clock of one of two machines is a day off: its worker does not start, and so ends nothing that is not due."""
    off = rng.choice([1, -1]) if size > 1 else 1
    house.ledger.behave(latency=SLOW)
    faults.note()
    wrong = house.worker(ahead=off * 86_400)
    house.expect(40 * size)
    faults.check(until(lambda: not wrong.lives, 60), "a worker works by a wrong clock")
    house.worker()
    house.settle()


def poison(house: House, rng: random.Random, faults: Faults, size: int) -> None:
    """A number that can't be unsealed: its message fails, and everybody behind it gets theirs."""
    house.expect(30 * size)
    for person in rng.sample(house.awaited, size):
        with house.database.write() as session:
            message = session.get(OutboundMessage, person.message)
            assert message is not None
            spoilt = update(Contact).where(Contact.id == message.contact_id)
            session.execute(spoilt.values(msisdn_sealed=rng.randbytes(40)))
        faults.unsent_by_right.add(person.number)
        faults.note()
    house.worker()
    house.settle()


def expiry(house: House, rng: random.Random, faults: Faults, size: int) -> None:
    """Nobody works for longer than some messages are worth; what is still worth something goes out, the rest never."""
    house.ledger.behave(latency=SLOW)
    house.expect(60 * size, timedelta(seconds=6))
    worker = house.worker()
    until(lambda: house.sent() > 3, 60)
    worker.kill()
    faults.note(copies=1)
    let_pass(rng.uniform(6, 7))
    taken = {entry["to"] for entry in house.ledger.entries()}
    faults.unsent_by_right |= {person.number for person in house.awaited} - taken
    house.expect(10)
    house.again(worker)
    house.settle()
