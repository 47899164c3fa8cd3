"""What says the same stays on one side, and nothing held out is learned from."""

import random

import pytest

from undertone_training.data.datasets import Review
from undertone_training.data.splits import HELD_OUT, LEARN, LEFT_OUT, sides, words

WORDS = "the a film plot actor scene is was very not dull bright slow loud warm cold long short story end start".split()


def review(dataset, number, text):
    return Review(dataset, f"{dataset}-{number}", None, (0, 0, number), text, "positive")


def sentences(count, seed=4):
    generator = random.Random(seed)
    return [" ".join(generator.choices(WORDS, k=generator.randint(9, 20))) for _ in range(count)]


def test_about_a_tenth_is_held_out_and_it_is_the_same_each_time():
    reviews = [review("imdb", n, text) for n, text in enumerate(sentences(3000))]
    first = sides(reviews)
    assert first == sides(reviews)
    assert 220 < first.count(HELD_OUT) < 380


def test_equal_texts_stand_on_one_side_however_they_are_written():
    texts = sentences(200)
    reviews = [review("mr_sentences", n, text + " , it's so .") for n, text in enumerate(texts)]
    reviews += [review("cr_products", n, text.upper() + ", it 's so!") for n, text in enumerate(texts)]
    decided = sides(reviews)
    assert decided[:200] == decided[200:] and HELD_OUT in decided


def test_a_sentence_inside_a_longer_one_stands_on_its_side():
    texts = sentences(200)
    reviews = [review("sst2", n, text) for n, text in enumerate(texts)]
    reviews += [review("rt_critics", n, f"So: {text}. And more of it!") for n, text in enumerate(texts)]
    decided = sides(reviews)
    assert decided[:200] == decided[200:] and HELD_OUT in decided


def test_phrases_of_held_out_sentences_are_left_out():
    texts = sentences(200)
    whole = [review("sst5", n, text) for n, text in enumerate(texts)]
    spans = [review("sst_phrases", n, " ".join(text.split()[2:8])) for n, text in enumerate(texts)]
    decided = sides(whole + spans)
    held = [text for text, side in zip(texts, decided) if side == HELD_OUT]
    for span, side in zip(spans, decided[200:]):
        inside = any(f" {span.text} " in f" {text} " for text in held)
        assert side == (LEFT_OUT if inside else LEARN)


@pytest.mark.parametrize("one, other", [("It doesn't work", "it does n't work"), ("It's", "it 's"), ("Zoë’s film", "Zoë's film")])
def test_tokenized_and_plain_texts_have_the_same_words(one, other):
    assert words(one) == words(other)
