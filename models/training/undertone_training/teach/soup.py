"""Takes means of weights: of several runs of one training, and of a model before and after. Refuses to know what a run learns.

Source: Wortsman et al. 2022, Model soups: averaging weights of multiple fine-tuned models improves accuracy without increasing inference
time.
"""

import copy
from collections.abc import Callable
from pathlib import Path

from torch import Tensor

from undertone_training.data.corpus import Corpus
from undertone_training.teach import train
from undertone_training.teach.model import Model
from undertone_training.teach.settings import Training

SEEDS_APART = 100
"""Between the seeds of two runs."""


def mean(one: dict[str, Tensor], other: dict[str, Tensor], share: float) -> dict[str, Tensor]:
    """Returns weights of which `one` makes up a share."""
    return {name: share * one[name] + (1 - share) * value for name, value in other.items()}


def checkpoints(kept: Path, settings: Training) -> list[Path]:
    """Returns a checkpoint for each run; that of the first is `kept` itself."""
    return [kept] + [kept.with_stem(f"{kept.stem}-{run}") for run in range(2, settings.runs + 1)]


def trained(
    model: Model, corpus: Corpus, settings: Training, seed: int, kept: list[Path], bfloat16: bool, measure: Callable[[Model], str]
) -> tuple[dict[str, Tensor], float]:
    """Returns the mean of what all runs reach, each from the weights of `model`, and the seconds of all; `measure` as `train` has it."""
    weights: dict[str, Tensor] = {}
    seconds = 0.0
    for done, its in enumerate(kept):
        trainer = train.train(copy.deepcopy(model), corpus, settings, seed + SEEDS_APART * done, its, bfloat16, measure)
        reached = trainer.average.state_dict()
        weights = mean(weights, reached, done / (done + 1)) if weights else reached
        seconds += trainer.seconds
    return weights, seconds
