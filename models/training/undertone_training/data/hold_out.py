"""Writes the held-out tenth of the data sets as JSON lines, so that `jobs/undertone replay` can be scored on it.

Rows are copied as they stand in their set. Refuses to know tokens and models.
"""

import gzip
from pathlib import Path

from undertone_training.data import datasets, splits
from undertone_training.data.datasets import CHINESE, LABELLED

LANGUAGES = (LABELLED, CHINESE)
"""Sets that are split together."""


def write(data: Path, out: Path) -> dict[str, int]:
    """Writes `out/NAME.jsonl` for every labelled set in `data`; returns the number of rows of each."""
    out.mkdir(parents=True, exist_ok=True)
    counts: dict[str, int] = {}
    for names in LANGUAGES:
        reviews = [review for name in names for review in datasets.read(data, name)]
        held_out = {(review.dataset, review.order[-1])
                    for review, side in zip(reviews, splits.sides(reviews)) if side == splits.HELD_OUT}
        for name in names:
            counts[name] = _copy(data / f"{name}.jsonl.gz", out / f"{name}.jsonl", {line for own, line in held_out if own == name})
    return counts


def _copy(source: Path, target: Path, line_numbers: set[int]) -> int:
    with gzip.open(source, "rt", encoding="utf-8") as lines, target.open("w", encoding="utf-8") as kept:
        kept.writelines(line for line_number, line in enumerate(lines) if line_number in line_numbers)
    return len(line_numbers)
