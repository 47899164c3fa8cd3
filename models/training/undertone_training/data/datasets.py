"""Reads review data sets: JSON lines, gzip. Refuses to know splits, tokens and models."""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SENTENCES = ("mr_sentences", "sst2", "sst2_dev", "sst5", "sst5_dev", "rt_critics")
"""Film sentences that overlap in part: one text may stand in several of them, tokenized differently."""

WITH_USERS = ("rt_critics", "amazon_musical_instruments", "amazon_digital_music", "amazon_small_2018", "meld_train")
"""Sets whose rows belong to users (a dialogue counts as one) and have an order."""

WHOLLY_HELD_OUT = ("meld_dev",)
"""Sets that nothing is learned from."""

PHRASES = "sst_phrases"
"""Spans of the SST sentences: each stands inside a sentence of another set."""

SHORT = ("rt_critics", "mr_sentences", "sst2", "cr_products")
"""Sets of one sentence or two, each text once."""

LABELLED = ("imdb", *SENTENCES, PHRASES, "cr_products", *WITH_USERS[1:], *WHOLLY_HELD_OUT)
UNLABELLED = ("imdb_unlabelled",)
INVENTED = "invented"
"""What no set holds: texts that a language model has written."""

LESSON = "lesson"
"""What no set holds: texts whose verdict is known by how they are made."""

TRADES, NEVER_MET = "trades", "trades_never_met"
"""What no set holds: reviews in many trades that were written by hand for the lesson, and those of trades that are wholly held out."""

PAIRS = "pairs"
"""Pairs of sentences by hand, alike in their words and opposite in their verdicts, that nothing is learned from."""

GOODS = ("cr_products", "amazon_musical_instruments", "amazon_digital_music", "amazon_small_2018")
"""English sets that are not of films, and small."""

CHINESE = ("zh_online_shopping", "zh_hotel", "zh_waimai")


@dataclass(frozen=True)
class Review:
    """One row; `label` as it stands in the set, None where it has none."""

    dataset: str
    review_id: str
    user_id: str | None
    order: tuple
    text: str
    label: str | None


def lines(folder: Path, dataset: str) -> Iterator[str]:
    """Yields the lines of a set as they stand in its file; raises ValueError where the file is damaged."""
    path, number = file_of(folder, dataset), 0
    try:
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            for line in stream:
                number += 1
                yield line
    except (EOFError, zlib.error, gzip.BadGzipFile, UnicodeDecodeError) as broken:
        found = "bytes that are none" if isinstance(broken, UnicodeDecodeError) else str(broken).rstrip(".")
        raise ValueError(
            f"reading {path}, after line {number}: expected gzip of text in UTF-8, found {found}; get the file anew"
        ) from broken


def file_of(folder: Path, dataset: str) -> Path:
    """Returns the file of a set; raises FileNotFoundError where there is none."""
    path = folder / f"{dataset}.jsonl.gz"
    if not path.is_file():
        raise FileNotFoundError(f"reading data set {dataset}: expected {path}, found nothing; name the folder with --data")
    return path


def read(folder: Path, dataset: str) -> list[Review]:
    """Returns the rows of one set, users' rows in the order of (timestamp, seq, line)."""
    reviews, path = [], file_of(folder, dataset)
    for line_number, line in enumerate(lines(folder, dataset)):
        row = _row(line, f"reading {path}, line {line_number + 1}")
        order = (row.get("timestamp") or 0, row.get("seq") or 0, line_number)
        reviews.append(Review(dataset, row["review_id"], row.get("user_id"), order, row["text"], row.get("label")))
    return reviews


def _row(line: str, reading: str) -> dict:
    """Returns the row that a line holds; raises ValueError where it is none with an id and a text."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError as broken:
        raise ValueError(f"{reading}: expected a row of JSON, found {broken.msg} at letter {broken.pos + 1}; correct the file") from broken
    if not isinstance(row, dict):
        raise ValueError(f"{reading}: expected a row of names and values, found {_kind(row)}; correct the file")
    missing = [key for key in ("review_id", "text") if key not in row]
    if missing:
        found = ", ".join(row) or "an empty one"
        raise ValueError(f"{reading}: expected {' and '.join(missing)} in the row, found only {found}; correct the file")
    if not isinstance(row["text"], str):
        raise ValueError(f"{reading}: expected a text in quotes, found {_kind(row['text'])}; correct the file")
    return row


def _kind(value: object) -> str:
    """Returns what a value of JSON is, not what it says."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return {dict: "names and values", list: "a list", str: "a text"}.get(type(value), "a number")
