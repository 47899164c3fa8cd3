"""Writes the held-out tenth of the data sets as JSON lines, so that `jobs/undertone replay` can be scored on it.

Rows are copied as they stand in their set. Refuses to know tokens and models.
"""

from itertools import chain
from pathlib import Path

from undertone_training.data import datasets, splits
from undertone_training.data.datasets import CHINESE, LABELLED
from undertone_training.data.files import replaced

LANGUAGES = (LABELLED, CHINESE)
"""Sets that are split together."""


def write(data: Path, out: Path) -> dict[str, int]:
    """Writes `out/NAME.jsonl` for every labelled set; returns the number of rows of each.

    Sets are split together, so `data` must hold them all: where one is missing or damaged, nothing is written.
    """
    for name in chain(*LANGUAGES):
        datasets.file_of(data, name)
    asides = [held_out(data, names) for names in LANGUAGES]
    out.mkdir(parents=True, exist_ok=True)
    counts: dict[str, int] = {}
    for names, aside in zip(LANGUAGES, asides):
        for name in names:
            rows = [line for number, line in enumerate(datasets.lines(data, name)) if (name, number) in aside]
            with replaced(out / f"{name}.jsonl") as part:
                part.write_text("".join(rows), encoding="utf-8")
            counts[name] = len(rows)
    return counts


def held_out(data: Path, names: tuple[str, ...]) -> set[tuple[str, int]]:
    """Returns the set and the line of every row of these sets that is held out."""
    reviews = [review for name in names for review in datasets.read(data, name)]
    return {(review.dataset, review.order[-1]) for review, side in zip(reviews, splits.sides(reviews)) if side == splits.HELD_OUT}
