"""The held-out rows come out as they stand in their set, and every row of the others stays."""

import gzip
import json

from undertone_training.data import hold_out
from undertone_training.data.datasets import CHINESE, LABELLED, read
from undertone_training.data.splits import HELD_OUT, sides

SETS = LABELLED + CHINESE


def test_writes_just_the_held_out_rows_as_they_were(tmp_path):
    rows = {
        name: [
            json.dumps({"review_id": f"{name}-{n}", "text": f"words of {name} number {n}", "label": "positive", "rating": n})
            for n in range(40)
        ]
        for name in SETS
    }
    for name, lines in rows.items():
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    reviews = [review for name in SETS for review in read(tmp_path, name)]
    expected = {review.review_id for review, side in zip(reviews, sides(reviews)) if side == HELD_OUT}

    counts = hold_out.write(tmp_path, tmp_path / "out")

    written = [line for name in SETS for line in (tmp_path / "out" / f"{name}.jsonl").read_text().splitlines()]
    assert {json.loads(line)["review_id"] for line in written} == expected
    assert len(written) == sum(counts.values()) == len(expected) > 0
    assert set(written) <= {line for lines in rows.values() for line in lines}
