"""Builds one bundle from a recipe: data, pretraining, training, rounding, graphs, goldens, measurement, manifest, card.

The decisions are `recipes`' and the work is others'; here is the order. Export rounds first, then measures and writes goldens.
"""

import shutil
from dataclasses import replace
from pathlib import Path

import torch
from tqdm import tqdm

from undertone_training import card, corpus, evaluate, golden, manifest, pretrain, train
from undertone_training.export import write_graphs
from undertone_training.model import Model
from undertone_training.recipes import Recipe
from undertone_training.tokenizer import ReviewTokenizer


def build(recipe: Recipe, data: Path, work: Path, out: Path, seed: int, bfloat16: bool, command: str) -> Path:
    """Trains (or takes up where a checkpoint in `work` left off) and writes the bundle's folder under `out`; returns it."""
    work.mkdir(parents=True, exist_ok=True)
    learned = corpus.load(data, work, recipe.shape.vocabulary, recipe.tokens_max)
    torch.manual_seed(seed)
    model = Model(recipe.shape)
    seconds = {}
    if recipe.pretraining is not None:
        seconds["pretraining"] = pretrain.pretrain(
            model.token_cell, learned, recipe.pretraining, seed, work, bfloat16)
    trained = train.train(model, learned, recipe.training, seed, work / f"{recipe.name}.trained.pt", bfloat16,
                          lambda average: evaluate.glance(average, learned))
    seconds["training"] = trained.seconds
    tqdm.write("measuring and exporting")
    final = trained.average.eval().round()
    training = {"data": list(card.SOURCES), "seed": seed, "command": command}
    rows, gain = evaluate.quality(final, learned)
    folder = export(recipe, final, learned.tokenizer, out / f".{recipe.name}.part", training, rows)
    (folder / "README.md").write_text(card.text(folder, recipe, seconds, gain), encoding="utf-8")
    shutil.rmtree(out / recipe.name, ignore_errors=True)
    return folder.rename(out / recipe.name)


def export(recipe: Recipe, model: Model, tokenizer: ReviewTokenizer, folder: Path, training: dict, quality: list[dict]) -> Path:
    """Writes every file of a bundle but its card into `folder`, which is emptied first; the model must be rounded."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    net = write_graphs(model, folder)
    tokenizer.write(folder)
    golden.write(folder, model, tokenizer)
    manifest.write(folder, manifest.About(recipe.name, f"pytorch {torch.__version__}", recipe.version, training=training,
                                          quality=quality), net, tokenizer)
    return folder


def shortened(recipe: Recipe, epochs: int | None, pretraining_epochs: int | None) -> Recipe:
    """Returns the recipe with other numbers of epochs, where they are given; 0 pretraining epochs means none."""
    if epochs is not None:
        recipe = replace(recipe, training=replace(recipe.training, epochs=epochs))
    if pretraining_epochs is not None and recipe.pretraining is not None:
        recipe = replace(recipe, pretraining=replace(recipe.pretraining, epochs=pretraining_epochs) if pretraining_epochs else None)
    return recipe
