"""Makes sentences whose verdict is known: fills ways of saying a verdict with words of one trade.

A way of saying is a line of `constructions.txt`. X stands for either verdict, so most ways are said of good and of bad alike, and no way
alone gives a verdict away. Refuses to know spelling mistakes, and how sentences are joined.
"""

import random
import re
from dataclasses import dataclass
from pathlib import Path

from undertone_training.lesson.english import articles, more, most, plural, third
from undertone_training.lesson.words import BAD, GOOD, WAYS_ONE_IN, Group, Trade, read, side

OWN = 0.65
"""How often a word is one that is said of these things alone, where there are such."""

_FORMS = {"is": ("is", "are"), "was": ("was", "were"), "has": ("has", "have"), "does": ("does", "do")}
_PERSONS = {"he": "him", "she": "her", "it": "it", "they": "them"}
LISTED = 0.5
"""How often a comparative is one of the list, and not made of an adjective."""

_ARTICLES = (("the", "the", "the", "this", "my", "our"), ("the", "the", "these", "our"))
_CHOICE = re.compile(r"\(([^()]*)\)")
_SLOT = re.compile(r"\{(\w+)\}")
_POLED = re.compile(r"(?P<pole>[XYGB])(?P<form>do|does|did|er|est|feel|end|proof|things?|)(?P<of>[M12]?)$")


@dataclass(frozen=True)
class Way:
    """One way of saying a verdict: what it shows, `=`, `!`, `+` or `-`, and its words with room for others."""

    phenomenon: str
    verdict: str
    words: str


@dataclass(frozen=True)
class Sentence:
    """A sentence without a full stop, its verdict, BAD or GOOD, and what it shows."""

    phenomenon: str
    verdict: int
    text: str


@dataclass(frozen=True)
class _Thing:
    """What is reviewed: its noun, whether it is one, and who it is."""

    noun: str
    one: bool
    person: str


class Grammar:
    """Holds the words and ways of one side. What is learned has no way that is held out, and no such word where it is listed.

    A comparative that is held out where it is listed may all the same be made of an adjective that is not. What is held out has held-out
    words where there are some.
    """

    def __init__(self, its_side: str):
        self.side, self.trades = its_side, read()
        lines = (Path(__file__).parent / "constructions.txt").read_text(encoding="utf-8").splitlines()
        lists = dict(re.match(r"<(\w+)> (.*)", line).groups() for line in lines if line.startswith("<"))
        ways = [Way(*line.split(" ", 2)) for line in lines if line and line[0] not in "#<"]
        ways = [Way(w.phenomenon, w.verdict, re.sub(r"<(\w+)>", lambda m: f"({lists[m[1]]})", w.words)) for w in ways]
        self.ways: dict[str, list[Way]] = {}
        self._of_this_side: dict[tuple[str, ...], list[str]] = {}
        for way in ways:
            if side(way.words, WAYS_ONE_IN) == its_side:
                self.ways.setdefault(way.phenomenon, []).append(way)

    def fitting(self, phenomenon: str, verdict: int) -> list[Way]:
        """Returns the ways of this side that show something and can have this verdict."""
        return [way for way in self.ways.get(phenomenon, []) if way.verdict in ("=", "!", "-+"[verdict])]

    def sentence(self, trade: Trade, phenomenon: str, verdict: int, chance: random.Random) -> Sentence:
        """Returns a sentence of this verdict."""
        return self.said(chance.choice(self.fitting(phenomenon, verdict)), trade, verdict, chance)

    def said(self, way: Way, trade: Trade, verdict: int, chance: random.Random) -> Sentence:
        """Returns a sentence that says this verdict in a way that fits it."""
        x = verdict if way.verdict == "=" else 1 - verdict
        return Sentence(way.phenomenon, verdict, self._filled(way.words, trade, x, chance))

    def some(self, words: tuple[str, ...], chance: random.Random) -> str:
        """Returns one of the words of this side, or of all where it has none."""
        if words not in self._of_this_side:
            self._of_this_side[words] = [word for word in words if side(word) == self.side] or list(words)
        return chance.choice(self._of_this_side[words])

    def _filled(self, words: str, trade: Trade, x: int, chance: random.Random) -> str:
        words = _chosen(words, chance)
        group, other = chance.choice(trade.groups), chance.choice(trade.groups)
        things = {"N": self._thing(group, chance), "M": self._thing(other, chance)}
        filler = _Filler(self, trade, {"N": group, "M": other if "{M}" in words else group}, things, x, chance)
        words = _chosen(_SLOT.sub(lambda m: filler.word(m[1]), words), chance)
        return articles(re.sub(r" +", " ", re.sub(r" +([,;.!?])", r"\1", words)).strip())

    def _thing(self, group: Group, chance: random.Random) -> _Thing:
        one = chance.random() < len(group.one) / len(group.one + group.many)
        person = chance.choice(("he", "she")) if group.people else "it"
        return _Thing(self.some(group.one if one else group.many, chance), one, person if one else "they")


def _chosen(words: str, chance: random.Random) -> str:
    """Returns the words with one of each choice, the innermost first."""
    while _CHOICE.search(words):
        words = _CHOICE.sub(lambda m: chance.choice(m[1].split("|")), words)
    return words


class _Filler:
    """Gives the words of one sentence."""

    def __init__(self, grammar: Grammar, trade: Trade, groups: dict[str, Group], things: dict[str, _Thing], x: int, chance: random.Random):
        self.grammar, self.trade, self.groups, self.things, self.chance = grammar, trade, groups, things, chance
        self.poles = {"X": x, "Y": 1 - x, "G": GOOD, "B": BAD}

    def word(self, slot: str) -> str:
        if slot in ("N", "M"):
            return self._named(self.things[slot])
        if slot in ("n", "m"):
            return self.things[slot.upper()].noun
        thing = self.things["M" if slot.endswith("M") else "N"]
        if (name := slot.rstrip("M")) in _FORMS:
            return _FORMS[name][0 if thing.one else 1]
        if slot == "ns":
            return plural(thing.noun) if thing.one else thing.noun
        if slot in ("it", "them"):
            return thing.person if slot == "it" else _PERSONS[thing.person]
        if slot in ("again", "agained"):
            return self.grammar.some(self.trade.again, self.chance).split("/")[slot == "agained"]
        if named := re.match("(gain|trouble)(s?)", slot):
            return self._listed("things", GOOD if named[1] == "gain" else BAD, bool(named[2]))
        return self._poled(_POLED.match(slot), thing)

    def _poled(self, slot: re.Match, thing: _Thing) -> str:
        pole, form = self.poles[slot["pole"]], slot["form"]
        if form in ("do", "does", "did"):
            base, past = self._some("verbs", pole, slot["of"]).split("/")
            return past if form == "did" else third(base) if form == "does" and (thing.one or slot["of"] == "1") else base
        if form in ("er", "est"):
            listed = self.chance.random() < LISTED
            word = self._some("comparatives", pole) if listed else more(self._some("adjectives", pole))
            return word if form == "er" else most(word)
        if form in ("thing", "things"):
            return self._listed("things", pole, pole == BAD)
        return self._some({"feel": "feelings", "end": "ends", "proof": "proofs"}.get(form, "adjectives"), pole, slot["of"])

    def _listed(self, what: str, pole: int, many: bool) -> str:
        word = self._some(what, pole)
        return plural(word) if many else word

    def _some(self, what: str, pole: int, of: str = "") -> str:
        lists = self.groups["M" if of == "M" else "N"].words[what, pole]
        return self.grammar.some(lists[0] if self.chance.random() < OWN else lists[-1], self.chance)

    def _named(self, thing: _Thing) -> str:
        article = self.chance.choice(_ARTICLES[0 if thing.one else 1])
        return f"{article} {thing.noun}"
