"""Brings text for language models: symbols, passages to learn from, and texts held out.

A passage is what one user wrote: here a part of a book, or a run of reviews of one category, so that the model learns that whoever wrote
of hotels goes on about hotels. Refuses to know models.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from undertone_training.data import datasets, splits
from undertone_training.language.recipes import LanguageRecipe
from undertone_training.language.train import partition
from undertone_training.text import symbols
from undertone_training.text.symbols import SymbolTokenizer

BOOK = "timemachine.txt"
PASSAGE_SYMBOLS = 513
HELD_OUT_PARTS = 10


@dataclass(frozen=True)
class LanguageText:
    """`passages(epoch)` [N, L] to learn from; `learned` as one sequence where it is one; `held_out` texts."""

    name: str
    tokenizer: SymbolTokenizer
    passages: Callable[[int], np.ndarray]
    learned: list[int]
    held_out: list[list[int]]


def read(recipe: LanguageRecipe, data: Path) -> LanguageText:
    """Returns the text that a recipe's language means: The Time Machine for en, the Chinese reviews for zh."""
    return _book(recipe, data) if recipe.language == "en" else _chinese(recipe, data)


def book_parts(data: Path) -> tuple[str, str]:
    """Returns the first nine tenths of The Time Machine and the last."""
    path = data / BOOK
    if not path.is_file():
        raise FileNotFoundError(f"reading {BOOK}: expected {path}, found nothing; name the folder with --data")
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as broken:
        raise ValueError(f"reading {path}: expected a book in UTF-8, found bytes that are none ({broken.reason}); save it so") from broken
    end = len(text) * (HELD_OUT_PARTS - 1) // HELD_OUT_PARTS
    return text[:end], text[end:]


def chinese(data: Path) -> dict[str, list[tuple[str, str]]]:
    """Returns (category, text) of every Chinese review, by its side of the split."""
    reviews = [review for name in datasets.CHINESE for review in datasets.read(data, name)]
    categories = [row.get("category") or name for name in datasets.CHINESE for row in datasets.rows(data, name)]
    parts: dict[str, list[tuple[str, str]]] = {splits.LEARN: [], splits.HELD_OUT: []}
    for review, category, side in zip(reviews, categories, splits.sides(reviews)):
        parts[side].append((category, review.text))
    return parts


def sequel(ids: list[int], rows: int, steps: int, seed: int) -> Callable[[int], np.ndarray]:
    """Returns passages that are `rows` adjacent parts of one sequence, cut anew each epoch."""
    return lambda epoch: partition(ids, rows, random.Random(seed * 1000 + epoch).randrange(steps))


def _book(recipe: LanguageRecipe, data: Path) -> LanguageText:
    tokenizer = SymbolTokenizer(symbols.letters(), recipe.collapse_others, recipe.tokens_max)
    learned, aside = (tokenizer.encode_all(part) for part in book_parts(data))
    return LanguageText(
        "The Time Machine (H. G. Wells, 1895)", tokenizer, sequel(learned, recipe.training.rows, recipe.training.steps, 1), learned, [aside]
    )


def _chinese(recipe: LanguageRecipe, data: Path) -> LanguageText:
    parts = chinese(data)
    learned = symbols.learn((text for _, text in parts[splits.LEARN]), recipe.shape.vocabulary)
    tokenizer = SymbolTokenizer(learned, recipe.collapse_others, recipe.tokens_max)
    by_category: dict[str, list[list[int]]] = {}
    for category, text in parts[splits.LEARN]:
        by_category.setdefault(category, []).append(tokenizer.encode_all(text))
    return LanguageText(
        ", ".join(datasets.CHINESE),
        tokenizer,
        lambda epoch: _users(by_category, random.Random(epoch)),
        [],
        [tokenizer.encode(text)[0] for _, text in parts[splits.HELD_OUT]],
    )


def _users(by_category: dict[str, list[list[int]]], shuffle: random.Random) -> np.ndarray:
    """Returns passages [N, 513] of made-up users, each a run of reviews of one category, in random order."""
    rows = []
    for reviews in by_category.values():
        joined = [number for review in shuffle.sample(reviews, len(reviews)) for number in review]
        rows += [joined[start : start + PASSAGE_SYMBOLS] for start in range(0, len(joined) - PASSAGE_SYMBOLS + 1, PASSAGE_SYMBOLS)]
    shuffle.shuffle(rows)
    return np.array(rows, np.int64)
