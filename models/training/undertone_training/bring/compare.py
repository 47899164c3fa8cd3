"""Compares a net that was put together as described with the model's own forward pass, as the file has it.

Refuses to know frameworks and files.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from undertone_training.bring.description import Description
from undertone_training.bundle import golden
from undertone_training.net.net import Net

COMPARED = ("Good.", "Not bad at all, actually quite good!", "我不喜欢数学。")
TOLERANCE = 1e-5
NOT_COMPARED = (
    "NOT COMPARED: {}: {}. The bundle is what the description says; that the model puts its parts together so, nothing has proven; {}"
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
    apart: dict[str, list[float]] = {}
    for text in COMPARED:
        tokens = description.tokenizer.encode(text)[0]
        logits = brought.saved.review(tokens, {})[0].double().numpy()
        for way, answer in brought.forward.candidates(tokens).items():
            apart.setdefault(way, []).append(deviation(answer.astype(np.float64), logits))
    if not apart:
        return [
            NOT_COMPARED.format(
                name,
                f"it answers to none of the ways in which it was called: {brought.forward.ways}",
                "give its forward pass one of these forms to have it compared",
            )
        ]
    most = max(map(len, apart.values()))
    worst = {way: max(found) for way, found in apart.items() if len(found) == most}
    way = min(worst, key=lambda each: np.nan_to_num(worst[each], nan=np.inf))
    if not worst[way] <= TOLERANCE:
        raise ValueError(
            f"comparing {name} with its description: expected the answer of its own forward pass, found one that is "
            f"{worst[way]:.1e} off (asked with {way}); describe reader and head as its forward pass has them"
        )
    return []


def deviation(answer: np.ndarray, logits: np.ndarray) -> float:
    """Returns how far a model's answer is from logits, or from the probabilities or their logarithms, if it gives these."""
    probabilities = np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum()
    forms = [logits, probabilities, np.log(probabilities)] if len(answer) == len(logits) else [logits[1:], probabilities[1:]]
    return min(float((np.abs(answer - form) / np.maximum(1.0, np.abs(form))).max()) for form in forms)
