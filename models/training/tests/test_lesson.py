"""The lesson's verdicts are right, its texts differ, and what is held out of it stays out."""

import random
import re

import numpy as np
import pytest

from undertone_training.data.batches import targets_of
from undertone_training.data.corpus import Corpus, Sources
from undertone_training.lesson import english, words, write
from undertone_training.lesson.grammar import Grammar
from undertone_training.lesson.words import BAD, GOOD, HELD_OUT, LEARN, Group, Trade
from undertone_training.teach import card, written
from undertone_training.teach.lessons import chunks
from undertone_training.teach.settings import Training

SEED = 11
ROOM = Group(
    ("room",),
    (),
    False,
    {
        ("adjectives", BAD): (("dirty",),),
        ("adjectives", GOOD): (("clean",),),
        ("comparatives", BAD): (("worse",),),
        ("comparatives", GOOD): (("better",),),
        ("verbs", BAD): (("leak/leaked",),),
        ("verbs", GOOD): (("shine/shone",),),
        ("feelings", BAD): (("upset",),),
        ("feelings", GOOD): (("glad",),),
        ("ends", BAD): (("I regret it",),),
        ("ends", GOOD): (("I loved it",),),
        ("things", BAD): (("stain",),),
        ("things", GOOD): (("comfort",),),
        ("proofs", BAD): (("we left at once",),),
        ("proofs", GOOD): (("we stayed on",),),
    },
)
HOTELS = Trade("hotels", ("come back/came back",), ("We came by train",), (ROOM,))
BY_HAND = {
    GOOD: """
        the room was clean; the room was not dirty; the room was never dirty; the room is not dirty at all; nothing about the room was dirty
        nobody was upset; the room did not leak; the room never leaked; not a single stain; the room had no stains; hardly any stain
        the room was never short of comfort; no complaints; nothing wrong with the room; I could not recommend the room enough
        I would not change a thing; I do not regret it at all; the room was not only clean but clean; there is no better room
        the room was dirty, but I loved it; although the room was dirty, I loved it; I loved it, despite stains
        I never had a dirty room here
        the room was better than the old one; nobody has a better room; I prefer the room to the old one; the room is no longer dirty
        the room used to be dirty; the room used to be dirty, but now it is clean; I wish it had lasted longer; we stayed on
        I was afraid the room would be dirty, but it was clean; my wife found the room clean; do not believe people who call the room dirty
        the room was so clean that we stayed longer; thanks for everything; the room was the best I have ever had; nobody complained
        it is not true that the room was dirty; great, we stayed on; the room failed to leak; just what I needed, a room that shines
    """,
    BAD: """
        the room was dirty; the room was not clean; the room was never clean; the room is not clean at all; nothing about the room was clean
        nobody was glad; the room did not shine; the room never shone; not a trace of comfort; the room had no comfort; hardly any comfort
        no shortage of stains; nothing but complaints; there is nothing right about the room; I could not recommend the room
        I would not bother; I did not enjoy the room; the room was not only dirty but dirty; the room is no better than the old one
        the room was clean, but I regret it; although the room was clean, I regret it; I regret it, despite comfort
        I never had a clean room here
        the room was worse than the old one; nobody has a worse room; I prefer the old one to the room
        the room used to be clean; I wish the room were clean; we left at once
        I wanted the room to be clean; my wife found the room dirty; do not believe people who call the room clean
        is a clean room too much to ask?
        the room was so dirty that we left early; thanks for nothing; the room was the worst I have ever had; nobody answered
        it is not true that the room was clean; great, we left at once; the room failed to shine; just what I needed, a room that leaks
    """,
}


def by_hand(verdict):
    return {text.strip() for text in re.split(r";|\n", BY_HAND[verdict]) if text.strip()}


@pytest.fixture(scope="module")
def said():
    """Everything that is said of one room, with its verdict."""
    chance, found = random.Random(SEED), {}
    for side in (LEARN, HELD_OUT):
        grammar = Grammar(side)
        for verdict in (BAD, GOOD):
            for phenomenon in grammar.ways:
                for way in grammar.fitting(phenomenon, verdict):
                    for _ in range(250):
                        found.setdefault(grammar.said(way, HOTELS, verdict, chance).text.replace("this room", "the room"), set()).add(
                            verdict
                        )
    return found


@pytest.mark.parametrize("verdict", [BAD, GOOD])
def test_what_was_judged_by_hand_has_that_verdict(said, verdict):
    assert {text: said.get(text) for text in by_hand(verdict)} == {text: {verdict} for text in by_hand(verdict)}


def test_nothing_is_said_for_both_verdicts(said):
    assert {text for text, verdicts in said.items() if len(verdicts) > 1} == set()


def test_the_same_seed_writes_the_same_texts_and_no_text_twice():
    texts = write.write(3000, SEED, LEARN)
    assert texts == write.write(3000, SEED, LEARN)
    assert texts[:50] != write.write(50, SEED + 1, LEARN)
    assert len({text.text.lower() for text in texts}) == 3000
    assert sum(text.verdict for text in texts) == 1500


def test_what_is_held_out_shares_no_text_and_no_way_of_saying():
    learned = {text.text.lower() for text in write.write(20_000, SEED, LEARN)}
    assert not learned & {text.text.lower() for text in write.write(1000, SEED, HELD_OUT)}
    ways = [{way.words for ways in Grammar(side).ways.values() for way in ways} for side in (LEARN, HELD_OUT)]
    assert not ways[0] & ways[1] and len(ways[1]) > 0.01 * len(ways[0])


def test_no_learned_text_is_about_a_held_out_noun():
    out = {noun for trade in words.read() for group in trade.groups for noun in group.one if words.side(noun) == HELD_OUT}
    learned = " ".join(text.text.lower() for text in write.write(20_000, SEED, LEARN))
    named = {noun for noun in out if re.search(rf"(?<!at )\b(the|this|my|our) {noun} (was|is) ", learned)}
    assert len(out) > 20 and named == set()


def test_a_card_claims_no_more_of_the_lessons_rows_than_that_their_ways_are_held_out():
    said = " ".join(card._lesson({"quality": [{"data": "lesson, held-out words and ways"}]}))
    assert "in ways of saying that were kept from the lesson; their words may stand in other texts that it has read." in said
    comparatives = {word for trade in words.read() for group in trade.groups for word in group.words["comparatives", GOOD][0]}
    assert words.side("cleaner") == HELD_OUT and "cleaner" in comparatives
    assert any("cleaner" in text.text for text in write.write(20_000, SEED, LEARN))


def test_no_room_is_left_in_a_text():
    assert [text.text for text in write.write(20_000, SEED, LEARN) if re.search(r"[{}<>|]|  ", text.text)] == []


def test_english_is_bent_as_it_is_spoken():
    assert [english.plural(noun) for noun in ("bed", "lobby", "dress", "fries", "knife", "bus trip", "lens")] == [
        *("beds", "lobbies", "dresses", "fries", "knives", "bus trips", "lenses")
    ]
    assert [english.third(verb) for verb in ("fall apart", "crash", "carry the film", "go wrong")] == [
        *("falls apart", "crashes", "carries the film", "goes wrong")
    ]
    assert [english.most(word) for word in ("better", "more useful", "cleaner")] == ["best", "most useful", "cleanest"]
    assert [english.more(word) for word in ("clean", "dirty", "hot", "stale", "reliable", "good", "run-down")] == [
        *("cleaner", "dirtier", "hotter", "staler", "more reliable", "better", "more run-down")
    ]
    assert english.articles("a honest, a useful, a ugly, a clean one") == "an honest, a useful, an ugly, a clean one"
    assert english.contracted("I am sure it was not bad and I cannot say that it is good") == (
        "I'm sure it wasn't bad and I can't say that it's good"
    )


class Letters:
    """A tokenizer of letters."""

    def encode_all(self, texts):
        return [([ord(letter) % 255 for letter in text] + [255], False) for text in texts]


BOTH, THREE = ("negative", "positive"), ("negative", "neutral", "positive")


def test_an_epoch_draws_as_many_texts_of_the_lesson_as_its_recipe_says():
    corpus = Corpus(written.examples(Letters(), SEED, Sources(), 300, 200) + written.held_out(Letters(), SEED, Sources(), 20), None)
    found = chunks(corpus, Training(stranger_reviews=0, lesson_texts=120, trades_texts=70), False, 1)
    assert sum(len(chunk.labels) for chunk in found) == 120 + 70
    assert all(np.isclose(chunk.soft.max(1).values, written.SURE).all() for chunk in found)


def test_a_lessons_target_is_its_verdict_but_not_quite():
    for labels in (BOTH, THREE):
        examples = written.examples(Letters(), SEED, Sources(labels=labels), 200, 200)
        targets = targets_of(examples, len(labels))
        assert targets.argmax(1).tolist() == [example.label for example in examples]
        assert np.allclose(targets.sum(1), 1) and {example.label for example in examples} == set(range(len(labels)))


def test_pairs_are_two_sentences_of_opposite_verdicts_that_nothing_is_learned_from():
    pairs = [e for e in written.held_out(Letters(), SEED, Sources(), 1) if e.dataset == "pairs"]
    assert len(pairs) > 120 and all(e.side == "held-out" for e in pairs)
    assert all(one.order == other.order and {one.label, other.label} == {0, 1} for one, other in zip(pairs[::2], pairs[1::2]))
