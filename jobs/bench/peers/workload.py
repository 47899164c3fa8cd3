"""Makes the reviews that every contender reads: the project's own sample, some joined to longer texts, or data sets.

Refuses to know Kafka and models. The same options give the same reviews.
"""

import gzip
import json
import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

SAMPLE = Path(__file__).resolve().parents[2] / "src/main/resources/io/undertone/job/sample/reviews.jsonl"

COUNT = 4096
"""Different reviews; a longer stream repeats them."""

SHARES = 64
"""Users that are made of one, so that users come back and yet are many."""

SEED = 7

JOINED_LETTERS = (6.63, 0.62)
"""Mean and deviation of the logarithm of a joined text's length: with the short half, 169 tokens a review on average, as films' have."""

LETTERS_MAX = 6000


@dataclass(frozen=True)
class Review:
    """One review, as it is before it gets its number."""

    user: str
    text: str
    label: str | None


class Workload:
    """A stream of reviews, numbered from 0."""

    def __init__(self, datasets: list[Path]):
        chance = random.Random(SEED)
        self.reviews = _of_files(datasets) if datasets else _of_sample(chance)
        chance.shuffle(self.reviews)
        rests = ({"user_id": self.user(i), "text": review.text} for i, review in enumerate(self.reviews))
        self._rests = [json.dumps(rest, ensure_ascii=False)[1:].encode("utf-8", "replace") for rest in rests]

    def texts(self) -> list[str]:
        return [review.text for review in self.reviews]

    def user(self, number: int) -> str:
        return f"{self.reviews[number % COUNT].user}-{number % SHARES}"

    def label(self, number: int) -> str | None:
        return self.reviews[number % COUNT].label

    def records(self, count: int) -> Iterator[tuple[str, bytes]]:
        """Gives the key and the value of each record on the topic."""
        for number in range(count):
            yield self.user(number), b'{"review_id":"%d",' % number + self._rests[number % COUNT]


def _of_sample(chance: random.Random) -> list[Review]:
    """Half of them as they are; half joined from several of one label, so that lengths are spread as those of films' and goods' are."""
    with SAMPLE.open(encoding="utf-8") as lines:
        rows = [_review(json.loads(line), "nobody") for line in lines]
    short = [rows[i % len(rows)] for i in range(COUNT // 2)]
    return short + [_joined(rows, chance) for _ in range(COUNT - len(short))]


def _joined(rows: list[Review], chance: random.Random) -> Review:
    first = chance.choice([row for row in rows if row.label])
    same = [row for row in rows if row.label == first.label]
    letters = min(LETTERS_MAX, chance.lognormvariate(*JOINED_LETTERS))
    text = first.text
    while len(text) < letters:
        text += " " + chance.choice(same).text
    return Review(first.user, text, first.label)


def _of_files(files: list[Path]) -> list[Review]:
    """As many of each file as of the others, each repeated where it has too few."""
    found: list[Review] = []
    for number, file in enumerate(files):
        share = COUNT // len(files) + (number < COUNT % len(files))
        rows = list(islice(_rows(file), share))
        if not rows:
            raise SystemExit(f"Reading {file}: expected lines of JSON with a text, found none. Give another --dataset.")
        found += [rows[i % len(rows)] for i in range(share)]
    return found


def _rows(file: Path) -> Iterator[Review]:
    number = 0
    try:
        with (gzip.open if file.suffix == ".gz" else open)(file, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                row = json.loads(line)
                if isinstance(row, dict) and isinstance(row.get("text"), str):
                    yield _review(row, f"{file.name}:{number}")
    except json.JSONDecodeError as broken:
        raise SystemExit(f"Reading {file}, line {number}: expected a row of JSON, found {broken.msg}. Correct the line.") from None
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as broken:
        found = {EOFError: "its end too early", UnicodeDecodeError: "bytes that are none"}.get(type(broken), str(broken))
        raise SystemExit(
            f"Reading {file}, after line {number}: expected text in UTF-8, whole and plain or gzip, found {found}. Get the file anew."
        ) from None


def _review(row: dict, place: str) -> Review:
    return Review(str(row.get("user_id", place)), row["text"], row.get("label"))
