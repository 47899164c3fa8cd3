"""Writes the tiny language models of the Java tests: the true format at a few KB, weights by chance, goldens by PyTorch.

Run with the training project on the path, from the repository's root:
    PYTHONPATH=models/training python models/src/test/python/write_tiny_languages.py
"""

from pathlib import Path

import torch

from undertone_training.bundle import golden
from undertone_training.bundle.manifest import About
from undertone_training.bundle.pack import Contents, pack
from undertone_training.language.model import LanguageModel, LanguageShape
from undertone_training.language.recipes import LanguageRecipe
from undertone_training.language.train import LanguageTraining
from undertone_training.net.weights import rounded
from undertone_training.text import symbols

FOLDER = Path("models/src/test/resources/bundles")
SEED = 7
TEXTS = ["我喜欢数学。", "我不喜欢数学。这部电影太好了", "the film was good"] * 20
GOLDEN_USERS = ("ann", "bob", "cem", "dee", "eva", "hal", "pat", "ros")
RECIPES = (
    LanguageRecipe(
        "tiny-language", "en", LanguageShape("rnn_tanh", 28, 0, 16), LanguageTraining(epochs=0), collapse_others=True, tokens_max=64
    ),
    LanguageRecipe(
        "tiny-characters",
        "zh",
        LanguageShape("gru", 29, 8, 16),
        LanguageTraining(epochs=0),
        collapse_others=False,
        with_sequence=False,
        tokens_max=64,
    ),
)


def main() -> None:
    torch.manual_seed(SEED)
    texts = [review for review in golden.REVIEWS if review[0] in GOLDEN_USERS]
    for recipe in RECIPES:
        listed = symbols.letters() if recipe.collapse_others else symbols.learn(TEXTS, recipe.shape.vocabulary)
        if len(listed) != recipe.shape.vocabulary:
            raise SystemExit(f"{recipe.name}: the texts give {len(listed)} symbols, not {recipe.shape.vocabulary}")
        reader = symbols.SymbolTokenizer(listed, recipe.collapse_others, recipe.tokens_max)
        model = rounded(LanguageModel(recipe.shape).eval())
        about = About(
            recipe.name,
            f"pytorch {torch.__version__}",
            language=recipe.language,
            labels=(),
            training={"data": ["none: random weights"], "seed": SEED, "command": "write_tiny_languages.py"},
            quality=[{"data": "none", "symbols": 1, "perplexity": float(recipe.shape.vocabulary)}],
        )
        pack(FOLDER / recipe.name, Contents(about, model.net(), model, reader, texts, with_sequence=recipe.with_sequence))


if __name__ == "__main__":
    main()
