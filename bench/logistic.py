"""A small logistic regression over sparse features, for calibration only: the program itself just adds up weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def fit(
    rows: Sequence[tuple[dict[str, float], int, float]], l2: float, steps: int = 300, rare: int = 2
) -> dict[str, float]:
    """Weights by feature name (`""` is the constant) for rows of (features, label, weight of the row)."""
    seen = Counter(name for features, _, _ in rows for name in features)
    number = {name: n for n, name in enumerate(name for name, times in seen.items() if times >= rare)}
    at_row, at_column, value = [], [], []
    for n, (features, _, _) in enumerate(rows):
        for name, x in features.items():
            if name in number:
                at_row.append(n)
                at_column.append(number[name])
                value.append(x)
    row_of, column_of, x_of = np.array(at_row), np.array(at_column), np.array(value, dtype=float)
    label = np.array([row[1] for row in rows], dtype=float)
    weight = np.array([row[2] for row in rows], dtype=float)
    beta, mean, square, constant = np.zeros(len(number)), np.zeros(len(number) + 1), np.zeros(len(number) + 1), 0.0
    for step in range(1, steps + 1):
        total = np.bincount(row_of, weights=x_of * beta[column_of], minlength=len(rows)) + constant
        error = weight * (1 / (1 + np.exp(-np.clip(total, -30, 30))) - label)
        slope = np.bincount(column_of, weights=x_of * error[row_of], minlength=len(number)) + l2 * beta
        gradient = np.append(slope, error.sum())
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        move = 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
        beta, constant = beta - move[:-1], constant - float(move[-1])
    return {"": constant, **{name: float(beta[n]) for name, n in number.items()}}


def score(weights: dict[str, float], features: dict[str, float]) -> float:
    """Log-odds of one row."""
    return weights.get("", 0.0) + sum(weights.get(name, 0.0) * x for name, x in features.items())
