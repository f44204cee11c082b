"""Multinomial logistic regression over sparse rows by AdaGrad, averaged over the last passes: for training only."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
BATCH = 64
RATE = 1.0
SLOW = 0.01
L2 = 1e-6


@dataclass(frozen=True)
class Row:
    """Features by number, each once, with their values; the class; and how much the row counts."""

    numbers: array[int]
    values: array[float]
    target: int
    weight: float


@dataclass(frozen=True)
class Fitted:
    """The features' numbers, in the order of the rows of `weights` (features x classes), and a constant a class."""

    numbers: Ints
    weights: Floats
    constants: Floats


class _Sparse:
    """Rows as flat arrays; each is scaled to length one, features that are seen too rarely included in its length."""

    def __init__(self, rows: Sequence[Row], numbers: dict[int, int]) -> None:
        starts, index, value = [0], array("q"), array("f")
        for row in rows:
            length = sum(x * x for x in row.values) ** 0.5 or 1.0
            kept = [(numbers[n], x / length) for n, x in zip(row.numbers, row.values, strict=True) if n in numbers]
            index.extend([n for n, _ in kept])
            value.extend([x for _, x in kept])
            starts.append(len(index))
        self.starts, self.index, self.value = np.array(starts), np.array(index), np.array(value)

    def some(self, rows: Ints) -> tuple[Ints, Floats, Ints, Ints]:
        """(features, values, first entry of each row, entries of each row) of some rows that all have entries."""
        sizes = self.starts[rows + 1] - self.starts[rows]
        first = np.concatenate(([0], np.cumsum(sizes)[:-1]))
        entries = np.repeat(self.starts[rows] - first, sizes) + np.arange(sizes.sum())
        return self.index[entries], self.value[entries][:, None], first, sizes


@dataclass
class _Model:
    """Weights while they are fitted, with the sums of squares by which AdaGrad slows each feature down."""

    weights: Floats
    constants: Floats
    squares: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.squares = np.full((len(self.weights), 1), 1e-3, np.float32)

    def step(self, some: tuple[Ints, Floats, Ints, Ints], target: Ints, counts: Floats, shrink: float) -> None:
        """One batch."""
        index, value, first, sizes = some
        logits = np.add.reduceat(self.weights[index] * value, first, axis=0) + self.constants
        error = np.exp(logits - logits.max(axis=1, keepdims=True))
        error /= error.sum(axis=1, keepdims=True)
        error[np.arange(len(target)), target] -= 1
        error *= counts[:, None]
        order = np.argsort(index, kind="stable")
        names, begins = np.unique(index[order], return_index=True)
        slopes = np.repeat(error, sizes, axis=0)[order] * value[order]
        slope = np.add.reduceat(slopes, begins, axis=0) + shrink * self.weights[names]
        self.squares[names] += (slope**2).sum(axis=1, keepdims=True)
        self.weights[names] -= RATE * slope / np.sqrt(self.squares[names])
        self.constants -= SLOW * error.sum(axis=0)


def fit(rows: Sequence[Row], classes: int, passes: int = 6, rare: int = 3, seed: int = 0) -> Fitted:
    """Fit. A feature of fewer than `rare` rows is left out."""
    seen = Counter(name for row in rows for name in row.numbers)
    numbers = {name: n for n, name in enumerate(name for name, times in seen.items() if times >= rare)}
    data = _Sparse(rows, numbers)
    target = np.array([row.target for row in rows])
    counts = np.array([row.weight for row in rows], dtype=np.float32)
    usable = np.flatnonzero(np.diff(data.starts))
    model = _Model(np.zeros((len(numbers), classes), np.float32), np.zeros(classes, np.float32))
    mean, constants, kept = np.zeros_like(model.weights), np.zeros_like(model.constants), 0
    random = np.random.default_rng(seed)
    for turn in range(passes):
        for batch in np.array_split(random.permutation(usable), max(1, len(usable) // BATCH)):
            model.step(data.some(batch), target[batch], counts[batch], L2 * len(usable) / BATCH)
        if turn >= passes // 2:
            mean, constants, kept = mean + model.weights, constants + model.constants, kept + 1
    share = np.float32(1 / kept)
    return Fitted(np.array(list(numbers)), mean * share, constants * share)
