"""What was written by hand is what it says it is, stays what it is however it is varied, and what is held out of it stays out."""

import random
import re
from collections import Counter

import pytest

from undertone_training.data.corpus import Sources
from undertone_training.lesson import trades, typed
from undertone_training.lesson.words import HELD_OUT, LEARN
from undertone_training.teach import written

SEED = 13
LANGUAGES = pytest.mark.parametrize("language", trades.WRITTEN)
BOTH, THREE = ("negative", "positive"), ("negative", "neutral", "positive")


class Kept:
    """A tokenizer that keeps what it was given."""

    def __init__(self):
        self.texts = []

    def encode_all(self, texts):
        self.texts += texts
        return [([1], False) for _ in texts]


def told(text):
    """Returns a text's letters alone, names that are called and places of apostrophes aside."""
    return re.sub(r"@\w+|\W", "", text).lower()


@LANGUAGES
def test_reviews_are_whole_and_nothing_is_said_twice(language):
    reviews = trades.read(language)
    assert {review.verdict for review in reviews} == set(THREE if language == "en" else BOTH)
    assert [review for review in reviews if not re.fullmatch("[a-z-]+", review.trade) or not review.text.strip()] == []
    assert [text for text, count in Counter(review.text.lower() for review in reviews).items() if count > 1] == []


@LANGUAGES
def test_a_tenth_is_held_out_and_a_few_trades_wholly(language):
    learned, held_out, never_met = trades.of(language, LEARN), trades.of(language, HELD_OUT), trades.never_met(language)
    assert len(learned) + len(held_out) + len(never_met) == len(trades.read(language))
    assert 0.08 < len(held_out) / (len(learned) + len(held_out)) < 0.13
    assert {review.trade for review in never_met} == set(trades.WRITTEN[language].never_met)
    assert not {review.trade for review in learned + held_out} & set(trades.WRITTEN[language].never_met)


@LANGUAGES
def test_the_same_seed_varies_in_the_same_way_and_every_review_as_often(language):
    texts = trades.vary(language, 9000, SEED, LEARN, THREE)
    assert texts == trades.vary(language, 9000, SEED, LEARN, THREE)
    assert texts[:50] != trades.vary(language, 50, SEED + 1, LEARN, THREE)
    counts = Counter((review.verdict, review.trade) for review in trades.of(language, LEARN))
    found = Counter((review.verdict, review.trade) for review in texts)
    rounds = 9000 // sum(counts.values())
    assert all(rounds * count <= found[alike] <= (rounds + 1) * count for alike, count in counts.items())


def test_a_text_is_made_of_reviews_of_its_own_trade_and_verdict_and_of_neutral_ones(monkeypatch):
    monkeypatch.setattr(typed, "MISTYPED", 0)
    learned = {}
    for review in trades.of("en", LEARN):
        learned.setdefault(told(review.text), []).append(review)
    longest, asides = max(map(len, learned)), 0
    for review in trades.vary("en", 2000, SEED, LEARN, BOTH):
        rest = told(review.text.replace(" n't", "n't"))
        while rest:
            alike = next(learned[rest[:end]] for end in range(min(longest, len(rest)), 0, -1) if rest[:end] in learned)
            part = next(one for one in alike if one.trade == review.trade and one.verdict in (review.verdict, trades.NEUTRAL))
            asides += part.verdict == trades.NEUTRAL
            rest = rest[len(told(part.text)) :]
    assert asides > 50


def test_a_model_of_two_labels_learns_no_neutral_text_as_such():
    assert {review.verdict for review in trades.vary("en", 2000, SEED, LEARN, BOTH)} == set(BOTH)


@LANGUAGES
def test_what_is_held_out_is_as_it_was_written(language):
    kept = Kept()
    found = written.held_out(kept, SEED, Sources(language, labels=THREE), 5)
    for name, reviews in (("trades", trades.of(language, HELD_OUT)), ("trades_never_met", trades.never_met(language))):
        examples = [example for example in found if example.dataset == name]
        assert [THREE[example.label] for example in examples] == [review.verdict for review in reviews]
        assert {review.text for review in reviews} <= set(kept.texts)


def test_a_text_is_typed_in_many_ways():
    chance = random.Random(SEED)
    ways = {typed.as_typed("It really wasn't clean.", chance) for _ in range(400)}
    assert {
        "It really wasn't clean.",
        "it really wasn't clean.",
        "It really was n't clean .",
        "it really was n't clean .",
        "It raelly wasn't clean.",
    } <= ways


def test_chinese_is_typed_without_marks_now_and_then():
    chance = random.Random(SEED)
    ways = {typed.in_chinese("送来就是坏的，退货！", chance) for _ in range(400)}
    assert ways == {"送来就是坏的，退货！", "送来就是坏的退货", "送来就是坏的 退货"}


def test_rules_make_english_alone():
    found = written.examples(Kept(), SEED, Sources("zh"), 20, 10) + written.held_out(Kept(), SEED, Sources("zh"), 20)
    assert {example.dataset for example in found} == {"trades", "trades_never_met"}
