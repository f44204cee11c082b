"""An alert to everybody: how long its page takes with whom it would reach, and from approval to the first hand-over.

    python bench/alert_million.py                     1,000,000 subscribers on SQLite and PostgreSQL (some minutes)
    python bench/alert_million.py --people 20000      fewer

The page is a whole request of its author, the median of five. The worker is the product's with all its duties and real
time; the numbers of the made-up people cannot be opened, so the hand-over ends at the gateway's door.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path

import fan_out_data
import hand_over_data as data
from databases import databases
from fake_time import NOBODY
from sqlalchemy import text

from smsinfo.alerts.draft import Draft, NewAlert
from smsinfo.alerts.history import Doer
from smsinfo.alerts.lifecycle import Approval
from smsinfo.alerts.proof import Proven
from smsinfo.bootstrap import Services, build, open_database
from smsinfo.config import load_settings
from smsinfo.db.migrate import upgrade
from smsinfo.db.queries import staff as people
from smsinfo.domain.alerts import Alert
from smsinfo.domain.cap import Certainty, Severity, Urgency
from smsinfo.domain.clock import utc_now
from smsinfo.domain.sending import Mt, SendResult
from smsinfo.domain.staff import Grant, Role
from smsinfo.jobs.worker import Worker
from smsinfo.logs import configure_logs
from smsinfo.staff import passwords
from smsinfo.staff.accounts import NewAccount
from smsinfo.staff.audit import TERMINAL
from smsinfo.web.app import create_app

ROUNDS = 5
PAGE_GOAL_S, HAND_OVER_GOAL_S = 1.0, 10.0
PASSWORD = "tiga kata yang panjang"
CAST = {"ani": Role.ALERT_AUTHOR, "budi": Role.ALERT_APPROVER}
RATES = {"fast": (6_000, ["telkomsel"]), "middle": (1_800, ["indosat"]), "slow": (300, [])}
"""Channel -> segments a minute, the operators that it serves (none: everybody else)."""
WORDS = "BANJIR di Kalimantan Tengah {day} pukul {hour} WIB. Naik ke tempat tinggi. BPBD Kalteng. Info: {{nomor}}"


class _Blind:
    """The made-up people have no numbers that could be opened."""

    def open(self, _sealed: bytes, *, practice: bool = False) -> str:
        """One number for all."""
        return "+628125000001"


def main() -> None:
    """A table; 1 where a goal is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--only", choices=("SQLite", "PostgreSQL"))
    asked = parser.parse_args()
    configure_logs("CRITICAL", "text")
    good = True
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder)) as addresses:
        for name, urls in addresses.items():
            if asked.only in (None, name):
                good &= _measure(name, urls["ours"], asked.people)
    raise SystemExit(0 if good else 1)


def _measure(name: str, url: str, count: int) -> bool:
    services = _furnished(url, count)
    alert = _submitted(services)
    page, cpu = _page(services, alert)
    waited = _first_hand_over(services, alert)
    print(f"{name:10} {count:,} people: page {page:.2f} s ({cpu:.2f} of CPU), first hand-over after {waited:.2f} s")
    services.heart.stop()
    services.database.close()
    return page <= PAGE_GOAL_S and waited <= HAND_OVER_GOAL_S


def _furnished(url: str, count: int) -> Services:
    kannel = data.channel(NOBODY, "kannel", 1)
    channels = {
        name: kannel | {"per_minute": rate, "operators": served, "number": "8888"}
        for name, (rate, served) in RATES.items()
    }
    money = {"spend_cap_idr": 10**12, "spend_cap_month_idr": 10**13}
    settings = load_settings(data.KEYS, database_url=url, channels=channels, **money)
    database = open_database(settings)
    upgrade(database.engine)
    fan_out_data.populate(database.engine, count, utc_now())
    with database.write() as session:
        session.execute(text("UPDATE region SET name = 'Kalimantan Tengah' WHERE code = '62'"))
    services = build(settings, database=database)
    with database.write() as session:
        for name, role in CAST.items():
            made = services.staff.accounts.open(session, TERMINAL, utc_now(), NewAccount(name, "Siti", "62", demo=True))
            people.change(session, made.id, {"password": passwords.make_hash(PASSWORD)})
            people.put_grant(session, made.id, Grant(role, fan_out_data.PROVINCE), utc_now())
    return services


def _doer(services: Services, name: str) -> Doer:
    with services.database.read() as session:
        found = people.by_name(session, name)
    assert found is not None
    return Doer(found)


def _submitted(services: Services) -> Alert:
    now = utc_now()
    event = (now + timedelta(hours=2)).astimezone(services.settings.zone)
    draft = Draft(
        issuer="BPBD Kalteng",
        category="bencana",
        severity=Severity.EXTREME,
        urgency=Urgency.IMMEDIATE,
        certainty=Certainty.LIKELY,
        expires_at=now + timedelta(hours=12),
        event_at=event,
        headline="Banjir",
        place="Kalimantan Tengah",
        instruction="Naik ke tempat tinggi",
        regions=(fan_out_data.PROVINCE,),
        texts={"id": WORDS.format(day=f"{event:%d/%m}", hour=f"{event:%H.%M}")},
    )
    ani = _doer(services, "ani")
    with services.database.write() as session:
        alert = services.alerts.lifecycle.open(session, ani, now, NewAlert(), draft)
        found = services.alerts.lifecycle.findings(session, alert, now)
        accepted = frozenset(one.code for one in found)
        return services.alerts.lifecycle.submit(session, ani, now, alert, accepted)


def _page(services: Services, alert: Alert) -> tuple[float, float]:
    """Seconds by the clock and of CPU."""
    app = create_app(services)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    assert client.post("/staff/login", data={"name": "ani", "password": PASSWORD}).status_code == 302
    wall, cpu = [], []
    for _ in range(ROUNDS):
        start, used = time.perf_counter(), time.thread_time()
        answer = client.get(f"/staff/alerts/{alert.id}")
        wall.append(time.perf_counter() - start)
        cpu.append(time.thread_time() - used)
        assert answer.status_code == 200, answer.text[:400]
    return statistics.median(wall), statistics.median(cpu)


def _first_hand_over(services: Services, alert: Alert) -> float:
    """Seconds from the commit of the approval to the first call of a gateway, with a worker that was idle before."""
    worker, called = Worker(services), threading.Event()

    def send(mt: Mt) -> SendResult:
        called.set()
        return SendResult(external_id="x")

    for name, drain in worker._drains.items():
        drain._sealer = _Blind()  # type: ignore[assignment]
        services.gateways[name].send = send  # type: ignore[method-assign]
    thread = threading.Thread(target=worker.run)
    thread.start()
    time.sleep(3)  # it has begun, and looks for work at its own pace
    budi = _doer(services, "budi")
    with services.database.write() as session:
        count = services.alerts.facts.count(session, alert, utc_now())
        proof = Proven(budi.person.id, utc_now(), "authenticator")
        given = Approval(alert.version, count, count, proof=proof)
        services.alerts.lifecycle.approve(session, budi, utc_now(), alert, given)
    start = time.perf_counter()
    called.wait(120)
    waited = time.perf_counter() - start
    worker.stop()
    thread.join()
    return waited


if __name__ == "__main__":
    main()
