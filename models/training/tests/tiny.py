"""Tiny data sets and recipes of all that a build does, and bundles that teach."""

import random
from dataclasses import replace

import torch

import sets
from undertone_training.bundle.manifest import About
from undertone_training.bundle.pack import Contents, pack
from undertone_training.data import corpus
from undertone_training.data.batches import Layout
from undertone_training.data.datasets import CHINESE, WITH_USERS
from undertone_training.net.weights import rounded
from undertone_training.teach import build, written
from undertone_training.teach.model import Model
from undertone_training.teach.run import Run
from undertone_training.teach.settings import Training

GOOD = ["warm", "bright", "lovely", "clever", "moving"]
BAD = ["dull", "cold", "stupid", "noisy", "broken"]
PLAIN = "the film the plot an actor one scene this story it was and so with very".split()


def rows(dataset, count, generator):
    for number in range(count):
        positive = generator.random() < 0.5
        words = generator.choices(PLAIN, k=generator.randint(3, 20)) + generator.choices(GOOD if positive else BAD, k=2)
        generator.shuffle(words)
        sentences = " ".join(words[:3]) + ". " + " ".join(words[3:]) + "."
        row = {"review_id": f"{dataset}-{number}", "text": sentences, "label": "positive" if positive else "negative"}
        if dataset in (*WITH_USERS, "meld_dev"):
            row |= {"user_id": f"user-{generator.randint(0, 9)}", "timestamp": number * 1000}
        yield row


def data_and_teachers(folder):
    """Writes all data sets, and beside them the bundles that teach; returns the folder."""
    generator = random.Random(6)
    for name in corpus.LABELLED + corpus.UNLABELLED + CHINESE:
        sets.write(folder, name, rows(name, 60, generator))
    for name in ("reviews-en-lstm", "reviews-en-gru", "reviews-zh-gru"):
        recipe = build.RECIPES[name]
        write_bundle(folder / "bundles" / name, recipe, run_of(folder, folder).corpus(recipe).tokenizer)
    return folder


def write_bundle(folder, recipe, tokenizer):
    """Writes a bundle of a recipe's shape with random weights, and returns the model."""
    torch.manual_seed(3)
    model = rounded(Model(recipe.shape).eval())
    about = About(folder.name, "pytorch", language=recipe.sources.language, labels=recipe.sources.labels)
    pack(folder, Contents(about, model.net(), model, tokenizer))
    return model


def run_of(data, work, start=None):
    """Returns a run in one precision, taught by the bundles beside the data."""
    return Run(data, work, 1, False, start, data / "bundles")


def all_small(changed):
    """Makes every recipe tiny, and the lesson too, until `changed` is undone."""
    changed.setattr(written, "TEXTS", 60)
    changed.setattr(written, "TRADES_TEXTS", 40)
    changed.setattr(written, "HELD_OUT_TEXTS", 20)
    for group in ("RECIPES", "TEACHERS"):
        changed.setattr(build, group, {name: tiny(recipe) for name, recipe in getattr(build, group).items()})


def _tiny(teaching):
    return teaching and replace(
        teaching, inventing=teaching.inventing and replace(teaching.inventing, texts=40, passes=1, rows=4, tokens_max=24)
    )


def tiny(recipe):
    shape = replace(recipe.shape, vocabulary=320, embedding=16, hidden=16, memory=8 if recipe.shape.memory else 0)
    pretraining = recipe.pretraining and replace(recipe.pretraining, epochs=1, rows=8, window=16, negatives=16)
    taught = recipe.training
    training = Training(
        epochs=2,
        rate=1e-2,
        layout=Layout(2048, 64, 4, 8),
        stranger_reviews=40,
        streamed_reviews=20,
        taught_reviews=20,
        taught_sentences=20,
        taught_invented=20 * bool(taught.taught_invented),
        teaching=_tiny(taught.teaching),
    )
    then = recipe.then and replace(training, epochs=1, long_share=0.5, user_share=0.5)
    remembering = recipe.remembering and replace(
        recipe.remembering, epochs=1, streamed_reviews=20, stranger_reviews=40, invented_reviews=20, alone_reviews=40
    )
    lesson = recipe.lesson and replace(training, epochs=1, lesson_texts=20, trades_texts=10, teaching=recipe.lesson.teaching)
    return replace(
        recipe,
        shape=shape,
        tokens_max=64,
        pretraining=pretraining,
        training=training,
        then=then,
        lesson=lesson,
        remembering=remembering,
    )
