"""`smsinfo demo`: everything on this machine, with the demo pack and a phone page, and what to try."""

from __future__ import annotations

import os
import secrets
from multiprocessing import Process
from pathlib import Path

import click

from smsinfo.bootstrap import Services, build, open_database
from smsinfo.cli.errors import friendly
from smsinfo.cli.keys import fresh_keys
from smsinfo.cli.serve import run_server
from smsinfo.cli.worker import run_worker
from smsinfo.config import PREFIX, Settings, load_settings
from smsinfo.content.pack_files import read_pack
from smsinfo.content.packs import import_pack
from smsinfo.db import migrate
from smsinfo.db.engine import Database
from smsinfo.db.queries import staff as staff_rows
from smsinfo.domain.clock import utc_now
from smsinfo.domain.staff import PROVINCE, Grant, Role
from smsinfo.logs import configure_logs
from smsinfo.staff.accounts import NewAccount
from smsinfo.staff.audit import TERMINAL
from smsinfo.staff.passwords import make_hash

PACK = Path(__file__).parent.parent / "packs" / "kalteng"
ACCOUNTS = {role.value: role for role in Role} | {"administrator2": Role.ADMINISTRATOR}
WORDS = ("kahayan", "rotan", "sampan", "enggang", "ulin", "gambut", "karet", "durian", "sungai", "ladang", "lanting")
TRY = (
    "KTP",
    "ktp hilang",
    "gmn cr bkin ktp",
    "DAFTAR katingn",
    "DAFTAR Bukit Batu",
    "STATUS",
    "LANJUT",
    "BAHASA",
    "STOP",
)


@click.command()
@click.option(
    "--folder",
    default="var/demo",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the demo keeps its data.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@friendly
def demo(folder: Path, host: str, port: int) -> None:
    """Everything on this machine: database, demo content, web, worker, phone page."""
    settings = demo_settings(folder, port)
    configure_logs(settings.log_level, settings.log_format)
    database = open_database(settings)
    click.echo("Preparing the database and the demo content ...")
    topics = prepare(database)
    services = build(settings, database=database)
    password = add_accounts(services)
    address = f"http://{host}:{port}"
    click.echo(
        f"{topics} topics are ready. The phone to try it with:\n\n    {address}/simulator\n\nTry: " + ", ".join(TRY)
    )
    click.echo(f"What everybody may see: {address}/")
    click.echo(f"The staff pages, from this machine only: {address}/staff as {', '.join(ACCOUNTS)}")
    click.echo(f"with this password, until the demo is started again: {password}\n")
    click.echo(f"In a terminal: smsinfo ask ktp hilang. The demo's data is in {folder}; Ctrl+C ends it.\n")
    beside = Process(target=_work_beside, args=(services,), name="worker", daemon=True)
    beside.start()
    run_server(services, host, port, workers=2)


def add_accounts(services: Services) -> str:
    """Throw-away accounts, one a role, and their password, new at each start. They open on this machine only."""
    password = "-".join(secrets.choice(WORDS) for _ in range(3)) + f"-{secrets.randbelow(9000) + 1000}"
    made, now, accounts = make_hash(password), services.clock(), services.staff.accounts
    for name, role in ACCOUNTS.items():
        with services.database.write() as session:
            person = staff_rows.by_name(session, name)
            if person is None:
                new = NewAccount(name, f"Demo {name.replace('_', ' ').title()}", PROVINCE, demo=True)
                person = accounts.open(session, TERMINAL, now, new)
                staff_rows.put_grant(session, person.id, Grant(role, PROVINCE), now)
            if person.demo:
                accounts.put_password(session, TERMINAL, now, person, made)
    return password


def _work_beside(services: Services) -> None:
    services.database.forget_connections()
    run_worker(services)


def demo_settings(folder: Path, port: int) -> Settings:
    """SQLite and one simulator channel in the folder; keys are made once and kept there, readable by the owner only."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = {name.removeprefix(PREFIX).lower(): value for name, value in _kept_keys(folder / "keys.env").items()}
    chosen = {
        name: value
        for name, value in os.environ.items()
        if name == f"{PREFIX}DATABASE_URL" or name.startswith(f"{PREFIX}LOG_")
    }
    database = {} if f"{PREFIX}DATABASE_URL" in chosen else {"database_url": f"sqlite:///{folder / 'smsinfo.db'}"}
    channels = {"simulator": {"kind": "simulator", "sender": "+628110000123"}}
    return load_settings(
        {**chosen, f"{PREFIX}CONFIG": ""}, public_url=f"http://127.0.0.1:{port}", channels=channels, **database, **kept
    )


def _kept_keys(path: Path) -> dict[str, str]:
    if not path.exists():
        lines = "".join(f"{name}={value}\n" for name, value in fresh_keys().items())
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(lines)
    return dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)


def prepare(database: Database) -> int:
    """Migrate and import the demo pack; how many topics there are. Twice changes nothing."""
    migrate.upgrade(database.engine)
    pack = read_pack(PACK)
    with database.write() as session:
        import_pack(session, pack, utc_now())
    return len(pack.topics)
