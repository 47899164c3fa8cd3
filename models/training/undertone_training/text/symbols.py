"""Turns text into symbols, one character each, for models that predict the next character.

Refuses to know bytes, merges and models; knows no end of review: what a user writes is one long sequence.
Source: Zhang et al. 2023 (Dive into Deep Learning, section 9.2: letters in lower case, all else one blank).
"""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from undertone_training.text.pieces import REPLACEMENT, normalize

UNKNOWN_SYMBOL = "<unk>"
BLANK = " "
PADDING = ""
"""Stands where a framework counts its padding, which no text holds."""

SYMBOLS = "symbols.json"


class SymbolTokenizer:
    """Encodes one review: lower-cased ASCII, one id a character, the first `tokens_max` of them.

    A character without an id becomes `unknown`; or, with `collapse_others`, a run of such characters and blanks becomes one blank.
    `padding` is the id of PADDING, or None; no text has it.
    """

    def __init__(self, symbols: list[str], collapse_others: bool, tokens_max: int):
        self.symbols, self.collapse_others, self.tokens_max = symbols, collapse_others, tokens_max
        self.unknown = symbols.index(UNKNOWN_SYMBOL)
        self.vocabulary = len(symbols)
        self._ids = {symbol: number for number, symbol in enumerate(symbols) if symbol not in (UNKNOWN_SYMBOL, PADDING)}
        self.padding = symbols.index(PADDING) if PADDING in symbols else None

    def encode(self, text: str) -> tuple[list[int], bool]:
        """Returns the ids, perhaps none, and whether any were dropped."""
        ids = self.encode_all(text)
        return ids[: self.tokens_max], len(ids) > self.tokens_max

    def encode_all(self, text: str) -> list[int]:
        """Returns the ids of the whole text, however long."""
        ids = [self._ids.get(character, self.unknown) for character in normalize(text)]
        if not self.collapse_others:
            return ids
        blank = self._ids[BLANK]
        plain = [blank if number == self.unknown else number for number in ids]
        return [number for place, number in enumerate(plain) if number != blank or place == 0 or plain[place - 1] != blank]

    def decode(self, ids: list[int]) -> str:
        """Returns the text of ids, unknown ones as U+FFFD."""
        return "".join(REPLACEMENT if number == self.unknown else self.symbols[number] for number in ids)

    def entries(self) -> list[str]:
        """Returns the character of every id that has one."""
        return list(self._ids)

    def spec(self) -> dict:
        """Returns the manifest's `tokenizer`."""
        return {
            "kind": "symbols",
            "symbols": SYMBOLS,
            "lowercase_ascii": True,
            "collapse_others": self.collapse_others,
            "vocabulary": self.vocabulary,
            "unknown": self.unknown,
            "end_of_review": None,
            "tokens_max": self.tokens_max,
        }

    def write(self, folder: Path) -> None:
        """Writes the tokenizer's file of a bundle."""
        (folder / SYMBOLS).write_text(self.symbols_text(), encoding="utf-8")

    def symbols_text(self) -> str:
        """Returns the symbols file: a JSON list, in the order of the ids."""
        return json.dumps(self.symbols, ensure_ascii=False) + "\n"


def learn(texts: Iterable[str], vocabulary: int) -> list[str]:
    """Returns `<unk>` and the most frequent characters, `vocabulary` together; equally frequent ones by code point."""
    counts = Counter(character for text in texts for character in normalize(text) if character != REPLACEMENT)
    ordered = sorted(counts, key=lambda character: (-counts[character], character))
    return [UNKNOWN_SYMBOL, *ordered[: vocabulary - 1]]


def letters() -> list[str]:
    """Returns the textbook's 28 symbols for The Time Machine: `<unk>`, the blank, a to z."""
    return [UNKNOWN_SYMBOL, BLANK, *map(chr, range(ord("a"), ord("z") + 1))]
