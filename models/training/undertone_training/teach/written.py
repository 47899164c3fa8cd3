"""Brings the lesson, and the pairs that tell how well it was learned, into the form of all other examples.

A text of the lesson says what it says by how it is made, but a reader that is never unsure is of no use: SURE keeps its answers honest.
Refuses to know how the lesson is written.
"""

from pathlib import Path

import numpy as np

from undertone_training.data.corpus import Example
from undertone_training.data.datasets import LESSON, PAIRS
from undertone_training.data.splits import HELD_OUT, LEARN
from undertone_training.lesson import words, write
from undertone_training.text.bpe import ReviewTokenizer

TEXTS, HELD_OUT_TEXTS = 300_000, 2_000
"""How many there are to learn from, of which a pass draws some, and to measure with."""

SURE = 0.97


def examples(tokenizer: ReviewTokenizer, seed: int, count: int) -> list[Example]:
    """Returns so many texts of the lesson to learn from."""
    return _examples(write.write(count, seed, words.LEARN), LEARN, tokenizer)


def held_out(tokenizer: ReviewTokenizer, seed: int, count: int) -> list[Example]:
    """Returns texts of words and constructions that the lesson does not have, and the pairs."""
    return _examples(write.write(count, seed, words.HELD_OUT), HELD_OUT, tokenizer) + _pairs(tokenizer)


def _examples(texts: list[write.Text], side: str, tokenizer: ReviewTokenizer) -> list[Example]:
    soft = (np.array([SURE, 1 - SURE], np.float32), np.array([1 - SURE, SURE], np.float32))
    return [
        Example(LESSON, None, (number,), ids, text.verdict, side, soft[text.verdict])
        for number, (text, ids) in enumerate(zip(texts, _ids(tokenizer, [text.text for text in texts])))
    ]


def _pairs(tokenizer: ReviewTokenizer) -> list[Example]:
    """Returns the sentences of the pairs, by pair; the user is what the pair shows."""
    lines = (Path(write.__file__).parent / "development.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    ids = iter(_ids(tokenizer, [text for _, *texts in rows for text in texts]))
    return [Example(PAIRS, shows, (number,), next(ids), verdict, HELD_OUT) for number, (shows, *_) in enumerate(rows) for verdict in (1, 0)]


def _ids(tokenizer: ReviewTokenizer, texts: list[str]) -> list[np.ndarray]:
    return [np.array(ids, np.int32) for ids, _ in tokenizer.encode_all(texts)]
