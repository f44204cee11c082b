"""Where a dialogue stands: the way from the home screen to here, as a value that a column or a path can hold."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

HOME = "home"
MOST_SPOTS = 12
"""Screens that `0` can go back through; of a longer way the oldest are forgotten, home excepted."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One screen: its kind and argument (`topic`, `ktp`), and from where on it is shown (0: its beginning)."""

    kind: str
    argument: str = ""
    at: int = 0

    @classmethod
    def of(cls, target: str) -> Spot:
        """The beginning of what an option leads to: `topic:ktp`."""
        kind, _, argument = target.partition(":")
        return cls(kind, argument)


@dataclass(frozen=True, slots=True)
class Trail:
    """The spots from home to here.

    `notice` is the key of the one line above the screen. `language` was chosen in this dialogue. `entered`: the last
    input led to this spot, so what the spot does is to be done. `unclear` is what was typed last and not understood.
    `kept` is the trail that a dropped dialogue can go on with.
    """

    spots: tuple[Spot, ...] = (Spot(HOME),)
    notice: str = ""
    language: str = ""
    entered: bool = False
    over: bool = False
    unclear: str = ""
    kept: tuple[Spot, ...] = ()

    @property
    def here(self) -> Spot:
        """The screen that is shown."""
        return self.spots[-1]

    def to(self, *spots: Spot) -> Trail:
        """Go on to these screens."""
        way = (*self.spots, *spots)
        if len(way) > MOST_SPOTS:
            way = (way[0], *way[1 - MOST_SPOTS :])
        return self._moved(way, entered=True)

    def back(self) -> Trail:
        """One screen back; from home the dialogue ends."""
        if len(self.spots) == 1:
            return replace(self, over=True)
        return self._moved(self.spots[:-1])

    def home(self) -> Trail:
        """To the beginning of the home screen."""
        return self._moved((Spot(HOME),))

    def again(self, notice: str = "", unclear: str = "") -> Trail:
        """The same screen, with a line above it that says why."""
        return replace(self, notice=notice, entered=False, unclear=unclear)

    def turned(self, at: int) -> Trail:
        """The next part of the same screen."""
        return self._moved((*self.spots[:-1], replace(self.here, at=at)))

    def _moved(self, spots: tuple[Spot, ...], *, entered: bool = False) -> Trail:
        return replace(self, spots=spots, notice="", entered=entered, unclear="", kept=())


def dump(trail: Trail) -> str:
    """A trail as the compact JSON of one column. What was typed is not in it: phones and databases are shared."""
    parts: dict[str, object] = {"s": [_packed(spot) for spot in trail.spots]}
    if trail.notice:
        parts["n"] = trail.notice
    if trail.language:
        parts["l"] = trail.language
    if trail.kept:
        parts["k"] = [_packed(spot) for spot in trail.kept]
    return json.dumps(parts, separators=(",", ":"))


def load(text: str) -> Trail:
    """JSON to a trail."""
    parts = json.loads(text)
    return Trail(
        tuple(Spot(*spot) for spot in parts["s"]),
        parts.get("n", ""),
        parts.get("l", ""),
        kept=tuple(Spot(*spot) for spot in parts.get("k", ())),
    )


def _packed(spot: Spot) -> list[str | int]:
    return [spot.kind, spot.argument, spot.at] if spot.at else [spot.kind, spot.argument]
