"""Brings the lesson, and the pairs that tell how well it was learned, into the form of all other examples.

A text of the lesson says what it says by how it is made, or was written to say it; but a reader that is never unsure is of no use: SURE
keeps its answers honest. Refuses to know how the lesson is written.
"""

import hashlib
from pathlib import Path

import numpy as np

from undertone_training.data.corpus import Example, Sources
from undertone_training.data.datasets import LESSON, NEVER_MET, PAIRS, TRADES
from undertone_training.data.splits import HELD_OUT, LEARN
from undertone_training.lesson import trades, write
from undertone_training.text.bpe import ReviewTokenizer

TEXTS, TRADES_TEXTS, HELD_OUT_TEXTS = 300_000, 400_000, 2_000
"""How many there are to learn from, of which a pass draws some, and to measure with."""

BY_RULE = "en", ("constructions.txt", "words.toml")
"""In what language texts are made by rule, and of what files."""

VERDICTS = ("negative", "positive")
SURE = 0.97


def examples(tokenizer: ReviewTokenizer, seed: int, sources: Sources, count: int, trades_count: int) -> list[Example]:
    """Returns so many texts of the lesson to learn from: made by rule, where its language has rules, and of those written by hand."""
    varied = trades.vary(sources.language, trades_count, seed, LEARN, sources.labels)
    found = _examples(TRADES, [(review.text, review.verdict) for review in varied], LEARN, tokenizer, sources.labels)
    return _by_rule(count, seed, LEARN, tokenizer, sources) + found


def held_out(tokenizer: ReviewTokenizer, seed: int, sources: Sources, count: int) -> list[Example]:
    """Returns what the lesson does not have: ways of saying, words in their places, reviews and trades, and the pairs."""
    language, labels = sources.language, sources.labels
    found = _by_rule(count, seed, HELD_OUT, tokenizer, sources)
    for name, reviews in ((TRADES, trades.of(language, HELD_OUT)), (NEVER_MET, trades.never_met(language))):
        found += _examples(name, [(r.text, r.verdict) for r in reviews if r.verdict in labels], HELD_OUT, tokenizer, labels)
    return found + (_pairs(tokenizer, labels) if language == BY_RULE[0] else [])


def fingerprint(language: str) -> str:
    """Returns the sha256 over the lesson's files in a language, and how many texts are made of them."""
    digest = hashlib.sha256(repr((TEXTS, TRADES_TEXTS, SURE)).encode())
    for name in (BY_RULE[1] if language == BY_RULE[0] else ()) + trades.WRITTEN[language].files:
        digest.update((Path(write.__file__).parent / name).read_bytes())
    return digest.hexdigest()


def _by_rule(count: int, seed: int, side: str, tokenizer: ReviewTokenizer, sources: Sources) -> list[Example]:
    if sources.language != BY_RULE[0]:
        return []
    texts = [(text.text, VERDICTS[text.verdict]) for text in write.write(count, seed, side)]
    return _examples(LESSON, texts, side, tokenizer, sources.labels)


def _examples(name: str, texts: list[tuple[str, str]], side: str, tokenizer: ReviewTokenizer, labels: tuple[str, ...]) -> list[Example]:
    soft = np.full((len(labels), len(labels)), (1 - SURE) / (len(labels) - 1), np.float32)
    np.fill_diagonal(soft, SURE)
    places = [labels.index(verdict) for _, verdict in texts]
    ids = _ids(tokenizer, [text for text, _ in texts])
    return [Example(name, None, (number,), its, place, side, soft[place]) for number, (its, place) in enumerate(zip(ids, places))]


def _pairs(tokenizer: ReviewTokenizer, labels: tuple[str, ...]) -> list[Example]:
    """Returns the sentences of the pairs, by pair; the user is what the pair shows."""
    lines = (Path(write.__file__).parent / "development.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    ids = iter(_ids(tokenizer, [text for _, *texts in rows for text in texts]))
    return [
        Example(PAIRS, shows, (number,), next(ids), labels.index(verdict), HELD_OUT)
        for number, (shows, *_) in enumerate(rows)
        for verdict in reversed(VERDICTS)
    ]


def _ids(tokenizer: ReviewTokenizer, texts: list[str]) -> list[np.ndarray]:
    return [np.array(ids, np.int32) for ids, _ in tokenizer.encode_all(texts)]
