"""Counts how well a score tells accounts that changed hands from others: the area under the ROC curve, by bootstrap over accounts.

Refuses to know streams and models.
"""

import numpy as np

from undertone_training.teach.intervals import BOOTSTRAPS, SEED, Figure


def area(scores: np.ndarray, changed: np.ndarray) -> Figure:
    """Returns the area under the ROC curve of scores [n] for accounts that changed hands or did not [n], drawn anew by account."""
    found = auc(scores, changed)
    generator = np.random.default_rng(SEED)
    drawn = []
    while len(drawn) < BOOTSTRAPS:
        some = generator.integers(0, len(scores), len(scores))
        if 0 < changed[some].sum() < len(some):
            drawn.append(auc(scores[some], changed[some]))
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Figure(found, float(low), float(high))


def auc(scores: np.ndarray, changed: np.ndarray) -> float:
    """Returns how often a changed account scores above an unchanged one; a tie counts half."""
    ordered, place = np.unique(scores, return_inverse=True)
    ties = np.bincount(place, minlength=len(ordered))
    ranks = (np.cumsum(ties) - (ties - 1) / 2)[place]
    count = changed.sum()
    return float((ranks[changed].sum() - count * (count + 1) / 2) / (count * (len(scores) - count)))
