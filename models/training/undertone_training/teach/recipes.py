"""Says, for each bundle, what model it is and how it is trained. A recipe is all that `build` needs besides data and a folder."""

from dataclasses import replace

from undertone_training.data.batches import Layout
from undertone_training.data.corpus import Sources
from undertone_training.data.datasets import CHINESE, SHORT
from undertone_training.teach.model import Shape
from undertone_training.teach.remember import Remembering
from undertone_training.teach.settings import Inventing, Pretraining, Recipe, Teaching, Training

_LARGE = Layout(tokens_max=32768)
_ZH = Sources("zh", CHINESE, by_sentence=("zh_hotel", "zh_online_shopping"))
_THREE = ("negative", "neutral", "positive")
_WIDE = Pretraining(kind="gru", epochs=2, rate=3e-3, rate_last=0.05)
_WIDE_CHINESE = Pretraining(kind="gru", epochs=5, rows=128, rate=3e-3, rate_last=0.05)
_ENGLISH_TEACHING = Teaching(
    ("teacher-wide", "teacher-backwards"),
    inventing=Inventing(SHORT, 250_000, passes=2, tokens_max=64),
    inventor="teacher-wide",
    bundles=("reviews-en-lstm", "reviews-en-gru"),
)
_CHINESE_TEACHING = Teaching(
    ("teacher-zh-wide", "teacher-zh-backwards"),
    0.4,
    CHINESE,
    Inventing(("zh_hotel", "zh_waimai"), 100_000),
    "teacher-zh-wide",
    ("reviews-zh-gru",),
)
_LESSON = Training(
    epochs=4,
    rate=2e-3,
    averaging=0.998,
    token_dropout=0.04,
    feature_dropout=0.15,
    readout_dropout=0.3,
    long_share=1.0,
    user_share=0.15,
    stranger_reviews=2000,
    streamed_reviews=1000,
    taught_reviews=12_000,
    taught_sentences=30_000,
    lesson_texts=80_000,
    trades_texts=200_000,
    goods_repeats=2,
    layout=_LARGE,
)

RECIPES = {
    recipe.name: recipe
    for recipe in (
        Recipe(
            "reviews-en-lstm",
            Shape(kind="lstm"),
            version="11",
            pretraining=Pretraining(epochs=3, rate_last=0.05),
            training=Training(
                epochs=4,
                rate=1.5e-3,
                feature_dropout=0.15,
                readout_dropout=0.3,
                averaging=0.998,
                stranger_reviews=8000,
                streamed_reviews=5000,
                taught_reviews=30000,
                taught_sentences=100_000,
                taught_invented=150_000,
                teaching=_ENGLISH_TEACHING,
                layout=_LARGE,
            ),
            then=Training(
                epochs=2,
                rate=1e-3,
                averaging=0.997,
                feature_dropout=0.15,
                readout_dropout=0.3,
                long_share=0.4,
                user_share=0.4,
                stranger_reviews=4000,
                streamed_reviews=3000,
                taught_reviews=10000,
                taught_sentences=100_000,
                taught_invented=200_000,
                teaching=_ENGLISH_TEACHING,
                layout=_LARGE,
            ),
            first_share=0.5,
            start_share=0.7,
            lesson=replace(_LESSON, epochs=3, runs=2, teaching=Teaching(bundles=("reviews-en-lstm", "reviews-en-gru"))),
            remembering=Remembering(strangers_weight=4.0, temperature=1.3),
        ),
        Recipe(
            "reviews-en-gru",
            Shape(kind="gru"),
            version="4",
            training=Training(averaging=0.998, layout=_LARGE),
            lesson=replace(
                _LESSON, epochs=4, taught_reviews=25_000, taught_sentences=50_000, teaching=Teaching(bundles=("reviews-en-lstm",))
            ),
            start_share=0.5,
            remembering=Remembering(epochs=24, strangers_weight=4.0, temperature=1.3),
        ),
        Recipe(
            "reviews-en-rnn",
            Shape(kind="rnn_tanh", reader_scope="user", memory=0),
            version="2",
            training=Training(epochs=3, rate=1e-3),
            lesson=replace(
                _LESSON,
                epochs=6,
                rate=1e-3,
                taught_reviews=25_000,
                taught_sentences=50_000,
                teaching=Teaching(bundles=("reviews-en-lstm", "reviews-en-gru")),
            ),
        ),
        Recipe(
            "reviews-en-lstm-3way",
            Shape(kind="lstm", labels=3),
            version="6",
            sources=Sources(labels=_THREE),
            begins_as="reviews-en-lstm",
            training=Training(
                epochs=1,
                rate=1e-3,
                averaging=0.995,
                share=0.5,
                stranger_reviews=6000,
                streamed_reviews=2000,
                rarest_repeats=6,
                layout=_LARGE,
            ),
            lesson=replace(_LESSON, epochs=3, runs=2, rarest_repeats=4, taught_reviews=0, taught_sentences=0),
            start_share=0.5,
            remembering=Remembering(trades_reviews=60_000, rarest_repeats=3, temperature=1.3),
        ),
        Recipe(
            "reviews-zh-gru",
            Shape(kind="gru"),
            version="7",
            tokens_max=512,
            sources=_ZH,
            pretraining=Pretraining(kind="gru", epochs=2, rate_last=0.05),
            training=Training(epochs=5, averaging=0.998, streamed_reviews=6000, taught_invented=60_000, teaching=_CHINESE_TEACHING),
            lesson=Training(
                epochs=5,
                runs=2,
                averaging=0.998,
                streamed_reviews=6000,
                trades_texts=16_000,
                teaching=Teaching(tempered=CHINESE, bundles=("reviews-zh-gru",)),
            ),
            start_share=0.5,
        ),
        Recipe(
            "reviews-zh-rnn",
            Shape(kind="rnn_tanh", reader_scope="user", memory=0),
            version="2",
            tokens_max=512,
            sources=_ZH,
            pretraining=Pretraining(kind="gru", epochs=2, rate_last=0.05),
            training=Training(epochs=4, rate=1e-3, averaging=0.998, streamed_reviews=6000, teaching=Teaching(bundles=("reviews-zh-gru",))),
        ),
    )
}


def _teachers(language: str, shared: Sources, pretraining: Pretraining, training: Training) -> list[Recipe]:
    """Returns two wide readers of one language: one reads as one reads, the other from the end, so that they err on other texts."""
    name = "teacher" if language == "en" else f"teacher-{language}"
    return [
        Recipe(
            f"{name}-{way}",
            Shape(kind="gru", hidden=256, memory=0, backwards=way == "backwards"),
            sources=shared,
            pretraining=pretraining,
            training=training,
        )
        for way in ("wide", "backwards")
    ]


TEACHERS = {
    recipe.name: recipe
    for recipe in (
        *_teachers(
            "en", Sources(), _WIDE, Training(epochs=4, averaging=0.998, long_share=0.6, user_share=0.0, stranger_reviews=0, layout=_LARGE)
        ),
        *_teachers(
            "zh",
            _ZH,
            _WIDE_CHINESE,
            Training(epochs=5, averaging=0.998, user_share=0.0, stranger_reviews=0, teaching=Teaching((), 0.4, CHINESE)),
        ),
    )
}
"""What labels for others: nets that are twice as wide as what ships, and never ship."""
