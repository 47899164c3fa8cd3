"""Builds a bundle of a character language model: text, symbols, training, graphs, goldens, perplexity, manifest, card.

`recipes` decides; this module keeps the order. Held out are the last tenth of The Time Machine and a tenth of the Chinese reviews, chosen
by text.
"""

import time
from pathlib import Path

import torch
from tqdm import tqdm

from undertone_training.bundle.manifest import About
from undertone_training.bundle.pack import Contents, pack
from undertone_training.language import card, passages, train
from undertone_training.language.model import LanguageModel, LanguageShape
from undertone_training.language.recipes import LanguageRecipe
from undertone_training.language.train import LanguageTraining
from undertone_training.net.weights import rounded
from undertone_training.teach.run import spent_on

TEXTBOOK_SYMBOLS = 10_000


def build(recipe: LanguageRecipe, data: Path, out: Path, seed: int, bfloat16: bool, command: str) -> Path:
    """Trains and writes the bundle's folder under `out`; returns it."""
    text = passages.read(recipe, data)
    _require_enough(recipe, text)
    torch.manual_seed(seed)
    model, in_bfloat16 = LanguageModel(recipe.shape), bfloat16 and recipe.shape.embedding > 0
    began = time.monotonic()
    kept, _ = train.train(
        model,
        text.passages,
        recipe.training,
        seed,
        in_bfloat16,
        lambda average: f"held-out perplexity {train.perplexity(average, text.held_out[:300]):.3f}",
    )
    minutes = (time.monotonic() - began) / 60
    final = rounded(kept.eval())
    quality = [
        {
            "data": f"{text.name}, held-out tenth",
            "symbols": sum(map(len, text.held_out)),
            "perplexity": round(train.perplexity(final, text.held_out), 3),
        }
    ]
    if recipe.textbook is not None:
        quality.append(_textbook(recipe.shape, text.learned[:TEXTBOOK_SYMBOLS], recipe.textbook, seed))
    about = About(
        recipe.name,
        f"pytorch {torch.__version__}",
        recipe.version,
        recipe.language,
        labels=(),
        training={"data": [text.name], "seed": seed, "command": command},
        quality=quality,
    )
    contents = Contents(about, final.net(), final, text.tokenizer, with_sequence=recipe.with_sequence)
    pack(out / recipe.name, contents, lambda manifest, _: card.text(manifest, recipe, minutes, spent_on(in_bfloat16)))
    return out / recipe.name


def _require_enough(recipe: LanguageRecipe, text: passages.LanguageText) -> None:
    """Raises ValueError where the texts have fewer symbols than the model, or none is held out to measure it with."""
    counts = (
        (f"{recipe.shape.vocabulary:,} symbols that differ", text.tokenizer.vocabulary, recipe.shape.vocabulary),
        ("a held-out text", sum(map(bool, text.held_out)), 1),
    )
    for what, found, least in counts:
        if found < least:
            raise ValueError(f"building {recipe.name}: expected {what} in {text.name}, found {found:,}; give it more text")


def _textbook(shape: LanguageShape, symbols: list[int], settings: LanguageTraining, seed: int) -> dict:
    """Trains a fresh model as the textbook does and returns its training perplexity, of the last pass."""
    tqdm.write("training once more under the textbook's protocol")
    torch.manual_seed(seed)
    _, perplexity = train.train(LanguageModel(shape), passages.sequel(symbols, settings.rows, settings.steps, seed), settings, seed, False)
    return {
        "data": f"the textbook's protocol, in training: first {len(symbols):,} symbols, {settings.epochs} passes",
        "symbols": len(symbols),
        "perplexity": round(perplexity, 3),
    }
