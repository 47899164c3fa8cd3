"""Compares a net that was put together as described with the model's own forward pass, as the file has it.

Refuses to know frameworks and files.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from undertone_training.bring.description import Description
from undertone_training.bring.texts import asked
from undertone_training.bundle import golden
from undertone_training.net.net import Net

TOLERANCE = 1e-5
NOT_COMPARED = (
    "NOT COMPARED: {}: {}. The bundle is what the description says; that the model puts its parts together so, nothing has proven; {}"
)

BOTH_WAYS = (
    ": of a reader in both directions `last` is each one's state after its own last step; out[:, -1], where the one in reverse has read a "
    "single token, cannot be served"
)


class Forward(Protocol):
    """The whole model as it was saved. `candidates` gives its answers [C] to one review, by the way it was asked; `ways` names them."""

    ways: str

    def candidates(self, tokens: list[int]) -> dict[str, np.ndarray]: ...


@dataclass(frozen=True)
class Brought:
    """A net, and what answers as its framework does; the model's own forward pass, or None where it has none, and what it is compared with.

    `reference` and `net` are rounded if the bundle is, `saved` is not. `notes` tell how the file was read; `uncompared` says why there is
    no forward pass, and what would bring one.
    """

    framework: str
    net: Net
    reference: golden.Reference
    forward: Forward | None
    saved: golden.Reference
    notes: tuple[str, ...] = ()
    uncompared: tuple[str, str] = ("the file has no forward pass, only weights", "save the whole module as TorchScript to have it compared")


def compare(description: Description, brought: Brought) -> list[str]:
    """Raises ValueError where the parts, put together as described, answer otherwise than the whole model does.

    Returns what to tell where the two could not be compared.
    """
    name = description.model.name
    if brought.forward is None:
        return [NOT_COMPARED.format(name, *brought.uncompared)]
    rows = asked(description.tokenizer)
    apart = _apart(rows, brought)
    if not apart:
        return [
            NOT_COMPARED.format(
                name,
                f"it answers to none of the ways in which it was called: {brought.forward.ways}",
                "give its forward pass one of these forms to have it compared",
            )
        ]
    way = min(apart, key=lambda each: (-sum(off <= TOLERANCE for off, _ in apart[each]), -len(apart[each]), max(apart[each])))
    off, length = max(apart[way])
    if not off <= TOLERANCE:
        raise ValueError(
            f"comparing {name} with its description: expected the answer of its own forward pass, found one to {length} tokens that is "
            f"{off:.1e} off (asked with {way}); describe reader and head as its forward pass has them"
            f"{BOTH_WAYS if brought.net.bidirectional and 'last' in description.parts.readout else ''}"
        )
    if len(apart[way]) < len(rows):
        raise ValueError(
            f"comparing {name} with its description: expected its own forward pass to answer any review of up to "
            f"{description.tokenizer.tokens_max} tokens, found {len(apart[way])} answers to {len(rows)} reviews (asked with {way}); "
            "mend it, or save the weights alone, which are not compared"
        )
    return []


def _apart(rows: list[list[int]], brought: Brought) -> dict[str, list[tuple[float, int]]]:
    """Returns, by the way in which the whole model was asked, how far each answer is off, and to how many tokens it is one."""
    apart: dict[str, list[tuple[float, int]]] = {}
    for tokens in rows:
        logits = brought.saved.review(tokens, {})[0].double().numpy()
        for way, answer in brought.forward.candidates(tokens).items():
            apart.setdefault(way, []).append((deviation(answer.astype(np.float64), logits), len(tokens)))
    return apart


def deviation(answer: np.ndarray, logits: np.ndarray) -> float:
    """Returns how far a model's answer is from logits, or from probabilities or their logarithms, if it gives these; inf for NaN."""
    logarithms = logits - logits.max() - np.log(np.exp(logits - logits.max()).sum())
    forms = [logits, np.exp(logarithms), logarithms]
    if len(answer) < len(logits):  # a single number is the second label's logit, or its sigmoid
        forms = [form[1:] for form in forms[:2]]
    off = min(float((np.abs(answer - form) / np.maximum(1.0, np.abs(form))).max()) for form in forms)
    return off if np.isfinite(off) else np.inf
