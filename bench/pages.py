"""What each page of the staff costs the server, with many topics and a year of messages.

    python bench/pages.py                  5,000 topics, 1,000,000 messages (some minutes a database)
    python bench/pages.py --quick          500 topics, 100,000 messages, SQLite
    python bench/pages.py --only SQLite    one of the databases

Milliseconds of a whole request in this process, its log-in asked for anew: the median of five after one that is not
counted, pages that take longest first. The goal is 50.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import get_ident
from types import SimpleNamespace

import pages_data
import pages_villages
from databases import databases
from flask import g
from flask.testing import FlaskClient
from hand_over_data import KEYS
from sqlalchemy import event, text, update
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from smsinfo.alerts.draft import Draft, NewAlert
from smsinfo.alerts.history import Doer
from smsinfo.bootstrap import Services, build, open_database
from smsinfo.config import load_settings
from smsinfo.content.cases import case_of
from smsinfo.content.editing import Editing, Window
from smsinfo.content.pack_files import read_pack
from smsinfo.content.packs import import_pack
from smsinfo.content.parts import Part, digest, text_of
from smsinfo.db.migrate import upgrade
from smsinfo.db.models import Contact
from smsinfo.db.queries import staff as people
from smsinfo.db.queries import topics
from smsinfo.domain.cap import Certainty, Severity, Urgency
from smsinfo.domain.clock import utc_now
from smsinfo.domain.staff import PERMISSIONS, Grant, Permission, Person, Role
from smsinfo.logs import configure_logs
from smsinfo.reports import REPORTS
from smsinfo.staff import passwords
from smsinfo.staff.accounts import NewAccount
from smsinfo.staff.audit import TERMINAL
from smsinfo.web import gate
from smsinfo.web.app import create_app
from smsinfo.web.citizens import code_of

GOAL_MS = 50.0
ROUNDS, WARM = 5, 1
PASSWORD = "tiga kata yang panjang"
ORDER = (Role.PUBLISHER, Role.EDITOR, Role.ADMINISTRATOR, Role.AUDITOR, Role.ALERT_AUTHOR, Role.ALERT_APPROVER)
"""A page is looked at by the first of these who may."""
LEFT_OUT = ("security.", "join.", "handover.record", "topics.add", "reports.pdf", "region_fields.add", "proposals.show")
"""What has nothing to show without a token, a handover, a proposal or a half-made log-in, leads on, or is no page."""
PACK = Path(__file__).parents[1] / "smsinfo" / "packs" / "kalteng"


def main() -> None:
    """Print a table for each database."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--topics", type=int, default=5_000)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--only", choices=("SQLite", "PostgreSQL"))
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    if asked.quick:
        asked.topics, asked.messages, asked.only = 500, 100_000, asked.only or "SQLite"
    configure_logs("ERROR", "text")
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder)) as addresses:
        for name, urls in addresses.items():
            if asked.only in (None, name):
                _measure(name, urls["ours"], asked.topics, asked.messages)


def _measure(name: str, url: str, count: int, messages: int) -> None:
    begun = time.perf_counter()
    services = furnished(url, count, messages)
    app = create_app(services)
    app.config["WTF_CSRF_ENABLED"] = False
    services.snapshots.current()
    print(f"\n{name}: {count:,} topics, {messages:,} messages, made in {time.perf_counter() - begun:.0f} s")
    clients = {role: _logged_in(app.test_client(), role) for role in ORDER}
    with app.test_request_context():
        pages = list(_addresses(services, app.url_map.iter_rules()))
    found = []
    for path, role in pages:
        found.append((*_page(services, clients[role], path), path))
    for ms, cpu, status, statements, size, path in sorted(found, reverse=True):
        print(f"{ms:8.1f} ms {cpu:8.1f} CPU {statements:3} statements {size:8,} bytes {status} {path}")
    for what, taken in (("the clock", [one[0] for one in found]), ("CPU", [one[1] for one in found])):
        print(f"{sum(ms <= GOAL_MS for ms in taken)} of {len(found)} pages in {GOAL_MS:.0f} ms of {what}")
    services.heart.stop()
    services.database.close()


def furnished(url: str, count: int, messages: int) -> Services:
    """Services over such a database: the pack, topics, a year, 50 changes that wait, somebody in each role."""
    channel = {"kind": "simulator", "sender": "+628110000123"}
    settings = load_settings(KEYS, database_url=url, channels={"phone": channel}, citizen_text_idr=350)
    database = open_database(settings)
    upgrade(database.engine)
    now = utc_now()
    today = now.astimezone(settings.zone).date()
    with database.write() as session:
        pack = read_pack(PACK)
        import_pack(session, pack, now)
        pages_data.add_topics(session.connection(), count - len(pack.topics), today, now)
        pages_data.add_year(session.connection(), messages, today, now)
        pages_villages.add_villages(session.connection(), today, now)
    services = build(settings, database=database)
    _add_people(services)
    _add_numbers(services)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    return services


def _add_people(services: Services) -> None:
    hashed, now, staff = passwords.make_hash(PASSWORD), services.clock(), services.staff
    with services.database.write() as session:
        for name, role in [(role.value, role) for role in Role] + [(f"editor.{n}", Role.EDITOR) for n in range(200)]:
            made = staff.accounts.open(session, TERMINAL, now, NewAccount(name, "Siti Aminah", "62", demo=True))
            people.change(session, made.id, {"password": hashed})
            people.put_grant(session, made.id, Grant(role, "62"), now)
        author = Doer(_found(session, Role.ALERT_AUTHOR))
        draft = Draft("BPBD", "bencana", Severity.SEVERE, Urgency.IMMEDIATE, Certainty.LIKELY, now + timedelta(hours=6))
        draft = replace(draft, headline="Banjir", regions=("62.06",), texts={"id": "BPBD: banjir di Katingan."})
        for drill in (False, True):
            services.alerts.lifecycle.open(session, author, now, NewAlert(drill=drill), draft)
        writer, editing = _found(session, Role.EDITOR), Editing(staff.audit)
        for key in ["ktp", *(f"made-{1_000_000 + n}" for n in range(50))]:
            case = case_of(session, key, writer)
            assert case is not None
            part = Part("id")
            window = Window(0, digest(text_of(case.live.get(part))))
            editing.save(session, writer, now, case, part, {"text": "Teks baru di kantor."}, window)
            sent = case_of(session, key, writer)
            assert sent is not None
            editing.submit(session, writer, now, sent, "")


def _add_numbers(services: Services) -> None:
    """The members' phones get numbers that can be opened and masked."""
    numbers = range(1, pages_villages.MEMBERS + 1)
    rows = [{"id": n, "msisdn_sealed": services.sealer.seals(f"+6281255{n:06}")[0]} for n in numbers]
    with services.database.write() as session:
        session.execute(update(Contact), rows)


def _found(session: Session, role: Role) -> Person:
    person = people.by_name(session, role.value)
    assert person is not None
    return person


def _addresses(services: Services, rules: Iterable[Rule]) -> Iterator[tuple[str, Role]]:
    """(address, who looks at it) of each page that can be looked at."""
    with services.database.read() as session:
        found = topics.by_key(session, "ktp")
        assert found is not None
        values = {
            "<key>": "ktp",
            "<language>": "id",
            "<region>": "all",
            "<claim>": "aktivasi-ikd",
            "<place>": "62.06",
            "<field>": "kab",
            "<menu>": "kesehatan",
            "<task>": "shorten",
            "<int:account_id>": "1",
            "<int:gap_id>": "1",
            "<int:change_id>": "1",
            "<int:group_id>": "1",
            "<int:training_id>": "1",
            "<int:contribution_id>": str(pages_villages.NEWS - 1),
            "<int:case_number>": str(pages_villages.NEWS + 18),
            "<int:revision_id>": str(topics.revisions(session, found.row.id, 1)[0].id),
        }
    for rule in rules:
        access = gate.access_of(rule.endpoint)
        if (
            "GET" not in (rule.methods or ())
            or not rule.rule.startswith("/staff/")
            or rule.endpoint.startswith(LEFT_OUT)
        ):
            continue
        if access is None or access.permission is None:
            continue
        who = _who(access.permission)
        path = rule.rule.replace("<code>", _stands_for_one(services, who) if "<code>" in rule.rule else "")
        path = path.replace("<int:alert_id>", "2" if rule.rule.startswith("/staff/drills") else "1")
        for name, value in values.items():
            path = path.replace(name, value)
        names = REPORTS if rule.endpoint.startswith("reports.") else ("start",)
        for report in names if "<name>" in path else ("",):
            yield path.replace("<name>", report), who


def _stands_for_one(services: Services, role: Role) -> str:
    """What stands for a phone in an address of this person."""
    with services.database.read() as session:
        # where Flask-Login keeps who is logged in
        g._login_user = SimpleNamespace(person=_found(session, role), is_authenticated=True)
    return code_of(1)


def _who(asked: Permission) -> Role:
    return next(role for role in ORDER if asked == Permission.ACCOUNT or asked in PERMISSIONS[role])


def _logged_in(client: FlaskClient, role: Role) -> FlaskClient:
    answer = client.post("/staff/login", data={"name": role.value, "password": PASSWORD})
    assert answer.status_code == 302, answer.text
    return client


def _page(services: Services, client: FlaskClient, path: str) -> tuple[float, float, int, int, int]:
    """Milliseconds of a page by the clock and of CPU, its status, its statements, its bytes (not compressed)."""
    sent: list[str] = []
    here = get_ident()

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        if get_ident() == here and not statement.startswith(("BEGIN", "PRAGMA")):
            sent.append(statement)

    event.listen(services.database.engine, "before_cursor_execute", note)
    answer = client.get(path)
    status, size = answer.status_code, len(answer.get_data())
    event.remove(services.database.engine, "before_cursor_execute", note)
    wall, cpu = [], []
    for _ in range(WARM + ROUNDS):
        start, used = time.perf_counter(), time.thread_time()
        client.get(path).get_data()
        wall.append(time.perf_counter() - start)
        cpu.append(time.thread_time() - used)
    return statistics.median(wall[WARM:]) * 1000, statistics.median(cpu[WARM:]) * 1000, status, len(sent), size


if __name__ == "__main__":
    main()
