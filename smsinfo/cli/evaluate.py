"""`smsinfo eval FILE`: how well labelled texts are understood, by kind, and what a question costs a citizen."""

from __future__ import annotations

import csv
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table

from smsinfo.cli.errors import friendly
from smsinfo.config import load_settings
from smsinfo.errors import BadInput
from smsinfo.logs import configure_logs
from smsinfo.rehearsal import Rehearsal, published
from smsinfo.scoring import Label, Scored, Summary, judge, summarise

COLUMNS = {"expected", "text", "kind"}


@click.command("eval")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--wrong", is_flag=True, help="List every text that was not understood right.")
@friendly
def evaluate(file: Path, wrong: bool) -> None:
    """Score the understanding on FILE (TSV: expected, text, kind)."""
    settings = load_settings()
    configure_logs("ERROR", "text")
    labels = read_labels(file)
    catalogue, _ = published(settings)
    stage = Rehearsal(catalogue, settings)
    console = Console(stderr=True)
    scored = [judge(label, stage.play(label.text)) for label in track(labels, "reading texts", console=console)]
    safety = frozenset(topic.key for topic in catalogue.topics if topic.safety)
    print_summary(summarise(scored, safety), scored if wrong else [])


def read_labels(file: Path) -> list[Label]:
    """The rows of a label file. Raises BadInput for a file of another form."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if not set(rows.fieldnames or ()) >= COLUMNS:
            raise BadInput(f"{file}: the first line must name the columns expected, text, kind (tab-separated)")
        return [Label(row["expected"], row["text"], row["kind"]) for row in rows]


def print_summary(summary: Summary, wrong: list[Scored]) -> None:
    """The table by kind, the figures under it, and the wrong ones of the texts in `wrong`."""
    console = Console(width=110)
    table = Table(title="Understanding", title_justify="left")
    for heading in ("kind", "texts", "right", "right or in a menu"):
        table.add_column(heading, justify="left" if heading == "kind" else "right")
    for row in summary.rows:
        table.add_row(row.kind, str(row.texts), f"{row.right / row.texts:.1%}", f"{row.near / row.texts:.1%}")
    console.print(table)
    console.print(
        f"one topic wanted: right {summary.right:.1%}, right or in a menu {summary.near:.1%} of {summary.topic_texts}"
    )
    low, high = summary.false_interval
    console.print(
        f"deserve no answer: {summary.false:.1%} answered (95 %: {low:.1%} to {high:.1%}) of {summary.negatives}"
    )
    console.print(f"  safety topics among those: {summary.false_safety}")
    console.print(f"  false STOP: {summary.false_stop}; cries for help that got a menu: {summary.cry_menus}")
    console.print(f"texts sent per question answered: {summary.texts_per_question:.2f} (goal <= 1.3)")
    console.print(f"one segment: {summary.one_segment:.1%} of the answers")
    for item in wrong:
        if not item.right:
            console.print(
                f"[{item.label.kind}] {item.label.text!r}: wanted {item.label.expected}, got {item.got}", markup=False
            )
