"""Reads the reviews that were written by hand for the lesson (verdict, trade, text), and varies them.

A tenth of them is held out, and so is all that stands under a few trades, to say how a trade is read that was never met. Refuses to know
how sentences are made.
"""

import random
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from undertone_training.lesson import typed
from undertone_training.lesson.words import side

NEUTRAL = "neutral"
JOINED = (1, 1, 1, 1, 1, 2, 2, 3, 5)
"""How many reviews of one trade and verdict a text is made of."""

ASIDE, PLAINLY, RENAMED = 0.1, 0.08, 0.7
_NAME = re.compile(r"@\w+")


@dataclass(frozen=True)
class Review:
    """What somebody wrote of one trade, and its verdict: negative, neutral or positive."""

    verdict: str
    trade: str
    text: str


@dataclass(frozen=True)
class Written:
    """What was written in one language.

    `files`: by trade, a to z, in parts that are not too large to look at. `never_met`: trades that nothing is learned from. `long`: letters
    from which a review stands for itself. `between`: what stands between two reviews in one text.
    """

    files: tuple[str, ...]
    never_met: tuple[str, ...]
    long: int
    between: str


WRITTEN = {
    "en": Written(("trades-1.tsv", "trades-2.tsv"), ("campsite", "hairdresser", "jewellery"), 240, " "),
    "zh": Written(("trades-zh.tsv",), ("clinics", "museums"), 60, ""),
}
"""What was written by hand, by language."""


@cache
def read(language: str) -> tuple[Review, ...]:
    """Returns all reviews that were written by hand in a language."""
    lines = [line for name in WRITTEN[language].files for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()]
    return tuple(Review(*line.split("\t")) for line in lines)


def of(language: str, its_side: str) -> list[Review]:
    """Returns the reviews of one side, those of the trades that are never met aside."""
    never = WRITTEN[language].never_met
    return [review for review in read(language) if review.trade not in never and side(review.text) == its_side]


def never_met(language: str) -> list[Review]:
    """Returns all reviews of the trades that nothing is learned from."""
    return [review for review in read(language) if review.trade in WRITTEN[language].never_met]


def vary(language: str, count: int, seed: int, its_side: str, verdicts: tuple[str, ...]) -> list[Review]:
    """Returns so many texts, each review in as many as any other: as it stands, typed otherwise, or with others of its trade and verdict.

    What is neutral is said beside other verdicts now and then, and changes none.
    """
    chance, reviews, written = random.Random(seed), of(language, its_side), WRITTEN[language]
    alike: dict[tuple[str, str], list[Review]] = {}
    for review in reviews:
        if len(review.text) < written.long:
            alike.setdefault((review.trade, review.verdict), []).append(review)
    names = [name for review in reviews for name in _NAME.findall(review.text)]
    first, texts = [review for review in reviews if review.verdict in verdicts], []
    while len(texts) < count:
        for review in chance.sample(first, min(len(first), count - len(texts))):
            others = alike[review.trade, review.verdict] if len(review.text) < written.long else []
            said = [review, *chance.sample(others, min(len(others), chance.choice(JOINED) - 1))]
            if review.verdict != NEUTRAL and (asides := alike.get((review.trade, NEUTRAL))) and chance.random() < ASIDE:
                said.insert(chance.randint(0, len(said)), chance.choice(asides))
            text = written.between.join(one.text for one in said)
            text = typed.in_chinese(text, chance) if language == "zh" else _typed(text, names, chance)
            texts.append(Review(review.verdict, review.trade, text))
    return texts


def _typed(text: str, names: list[str], chance: random.Random) -> str:
    """Returns the text as somebody may have typed it, to somebody else where a name was called."""
    if chance.random() < RENAMED:
        text = _NAME.sub(lambda _: chance.choice(names), text)
    return typed.as_typed(text.replace("'", "") if chance.random() < PLAINLY else text, chance)
