"""Bends English words: plurals, third persons, superlatives, articles, contractions. Knows the words in `words.toml`, no others."""

import re

_ALONE = {"good": "better", "bad": "worse", "fun": "more fun", "worn": "more worn", "dead": "more dead", "cheap": "cheaper"}
_CONTRACTED = (
    (r"\b(is|was|are|were|did|does|do|has|have|had|would|could|should) not\b", r"\1n't"),
    (r"\bcan ?not\b", "can't"),
    (r"\bwill not\b", "won't"),
    (r"\b(it|that|there|what|he|she|who) is(?= (?!not\b))", r"\1's"),
    (r"\bI am\b", "I'm"),
    (r"\b(I|we|they|you) have (?=never|had|seen|no )", r"\1've "),
    (r"\b(I|we|they|you) will\b", r"\1'll"),
    (r"\b(I|we|they|you) would\b", r"\1'd"),
)


def plural(noun: str) -> str:
    """Returns more than one of a thing; of `work` and the like, what nobody would say."""
    if re.search(r"(s|sushi|fish|staff)$", noun) and not noun.endswith(("ss", "bus", "virus", "lens")):
        return noun
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    if noun.endswith("knife") or noun.endswith("shelf"):
        return re.sub("fe?$", "ves", noun)
    return noun + ("es" if re.search(r"(s|x|ch|sh)$", noun) else "s")


def third(verb: str) -> str:
    """Returns what one thing does, from a verb and what follows it: `fall apart` gives `falls apart`."""
    first, blank, rest = verb.partition(" ")
    if re.search(r"[^aeiou]y$", first):
        first = first[:-1] + "ie"
    elif re.search(r"(s|x|ch|sh|o)$", first):
        first += "e"
    return f"{first}s{blank}{rest}"


def more(adjective: str) -> str:
    """Returns the comparative of an adjective: `cleaner`, `dirtier`, `hotter`, `more reliable`."""
    if adjective in _ALONE:
        return _ALONE[adjective]
    syllables = len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", adjective)))
    if re.search(r"[ -]|(ed|ing|ful|less|ous)$", adjective) or (syllables > 1 and not (syllables == 2 and adjective.endswith("y"))):
        return f"more {adjective}"
    if adjective.endswith("y"):
        return adjective[:-1] + "ier"
    return re.sub(r"([^aeiou][aeiou])([bdgmnt])$", r"\1\2\2", adjective) + "er" if not adjective.endswith("e") else adjective + "r"


def most(comparative: str) -> str:
    """Returns the superlative of a comparative: `best`, `worst`, `most useful`, `cleanest`."""
    first, blank, rest = comparative.partition(" ")
    return {"better": "best", "worse": "worst", "more": "most", "less": "least"}.get(first, re.sub("r$", "st", first)) + blank + rest


def articles(text: str) -> str:
    """Returns the text with `an` for `a` before a vowel."""
    return re.sub(r"\b([Aa]) (?=(?!us|uni|eur|one)[aeiou]|hour|honest)", r"\1n ", text)


def contracted(text: str) -> str:
    """Returns the text as it is spoken: `wasn't`, `it's`, `I'd`."""
    for whole, short in _CONTRACTED:
        text = re.sub(whole, short, text)
    return text
