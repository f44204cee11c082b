"""From a publication to its answers, in every process of a server, while people go on asking.

    python bench/publication.py             10 publications of each kind; two minutes
    python bench/publication.py --quick     3 of each

Two gunicorn workers over SQLite and the demo pack. *corrected*: other words in one answer; *new keyword*: one that
was not known before, so everything is indexed anew. A text for it comes every 20 ms on a connection of its own, so that
both workers are asked; the delay runs from the commit to the last answer that was not yet the new one. *longest* is the
longest that any text waited meanwhile.
"""

from __future__ import annotations

import http.client
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count

from ours import bench_settings, import_content
from servers import serving
from texts import PATH, ROOT, Request, _form, person

from smsinfo.bootstrap import open_database
from smsinfo.cli.keys import fresh_keys
from smsinfo.content.pack_files import read_pack
from smsinfo.content.pack_model import Pack
from smsinfo.content.packs import import_pack
from smsinfo.db.engine import Database

GOAL = 2.0
"""Seconds."""
BETWEEN = 0.02
SURE = 60
"""So many new answers in a row, and no worker is left that gives the old one."""
PATIENCE = 30.0


@dataclass
class Kind:
    """Delays and longest waits of one kind of publication, in seconds."""

    delays: list[float] = field(default_factory=list)
    longest: list[float] = field(default_factory=list)


def main() -> None:
    """Publish again and again, and print what each took."""
    rounds = 3 if "--quick" in sys.argv else 10
    keys = fresh_keys()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/smsinfo.db"
        settings = bench_settings(url, keys)
        import_content(settings)
        database = open_database(settings)
        with serving("gthread 2x1", "c", url, keys) as server:
            asked = Asked(server.port)
            asked.until("ktp", lambda body: "DEMO" in body)
            found = {"corrected": Kind(), "new keyword": Kind()}
            pack = read_pack(ROOT / "smsinfo" / "packs" / "kalteng")
            for number in range(rounds):
                for name, kind in found.items():
                    pack = _publish(database, pack, name, number, asked, kind)
        database.close()
    print(f"\nFrom a publication to its answers, 2 processes, {rounds} times (goal: {GOAL:g} s)")
    for name, kind in found.items():
        most = max(kind.delays)
        print(
            f"{name:11}  median {statistics.median(kind.delays):.2f} s, most {most:.2f} s "
            f"({'holds' if most <= GOAL else 'missed'}); longest wait of a text {max(kind.longest):.2f} s"
        )


class Asked:
    """Somebody who asks, each time from another number."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._people = count()

    def until(self, text: str, is_new: Callable[[str], bool]) -> tuple[float, float]:
        """Ask until all answers are new: (moment of the last old answer, the longest that one took)."""
        begun = last_old = time.perf_counter()
        longest, new = 0.0, 0
        for start in _ticks(begun):
            body = self._ask(_form(person(next(self._people)), text))
            done = time.perf_counter()
            longest = max(longest, done - start)
            if is_new(body):
                new += 1
            else:
                last_old, new = done, 0
            if new >= SURE:
                return last_old, longest
        raise SystemExit(f"{text!r} was not answered anew within {PATIENCE:g} s")

    def _ask(self, request: Request) -> str:
        form, signature = request
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature}
        connection.request("POST", PATH, form, {**headers, "Host": "127.0.0.1:8000"})
        body = connection.getresponse().read().decode()
        connection.close()
        return body


def _ticks(begun: float) -> Iterator[float]:
    """Now, every `BETWEEN` seconds."""
    while (now := time.perf_counter()) - begun < PATIENCE:
        yield now
        time.sleep(max(0.0, now + BETWEEN - time.perf_counter()))


def _publish(database: Database, pack: Pack, name: str, number: int, asked: Asked, kind: Kind) -> Pack:
    """One publication, and how long it took to be answered with."""
    word = f"loket{'abcdefghijklmnop'[number] * 3}zq"
    changed = (_corrected if name == "corrected" else _with_keyword)(pack, word)
    with database.write() as session:
        import_pack(session, changed, datetime.now(UTC))
    committed = time.perf_counter()
    last_old, longest = asked.until("ktp" if name == "corrected" else word, lambda body: word in body)
    kind.delays.append(max(0.0, last_old - committed))
    kind.longest.append(longest)
    return changed


def _corrected(pack: Pack, word: str) -> Pack:
    topics = {topic.key: topic for topic in pack.topics}
    topic = topics["ktp"]
    texts = tuple(replace(one, text=f"{word} {one.text}"[:70]) for one in topic.summaries)
    return replace(pack, topics=tuple((topics | {"ktp": replace(topic, summaries=texts)}).values()))


def _with_keyword(pack: Pack, word: str) -> Pack:
    topics = {topic.key: topic for topic in pack.topics}
    topic = topics["kk"]
    texts = tuple(replace(one, text=f"{word} {one.text}"[:70]) for one in topic.summaries)
    made = replace(topic, keywords=(*topic.keywords[:3], word), summaries=texts)
    return replace(pack, topics=tuple((topics | {"kk": made}).values()))


if __name__ == "__main__":
    main()
