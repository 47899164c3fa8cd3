"""Turns somebody's trained model into a bundle: reads it, compares it with its own forward pass, packs it, and writes a short card.

Refuses to know how it was trained.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np

from undertone_training import golden
from undertone_training.description import Description
from undertone_training.manifest import About
from undertone_training.net import Net
from undertone_training.pack import pack

COMPARED = ("Good.", "Not bad at all, actually quite good!", "我不喜欢数学。")
TOLERANCE = 1e-5


class Forward(Protocol):
    """The whole model as it was saved: `candidates` are its answers [C] to one review, one for each way in which it takes tokens."""

    def candidates(self, tokens: list[int]) -> list[np.ndarray]: ...


@dataclass(frozen=True)
class Brought:
    """A net, what answers as its framework does, and the model's own forward pass: ids in, its answer out, or None where it has none."""

    framework: str
    net: Net
    reference: golden.Reference
    forward: Forward | None


def bundle(description: Description, out: Path, unpickle: bool) -> tuple[Path, dict[str, float], bool]:
    """Writes the bundle's folder under `out`; returns it, its deviations, and whether the model's own forward pass was compared."""
    if description.framework == "keras":
        from undertone_training import keras_file
        brought = keras_file.load(description)
    else:
        from undertone_training import torch_file
        brought = torch_file.load(description, unpickle)
    compared = _compare(description, brought)
    folder = out / description.name
    about = About(description.name, brought.framework, description.version, description.language, description.labels, description.training)
    largest = pack(folder, about, replace(brought.net, half=description.float16), brought.reference, description.tokenizer)
    (folder / "README.md").write_text(_card(description, brought, largest), encoding="utf-8")
    return folder, largest, compared


def _compare(description: Description, brought: Brought) -> bool:
    """Raises ValueError where the parts, put together as described, answer otherwise than the whole model does."""
    if brought.forward is None:
        return False
    for text in COMPARED:
        tokens = description.tokenizer.encode(text)[0]
        answers = brought.forward.candidates(tokens)
        if not answers:
            return False
        logits = brought.reference.review(tokens, {})[0].double().numpy()
        apart = min(_apart(answer.astype(np.float64), logits) for answer in answers)
        if not apart <= TOLERANCE:
            raise ValueError(f"comparing {description.model.name} with its description: expected the answer of its own forward pass, found "
                             f"one that is {apart:.1e} off; describe reader and head as its forward pass has them")
    return True


def _apart(answer: np.ndarray, logits: np.ndarray) -> float:
    """Returns how far a model's answer is from logits, or from the probabilities or their logarithms, if it gives these."""
    probabilities = np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum()
    forms = [logits, probabilities, np.log(probabilities)] if len(answer) == len(logits) else [logits[1:], probabilities[1:]]
    return min(float((np.abs(answer - form) / np.maximum(1.0, np.abs(form))).max()) for form in forms)


def _card(description: Description, brought: Brought, largest: dict[str, float]) -> str:
    net, training = brought.net, description.training
    sizes = "-".join(str(layer.forward.hidden) for layer in net.layers)
    return "\n".join([
        f"# {description.name}", "",
        f"Says of a review whether it is {', '.join(description.labels[:-1])} or {description.labels[-1]}.", "",
        "| | |", "|---|---|",
        f"| token cell | {net.kind} {sizes}{', in both directions' if net.bidirectional else ''}; scope {net.scope} |",
        f"| review cell | {f'{net.memory[0].kind} {len(net.memory)} layer(s)' if net.memory else 'none'} |",
        f"| tokens | {description.tokenizer.spec()['kind']}, {description.tokenizer.vocabulary} ids |",
        f"| parameters | {net.parameters():,} |",
        f"| trained with | {brought.framework} |",
        f"| trained on | {', '.join(training['data']) or 'not said'} |",
        f"| largest deviation from it | {max(largest.values()):.1e} |", "",
        "Its quality was not measured here: `jobs/undertone replay` does on labelled reviews.", ""])
