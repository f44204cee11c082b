"""`smsinfo backup` and `smsinfo restore`: the database as one encrypted file, and back into an empty one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from smsinfo.bootstrap import make_sealer, open_database, prepare_engine
from smsinfo.cli.errors import friendly
from smsinfo.config import Settings, load_settings
from smsinfo.contacts.optouts import apply_list, export_list, key_mark, opens_numbers, read_list
from smsinfo.contacts.service import Contacts
from smsinfo.db.backup.crypt import passphrase_of
from smsinfo.db.backup.form import Head
from smsinfo.db.backup.read import SENDING_LOCKED, Restored, check_backup, restore_backup
from smsinfo.db.backup.write import Told, new_file, require_new, write_backup
from smsinfo.db.engine import Database
from smsinfo.db.queries import marks
from smsinfo.db.schema import require_current
from smsinfo.domain.clock import utc_now
from smsinfo.errors import BadInput, Refused

FILE = click.Path(dir_okay=False, path_type=Path)
# No SMSINFO_ names: those are settings, and a running service has no use for this one.
KEY_FILE, PASSPHRASE = "BACKUP_KEY_FILE", "BACKUP_PASSPHRASE"
KEY_OPTION = click.option(
    "--key-file",
    type=FILE,
    envvar=KEY_FILE,
    help="Holds the passphrase; or BACKUP_KEY_FILE names it, or BACKUP_PASSPHRASE is it.",
)
NOT_INSIDE = (
    "Not inside: SMSINFO_CONTACT_KEY and SMSINFO_AUDIT_KEY. Without them no number in it can be read: "
    "keep two copies of them, and of the passphrase, apart from the backups."
)


@click.command()
@click.argument("file", metavar="FILE", required=False, type=FILE)
@KEY_OPTION
@click.option("--opt-outs", type=FILE, help="Write the opt-outs as digests and dates, no numbers; replaces the file.")
@friendly
def backup(file: Path | None, key_file: Path | None, opt_outs: Path | None) -> None:
    """Write the whole database into FILE, encrypted, while everything goes on."""
    if file is None and opt_outs is None:
        raise BadInput("name a file: smsinfo backup smsinfo-2026-11-24.backup")
    if file is not None:
        require_new(file)
    settings = load_settings()
    with closing(open_database(settings)) as database:
        require_current(database.engine)
        if file is not None:
            _write(settings, database, file, key_file)
        if opt_outs is not None:
            text = export_list(database, make_sealer(settings), utc_now())
            with new_file(opt_outs, replace=True) as out:
                out.write(text.encode())
            click.echo(f"{opt_outs}: {len(text.splitlines()) - 1} opt-outs.")


def _write(settings: Settings, database: Database, path: Path, key_file: Path | None) -> None:
    passphrase = _passphrase(key_file, new=True)
    keys = key_mark(make_sealer(settings)) if settings.contact_key and settings.audit_key else ""
    with new_file(path) as out, _progress("Writing") as tell:
        head = write_backup(database, out, passphrase, utc_now(), tell, keys=keys)
    click.echo(f"{path}: {_size(head)}, {path.stat().st_size / 2**20:.1f} MiB.")
    click.echo(NOT_INSIDE)


@click.command()
@click.argument("file", metavar="FILE", required=False, type=FILE)
@KEY_OPTION
@click.option("--check", is_flag=True, help="Only read all of FILE, and say whether it is whole.")
@click.option("--keep-queue", is_flag=True, help="What waited in the backup waits on, and leaves after the unlocking.")
@click.option("--opt-outs", type=FILE, help="Apply a list of opt-outs: one that backup wrote, or numbers, one a line.")
@click.option("--unlock", is_flag=True, help="Let messages leave again, after you have looked at what was restored.")
@friendly
def restore(
    file: Path | None, key_file: Path | None, check: bool, keep_queue: bool, opt_outs: Path | None, unlock: bool
) -> None:
    """Fill an empty database from FILE; sending stays locked until --unlock."""
    if file is None and opt_outs is None and not unlock:
        raise BadInput("name a backup: smsinfo restore smsinfo-2026-11-24.backup")
    if unlock and file is not None:
        raise BadInput("restore first, look at it, and call smsinfo restore --unlock then")
    settings = load_settings()
    if file is not None and check:
        _check(file, key_file)
        return
    with closing(open_database(settings)) as database:
        if file is not None:
            _restore(settings, database, file, key_file, keep_queue=keep_queue)
        require_current(database.engine)
        if opt_outs is not None:
            _apply(settings, database, opt_outs)
        if unlock:
            _unlock(database)


def _check(path: Path, key_file: Path | None) -> None:
    with _reading(path) as source, _progress("Reading") as tell:
        head = check_backup(source, _passphrase(key_file), tell)
    click.echo(f"{path} is whole: {_size(head)}, made at {head.made_at:%Y-%m-%d %H:%M} UTC.")


def _restore(settings: Settings, database: Database, path: Path, key_file: Path | None, *, keep_queue: bool) -> None:
    passphrase = _passphrase(key_file)
    with _reading(path) as source, _progress("Restoring") as tell:
        done = restore_backup(database, source, passphrase, utc_now(), tell, keep_queue=keep_queue)
    prepare_engine(database)
    _tell(done)
    _compare_keys(settings, database, done.head)
    click.echo(
        "Sending is locked. Next: smsinfo restore --opt-outs LIST (what people decided since the backup), "
        "look at smsinfo outbox, then smsinfo restore --unlock."
    )


def _tell(done: Restored) -> None:
    click.echo(f"Restored {_size(done.head)}, as of {done.head.made_at:%Y-%m-%d %H:%M} UTC.")
    if done.cancelled or done.unknown:
        click.echo(
            f"{done.cancelled} messages that waited then are cancelled, {done.unknown} on their way are unknown."
        )
    if done.alerts:
        click.echo(f"{done.alerts} alerts that were going out reach nobody further; what still holds is sent anew.")


def _compare_keys(settings: Settings, database: Database, head: Head) -> None:
    if not settings.contact_key or not settings.audit_key:
        click.echo(
            "Warning: no keys are set here. Put the old SMSINFO_CONTACT_KEY and SMSINFO_AUDIT_KEY back.", err=True
        )
        return
    sealer = make_sealer(settings)
    if not opens_numbers(database, sealer):
        click.echo(
            "Warning: SMSINFO_CONTACT_KEY is another one: nobody can be reached. Put the old one back.", err=True
        )
    if head.keys and head.keys != key_mark(sealer):
        click.echo("Warning: SMSINFO_AUDIT_KEY is another one: opt-outs fit nobody. Put the old one back.", err=True)


def _apply(settings: Settings, database: Database, path: Path) -> None:
    contacts = Contacts(make_sealer(settings))
    with _reading(path) as source:
        try:
            wishes = read_list(source.read().decode("utf-8-sig"), contacts.sealer, utc_now)
        except UnicodeDecodeError:
            raise BadInput(f"{path} is no list of opt-outs") from None
    applied = apply_list(database, contacts, wishes)
    click.echo(
        f"{path}: {len(wishes)} opt-outs; {applied.stopped} contacts stopped and {applied.erased} erased now, "
        f"{applied.unknown} of nobody known here."
    )
    with database.writer(), database.engine.begin() as connection:
        reason = marks.get(connection, SENDING_LOCKED)
        if reason is not None and "opt-outs applied" not in reason:
            marks.put(connection, SENDING_LOCKED, f"{reason}; opt-outs applied", utc_now())


def _unlock(database: Database) -> None:
    with database.writer(), database.engine.begin() as connection:
        reason = marks.get(connection, SENDING_LOCKED)
        if reason is None:
            raise Refused("sending is not locked")
        marks.drop(connection, SENDING_LOCKED)
    if "opt-outs applied" not in reason:
        click.echo("Warning: no list of opt-outs was applied: who said STOP since the backup may get alerts.", err=True)
    click.echo(f"Messages leave again. They were locked because: {reason}.")


def _size(head: Head) -> str:
    return f"{head.rows} rows of {len(head.tables)} tables, revision {head.revision}"


def _passphrase(key_file: Path | None, *, new: bool = False) -> bytes:
    """From the option, the environment, or the person at the terminal. Raises BadInput where there is none."""
    if key_file is not None:
        with _reading(key_file) as source:
            return passphrase_of(source.read().decode("utf-8", errors="replace"))
    given = os.environ.get(PASSPHRASE)
    if given:
        return passphrase_of(given)
    if not sys.stdin.isatty():
        raise BadInput(f"there is no passphrase: give --key-file, or set {KEY_FILE} or {PASSPHRASE}")
    return passphrase_of(click.prompt("Passphrase of the backup", hide_input=True, confirmation_prompt=new))


@contextmanager
def _reading(path: Path) -> Iterator[BinaryIO]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise BadInput(f"{path} can't be read: {error.strerror}") from error
    with file:
        yield file


@contextmanager
def _progress(what: str) -> Iterator[Told]:
    """A bar on stderr, where that is a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
