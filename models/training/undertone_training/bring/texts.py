"""Chooses the texts that a net and the model that it was read from are both asked about: what any stream may bring, and no other ids.

Refuses to know models.
"""

from undertone_training.bundle import golden
from undertone_training.text.bpe import ReviewTokenizer
from undertone_training.text.symbols import SymbolTokenizer

LONG = "Not bad at all, actually quite good! "
TEXT_BYTES_MAX = 64 * 1024
"""What the job takes of a text, unless it is told otherwise."""

ENTRY_TOKENS = 5
"""Places that an entry of the vocabulary takes at most, but for a few: the four bytes of a character, and the end of the line."""

EVERY_BYTE = [
    *range(0x80, 0xC0),
    *range(0xC0, 0x800, 0x40),
    0x800,
    *range(0x1000, 0x10000, 0x1000),
    *range(0x10000, 0x110000, 0x40000),
    0x100000,
]
"""Characters that have each byte of UTF-8 beyond ASCII among them."""


def asked(tokenizer: ReviewTokenizer | SymbolTokenizer) -> list[list[int]]:
    """Returns the ids [T] of the goldens' texts, of one that is as long as any may be, and of the vocabulary itself; T is 1 or more."""
    entries = [*tokenizer.entries(), *map(chr, EVERY_BYTE)]
    size = max(1, tokenizer.tokens_max // ENTRY_TOKENS)
    vocabulary = ["\n".join(entries[start : start + size]) for start in range(0, len(entries), size)]
    texts = [*(text for _, text in golden.REVIEWS), LONG * min(tokenizer.tokens_max, TEXT_BYTES_MAX // len(LONG)), *vocabulary]
    rows = dict.fromkeys(tuple(tokenizer.encode(text)[0]) for text in texts)
    return [list(row) for row in rows if row]
