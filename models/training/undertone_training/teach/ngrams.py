"""Judges whole reviews by their n-grams alone: logistic regression on naive Bayes ratios. It makes other errors than a net.

Refuses to know order beyond three tokens, and users. A feature is an n-gram that stands in two reviews or more; a review has it or not.
Source: Wang & Manning 2012 (Baselines and bigrams).
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from undertone_training.data.corpus import Example

SMOOTHING = 1.0
"""Added to each count: in how many positive, or negative, reviews a feature stands."""

REVIEWS_MIN = 2
STRENGTH = 4.0
"""The inverse of how much large weights cost."""

ITERATIONS = 60


@dataclass(frozen=True)
class NgramJudge:
    """Sorted n-gram codes [F], the weight of each [F], and a bias."""

    codes: np.ndarray
    weights: Tensor
    bias: float

    def positive(self, examples: list[Example]) -> np.ndarray:
        """Returns the probability of `positive` for each example."""
        found = [_known(codes_of(example.tokens), self.codes) for example in examples]
        return torch.sigmoid(torch.stack([self.weights[torch.from_numpy(places)].sum() for places in found]) + self.bias).numpy()


def codes_of(tokens: np.ndarray) -> np.ndarray:
    """Returns the distinct codes of a review's 1-, 2- and 3-grams, sorted; ids stand in 16 bits each, from 1 on."""
    ids = tokens.astype(np.int64) + 1
    pairs = ids[:-1] << 16 | ids[1:]
    return np.unique(np.concatenate([ids, pairs, pairs[:-1] << 16 | ids[2:]]))


def learn(examples: list[Example]) -> NgramJudge:
    """Fits a judge to examples of labels 0 and 1."""
    of_reviews = [codes_of(example.tokens) for example in examples]
    codes, counts = np.unique(np.concatenate(of_reviews), return_counts=True)
    codes = codes[counts >= REVIEWS_MIN]
    places = [_known(own, codes) for own in of_reviews]
    starts = np.concatenate([[0], np.cumsum([len(own) for own in places])])
    columns = np.concatenate(places)
    rows = np.repeat(np.arange(len(places)), np.diff(starts))
    gold = np.array([example.label for example in examples])
    ratio = _ratio(columns, gold[rows], len(codes))
    table = torch.sparse_csr_tensor(
        torch.from_numpy(starts), torch.from_numpy(columns), torch.from_numpy(ratio[columns]), (len(places), len(codes))
    )
    weights, bias = _fit(table, torch.from_numpy(gold).float())
    return NgramJudge(codes, weights * torch.from_numpy(ratio), bias)


def _ratio(columns: np.ndarray, gold: np.ndarray, features: int) -> np.ndarray:
    """Returns the log of how much likelier each feature is in positive reviews [F]."""
    good = np.bincount(columns[gold == 1], minlength=features) + SMOOTHING
    bad = np.bincount(columns[gold == 0], minlength=features) + SMOOTHING
    return np.log((good / good.sum()) / (bad / bad.sum())).astype(np.float32)


def _fit(table: Tensor, gold: Tensor) -> tuple[Tensor, float]:
    """Minimises the mean logistic loss, plus |w|^2 / (2 * STRENGTH * reviews); the transposed table gives its gradient."""
    turned = table.t().to_sparse_csr()
    weights, bias = torch.ones(table.shape[1], requires_grad=True), torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=ITERATIONS, history_size=8, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        with torch.no_grad():
            scores = table @ weights + bias
            away = (torch.sigmoid(scores) - gold) / len(gold)
            weights.grad = turned @ away + weights / (STRENGTH * len(gold))
            bias.grad = away.sum().view(1)
            return functional.binary_cross_entropy_with_logits(scores, gold) + weights.square().sum() / (2 * STRENGTH * len(gold))

    optimizer.step(loss)
    return weights.detach(), bias.item()


def _known(own: np.ndarray, codes: np.ndarray) -> np.ndarray:
    places = np.searchsorted(codes, own).clip(max=len(codes) - 1)
    return places[codes[places] == own]
