"""Lets teachers label what has no label, and temper the labels of short texts: trained nets and two n-gram judges.

Labels can also be tempered by n-gram judges that have not seen them. Whole reviews have one judge and short texts another, as their labels
come from different places. No held-out example is shown to a teacher. Refuses to know how its teachers were trained.
Source: Hinton et al. 2015 (Distilling the knowledge in a neural network).
"""

import random
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm

from undertone_training.data.batches import READING, chunk, singles, some
from undertone_training.data.corpus import Corpus, Example
from undertone_training.data.datasets import CHINESE, INVENTED, PHRASES, SENTENCES
from undertone_training.data.sentences import streamed
from undertone_training.data.splits import LEARN
from undertone_training.teach import ngrams
from undertone_training.teach.model import Model
from undertone_training.teach.settings import Recipe, Teaching, Training
from undertone_training.teach.train import answer
from undertone_training.text.bpe import RANKS, ReviewTokenizer

REVIEWS, REVIEWS_UNLABELLED = "imdb", "imdb_unlabelled"
SHORT = (*SENTENCES, PHRASES, *CHINESE)
SURE = 1e-3
FOLDS = 5


def teach(corpus: Corpus, nets: list[Model], settings: Teaching, counts: tuple[int, int, int], seed: int, bfloat16: bool) -> Corpus:
    """Returns the corpus with `soft` targets.

    Nets, if there are any, and judges label so many unlabelled reviews, sentences of theirs and invented texts, and all short texts with
    labels; judges alone label the sets that are to be tempered, but for one that is too small to be cut into folds.
    """
    shuffle, learned = random.Random(seed), corpus.select(LEARN)
    soft = _taught(learned, nets, settings, counts, shuffle, bfloat16) if nets else {}
    for name in settings.tempered:
        part = [e for e in learned if e.dataset == name and e.label >= 0]
        if len(part) >= FOLDS:
            soft |= _mixed(part, _by_others(part, shuffle), settings.trust)
    return replace(corpus, examples=[replace(e, soft=soft[id(e)]) if id(e) in soft else e for e in corpus.examples])


def able(recipe: Recipe, tokenizer: ReviewTokenizer, bundles: Path) -> Recipe:
    """Returns the recipe with those bundles alone as teachers that read what this tokenizer gives; says which do not."""
    strange = [name for name in recipe.bundles() if (bundles / name / RANKS).read_text(encoding="utf-8") != tokenizer.ranks_text()]
    for name in strange:
        tqdm.write(f"{name} does not teach: its vocabulary is another")

    def kept(training: Training | None) -> Training | None:
        if training is None or training.teaching is None:
            return training
        left = tuple(name for name in training.teaching.bundles if name not in strange)
        return replace(training, teaching=replace(training.teaching, bundles=left))

    return replace(recipe, training=kept(recipe.training), then=kept(recipe.then), lesson=kept(recipe.lesson))


def _taught(
    learned: list[Example],
    nets: list[Model],
    settings: Teaching,
    counts: tuple[int, int, int],
    shuffle: random.Random,
    bfloat16: bool,
) -> dict[int, np.ndarray]:
    labelled = [e for e in learned if e.label >= 0]
    long = [e for e in labelled if e.dataset == REVIEWS]
    short = [e for e in labelled if e.dataset in SHORT]
    judge = ngrams.learn(short)

    def of(dataset: str, count: int) -> list[Example]:
        return some([e for e in learned if e.dataset == dataset], count, shuffle)

    parts = [
        (of(REVIEWS_UNLABELLED, counts[0]), ngrams.learn(long) if long else None, 1.0),
        (of(streamed(REVIEWS_UNLABELLED), counts[1]), judge, 1.0),
        (of(INVENTED, counts[2]), judge, 1.0),
        ([e for e in short if e.dataset not in settings.tempered], None, settings.trust),
    ]
    soft: dict[int, np.ndarray] = {}
    for part, said_by, weight in parts:
        if part:
            soft |= _mixed(part, together(part, nets, said_by, bfloat16), weight)
    return soft


def _mixed(part: list[Example], said: np.ndarray, weight: float) -> dict[int, np.ndarray]:
    """Returns each example's distribution, by its identity: what was said, of that weight, and its label."""
    given = [(1 - weight) * e.label + weight * positive for e, positive in zip(part, said)]
    return {id(e): np.array([1 - positive, positive], np.float32) for e, positive in zip(part, given)}


def _by_others(part: list[Example], shuffle: random.Random) -> np.ndarray:
    """Returns what n-gram judges say [n] that have learned from the other folds of the set only."""
    said, order = np.zeros(len(part), np.float32), shuffle.sample(range(len(part)), len(part))
    for fold in range(FOLDS):
        aside = order[fold::FOLDS]
        others = [part[place] for rest in range(FOLDS) if rest != fold for place in order[rest::FOLDS]]
        said[aside] = ngrams.learn(others).positive([part[place] for place in aside])
    return said


def together(examples: list[Example], nets: list[Model], judge: ngrams.NgramJudge | None, bfloat16: bool) -> np.ndarray:
    """Returns the probability of `positive` [n]: the mean of all teachers' logits, through the logistic function."""
    answers = [_positive(net, examples, bfloat16) for net in nets] + ([] if judge is None else [judge.positive(examples)])
    answers = [np.clip(positive, SURE, 1 - SURE) for positive in answers]
    return 1 / (1 + np.exp(-np.mean([np.log(p / (1 - p)) for p in answers], 0)))


@torch.no_grad()
def _positive(net: Model, examples: list[Example], bfloat16: bool) -> np.ndarray:
    """Returns what a net says of each example [n], read as a new user's first."""
    places = {id(example): place for place, example in enumerate(examples)}
    found, began = np.zeros(len(examples), np.float32), time.monotonic()
    for group in singles(examples, READING):
        with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
            logits = answer(net, chunk([group], READING, net.shape.endless))[0]
        found[[places[id(example)] for example in group]] = torch.softmax(logits.float(), 1)[:, 1].numpy()
    tqdm.write(f"a teacher read {len(examples):,} texts in {time.monotonic() - began:.0f} s")
    return found
