"""Turns somebody's trained model into a bundle: reads it, compares it with its own forward pass, packs it, and writes a short card.

Refuses to know how it was trained.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np

from undertone_training.bundle import golden
from undertone_training.bring.description import Description
from undertone_training.bundle.manifest import About
from undertone_training.net.net import Net
from undertone_training.bundle.pack import pack, require_fit

COMPARED = ("Good.", "Not bad at all, actually quite good!", "我不喜欢数学。")
TOLERANCE = 1e-5
NOT_COMPARED = ("NOT COMPARED: {}: {}. The bundle is what the description says; that the model puts its parts together so, nothing has proven; "
                "{}")


class Forward(Protocol):
    """The whole model as it was saved: `candidates` are its answers [C] to one review, by the way in which it was asked; `ways` names all."""

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


@dataclass(frozen=True)
class Written:
    """A bundle's folder, its deviations from the framework, and what its maker should know of it."""

    folder: Path
    deviations: dict[str, float]
    notes: tuple[str, ...]


def bundle(description: Description, out: Path, unpickle: bool) -> Written:
    """Writes the bundle's folder under `out`; raises ValueError, and writes nothing, where it would answer otherwise than the model."""
    if description.framework == "keras":
        from undertone_training.keras import file as keras_file
        brought = keras_file.load(description)
    else:
        from undertone_training.pytorch import file as torch_file
        brought = torch_file.load(description, unpickle)
    folder = out / description.name
    about = About(description.name, brought.framework, description.version, description.language, description.labels, description.training)
    require_fit(brought.net, about, description.tokenizer)
    notes = [f"reading {description.model.name}: {note}" for note in brought.notes] + _compare(description, brought)
    largest = pack(folder, about, replace(brought.net, half=description.float16), brought.reference, description.tokenizer)
    (folder / "README.md").write_text(_card(description, brought, largest), encoding="utf-8")
    return Written(folder, largest, tuple(notes))


def _compare(description: Description, brought: Brought) -> list[str]:
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
        return [NOT_COMPARED.format(name, f"it answers to none of the ways in which it was called: {brought.forward.ways}",
                                    "give its forward pass one of these forms to have it compared")]
    most = max(map(len, apart.values()))
    worst = {way: max(found) for way, found in apart.items() if len(found) == most}
    way = min(worst, key=lambda each: np.nan_to_num(worst[each], nan=np.inf))
    if not worst[way] <= TOLERANCE:
        raise ValueError(f"comparing {name} with its description: expected the answer of its own forward pass, found one that is "
                         f"{worst[way]:.1e} off (asked with {way}); describe reader and head as its forward pass has them")
    return []


def deviation(answer: np.ndarray, logits: np.ndarray) -> float:
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
        *([f"| left out | {', '.join(description.ignore)} |"] if description.ignore else []),
        f"| trained with | {brought.framework} |",
        f"| trained on | {', '.join(training['data']) or 'not said'} |",
        f"| largest deviation from it | {max(largest.values()):.1e} |", "",
        "Its quality was not measured here: `jobs/undertone replay` does on labelled reviews.", ""])
