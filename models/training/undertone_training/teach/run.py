"""Holds what all stages of one build share, and names its checkpoints. Refuses to know how a model is trained."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from undertone_training.bundle import manifest
from undertone_training.data.corpus import Corpus, load
from undertone_training.teach import written
from undertone_training.teach.recipes import RECIPES
from undertone_training.teach.settings import Recipe

BUNDLES = Path(__file__).parents[3] / "bundles"
"""What ships."""


@dataclass(frozen=True)
class Run:
    """The data sets, the folder of checkpoints, the seed, and whether sums run in bfloat16.

    `start`: a bundle whose cells the model begins from, in place of what its recipe begins from. `bundles`: where those that teach lie.
    """

    data: Path
    work: Path
    seed: int
    bfloat16: bool
    start: Path | None = None
    bundles: Path = BUNDLES

    def corpus(self, recipe: Recipe) -> Corpus:
        """Returns what a recipe learns from and is measured on."""
        return load(self.data, self.work, recipe.shape.vocabulary, recipe.tokens_max, recipe.sources)

    def teaching(self, recipe: Recipe) -> list[Path]:
        """Returns the bundles that teach a recipe, or what it begins as, each once."""
        first = RECIPES[recipe.begins_as].bundles() if recipe.begins_as and self.start is None else ()
        return [self.bundles / name for name in dict.fromkeys(recipe.bundles() + first)]

    def checkpoint(self, recipe: Recipe, learned: Corpus) -> Path:
        """Returns the file for the last stage of a recipe: another for each recipe, seed and precision, and for all that is learned from.

        That is the corpus, the lesson's files where it is learned, the bundle to start from, and those that teach.
        """
        given = self.teaching(recipe) + ([] if self.start is None else [self.start])
        lesson = written.fingerprint(recipe.sources.language) if recipe.has_lesson() else ""
        kept = mark(replace(recipe, version=""), self.seed, self.bfloat16, learned.origin, lesson, *map(manifest.files, given))
        stage = "remembering" if recipe.remembering else "lesson" if recipe.lesson else "then" if recipe.then else "trained"
        return self.work / f"{recipe.name}-{kept}.{stage}.pt"


def spent_on(bfloat16: bool) -> str:
    """Returns on what a build's minutes are spent: PyTorch's threads, and the precision of its sums."""
    threads = torch.get_num_threads()
    return f"{threads} thread{'s' * (threads > 1)}, {'bfloat16 autocast' if bfloat16 else 'float32'}"


def multiplies_bfloat16() -> bool:
    """Returns whether this CPU has instructions for bfloat16; where it has none, autocast takes three times as long as float32."""
    return any(there for name, there in torch.cpu.get_capabilities().items() if name.endswith("bf16"))


def mark(*settings: object) -> str:
    """Returns eight letters that differ as soon as a setting does."""
    return hashlib.sha256(repr(settings).encode()).hexdigest()[:8]
