"""Makes a recipe shorter: fewer passes, or its end alone. Refuses to know how a recipe is followed."""

from dataclasses import replace
from pathlib import Path

from undertone_training.teach.settings import Recipe


def lesson_only(recipe: Recipe, start: Path | None) -> Recipe:
    """Returns a recipe of the lesson and the memory alone, for a bundle to start from, whose memory knows half already.

    Raises ValueError where the recipe has no lesson, or there is no such bundle.
    """
    if start is None:
        raise ValueError(f"building {recipe.name} with --lesson: expected a bundle to begin with, found none; name it with --from")
    if recipe.lesson is None:
        raise ValueError(f"building {recipe.name} with --lesson: expected a recipe with a lesson, found none; leave the option out")
    memory = recipe.remembering and replace(recipe.remembering, epochs=recipe.remembering.epochs // 2)
    return replace(recipe, training=recipe.lesson, then=None, lesson=None, remembering=memory)


def shortened(recipe: Recipe, epochs: int | None, pretraining_epochs: int | None) -> Recipe:
    """Returns the recipe with other numbers of epochs, where they are given; 0 pretraining epochs means none."""
    if epochs is not None:
        recipe = replace(recipe, training=replace(recipe.training, epochs=epochs))
    if pretraining_epochs is not None and recipe.pretraining is not None:
        recipe = replace(recipe, pretraining=replace(recipe.pretraining, epochs=pretraining_epochs) if pretraining_epochs else None)
    return recipe
