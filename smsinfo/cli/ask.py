"""`smsinfo ask`: what a citizen gets for a text, as the phone shows it. Nothing is stored and nothing is sent."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from smsinfo.cli.errors import friendly
from smsinfo.config import load_settings
from smsinfo.errors import BadInput
from smsinfo.locale import languages
from smsinfo.logs import configure_logs
from smsinfo.rehearsal import Played, Rehearsal, published
from smsinfo.sms.segments import split


@click.command()
@click.argument("text", nargs=-1)
@click.option("--region", help="Kemendagri code of where the citizen lives, e.g. 62.06.")
@click.option("--language", default="id", show_default=True, help="id, en, bjn or nij.")
@click.option("--explain", is_flag=True, help="Show which words led to the decision.")
@click.option("--jsonl", is_flag=True, help="Read one text a line from stdin, write one JSON object a line.")
@friendly
def ask(text: tuple[str, ...], region: str | None, language: str, explain: bool, jsonl: bool) -> None:
    """What a citizen gets for TEXT, as the phone shows it. Nothing is stored and nothing is sent."""
    settings = load_settings()
    configure_logs("ERROR", "text")
    catalogue, from_database = published(settings)
    if not from_database:
        click.echo("(no database yet: answering from the demo pack)", err=True)
    stage = Rehearsal(catalogue, settings)
    check_person(stage, region, language)
    if jsonl:
        for line in sys.stdin.buffer:
            typed = line.decode("utf-8", errors="replace").rstrip("\r\n")
            click.echo(json.dumps(as_json(typed, stage.play(typed, language, region)), ensure_ascii=False))
        return
    if not text:
        raise BadInput("give a text, e.g.: smsinfo ask ktp hilang")
    typed = " ".join(text)
    _show(stage, typed, stage.play(typed, language, region), explain=explain)


def check_person(stage: Rehearsal, region: str | None, language: str) -> None:
    """Raise BadInput for a language or region that there is not."""
    if language not in languages():
        raise BadInput(f"--language {language} is not known; choose one of {', '.join(languages())}")
    if region is not None and region not in stage.snapshot.places:
        raise BadInput(f"--region {region} is not a known region code; 62.06 is Katingan, 62.71 Palangka Raya")


def as_json(text: str, played: Played) -> dict[str, Any]:
    """The stable form of a played text (design section 14)."""
    reply, resolution = played.reply, played.resolution
    command = resolution.command if resolution.kind == "command" else None
    kind = "command" if command else reply.kind.value if reply else "none"
    line: dict[str, Any] = {
        "text": text,
        "kind": kind,
        "topics": list(reply.topics if reply and reply.topics else resolution.topics),
        "command": command,
        "arg": _argument(played),
        "reply": reply.text if reply else "",
        "encoding": reply.encoding if reply else "gsm7",
        "segments": reply.segments if reply else 0,
    }
    if command in ("subscribe", "region") and line["arg"] is None and resolution.places:
        line["places"] = list(resolution.places)
    return line


def _argument(played: Played) -> str | None:
    resolution = played.resolution
    if resolution.kind != "command":
        return None
    if resolution.command in ("subscribe", "region"):
        return resolution.places[0] if len(resolution.places) == 1 else None
    return resolution.argument or None


def _show(stage: Rehearsal, text: str, played: Played, *, explain: bool) -> None:
    reply = played.reply
    if reply is None:
        click.echo("(no reply: thanks and greetings cost nobody a text)")
    else:
        parts = split(reply.text)
        for number, part in enumerate(parts.parts, 1):
            click.echo(
                click.style(f"-- {number}/{parts.count} ", dim=True) if parts.count > 1 else "", nl=parts.count > 1
            )
            click.echo(part)
        click.echo(
            click.style(f"[{parts.encoding}, {parts.count} segment{'s' * (parts.count != 1)}]", dim=True), err=True
        )
    if explain:
        _explain(stage, text, played)


def _explain(stage: Rehearsal, text: str, played: Played) -> None:
    resolution = played.resolution
    what = resolution.command or ", ".join(resolution.topics) or "nothing"
    click.echo(f"\n{resolution.kind}: {what} (confidence {resolution.score:.2f})")
    for key, evidence in stage.snapshot.understanding.explain(text):
        click.echo(f"  {key}")
        for reason in evidence:
            click.echo(
                f"    {reason.weight:5.2f}  {reason.matched} -> {reason.reading.removeprefix('~')} ({reason.source})"
            )
