"""How a label judges a played text, and the figures over many.

Label grammar: `key`; `a|b` either; `-` no answer; `menu:a|b` a short menu wanted; `cmd:name[:arg]`; alternatives
joined by `|`.
A menu row is right with two of the wanted topics (or all, if fewer) in a menu of at most five.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

from smsinfo.rehearsal import Played

# Names that other label files use for our commands.
OTHER_NAMES = {
    "daftar": "subscribe",
    "berhenti": "stop",
    "lanjut": "more",
    "bantuan": "help",
    "bahasa": "language",
    "lapor": "report",
}
OTHER_ARGUMENTS = {"ngaju": "nij", "banjar": "bjn", "inggris": "en", "indonesia": "id"}
_NOT_ONE_TOPIC = frozenset(("negative", "ambiguous", "multi", "command"))


@dataclass(frozen=True, slots=True)
class Label:
    """One labelled text."""

    expected: str
    text: str
    kind: str

    @property
    def alternatives(self) -> list[str]:
        """All that counts as right."""
        return self.expected.removeprefix("menu:").split("|")

    @property
    def commands(self) -> set[str]:
        """`name` or `name:argument` of the commands that count as right, under our names."""
        return {_our_command(part.removeprefix("cmd:")) for part in self.alternatives if part.startswith("cmd:")}

    @property
    def topics(self) -> set[str]:
        """The topics that count as right."""
        return {part for part in self.alternatives if part != "-" and not part.startswith("cmd:")}


@dataclass(frozen=True, slots=True)
class Scored:
    """A label with what came of it. `near`: right, or the right topic in a menu, or the right command."""

    label: Label
    played: Played
    right: bool
    near: bool
    got: str


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one kind."""

    kind: str
    texts: int
    right: int
    near: int


@dataclass(frozen=True, slots=True)
class Summary:
    """All figures. Shares lie between 0 and 1; the interval is Wilson's for 95 %."""

    rows: tuple[Row, ...]
    topic_texts: int
    right: float
    near: float
    negatives: int
    false: float
    false_interval: tuple[float, float]
    false_safety: int
    false_stop: int
    cry_menus: int
    texts_per_question: float
    one_segment: float


def _our_command(part: str) -> str:
    name, _, argument = part.partition(":")
    ours = OTHER_NAMES.get(name, name)
    return ours + (f":{OTHER_ARGUMENTS.get(argument, argument)}" if argument else "")


def _command_got(played: Played) -> str:
    meant = played.resolution
    if meant.kind != "command" or meant.command is None:
        return ""
    if meant.command in ("subscribe", "region"):
        return f"{meant.command}:{meant.places[0]}" if len(meant.places) == 1 else meant.command
    return f"language:{meant.argument}" if meant.command == "language" and meant.argument else meant.command


def judge(label: Label, played: Played) -> Scored:
    """Score one text."""
    meant = played.resolution
    first = meant.topics[:1]
    command = _command_got(played)
    got = command or f"{meant.kind} {','.join(meant.topics)}".strip()
    top_right = bool(first) and first[0] in label.topics
    if "-" in label.alternatives:
        right = near = meant.kind not in ("answer", "menu") or top_right
    elif label.commands:
        right = command in label.commands or (meant.kind == "answer" and top_right)
        near = right or (bool(command) and command.split(":")[0] in {c.split(":")[0] for c in label.commands})
    elif label.expected.startswith("menu:"):
        shared = len(set(meant.topics) & label.topics)
        right = meant.kind == "menu" and len(meant.topics) <= 5 and shared >= min(2, len(label.topics))
        near = right or top_right
    else:
        right = meant.kind == "answer" and top_right
        near = right or bool(set(meant.topics[:4]) & label.topics)
    return Scored(label, played, right, near, got)


def summarise(scored: list[Scored], safety: frozenset[str]) -> Summary:
    """All figures over scored texts; `safety` are the topics that must never be answered falsely."""
    by_kind: dict[str, list[Scored]] = defaultdict(list)
    for item in scored:
        by_kind["command" if item.label.commands and "-" not in item.label.alternatives else item.label.kind].append(
            item
        )
    rows = tuple(
        Row(kind, len(items), sum(s.right for s in items), sum(s.near for s in items))
        for kind, items in by_kind.items()
    )
    topical = [
        s
        for kind, items in by_kind.items()
        if kind not in _NOT_ONE_TOPIC
        for s in items
        if "-" not in s.label.alternatives
    ]
    negative = [s for s in scored if "-" in s.label.alternatives]
    false = [s for s in negative if not s.right]
    answered = [s for s in scored if s.played.reply and s.played.reply.kind.value == "answer"]
    return Summary(
        rows=rows,
        topic_texts=len(topical),
        right=_share(sum(s.right for s in topical), len(topical)),
        near=_share(sum(s.near for s in topical), len(topical)),
        negatives=len(negative),
        false=_share(len(false), len(negative)),
        false_interval=wilson(len(false), len(negative)),
        false_safety=sum(
            1 for s in false if s.played.resolution.topics[:1] and s.played.resolution.topics[0] in safety
        ),
        false_stop=sum(1 for s in scored if s.played.resolution.command == "stop" and "stop" not in s.label.commands),
        cry_menus=sum(1 for s in scored if s.label.kind == "cry" and s.played.resolution.kind == "menu"),
        texts_per_question=_share(sum(_texts(s) for s in topical), len(topical)),
        one_segment=_share(sum(1 for s in answered if s.played.reply and s.played.reply.segments == 1), len(answered)),
    )


def _texts(item: Scored) -> int:
    """Texts that the citizen sends until the answer is there: 1 for an answer, 2 for a menu or none, +1 for a
    needed LANJUT."""
    if item.played.resolution.kind != "answer" or not item.right:
        return 2
    reply = item.played.reply
    return 2 if reply is not None and reply.paged else 1


def _share(part: float, whole: int) -> float:
    return part / whole if whole else 0.0


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """The 95 % interval of a share (E. B. Wilson, JASA 22, 1927)."""
    if not trials:
        return 0.0, 1.0
    z, share = 1.96, hits / trials
    middle = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials**2)) / (1 + z * z / trials)
    return max(0.0, middle - half), min(1.0, middle + half)
