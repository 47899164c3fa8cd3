"""Says what may be decided about a model and its training. A recipe is made of these. Refuses to know the recipes."""

from dataclasses import dataclass, field

from undertone_training.data.batches import Layout
from undertone_training.data.corpus import Sources
from undertone_training.teach.model import Shape
from undertone_training.teach.remember import Remembering


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
class Inventing:
    """After which sets, how many texts, and of how many tokens at most; at most `opening_share` of a text is given.

    The language model first reads those sets alone, `passes` times.
    """

    after: tuple[str, ...]
    texts: int
    passes: int = 3
    rate: float = 1e-3
    tokens_max: int = 80
    opening_share: float = 0.5
    temperature: float = 0.9
    rows: int = 64
    window: int = 32


@dataclass(frozen=True)
class Teaching:
    """Who labels what has no label: trained recipes, by name, bundles that ship, and n-gram judges.

    Where there is a label, their word counts `trust` against it. The labels of the sets `tempered` are mixed with what n-gram judges say
    that learned from other parts of the set. The language model of the teacher `inventor` writes the texts that are invented for teachers.
    """

    recipes: tuple[str, ...] = ()
    trust: float = 0.4
    tempered: tuple[str, ...] = ()
    inventing: Inventing | None = None
    inventor: str | None = None
    bundles: tuple[str, ...] = ()


LONG = 128
"""Tokens beyond which a review counts as long."""


@dataclass(frozen=True)
class Training:
    """How a model learns to answer. It does so in `runs` of their own from the same weights, and the mean of what they reach comes out.

    Each epoch draws anew: the `share` of reviews that are read alone, of those of more than LONG tokens the `long_share`, and of users the
    `user_share`; `stranger_reviews` of made-up users; `streamed_reviews` that are read sentence by sentence; of what only teachers have
    labelled `taught_reviews`, `taught_sentences` and `taught_invented` texts; and of the lesson `lesson_texts` that are made by rule and
    `trades_texts` that were written by hand. Reviews of the rarest label are drawn `rarest_repeats` times, those of goods
    `goods_repeats` times.
    """

    epochs: int = 4
    runs: int = 1
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
    taught_invented: int = 0
    lesson_texts: int = 0
    trades_texts: int = 0
    rarest_repeats: int = 1
    goods_repeats: int = 1
    teaching: Teaching | None = None
    lane_tokens_max: int = 256
    layout: Layout = field(default_factory=Layout)


@dataclass(frozen=True)
class Recipe:
    """One bundle: its name, shape, data, vocabulary and limits, and how it is trained. `begins_as`: a recipe whose cells it starts from.

    `then`: a second training, from the weights that the first one kept, which make up `first_share` of what comes out of both;
    `lesson`: one more, that draws texts of the lesson too; `remembering`: a last one, of memory and head alone. `start_share`: what a
    bundle that a build began from makes up of the reader that comes out.
    """

    name: str
    shape: Shape
    version: str = "1"
    tokens_max: int = 1024
    sources: Sources = field(default_factory=Sources)
    pretraining: Pretraining | None = field(default_factory=Pretraining)
    begins_as: str | None = None
    training: Training = field(default_factory=Training)
    then: Training | None = None
    first_share: float = 0.0
    start_share: float = 0.0
    lesson: Training | None = None
    remembering: Remembering | None = None

    def trainings(self) -> tuple[Training, ...]:
        """Returns the trainings that there are, in their order."""
        return tuple(training for training in (self.training, self.then, self.lesson) if training is not None)

    def has_lesson(self) -> bool:
        """Returns whether any of its trainings draws texts of the lesson."""
        return any(training.lesson_texts or training.trades_texts for training in self.trainings())

    def bundles(self) -> tuple[str, ...]:
        """Returns the bundles that teach in any of its trainings, each once."""
        return tuple(dict.fromkeys(name for training in self.trainings() if training.teaching for name in training.teaching.bundles))
