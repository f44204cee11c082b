"""`smsinfo`: the table of commands. Each is imported only when it is called, so that `ask` starts quickly."""

from __future__ import annotations

import importlib

import click

from smsinfo import __version__

# name -> (module:object, one line for the list)
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("smsinfo.cli.demo:demo", "Everything on this machine: database, demo content, web, worker, phone page."),
    "ask": ("smsinfo.cli.ask:ask", "What a citizen gets for a text, as the phone shows it."),
    "ussd": ("smsinfo.cli.ussd:ussd", "Dial the menu, as the phone shows it."),
    "serve": ("smsinfo.cli.serve:serve", "The web process: webhooks and pages."),
    "worker": (
        "smsinfo.cli.worker:worker",
        "Send what waits, fetch what modems hold, look after the queue.",
    ),
    "outbox": ("smsinfo.cli.outbox:outbox", "What waits and what leaves; show, cancel, report."),
    "channel": ("smsinfo.cli.channel:channel", "Look at channels, try one, tell its number, pause and resume."),
    "db": ("smsinfo.cli.db:db", "Bring the database up to date, or look at it."),
    "content": ("smsinfo.cli.content:content", "Import, export and check content packs."),
    "gaps": ("smsinfo.cli.gaps:gaps", "What people asked and did not get; close it by an alias."),
    "report": ("smsinfo.cli.report:report", "What happened: tables, CSV, PDF."),
    "poster": ("smsinfo.cli.poster:poster", "A poster for the board of a village."),
    "cap": ("smsinfo.cli.cap:cap", "CAP documents of other agencies, in as drafts."),
    "regions": ("smsinfo.cli.regions:regions", "Import regions, where they lie, what is known of villages."),
    "subscribers": ("smsinfo.cli.subscribers:subscribers", "Bring subscribers in with proof; dead numbers."),
    "groups": ("smsinfo.cli.groups:groups", "Community groups (KIM): look at them, bring a file in."),
    "eval": ("smsinfo.cli.evaluate:evaluate", "Score the understanding on labelled texts."),
    "keys": ("smsinfo.cli.keys:keys", "Make keys, and seal numbers under the newest."),
    "staff": (
        "smsinfo.cli.staff:staff",
        "The people who work here: the first administrator, links, unlocking, phones, code sheets.",
    ),
    "roster": ("smsinfo.cli.roster:roster", "Who is on duty for alerts, and where nobody is."),
    "drill": ("smsinfo.cli.drill:drill", "When the last drill of the alerts was."),
    "audit": ("smsinfo.cli.audit:audit", "Check the audit log, and print its end."),
    "backup": ("smsinfo.cli.backup:backup", "Write the whole database into an encrypted file."),
    "restore": ("smsinfo.cli.backup:restore", "Fill an empty database from a backup; unlock sending."),
    "doctor": ("smsinfo.cli.doctor:doctor", "Say what is wrong with this installation."),
}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        module, _, name = entry[0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry[1]) for name, entry in COMMANDS.items()])


@click.command(cls=_Lazy)
@click.version_option(__version__, prog_name="smsinfo")
def main() -> None:
    """Short, correct, sourced answers by SMS for places where a basic phone is all that people have."""
