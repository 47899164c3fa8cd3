"""Says, for each bundle, what model it is and how it is trained. A recipe is all that `build` needs besides data and a folder."""

from dataclasses import dataclass, field

from undertone_training.batches import Layout
from undertone_training.corpus import Sources
from undertone_training.datasets import CHINESE
from undertone_training.model import Shape
from undertone_training.remember import Remembering


@dataclass(frozen=True)
class Pretraining:
    """Language modelling before anything else, on every review that we may learn from, labelled or not.

    The rate falls in a straight line to `rate_last` of itself. `hidden`: units, if not as many as the model's.
    """

    kind: str = "lstm"
    epochs: int = 1
    rows: int = 256
    window: int = 64
    negatives: int = 256
    rate: float = 4e-3
    rate_last: float = 0.55
    hidden: int | None = None


@dataclass(frozen=True)
class Teaching:
    """Who labels what has no label: trained recipes, by name, and n-gram judges. Their word counts `trust` against a given label.

    The labels of the sets `tempered` are mixed with what n-gram judges say that learned from other parts of the set.
    """

    recipes: tuple[str, ...] = ("teacher-lstm", "reviews-en-gru")
    trust: float = 0.4
    tempered: tuple[str, ...] = ()


LONG = 128
"""Tokens beyond which a review counts as long."""


@dataclass(frozen=True)
class Training:
    """How a model learns to answer.

    Each epoch draws anew: the `share` of reviews that are read alone, of those of more than LONG tokens the `long_share`, and of users the
    `user_share`; `stranger_reviews` of made-up users; `streamed_reviews` that are read sentence by sentence; and of what only
    teachers have labelled `taught_reviews` and `taught_sentences`. What has the rarest label is drawn `rarest_repeats` times.
    """

    epochs: int = 4
    share: float = 1.0
    long_share: float = 1.0
    user_share: float = 1.0
    rate: float = 2e-3
    decay: float = 0.01
    clip: float = 1.0
    token_dropout: float = 0.1
    feature_dropout: float = 0.2
    readout_dropout: float = 0.4
    averaging: float = 0.999
    warmup: float = 0.05
    stranger_reviews: int = 6000
    streamed_reviews: int = 0
    taught_reviews: int = 0
    taught_sentences: int = 0
    rarest_repeats: int = 1
    teaching: Teaching | None = None
    lane_tokens_max: int = 256
    layout: Layout = field(default_factory=Layout)


@dataclass(frozen=True)
class Recipe:
    """One bundle: its name, shape, data, vocabulary and limits, and how it is trained. `begins_as`: a recipe whose cells it starts from.

    `then`: a second training, from the weights that the first one kept, which make up `first_share` of what comes out of both;
    `remembering`: a last one, of memory and head alone.
    """

    name: str
    shape: Shape
    version: str = "1"
    tokens_max: int = 1024
    sources: Sources = Sources()
    pretraining: Pretraining | None = field(default_factory=Pretraining)
    begins_as: str | None = None
    training: Training = field(default_factory=Training)
    then: Training | None = None
    first_share: float = 0.0
    remembering: Remembering | None = None


_LARGE = Layout(tokens_max=32768)
_ZH = Sources("zh", CHINESE, by_sentence=("zh_hotel", "zh_online_shopping"))
_THREE = ("negative", "neutral", "positive")

RECIPES = {recipe.name: recipe for recipe in (
    Recipe("reviews-en-lstm", Shape(kind="lstm"), version="3", pretraining=Pretraining(epochs=3, rate_last=0.05),
           training=Training(epochs=5, feature_dropout=0.15, readout_dropout=0.3, averaging=0.998, stranger_reviews=8000,
                             streamed_reviews=5000, taught_reviews=30000, taught_sentences=200000, teaching=Teaching(), layout=_LARGE),
           then=Training(epochs=2, rate=1e-3, averaging=0.997, feature_dropout=0.15, readout_dropout=0.3, long_share=0.4, user_share=0.4,
                         stranger_reviews=4000, streamed_reviews=3000, taught_reviews=10000, taught_sentences=250000,
                         teaching=Teaching(("teacher-short", "teacher-lstm", "reviews-en-gru")), layout=_LARGE),
           first_share=0.5, remembering=Remembering()),
    Recipe("reviews-en-gru", Shape(kind="gru"), training=Training(averaging=0.998, layout=_LARGE)),
    Recipe("reviews-en-rnn", Shape(kind="rnn_tanh", reader_scope="user", memory=0), training=Training(epochs=3, rate=1e-3)),
    Recipe("reviews-en-lstm-3way", Shape(kind="lstm", labels=3), version="2", sources=Sources(labels=_THREE), begins_as="reviews-en-lstm",
           training=Training(epochs=1, rate=1e-3, averaging=0.995, share=0.5, stranger_reviews=6000, streamed_reviews=2000, rarest_repeats=6,
                             layout=_LARGE)),
    Recipe("reviews-zh-gru", Shape(kind="gru"), version="2", tokens_max=512, sources=_ZH,
           pretraining=Pretraining(kind="gru", epochs=2, rate_last=0.05),
           training=Training(epochs=4, averaging=0.998, streamed_reviews=6000, teaching=Teaching((), 0.4, CHINESE))),
    Recipe("reviews-zh-rnn", Shape(kind="rnn_tanh", reader_scope="user", memory=0), tokens_max=512, sources=_ZH,
           pretraining=Pretraining(kind="gru", epochs=2, rate_last=0.05), training=Training(epochs=2, rate=1e-3)),
)}

TEACHERS = {recipe.name: recipe for recipe in (
    Recipe("teacher-lstm", Shape(kind="lstm")),
    RECIPES["reviews-en-gru"],
    Recipe("teacher-short", Shape(kind="gru", hidden=256), pretraining=Pretraining(epochs=3, rate_last=0.05, hidden=128),
           training=Training(averaging=0.998, long_share=0.0, user_share=0.0, stranger_reviews=0, taught_sentences=200000, teaching=Teaching(),
                             layout=_LARGE)),
)}
"""What labels for others. `teacher-lstm` is the first `reviews-en-lstm`; `teacher-short` is wide, and reads short texts only."""
