"""Reads the words: what people review, trade by trade, and what they say of it. Refuses to know how sentences are made."""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

LEARN, HELD_OUT = "learn", "held-out"
HELD_OUT_ONE_IN, WAYS_ONE_IN = 10, 32
"""Of the ways of saying few are held out: many can be learned only by meeting them ("hard to beat")."""

GOOD, BAD = 1, 0
_POLES = {
    "adjectives": ("bad", "good"),
    "comparatives": ("worse", "better"),
    "verbs": ("fails", "works"),
    "feelings": ("feels_bad", "feels_good"),
    "ends": ("ends_bad", "ends_good"),
    "things": ("troubles", "gains"),
    "proofs": ("proofs_bad", "proofs_good"),
}
"""The lists that have two ends: the bad one's key, then the good one's."""


@dataclass(frozen=True)
class Group:
    """Things of one kind: nouns of one, nouns of many, and words by (what they are, BAD or GOOD): its own, and those of everything."""

    one: tuple[str, ...]
    many: tuple[str, ...]
    people: bool
    words: dict[tuple[str, int], tuple[tuple[str, ...], ...]]


@dataclass(frozen=True)
class Trade:
    """What is reviewed in one trade; `again`: what one does once more; `before`: sentences that tell nothing."""

    name: str
    again: tuple[str, ...]
    before: tuple[str, ...]
    groups: tuple[Group, ...]


def side(words: str, one_in: int = HELD_OUT_ONE_IN) -> str:
    """Returns the side of a word, or of a way of saying: decided by its letters alone."""
    return HELD_OUT if hashlib.sha256(words.encode()).digest()[0] * one_in < 256 else LEARN


def read() -> tuple[Trade, ...]:
    """Returns all trades."""
    table = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    return tuple(
        Trade(
            name,
            _cut(trade["again"]),
            _cut(trade["before"]),
            tuple(_group(trade | group, table["general"]) for group in trade["group"]),
        )
        for name, trade in table["trade"].items()
    )


def _group(group: dict, general: dict) -> Group:
    words = {
        (what, pole): tuple(_cut(words[key]) for words in (group, general) if key in words)
        for what, keys in _POLES.items()
        for pole, key in enumerate(keys)
    }
    return Group(_cut(group["one"]), _cut(group["many"]), group.get("people", False), words)


def _cut(listed: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in listed.split(",") if word.strip())
