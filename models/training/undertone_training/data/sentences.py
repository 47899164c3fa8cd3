"""Cuts a review into its sentences, to be streamed as one user's events.

Refuses to know tokens. A piece of fewer letters than LETTERS_MIN joins the one before it ("Mr.", "8/10.").
"""

import re
from dataclasses import replace

from undertone_training.data.datasets import Review

LETTERS_MIN = {"en": 12, "zh": 4}
SENTENCES_MAX = 64
"""Sentences of a review at most; the rest stays in the last one."""

BY_SENTENCE = "_by_sentence"
"""How the names of sets that hold others' sentences end."""

_ENDS = re.compile("(?<=[.!?])[\"')\\]]*\\s+|\\n+|(?<=[\u3002\uff01\uff1f\uff1b])")


def cut(text: str, language: str, sentences_max: int = SENTENCES_MAX) -> list[str]:
    """Returns the sentences of a text, at least one, nothing lost but blanks between them."""
    pieces: list[str] = []
    start = 0
    for end in [match.end() for match in _ENDS.finditer(text)] + [len(text)]:
        piece = text[start:end].strip()
        if pieces and (len(piece) < LETTERS_MIN[language] or len(pieces[-1]) < LETTERS_MIN[language] or len(pieces) == sentences_max):
            pieces[-1] = f"{pieces[-1]} {piece}".strip()
        elif piece:
            pieces.append(piece)
        start = end
    return pieces or [text]


def stream(reviews: list[Review], language: str) -> list[Review]:
    """Returns every sentence of every review as an event of a made-up user, the review's id; each has the review's label."""
    return [
        replace(
            review,
            dataset=streamed(review.dataset),
            review_id=f"{review.review_id}-{number}",
            user_id=review.review_id,
            order=(number, 0, number),
            text=sentence,
        )
        for review in reviews
        for number, sentence in enumerate(cut(review.text, language))
    ]


def streamed(dataset: str) -> str:
    """Returns the name of the set that holds another's sentences."""
    return dataset + BY_SENTENCE


def is_streamed(dataset: str) -> bool:
    """Returns whether a set holds another's sentences."""
    return dataset.endswith(BY_SENTENCE)
