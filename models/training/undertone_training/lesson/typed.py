"""Sets texts as people and treebanks set them: typed wrong, in lower case, `did n't .`. Refuses to know what they say."""

import random
import re

TREEBANK, MISTYPED, LOWER = 0.06, 0.04, 0.25
UNMARKED = 0.15


def as_typed(text: str, chance: random.Random) -> str:
    """Returns the text as somebody may have typed it."""
    if chance.random() < TREEBANK:
        text = re.sub(r"(\w)([.,!?;:])", r"\1 \2", re.sub(r"n't\b", " n't", text))
    if chance.random() < MISTYPED:
        text = _mistyped(text, chance)
    return text.lower() if chance.random() < LOWER else text


def in_chinese(text: str, chance: random.Random) -> str:
    """Returns the Chinese text as somebody may have typed it: some set spaces for marks, some nothing."""
    if chance.random() < UNMARKED:
        text = re.sub("[，。！？；、,.!?;]+", chance.choice(("", " ")), text).strip()
    return text


def _mistyped(text: str, chance: random.Random) -> str:
    """Returns the text with two letters of a long word swapped."""
    words = text.split(" ")
    long = [place for place, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if long:
        place, letter = chance.choice(long), chance.randint(1, 3)
        word = words[place]
        words[place] = word[:letter] + word[letter + 1] + word[letter] + word[letter + 2 :]
    return " ".join(words)
