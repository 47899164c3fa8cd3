"""Decides, by its text alone, whether a review is learned from or held out (a tenth).

Texts that say the same thing are kept on one side across all sets: equal texts everywhere, and film sentences that share eight words in
a row (MR, SST and Rotten Tomatoes overlap in part). A phrase is left out of both sides if it stands in a held-out sentence. Of a set that
is wholly held out, every row is; rows of other sets that say the same in five words or more are left out. Shorter ones ("What?") are not.
Refuses to know labels and users. Deterministic for the same data folder; no random numbers.
"""

import hashlib
import re
from collections.abc import Iterator

from undertone_training.data.datasets import PHRASES, SENTENCES, WHOLLY_HELD_OUT, Review

LEARN, HELD_OUT, LEFT_OUT = "learn", "held-out", "left-out"
HELD_OUT_ONE_IN = 10
SHINGLE = 8
TELLING_WORDS = 5
_DIALOGUES = ("meld_train",)
_WORD = re.compile("[a-z0-9]+|[^\x00-\x7f]+")


def words(text: str) -> list[str]:
    """Returns the words in a form that is equal for `It doesn't` and the tokenized `it does n't`."""
    plain = text.lower().replace("\u2019", "'").replace(" n't", "n't").replace(" '", "'").replace("'", "")
    return _WORD.findall(plain)


def sides(reviews: list[Review]) -> list[str]:
    """Returns LEARN, HELD_OUT or LEFT_OUT for each review."""
    keys = [words(review.text) for review in reviews]
    hashes = [_hash(key) for key in keys]
    groups = _Groups()
    for review, key, text in zip(reviews, keys, hashes):
        if review.dataset in SENTENCES:
            for shingle in _shingles(key):
                groups.join(text, shingle)
    held_out = {text for text in hashes if groups.smallest(text) % HELD_OUT_ONE_IN == 0}
    spans = {
        span for review, key, text in zip(reviews, keys, hashes) if review.dataset in SENTENCES and text in held_out for span in _spans(key)
    }
    told = {text for review, key, text in zip(reviews, keys, hashes) if review.dataset in WHOLLY_HELD_OUT and len(key) >= TELLING_WORDS}
    return [_side(review.dataset, text, held_out, spans, told) for review, text in zip(reviews, hashes)]


def _side(dataset: str, text: int, held_out: set[int], spans: set[int], told: set[int]) -> str:
    """Returns the side of a text: `spans` stand in held-out sentences, and `told` is what sets say that are wholly held out."""
    if dataset in WHOLLY_HELD_OUT:
        return HELD_OUT
    if text in (spans if dataset == PHRASES else told):
        return LEFT_OUT
    return HELD_OUT if text in held_out and dataset not in (PHRASES, *_DIALOGUES) else LEARN


def _hash(key: list[str]) -> int:
    """Returns a text's number, the same in every process and on every machine."""
    return int.from_bytes(hashlib.sha256(" ".join(key).encode()).digest()[:8], "big")


def _shingles(key: list[str]) -> Iterator[int]:
    return (_hash(key[start : start + SHINGLE]) for start in range(len(key) - SHINGLE + 1))


def _spans(key: list[str]) -> Iterator[int]:
    for start in range(len(key)):
        for end in range(start + 1, len(key) + 1):
            yield _hash(key[start:end])


class _Groups:
    """Joins hashes into groups (union-find) and names each group by its smallest member."""

    def __init__(self):
        self._parent: dict[int, int] = {}

    def join(self, one: int, other: int) -> None:
        a, b = self.smallest(one), self.smallest(other)
        self._parent[max(a, b)] = min(a, b)

    def smallest(self, member: int) -> int:
        root = self._parent.setdefault(member, member)
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[member] != root:
            self._parent[member], member = root, self._parent[member]
        return root
