"""Reads review data sets: JSON lines, gzip. Refuses to know splits, tokens and models."""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from undertone_training.text.pieces import without_lone_surrogates

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


LABELS = ("negative", "neutral", "positive")

_TEXT = "a text in quotes", lambda value: isinstance(value, str)
_NUMBER = "a number", lambda value: type(value) in (int, float)
FORMS = {
    **dict.fromkeys(("review_id", "text", "user_id", "category"), _TEXT),
    **dict.fromkeys(("timestamp", "seq", "rating"), _NUMBER),
    "label": (f"{', '.join(LABELS[:-1])} or {LABELS[-1]}", lambda value: value in LABELS),
}
"""What a key of a row must hold where it has a value: in words, and as a test."""


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
    return [
        Review(
            dataset,
            row["review_id"],
            row.get("user_id"),
            (row.get("timestamp") or 0, row.get("seq") or 0, number),
            row["text"],
            row.get("label"),
        )
        for number, row in enumerate(rows(folder, dataset))
    ]


def rows(folder: Path, dataset: str, *needed: str) -> Iterator[dict]:
    """Yields the rows of a set, line by line, lone surrogates in their texts replaced.

    Raises ValueError where there are none, or one lacks an id, a text or what is `needed`, or has another value than its key means.
    """
    path, number = file_of(folder, dataset), 0
    for number, line in enumerate(lines(folder, dataset), 1):
        row = _row(line, f"reading {path}, line {number}", ("review_id", "text", *needed))
        yield row | {"text": without_lone_surrogates(row["text"])}
    if not number:
        raise ValueError(f"reading {path}: expected a row on each line, found no line; get the file anew")


def _row(line: str, reading: str, needed: tuple[str, ...]) -> dict:
    """Returns the row that a line holds; raises ValueError where it is none with all that is needed."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError as broken:
        raise ValueError(f"{reading}: expected a row of JSON, found {broken.msg} at letter {broken.pos + 1}; correct the file") from broken
    if not isinstance(row, dict):
        raise ValueError(f"{reading}: expected a row of names and values, found {_kind(row)}; correct the file")
    missing = [key for key in needed if key not in row]
    if missing:
        found = ", ".join(row) or "an empty one"
        raise ValueError(f"{reading}: expected {' and '.join(missing)} in the row, found only {found}; correct the file")
    for key in row.keys() & FORMS.keys():
        words, fits = FORMS[key]
        if not (fits(row[key]) or (row[key] is None and key not in needed)):
            raise ValueError(f"{reading}: expected {key} as {words}, found {_kind(row[key])}; correct the file")
    return row


def _kind(value: object) -> str:
    """Returns what a value of JSON is, not what it says."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return {dict: "names and values", list: "a list", str: "a text"}.get(type(value), "a number")
