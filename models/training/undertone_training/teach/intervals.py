"""Gives a mean its 95 % interval, by bootstrap over users.

Refuses to know models. Source: Efron & Tibshirani 1993 (percentile bootstrap).
"""

from dataclasses import dataclass

import numpy as np

BOOTSTRAPS = 2000
SEED = 17


@dataclass(frozen=True)
class Figure:
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float

    def percent(self) -> str:
        return f"{100 * self.value:.1f} % ({100 * self.low:.1f} to {100 * self.high:.1f})"

    def points(self) -> str:
        return f"{100 * self.value:+.1f} ({100 * self.low:+.1f} to {100 * self.high:+.1f})"

    def plain(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"


def mean(values: np.ndarray, users: np.ndarray) -> Figure:
    """Returns the mean of one value a review [n], drawn anew by user [n]."""
    names, place = np.unique(users, return_inverse=True)
    sums, counts = np.bincount(place, values), np.bincount(place)
    drawn = np.random.default_rng(SEED).integers(0, len(names), (BOOTSTRAPS, len(names)))
    low, high = np.percentile(sums[drawn].sum(1) / counts[drawn].sum(1), [2.5, 97.5])
    return Figure(float(values.mean()), float(low), float(high))
