"""Holds every review as token ids, with its side of the split; encoded once and kept on disk between runs.

Refuses to know batches and models.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from undertone_training.data import datasets, sentences, splits
from undertone_training.data.datasets import LABELLED, UNLABELLED, Review
from undertone_training.data.files import keep, kept, replaced
from undertone_training.text import bpe
from undertone_training.text.bpe import ReviewTokenizer

FORMAT = "undertone-corpus/2"


@dataclass(frozen=True)
class Example:
    """A review without its text: ids [T] with <eor>, label or -1, side, and who wrote it when. `soft` [C]: what teachers make of it."""

    dataset: str
    user_id: str | None
    order: tuple
    tokens: np.ndarray
    label: int
    side: str
    soft: np.ndarray | None = None


@dataclass(frozen=True)
class Corpus:
    """Everything there is to learn from and to measure with. `origin`: what it was read from, another for each that differs."""

    examples: list[Example]
    tokenizer: ReviewTokenizer
    origin: tuple = ()

    def select(self, side: str, *names: str) -> list[Example]:
        """Returns the examples of one side, of the sets named (of all sets, if none is)."""
        return [e for e in self.examples if e.side == side and (not names or e.dataset in names)]


@dataclass(frozen=True)
class Sources:
    """What a corpus is made of: sets, and those of them that also stand in it cut into sentences; what a label means, by its place."""

    language: str = "en"
    sets: tuple[str, ...] = LABELLED + UNLABELLED
    by_sentence: tuple[str, ...] = ("imdb", "imdb_unlabelled")
    labels: tuple[str, ...] = ("negative", "positive")


def load(data: Path, work: Path, vocabulary: int, tokens_max: int, sources: Sources = Sources()) -> Corpus:
    """Reads, splits and encodes the sets, or takes what an earlier run left in `work`. Learns the vocabulary where there is none."""
    encoded = work / f"encoded-{sources.language}-{vocabulary}-{tokens_max}-{len(sources.labels)}.pickle"
    ranks = _ranks_path(work, vocabulary, sources)
    if encoded.exists() and ranks.exists():
        tokenizer = ReviewTokenizer(bpe.read_ranks(ranks), tokens_max)
        header, examples = kept(encoded)
        if header == _header(data, sources, tokenizer):
            return Corpus(examples, tokenizer, (*header, tokens_max))
    reviews = [review for name in sources.sets for review in datasets.read(data, name)]
    sides = splits.sides(reviews)
    if not ranks.exists():
        _learn_vocabulary(ranks, vocabulary, (r.text for r, side in zip(reviews, sides) if side == splits.LEARN), sources)
    tokenizer = ReviewTokenizer(bpe.read_ranks(ranks), tokens_max)
    for side in (splits.LEARN, splits.HELD_OUT):
        streamed = sentences.stream(
            [r for r, its in zip(reviews, sides) if its == side and r.dataset in sources.by_sentence], sources.language
        )
        reviews, sides = reviews + streamed, sides + [side] * len(streamed)
    header, examples = _header(data, sources, tokenizer), _encode(reviews, sides, tokenizer, sources.labels)
    keep(encoded, (header, examples))
    return Corpus(examples, tokenizer, (*header, tokens_max))


def _learn_vocabulary(ranks: Path, vocabulary: int, texts: Iterable[str], sources: Sources) -> None:
    """Writes the ranks file that is learned from texts; raises ValueError where they are too few for it."""
    learned = bpe.learn(texts, vocabulary)
    if len(learned) + 1 < vocabulary:
        raise ValueError(
            f"learning a vocabulary from {', '.join(sources.sets)}: expected text for {vocabulary:,} tokens, "
            f"found {len(learned) + 1:,} in it; give more rows"
        )
    with replaced(ranks) as part:
        part.write_text(bpe.ranks_text(learned))


def take_vocabulary(work: Path, vocabulary: int, sources: Sources, ranks: Path) -> None:
    """Gives `work` the vocabulary in `ranks`; raises ValueError where it has another one."""
    path = _ranks_path(work, vocabulary, sources)
    if not path.exists():
        path.write_bytes(ranks.read_bytes())
    elif path.read_bytes() != ranks.read_bytes():
        raise ValueError(
            f"taking the vocabulary {ranks}: expected none in {work}, or the same, found another, {path.name}; "
            "name an empty folder with --work"
        )


def _ranks_path(work: Path, vocabulary: int, sources: Sources) -> Path:
    return work / f"ranks-{sources.language}-{vocabulary}.tiktoken"


def rarest(examples: list[Example]) -> list[Example]:
    """Returns the examples of the label that has the fewest."""
    counts = Counter(example.label for example in examples)
    fewest = min(counts, key=counts.__getitem__, default=None)
    return [example for example in examples if example.label == fewest]


def by_user(examples: list[Example]) -> list[list[Example]]:
    """Returns each user's examples in their order; an example without a user stands alone."""
    rows: dict[tuple, list[Example]] = {}
    for number, example in enumerate(examples):
        rows.setdefault((example.dataset, example.user_id if example.user_id is not None else number), []).append(example)
    return [sorted(own, key=lambda example: example.order) for own in rows.values()]


def _header(data: Path, sources: Sources, tokenizer: ReviewTokenizer) -> tuple:
    """Returns what encoded reviews depend on, each file by its size; raises FileNotFoundError where a set has none."""
    return FORMAT, tokenizer.fingerprint(), sources, tuple(datasets.file_of(data, name).stat().st_size for name in sources.sets)


def _encode(reviews: list[Review], sides: list[str], tokenizer: ReviewTokenizer, labels: tuple[str, ...]) -> list[Example]:
    encoded = tokenizer.encode_all([review.text for review in reviews])
    return [
        Example(r.dataset, r.user_id, r.order, np.array(ids, np.int32), labels.index(r.label) if r.label in labels else -1, side)
        for r, side, (ids, _) in zip(reviews, sides, encoded)
    ]
