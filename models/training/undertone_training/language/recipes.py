"""Says, for each bundle, what language model it is and how it is trained. Refuses to know how a recipe is followed."""

from dataclasses import dataclass, replace

from undertone_training.language.model import LanguageShape
from undertone_training.language.train import TEXTBOOK, LanguageTraining


@dataclass(frozen=True)
class LanguageRecipe:
    """One bundle. `textbook`: the protocol by which a fresh model is trained too, for its figure alone.

    `with_sequence`: also draw the whole-review graph; its logits [T, B, V] stand in memory at once, so not for thousands of symbols.
    """

    name: str
    language: str
    shape: LanguageShape
    training: LanguageTraining
    collapse_others: bool
    textbook: LanguageTraining | None = None
    with_sequence: bool = True
    tokens_max: int = 512
    version: str = "1"


RECIPES = {
    recipe.name: recipe
    for recipe in (
        LanguageRecipe(
            "time-machine-rnn",
            "en",
            LanguageShape("rnn_tanh", 28, 0, 256),
            LanguageTraining(epochs=30, rate=2e-3, dropout=0.2, averaging=0.99),
            collapse_others=True,
            textbook=TEXTBOOK,
        ),
        LanguageRecipe(
            "reviews-zh-chars-gru",
            "zh",
            LanguageShape("gru", 3000, 128, 256),
            LanguageTraining(epochs=2, rows=128, steps=64, rate=3e-3, dropout=0.2, averaging=0.99),
            collapse_others=False,
            with_sequence=False,
        ),
    )
}


def shortened(recipe: LanguageRecipe, epochs: int | None) -> LanguageRecipe:
    """Returns the recipe with another number of epochs, where it is given."""
    return recipe if epochs is None else replace(recipe, training=replace(recipe.training, epochs=epochs))
