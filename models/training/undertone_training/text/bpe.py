"""Learns a byte-level BPE vocabulary and turns reviews into token ids with it.

Hugging Face `tokenizers` learns the merges; `tiktoken` encodes, from a ranks file in its own format, as jtokkit does in Java.
Refuses to know what the ids mean to a model; only that the last id, <eor>, ends every review.
Source: Sennrich et al. 2016 (BPE), Radford et al. 2019 (over bytes).
"""

import base64
import hashlib
from collections.abc import Iterable
from pathlib import Path

import tiktoken
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from undertone_training.text.pieces import normalize, pattern

RANKS = "tokenizer.tiktoken"


class ReviewTokenizer:
    """Encodes one review: whole text first, then the first `tokens_max - 1` ids, then <eor>. `split` is another split pattern than ours."""

    padding = None

    def __init__(self, ranks: dict[bytes, int], tokens_max: int, split: str | None = None):
        self.ranks = ranks
        self.tokens_max = tokens_max
        self.end_of_review = len(ranks)
        self.vocabulary = len(ranks) + 1
        self.pattern = split or pattern()
        self._encoding = tiktoken.Encoding("undertone", pat_str=self.pattern, mergeable_ranks=ranks, special_tokens={})

    def encode(self, text: str) -> tuple[list[int], bool]:
        """Returns the ids, <eor> included, and whether any were dropped."""
        return self._close(self._encoding.encode_ordinary(normalize(text)))

    def encode_all(self, texts: list[str], threads: int = 2) -> list[tuple[list[int], bool]]:
        """Encodes many texts, in their order."""
        return [self._close(ids) for ids in self._encoding.encode_ordinary_batch([normalize(text) for text in texts], num_threads=threads)]

    def decode(self, ids: list[int]) -> str:
        """Returns the text of ids, <eor> left out."""
        return self._encoding.decode([i for i in ids if i != self.end_of_review], errors="strict")

    def entries(self) -> list[str]:
        """Returns the text of every id that is one by itself: not <eor>, nor a part of a character."""
        texts = (token.decode("utf-8", "ignore") for token in self.ranks)
        return [text for text in texts if text.encode() in self.ranks]

    def ranks_text(self) -> str:
        """Returns the text of its ranks file."""
        return ranks_text(self.ranks)

    def spec(self) -> dict:
        """Returns the manifest's `tokenizer`."""
        return {
            "kind": "bpe",
            "ranks": RANKS,
            "pattern": self.pattern,
            "lowercase_ascii": True,
            "vocabulary": self.vocabulary,
            "end_of_review": self.end_of_review,
            "tokens_max": self.tokens_max,
        }

    def write(self, folder: Path) -> None:
        """Writes the tokenizer's file of a bundle."""
        (folder / RANKS).write_text(self.ranks_text())

    def fingerprint(self) -> str:
        """Returns the sha256 over ranks and pattern: whatever was encoded under another one is stale."""
        return hashlib.sha256((self.ranks_text() + self.pattern).encode()).hexdigest()

    def _close(self, ids: list[int]) -> tuple[list[int], bool]:
        kept = ids[: self.tokens_max - 1]
        return [*kept, self.end_of_review], len(kept) < len(ids)


def learn(texts: Iterable[str], vocabulary: int) -> dict[bytes, int]:
    """Learns `vocabulary - 1` ranks (the last id is <eor>): the 256 bytes in their order, then the merges by frequency."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(pattern()), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary - 1, show_progress=True, min_frequency=2, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()
    )
    tokenizer.train_from_iterator((normalize(text) for text in texts), trainer)
    to_byte = {character: byte for byte, character in _byte_characters().items()}
    learned = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    merged = [bytes(to_byte[character] for character in token) for token, _ in learned if len(token) > 1]
    tokens = [bytes([byte]) for byte in range(256)] + merged
    return {token: rank for rank, token in enumerate(tokens)}


def ranks_text(ranks: dict[bytes, int]) -> str:
    """Returns the text of a ranks file: base64 of a token's bytes, a space, its rank; one a line, by rank."""
    lines = sorted(ranks.items(), key=lambda item: item[1])
    return "".join(f"{base64.b64encode(token).decode()} {rank}\n" for token, rank in lines)


def read_ranks(path: Path) -> dict[bytes, int]:
    """Reads a ranks file in tiktoken's format; raises ValueError where a line has another form."""
    pairs = (line.split() for line in path.read_text(encoding="utf-8-sig").splitlines() if line)
    return {base64.b64decode(token, validate=True): int(rank) for token, rank in pairs}


def _byte_characters() -> dict[int, str]:
    """Returns the printable character that byte-level BPE writes for each byte: itself, or one from U+0100 on in order."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    hidden = [byte for byte in range(256) if byte not in printable]
    return {byte: chr(byte) for byte in printable} | {byte: chr(0x100 + n) for n, byte in enumerate(hidden)}
