"""Says, for each bundle, what model it is and how it is trained. A recipe is all that `build` needs besides data and a folder."""

from dataclasses import dataclass, field

from undertone_training.batches import Layout
from undertone_training.model import Shape


@dataclass(frozen=True)
class Pretraining:
    """Language modelling before anything else, on every review that we may learn from, labelled or not."""

    kind: str = "lstm"
    epochs: int = 1
    rows: int = 256
    window: int = 64
    negatives: int = 256
    rate: float = 4e-3


@dataclass(frozen=True)
class Training:
    """How a model learns to answer."""

    epochs: int = 4
    rate: float = 2e-3
    decay: float = 0.01
    clip: float = 1.0
    token_dropout: float = 0.1
    feature_dropout: float = 0.2
    readout_dropout: float = 0.4
    averaging: float = 0.999
    warmup: float = 0.05
    stranger_reviews: int = 6000
    lane_tokens_max: int = 256
    layout: Layout = field(default_factory=Layout)


@dataclass(frozen=True)
class Recipe:
    """One bundle: its name, shape, vocabulary and limits, and how it is trained."""

    name: str
    shape: Shape
    version: str = "1"
    tokens_max: int = 1024
    pretraining: Pretraining | None = field(default_factory=Pretraining)
    training: Training = field(default_factory=Training)


RECIPES = {recipe.name: recipe for recipe in (
    Recipe("reviews-en-lstm", Shape(kind="lstm")),
    Recipe("reviews-en-gru", Shape(kind="gru"), training=Training(averaging=0.998, layout=Layout(tokens_max=32768))),
    Recipe("reviews-en-rnn", Shape(kind="rnn_tanh", reader_scope="user", memory=0), training=Training(epochs=3, rate=1e-3)),
)}
