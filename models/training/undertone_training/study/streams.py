"""Lays out the streams of the study as JSON lines: who wrote what in which order, what is asked of it, and what is gold.

An event is asked about (`Stream.asked`) only if its text was held out; what its user wrote before may have been learned from, its label
is never shown. Refuses to know models.
"""

import json
import random
from dataclasses import dataclass, field
from pathlib import Path

from undertone_training.data import datasets, sentences
from undertone_training.data.datasets import LABELLED
from undertone_training.data.hold_out import held_out

SEED = 17
LAST_PART = 5
STRANGERS_OF_ONE = 8


@dataclass
class Stream:
    """One stream: its file, the reviews that are asked about, by id, with what is gold and whose they are."""

    name: str
    file: Path
    asked: dict[str, tuple[str, str]] = field(default_factory=dict)
    options: tuple[str, ...] = ()


def all_streams(data: Path, out: Path) -> dict[str, Stream]:
    """Writes every stream of the study under `out`; returns them by name. Raises ValueError where one has nothing to ask about."""
    out.mkdir(parents=True, exist_ok=True)
    aside = held_out(data, LABELLED)

    def rows(name: str, *needed: str) -> list[tuple[dict, bool]]:
        return [(row, (name, number) in aside) for number, row in enumerate(datasets.rows(data, name, *needed))]

    imdb = [row for row, held in rows("imdb", "label") if held]
    found = [_write("imdb", out, imdb, {row["review_id"]: (row["label"], row["review_id"]) for row in imdb}), _by_sentence(imdb, out)]
    dealt = [row | {"user_id": f"made-up-{number // STRANGERS_OF_ONE}", "seq": number} for number, row in enumerate(_shuffled(imdb))]
    found.append(_write("imdb-strangers", out, dealt, {row["review_id"]: (row["label"], row["user_id"]) for row in dealt}))
    for name, options in (("rt_critics", ()), ("amazon_musical_instruments", ("--positive-rating", "5")), ("meld_dev", ())):
        found += _of_users(name, rows(name, "user_id", "rating" if options else "label"), out, options)
    for stream in found:
        if not stream.asked:
            raise ValueError(
                f"laying out the stream {stream.name}: expected reviews in it that were held out and have a verdict, found none; "
                "give more rows of that set"
            )
    return {stream.name: stream for stream in found}


def _by_sentence(rows: list[dict], out: Path) -> Stream:
    """Streams each review's sentences as one user's events; asks about the last."""
    events, asked = [], {}
    for row in rows:
        pieces = sentences.cut(row["text"], "en")
        events += [
            {"review_id": f"{row['review_id']}-{number}", "user_id": row["review_id"], "seq": number, "text": piece, "label": row["label"]}
            for number, piece in enumerate(pieces)
        ]
        asked[events[-1]["review_id"]] = (row["label"], row["review_id"])
    return _write("imdb-by-sentence", out, events, asked)


def _of_users(name: str, rows: list[tuple[dict, bool]], out: Path, options: tuple[str, ...]) -> list[Stream]:
    """Streams a set with users in order, asking about its held-out rows, and again with the users dealt out anew."""

    def gold(row: dict) -> str:
        return ("positive" if row["rating"] >= 5 else "negative") if options else row["label"]

    ordered = sorted(rows, key=lambda pair: pair[0].get("timestamp") or 0)
    late = {row["review_id"] for row, _ in ordered[len(ordered) * (LAST_PART - 1) // LAST_PART :]}
    asked = {row["review_id"]: (gold(row), row["user_id"]) for row, aside in rows if aside and gold(row) in ("negative", "positive")}
    plain = [row for row, _ in rows]
    owners = _shuffled([row["user_id"] for row in plain])
    dealt = [row | {"user_id": owner} for row, owner in zip(plain, owners)]
    whose = {row["review_id"]: row["user_id"] for row in dealt}
    streams = [
        _write(name, out, plain, asked, options),
        _write(f"{name}-strangers", out, dealt, {i: (label, whose[i]) for i, (label, _) in asked.items()}, options),
    ]
    if "timestamp" in plain[0]:
        last = Stream(f"{name}-last-fifth", streams[0].file, {i: value for i, value in asked.items() if i in late}, options)
        streams.insert(1, last)
    return streams


def _shuffled(items: list) -> list:
    return random.Random(SEED).sample(items, len(items))


def _write(name: str, out: Path, rows: list[dict], asked: dict, options: tuple[str, ...] = ()) -> Stream:
    file = out / f"{name}.jsonl"
    with file.open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return Stream(name, file, asked, options)
