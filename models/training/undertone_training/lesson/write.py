"""Writes reviews of one to three sentences of one verdict, as people type them. Decided by its seed alone; no text twice.

Refuses to know how a sentence gets its verdict.
"""

import random
from dataclasses import dataclass

from undertone_training.lesson.english import contracted
from undertone_training.lesson.grammar import Grammar, Sentence
from undertone_training.lesson.typed import as_typed

SHARES = {
    "negation": 23,
    "litotes": 9,
    "plain": 15,
    "mixed": 8,
    "wish": 9,
    "comparison": 12,
    "change": 9,
    "reported": 7,
    "intensity": 4,
    "irony": 4,
}
"""How many of a hundred sentences show what."""

SENTENCES = (1, 1, 1, 1, 1, 2, 2, 2, 3)
CONTRACTED, BEFORE, OPENED, PLAINLY = 0.55, 0.12, 0.08, 0.05
_OPENINGS = ("honestly", "overall", "to be honest", "in my opinion", "I must say", "in short", "for us", "this time", "all in all")
_ENDS = (".", ".", ".", ".", ".", "!", "!", "", "...")


@dataclass(frozen=True)
class Text:
    """A review, its verdict (0 or 1), and what its sentences show."""

    text: str
    verdict: int
    shows: tuple[str, ...]


def write(count: int, seed: int, side: str) -> list[Text]:
    """Returns so many different reviews, half of them good."""
    grammar, chance = Grammar(side), random.Random(seed)
    texts: dict[str, Text] = {}
    while len(texts) < count:
        text = _review(grammar, len(texts) % 2, chance)
        texts.setdefault(text.text.lower(), text)
    return list(texts.values())


def _review(grammar: Grammar, verdict: int, chance: random.Random) -> Text:
    trade = chance.choice(grammar.trades)
    shows = chance.choices(tuple(SHARES), weights=tuple(SHARES.values()), k=chance.choice(SENTENCES))
    shows = [phenomenon for phenomenon in shows if grammar.fitting(phenomenon, verdict)] or ["negation"]
    written = [_typed(grammar.sentence(trade, phenomenon, verdict, chance), chance) for phenomenon in shows]
    if chance.random() < BEFORE:
        written.insert(0, chance.choice(trade.before) + ".")
    return Text(as_typed(" ".join(written), chance), verdict, tuple(shows))


def _typed(sentence: Sentence, chance: random.Random) -> str:
    """Returns the sentence with a capital and an end, opened or contracted now and then."""
    text = contracted(sentence.text) if chance.random() < CONTRACTED else sentence.text
    if chance.random() < OPENED:
        text = f"{chance.choice(_OPENINGS)}, {text}"
    if chance.random() < PLAINLY:
        text = text.replace("'", "")
    end = "" if text[-1] in ".!?" else chance.choice(_ENDS)
    return text[0].upper() + text[1:] + end
