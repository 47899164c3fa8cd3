"""Holds what all stages of one build share, and names its checkpoints. Refuses to know how a model is trained."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from undertone_training.bundle import manifest
from undertone_training.data.corpus import Corpus, load
from undertone_training.teach.settings import Recipe


@dataclass(frozen=True)
class Run:
    """The data sets, the folder of checkpoints, the seed, and whether sums run in bfloat16.

    `start`: a bundle whose cells the model begins from, in place of what its recipe begins from.
    """

    data: Path
    work: Path
    seed: int
    bfloat16: bool
    start: Path | None = None

    def corpus(self, recipe: Recipe) -> Corpus:
        """Returns what a recipe learns from and is measured on."""
        return load(self.data, self.work, recipe.shape.vocabulary, recipe.tokens_max, recipe.sources)

    def checkpoint(self, recipe: Recipe) -> Path:
        """Returns the file for the last stage of a recipe. Another recipe, seed or bundle to start from has another file."""
        began = () if self.start is None else (manifest.files(self.start),)
        stage = "remembering" if recipe.remembering else "lesson" if recipe.lesson else "then" if recipe.then else "trained"
        return self.work / f"{recipe.name}-{mark(replace(recipe, version=''), self.seed, *began)}.{stage}.pt"


def mark(*settings: object) -> str:
    """Returns eight letters that differ as soon as a setting does."""
    return hashlib.sha256(repr(settings).encode()).hexdigest()[:8]
