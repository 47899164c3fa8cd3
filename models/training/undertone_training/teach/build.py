"""Builds one bundle from a recipe: data, pretraining, training, rounding, memory, graphs, goldens, measurement, manifest, card.

`recipes` decides and other modules do the work; this one keeps the order. A memory learns from a reader whose recurrent weights are
rounded already. All weights are rounded to float16 before they are measured and packed.
"""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import torch
from tqdm import tqdm

from undertone_training.bundle.manifest import About
from undertone_training.bundle.pack import Contents, pack
from undertone_training.data.corpus import Corpus, Example, take_vocabulary
from undertone_training.data.splits import LEARN
from undertone_training.net.weights import rounded
from undertone_training.teach import (
    card,
    checkpoints,
    evaluate,
    from_bundle,
    invent,
    pretrain,
    remember,
    soup,
    sources,
    teachers,
    train,
    written,
)
from undertone_training.teach.model import Model
from undertone_training.teach.recipes import RECIPES, TEACHERS
from undertone_training.teach.run import Run, mark, spent_on
from undertone_training.teach.settings import Recipe, Teaching, Training

TAUGHT_FACTOR = 2
"""How many times an epoch's part of unlabelled texts the teachers label."""

LABELLED_MIN = 5
"""Fewer reviews of a label teach nothing of it."""


def build(recipe: Recipe, run: Run, out: Path, command: str) -> Path:
    """Trains (or takes up where a checkpoint left off) and writes the bundle's folder under `out`; returns it."""
    run.work.mkdir(parents=True, exist_ok=True)
    began = None
    if run.start is not None:
        began = from_bundle.require_fit(recipe.shape, recipe.sources.language, run.start)
    for folder in run.teaching(recipe) if run.start is None else [run.start]:
        take_vocabulary(run.work, recipe.shape.vocabulary, recipe.sources, folder / "tokenizer.tiktoken")
    learned = run.corpus(recipe)
    _require_labels(recipe, learned)
    recipe = teachers.able(recipe, learned.tokenizer, run.bundles)
    final, seconds = trained(recipe, learned, run)
    tqdm.write("measuring and exporting")
    if recipe.has_lesson():
        learned = _with(learned, _held_out(recipe, learned, run))
    rows, gain = evaluate.quality(rounded(final), learned)
    about = About(
        recipe.name,
        f"pytorch {torch.__version__}",
        recipe.version,
        recipe.sources.language,
        recipe.sources.labels,
        training={"data": sources.sources(recipe), "seed": run.seed, "command": command},
        quality=rows,
    )
    pack(
        out / recipe.name,
        Contents(about, final.net(), final, learned.tokenizer),
        lambda manifest, _: card.text(manifest, recipe, seconds, spent_on(run.bfloat16), gain, began),
    )
    return out / recipe.name


def _require_labels(recipe: Recipe, learned: Corpus) -> None:
    """Raises ValueError where hardly a review tells what a label means; the lesson brings some of its own for all but one."""
    labels = recipe.sources.labels
    counts = Counter(example.label for example in learned.select(LEARN))
    few = [label for place, label in enumerate(labels) if counts[place] < LABELLED_MIN]
    if few and (recipe.lesson is None or len(few) == len(labels)):
        found = ", ".join(f"{counts[place]} {label}" for place, label in enumerate(labels))
        raise ValueError(
            f"building {recipe.name}: expected {LABELLED_MIN} reviews or more of each label in the nine tenths that it learns from, found "
            f"{found}; give more rows of {' and '.join(few)}"
        )


def trained(recipe: Recipe, learned: Corpus, run: Run) -> tuple[Model, dict[str, float]]:
    """Returns a recipe's averaged weights, and the seconds of each stage.

    What it begins as, and its teachers, are trained where they are not yet in the folder of checkpoints.
    """
    torch.manual_seed(run.seed)
    model = Model(recipe.shape)
    seconds = _begin(model, recipe, learned, run)
    stages = _stages(recipe, learned, run)
    if recipe.training.teaching is not None and recipe.training.teaching.inventing is not None:
        learned = _with(learned, _invented(recipe.training.teaching, learned, run))
    if recipe.has_lesson():
        learned = _with(learned, _written(recipe, learned, run) + _held_out(recipe, learned, run))
    taught: dict[Teaching | None, Corpus] = {None: learned}
    before: dict[str, torch.Tensor] = {}
    for number, (settings, kept) in enumerate(stages):
        kept_of_runs = soup.checkpoints(kept, settings)
        if settings.teaching not in taught and not all(train.finished(its, settings) for its in kept_of_runs):
            alike = [other for other, _ in stages if other.teaching == settings.teaching]
            taught[settings.teaching] = _taught(alike, learned, run)
        after, spent = soup.trained(
            model,
            taught.get(settings.teaching, learned),
            settings,
            run.seed + number,
            kept_of_runs,
            run.bfloat16,
            lambda average: evaluate.glance(average, learned),
        )
        seconds["training"] = seconds.get("training", 0.0) + spent
        model.load_state_dict(soup.mean(before, after, recipe.first_share) if settings is recipe.then else after)
        before = after
    if run.start is not None and recipe.start_share:
        began = from_bundle.begin(Model(recipe.shape), run.start)
        model.load_state_dict(soup.mean(began.state_dict(), model.state_dict(), recipe.start_share))
    model.token_cell.round_recurrent()
    if recipe.remembering is not None:
        seconds["memory"] = _remembered(model.eval(), learned, recipe, run)
    return model.eval(), seconds


def _written(recipe: Recipe, learned: Corpus, run: Run) -> list[Example]:
    return written.examples(learned.tokenizer, run.seed, recipe.sources, written.TEXTS, written.TRADES_TEXTS)


def _held_out(recipe: Recipe, learned: Corpus, run: Run) -> list[Example]:
    return written.held_out(learned.tokenizer, run.seed, recipe.sources, written.HELD_OUT_TEXTS)


def _with(corpus: Corpus, examples: list[Example]) -> Corpus:
    return replace(corpus, examples=corpus.examples + examples)


def _stages(recipe: Recipe, learned: Corpus, run: Run) -> list[tuple[Training, Path]]:
    """Returns a recipe's trainings in their order, the memory's aside, and the checkpoint of each."""
    cut = [replace(recipe, then=None, lesson=None), replace(recipe, lesson=None), recipe]
    trainings = (recipe.training, recipe.then, recipe.lesson)
    return [(its, run.checkpoint(replace(some, remembering=None), learned)) for its, some in zip(trainings, cut) if its]


def _begin(model: Model, recipe: Recipe, learned: Corpus, run: Run) -> dict[str, float]:
    """Gives the model what it begins from: a bundle's cells, another recipe's, or those of next-token prediction; returns its seconds."""
    if run.start is not None:
        from_bundle.begin(model, run.start)
    elif recipe.begins_as is not None:
        first = RECIPES[recipe.begins_as]
        cells = trained(first, run.corpus(first), run)[0]
        model.load_state_dict({k: v for k, v in cells.state_dict().items() if not k.startswith("head")}, strict=False)
    elif recipe.pretraining is not None:
        return {"pretraining": pretrain.pretrain(model.token_cell, learned, recipe.pretraining, run, recipe.sources.language)}
    return {}


def _taught(stages: list[Training], learned: Corpus, run: Run) -> Corpus:
    """Returns the corpus with what the teachers that these trainings share say, of enough for each."""
    teaching, alone = stages[0].teaching, replace(run, start=None)
    nets = [trained(TEACHERS[name], learned, alone)[0] for name in teaching.recipes]
    nets += [from_bundle.begin(Model(RECIPES[name].shape), run.bundles / name).eval() for name in teaching.bundles]
    counts = [
        TAUGHT_FACTOR * max(wanted)
        for wanted in zip(*((stage.taught_reviews, stage.taught_sentences, stage.taught_invented) for stage in stages))
    ]
    return teachers.teach(learned, nets, teaching, tuple(counts), run.seed, run.bfloat16)


def _invented(teaching: Teaching, learned: Corpus, run: Run) -> list[Example]:
    """Returns what the inventor's language model writes."""
    inventor = TEACHERS[teaching.inventor]
    language = inventor.sources.language

    def trained_inventor() -> pretrain.NextToken:
        return pretrain.language_model(inventor.shape, learned, inventor.pretraining, run, language)[0]

    kept = mark(teaching.inventing, inventor.pretraining, inventor.shape, run.seed, run.bfloat16, learned.origin)
    kept_at = run.work / f"made-up-{language}-{kept}.pickle"
    return invent.invent(trained_inventor, learned, teaching.inventing, run.seed, run.bfloat16, kept_at)


def _remembered(model: Model, learned: Corpus, recipe: Recipe, run: Run) -> float:
    """Gives the model a memory trained for itself, or the one in the checkpoint; returns the seconds it took."""
    kept_at = run.checkpoint(recipe, learned)
    if kept := checkpoints.taken_up(kept_at):
        model.load_state_dict(kept["model"])
        return kept["seconds"]
    seconds = remember.remember(model, learned, recipe.remembering, run.seed, run.bfloat16, lambda now: evaluate.glance(now, learned))
    checkpoints.keep(kept_at, {"model": model.state_dict(), "seconds": seconds})
    return seconds
