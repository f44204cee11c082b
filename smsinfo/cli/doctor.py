"""`smsinfo doctor`: what is wrong with this installation, and what to do about it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import click
from sqlalchemy import make_url

from smsinfo.bootstrap import build, open_database
from smsinfo.config import LOCAL_HOSTS, Settings, load_settings, require_secrets
from smsinfo.content.catalogue import load_catalogue
from smsinfo.db import schema
from smsinfo.db.engine import Database, sqlite_is_mended, sqlite_module
from smsinfo.domain.gateway import Gateway
from smsinfo.errors import SmsinfoError
from smsinfo.gateways.ussd_dialect import ROUTE
from smsinfo.locale import FALLBACK, languages
from smsinfo.outbox.alarms import Severity
from smsinfo.outbox.watch import Watch

LEAST_FREE_BYTES = 500 * 1024 * 1024
LEVELS = {True: "ok  ", None: "look", False: "BAD "}
Finding = tuple[bool | None, str, str]
"""Good, to be looked at (None) or bad; the part; what is so."""


@click.command()
def doctor() -> None:
    """Say what is wrong with this installation; exit code 2 when something must be mended."""
    wrong = False
    for good, name, message in _findings():
        wrong = wrong or good is False
        click.echo(f"{LEVELS[good]} {name}: {message}")
    sys.exit(2 if wrong else 0)


def _findings() -> Iterator[Finding]:
    try:
        settings = load_settings()
    except SmsinfoError as error:
        yield False, "settings", str(error)
        return
    secrets = _checked(
        "settings",
        lambda: require_secrets(settings),
        f"public address {settings.public_url}, times in {settings.timezone}",
    )
    yield secrets
    yield _sqlite(settings)
    yield _disk(settings)
    yield from _webhooks(settings)
    database = open_database(settings)
    schema_is = _checked(
        "database",
        lambda: schema.require_current(database.engine),
        f"{database.engine.dialect.name}, revision {schema.head()}",
    )
    yield schema_is
    if schema_is[0]:
        yield _content(database)
    if schema_is[0] and secrets[0]:
        yield from _watched(settings, database)
    yield True, "languages", ", ".join(languages()) + f" (fallback {FALLBACK})"


def _checked(name: str, check: Callable[[], None], message: str) -> Finding:
    try:
        check()
    except SmsinfoError as error:
        return False, name, str(error)
    return True, name, message


def _sqlite(settings: Settings) -> Finding:
    if not settings.database_url.startswith("sqlite"):
        return True, "sqlite", "not used"
    version = str(sqlite_module.sqlite_version)
    if sqlite_is_mended(version):
        return True, "sqlite", f"{version} from {sqlite_module.__name__}, without the WAL-reset bug"
    return (
        False,
        "sqlite",
        f"{version} has the WAL-reset bug (3.7.0-3.51.2): install pysqlite3>=0.6.1, or serve with --workers 1",
    )


def _disk(settings: Settings) -> Finding:
    database = make_url(settings.database_url).database if settings.database_url.startswith("sqlite") else None
    folder = Path(database or ".").resolve().parent
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    enough = free >= LEAST_FREE_BYTES
    return enough, "disk", f"{free // 2**20} MB free" + ("" if enough else "; make room, or texts can't be stored")


def _webhooks(settings: Settings) -> Iterator[Finding]:
    """An Android phone calls by HTTPS only, or its own 127.0.0.1, which a cable may carry here."""
    url = urlsplit(settings.public_url)
    for name, channel in settings.channels.items():
        if channel.kind != "android" or url.scheme == "https":
            continue
        if url.hostname in LOCAL_HOSTS:
            port = url.port or 80
            hint = f"adb reverse tcp:{port} tcp:{port}, again after each reboot (docs/modem: smsinfo-adb.timer)"
            yield None, f"webhooks of {name}", f"the phone reaches {settings.public_url} by its cable only: {hint}"
        else:
            hint = "serve https with a CA that the phone trusts, or use the cable: adb reverse (docs/modem)"
            yield None, f"webhooks of {name}", f"the app calls no {settings.public_url}, since it is plain http: {hint}"


def _content(database: Database) -> Finding:
    with database.read() as session:
        catalogue = load_catalogue(session)
    if not catalogue.topics:
        return False, "content", "no published topic; run: smsinfo content import smsinfo/packs/kalteng"
    places = len(catalogue.gazetteer.places)
    return True, "content", f"{len(catalogue.topics)} topics, {places} regions, version {catalogue.version}"


def _watched(settings: Settings, database: Database) -> Iterator[Finding]:
    """The channels' settings, and each alarm with what to do. A critical one has to be mended now."""
    try:
        services = build(settings, database=database)
    except SmsinfoError as error:
        yield False, "channels", str(error)
        return
    yield True, "channels", ", ".join(settings.channels) or "none declared"
    yield from _dialled(settings, services.gateways)
    yield from _kept(services.gateways)
    watch = Watch(services)
    figures = watch.figures()
    if figures.locked is not None:
        yield (
            None,
            "sending",
            f"locked: {figures.locked}. When you have looked at smsinfo outbox: smsinfo restore --unlock",
        )
    for alarm in watch.judge(figures):
        yield False if alarm.severity is Severity.CRITICAL else None, alarm.code, alarm.english


def _kept(gateways: Mapping[str, Gateway]) -> Iterator[Finding]:
    """What stands outside our database, and can't be cleared from here when a person is erased or texts get old."""
    for name, gateway in gateways.items():
        if gateway.keeps:
            yield None, f"store of {name}", f"can't be cleared from here: {gateway.keeps}"
        elif gateway.clears:
            yield True, f"store of {name}", "cleared with erasures and retention"


def _dialled(settings: Settings, gateways: Mapping[str, Gateway]) -> Iterator[Finding]:
    """The channels that take USSD, and where the network has to call us: nobody can be asked whether it does."""
    for name, gateway in gateways.items():
        for route in gateway.routes:
            if route.action == ROUTE:
                address = f"{settings.public_url}/gw/{name}/{ROUTE}" + ("/..." if route.below else "")
                what = "takes USSD" if gateway.can_send else "takes USSD and answers only"
                yield True, f"channel {name}", f"{what}; the network calls {address} by {' or '.join(route.methods)}"
