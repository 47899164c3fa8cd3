"""A review in sentences loses nothing but blanks, and is one user's events in order."""

from undertone_training.data import sentences
from undertone_training.data.datasets import Review


def test_sentences_end_where_a_reader_would_pause():
    assert sentences.cut("It began well enough. Then it rained! Who wrote this?\nI left early.", "en") == [
        "It began well enough.",
        "Then it rained!",
        "Who wrote this?",
        "I left early.",
    ]
    assert sentences.cut("房间很大，也干净。早餐一般！下次还会来。", "zh") == ["房间很大，也干净。", "早餐一般！", "下次还会来。"]


def test_a_scrap_joins_its_neighbour():
    assert sentences.cut("Mr. Bean is a gentle hero. 8/10. See it twice!", "en") == ["Mr. Bean is a gentle hero. 8/10.", "See it twice!"]
    assert sentences.cut("", "en") == [""]


def test_nothing_is_lost_of_a_long_review():
    text = " ".join(f"This is sentence number {number}." for number in range(200))
    pieces = sentences.cut(text, "en")
    assert len(pieces) == sentences.SENTENCES_MAX
    assert " ".join(pieces) == text


def test_a_stream_is_the_reviews_events_in_order():
    review = Review("imdb", "r1", None, (0, 0, 5), "A slow start, I admit. But what an ending!", "positive")
    events = sentences.stream([review], "en")
    assert [(e.dataset, e.user_id, e.text, e.label) for e in events] == [
        ("imdb_by_sentence", "r1", "A slow start, I admit.", "positive"),
        ("imdb_by_sentence", "r1", "But what an ending!", "positive"),
    ]
    assert [e.order for e in events] == sorted(e.order for e in events)
