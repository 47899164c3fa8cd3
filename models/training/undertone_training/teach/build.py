"""Builds one bundle from a recipe: data, pretraining, training, rounding, graphs, goldens, measurement, manifest, card.

The decisions are `recipes`' and the work is others'; here is the order. Export rounds first, then measures and writes goldens.
"""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import torch
from tqdm import tqdm

from undertone_training.bundle import manifest
from undertone_training.bundle.manifest import About
from undertone_training.bundle.pack import Contents, pack
from undertone_training.data import corpus
from undertone_training.teach import card, evaluate, from_bundle, invent, pretrain, remember, teachers, train
from undertone_training.teach.model import Model
from undertone_training.teach.recipes import RECIPES, TEACHERS, Recipe, Teaching, Training
from undertone_training.text.bpe import ReviewTokenizer

BUNDLES = Path(__file__).parents[3] / "bundles"
"""What ships."""

TAUGHT_FACTOR = 2
"""How many times an epoch's part of unlabelled texts the teachers label."""


def build(recipe: Recipe, data: Path, work: Path, out: Path, seed: int, bfloat16: bool, command: str, start: Path | None = None) -> Path:
    """Trains (or takes up where a checkpoint in `work` left off) and writes the bundle's folder under `out`; returns it.

    `start`: a bundle whose cells it begins from, in place of what the recipe begins from.
    """
    work.mkdir(parents=True, exist_ok=True)
    if start is not None:
        from_bundle.require_fit(recipe.shape, recipe.sources.language, start)
        corpus.take_vocabulary(work, recipe.shape.vocabulary, recipe.sources, start / "tokenizer.tiktoken")
    learned = corpus.load(data, work, recipe.shape.vocabulary, recipe.tokens_max, recipe.sources)
    final, seconds = trained(recipe, learned, data, work, seed, bfloat16, start)
    tqdm.write("measuring and exporting")
    final, began = final.round(), None if start is None else json.loads((start / "manifest.json").read_text(encoding="utf-8"))
    rows, gain = evaluate.quality(final, learned)
    about = About(recipe.name, f"pytorch {torch.__version__}", recipe.version, recipe.sources.language, recipe.sources.labels,
                  {"data": card.sources(recipe), "seed": seed, "command": command}, rows)
    pack(out / recipe.name, Contents(about, final.net(), final, learned.tokenizer),
         lambda written, _: card.text(written, recipe, seconds, gain, began))
    return out / recipe.name


def trained(recipe: Recipe, learned: corpus.Corpus, data: Path, work: Path, seed: int, bfloat16: bool,
            start: Path | None = None) -> tuple[Model, dict[str, float]]:
    """Returns a recipe's averaged weights, and the seconds of each stage. What it begins as, and its teachers, are trained where they
    are not yet in `work`."""
    torch.manual_seed(seed)
    model = Model(recipe.shape)
    seconds = _begin(model, recipe, learned, data, work, seed, bfloat16, start)
    if recipe.training.teaching is not None and recipe.training.teaching.inventing is not None:
        learned = corpus.Corpus(learned.examples + _invented(recipe.training.teaching, learned, work, seed, bfloat16), learned.tokenizer)
    stages = [(recipe.training, checkpoint(work, replace(recipe, then=None, remembering=None), seed, start))]
    stages += [(recipe.then, checkpoint(work, replace(recipe, remembering=None), seed, start))] if recipe.then else []
    averages, taught = [], {None: learned}
    for number, (settings, kept) in enumerate(stages):
        if settings.teaching not in taught and not train.finished(kept, settings):
            alike = [other for other, _ in stages if other.teaching == settings.teaching]
            taught[settings.teaching] = _taught(alike, learned, data, work, seed, bfloat16)
        run = train.train(model, taught.get(settings.teaching, learned), settings, seed + number, kept, bfloat16,
                          lambda average: evaluate.glance(average, learned))
        averages.append(run.average.state_dict())
        model.load_state_dict(averages[-1])
        seconds["training"] = seconds.get("training", 0.0) + run.seconds
    if recipe.then is not None:
        model.load_state_dict({name: recipe.first_share * averages[0][name] + (1 - recipe.first_share) * last for name, last in averages[1].items()})
    if start is not None and recipe.start_share:
        began = from_bundle.begin(Model(recipe.shape), start).state_dict()
        model.load_state_dict({name: recipe.start_share * began[name] + (1 - recipe.start_share) * last for name, last in model.state_dict().items()})
    if recipe.remembering is not None:
        seconds["memory"] = _remembered(model.eval(), learned, recipe, seed, checkpoint(work, recipe, seed, start))
    return model.eval(), seconds


def _begin(model: Model, recipe: Recipe, learned: corpus.Corpus, data: Path, work: Path, seed: int, bfloat16: bool,
           start: Path | None) -> dict[str, float]:
    """Gives the model what it begins from: a bundle's cells, another recipe's, or those of next-token prediction; returns its seconds."""
    if start is not None:
        from_bundle.begin(model, start)
    elif recipe.begins_as is not None:
        first = RECIPES[recipe.begins_as]
        cells = trained(first, corpus.load(data, work, first.shape.vocabulary, first.tokens_max, first.sources), data, work, seed, bfloat16)[0]
        model.load_state_dict({k: v for k, v in cells.state_dict().items() if not k.startswith("head")}, strict=False)
    elif recipe.pretraining is not None:
        return {"pretraining": pretrain.pretrain(model.token_cell, learned, recipe.pretraining, seed, work, bfloat16, recipe.sources.language)}
    return {}


def checkpoint(work: Path, recipe: Recipe, seed: int, start: Path | None = None) -> Path:
    """Returns the file for the last stage of a recipe: another one as soon as the recipe, the seed, or what it starts from is another."""
    began = () if start is None else (manifest.files(start),)
    mark = hashlib.sha256(repr((replace(recipe, version=""), seed, *began)).encode()).hexdigest()[:8]
    stage = "remembering" if recipe.remembering else "then" if recipe.then else "trained"
    return work / f"{recipe.name}-{mark}.{stage}.pt"


def _taught(stages: list[Training], learned: corpus.Corpus, data: Path, work: Path, seed: int, bfloat16: bool) -> corpus.Corpus:
    """Returns the corpus with what the teachers that these trainings share say, of enough for each."""
    teaching = stages[0].teaching
    nets = [trained(TEACHERS[name], learned, data, work, seed, bfloat16)[0] for name in teaching.recipes]
    nets += [from_bundle.begin(Model(RECIPES[name].shape), BUNDLES / name).eval() for name in teaching.bundles
             if _reads_alike(name, learned.tokenizer)]
    counts = [TAUGHT_FACTOR * max(wanted) for wanted in
              zip(*((stage.taught_reviews, stage.taught_sentences, stage.taught_invented) for stage in stages))]
    return teachers.teach(learned, nets, teaching, tuple(counts), seed)


def _reads_alike(name: str, tokenizer: ReviewTokenizer) -> bool:
    """Returns whether a bundle that ships has this vocabulary; says so where it has another, and cannot teach."""
    alike = (BUNDLES / name / "tokenizer.tiktoken").read_text(encoding="utf-8") == tokenizer.ranks_text()
    if not alike:
        tqdm.write(f"{name} does not teach: its vocabulary is another")
    return alike


def _invented(teaching: Teaching, learned: corpus.Corpus, work: Path, seed: int, bfloat16: bool) -> list[corpus.Example]:
    """Returns what the inventor's language model writes."""
    inventor = TEACHERS[teaching.inventor]
    language = inventor.sources.language

    def trained_inventor() -> pretrain.NextToken:
        return pretrain.language_model(inventor.shape, learned, inventor.pretraining, seed, work, bfloat16, language)[0]

    mark = hashlib.sha256(repr((teaching.inventing, inventor.pretraining, inventor.shape, seed)).encode()).hexdigest()[:8]
    return invent.invent(trained_inventor, learned, teaching.inventing, seed, work / f"made-up-{language}-{mark}.pickle")


def _remembered(model: Model, learned: corpus.Corpus, recipe: Recipe, seed: int, kept_at: Path) -> float:
    """Gives the model a memory trained for itself, or the one in the checkpoint; returns the seconds it took."""
    if kept_at.exists():
        kept = torch.load(kept_at, weights_only=True)
        model.load_state_dict(kept["model"])
        return kept["seconds"]
    seconds = remember.remember(model, learned, recipe.remembering, seed, lambda now: evaluate.glance(now, learned))
    torch.save({"model": model.state_dict(), "seconds": seconds}, kept_at.with_suffix(".part"))
    kept_at.with_suffix(".part").replace(kept_at)
    return seconds


def shortened(recipe: Recipe, epochs: int | None, pretraining_epochs: int | None) -> Recipe:
    """Returns the recipe with other numbers of epochs, where they are given; 0 pretraining epochs means none."""
    if epochs is not None:
        recipe = replace(recipe, training=replace(recipe.training, epochs=epochs))
    if pretraining_epochs is not None and recipe.pretraining is not None:
        recipe = replace(recipe, pretraining=replace(recipe.pretraining, epochs=pretraining_epochs) if pretraining_epochs else None)
    return recipe
