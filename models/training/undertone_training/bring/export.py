"""Turns somebody's trained model into a bundle: compares it with its own forward pass, packs it, and writes a short card.

Refuses to know how it was trained, and the framework that read it.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from undertone_training.bring.compare import Brought, compare
from undertone_training.bring.description import Description
from undertone_training.bundle.card import facts, page
from undertone_training.bundle.manifest import About
from undertone_training.bundle.pack import Contents, pack, require_fit


@dataclass(frozen=True)
class Written:
    """A bundle's folder, its deviations from the framework, and what its maker should know of it."""

    folder: Path
    deviations: dict[str, float]
    notes: tuple[str, ...]


def export(description: Description, brought: Brought, out: Path) -> Written:
    """Writes the bundle's folder under `out`; raises ValueError, and writes nothing, where it would answer otherwise than the model."""
    about = About(description.name, brought.framework, description.version, description.language, description.labels, description.training)
    contents = Contents(about, replace(brought.net, half=description.float16), brought.reference, description.tokenizer)
    require_fit(contents)
    notes = [*description.notes, *(f"reading {description.model.name}: {note}" for note in brought.notes), *compare(description, brought)]
    folder = out / description.name
    packed = pack(folder, contents, lambda manifest, deviations: _card(description, brought, deviations))
    if packed.float_only is not None:
        notes.append(packed.float_only)
    return Written(folder, packed.deviations, tuple(notes))


def _card(description: Description, brought: Brought, deviations: dict[str, float]) -> str:
    net = brought.net
    sizes = "-".join(str(layer.forward.hidden) for layer in net.layers)
    return page(
        f"# {description.name}",
        f"Says of a review whether it is {', '.join(description.labels[:-1])} or {description.labels[-1]}.",
        facts(
            [
                ("token cell", f"{net.kind} {sizes}{', in both directions' if net.bidirectional else ''}; scope {net.scope}"),
                ("review cell", f"{net.memory[0].kind} {len(net.memory)} layer(s)" if net.memory else "none"),
                ("tokens", f"{description.tokenizer.spec()['kind']}, {description.tokenizer.vocabulary} ids"),
                ("parameters", f"{net.parameters():,}"),
                ("labels", ", ".join(description.labels)),
                *([("left out", ", ".join(description.ignore))] if description.ignore else []),
                ("trained with", brought.framework),
                ("trained on", ", ".join(description.training["data"]) or "not said"),
                ("largest deviation from it", f"{max(deviations.values()):.1e}"),
            ]
        ),
        "Its quality was not measured here: `jobs/undertone replay` does on labelled reviews.",
    )
