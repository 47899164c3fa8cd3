"""Reads review data sets: JSON lines, gzip. Refuses to know splits, tokens and models."""

import gzip
import json
from dataclasses import dataclass
from pathlib import Path

LABELS = ("negative", "positive")

SENTENCES = ("mr_sentences", "sst2", "sst2_dev", "sst5", "sst5_dev", "rt_critics")
"""Film sentences that overlap in part: one text may stand in several of them, tokenized differently."""

WITH_USERS = ("rt_critics", "amazon_musical_instruments", "amazon_digital_music", "amazon_small_2018")
"""Sets whose rows belong to users and have a time."""

PHRASES = "sst_phrases"
"""Spans of the SST sentences: each stands inside a sentence of another set."""

LABELLED = ("imdb", *SENTENCES, PHRASES, "cr_products", *WITH_USERS[1:])
UNLABELLED = ("imdb_unlabelled",)


@dataclass(frozen=True)
class Review:
    """One row. `label` is an index into LABELS, or None where the set has none that we learn from (neutral, unlabelled)."""

    dataset: str
    review_id: str
    user_id: str | None
    order: tuple
    text: str
    label: int | None


def read(folder: Path, dataset: str) -> list[Review]:
    """Returns the rows of one set, users' rows in the order of (timestamp, seq, line)."""
    path = folder / f"{dataset}.jsonl.gz"
    if not path.is_file():
        raise FileNotFoundError(f"reading data set {dataset}: expected {path}, found nothing; name the folder with --data")
    reviews = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line_number, line in enumerate(lines):
            row = json.loads(line)
            label = row.get("label")
            reviews.append(Review(
                dataset, row["review_id"], row.get("user_id"),
                (row.get("timestamp") or 0, row.get("seq") or 0, line_number),
                row["text"], LABELS.index(label) if label in LABELS else None))
    return reviews

