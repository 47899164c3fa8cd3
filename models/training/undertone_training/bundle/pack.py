"""Packs a net, its tokenizer and its framework's own answers into a bundle, and proves it. Refuses to know where the net came from."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from undertone_training.bundle import check, golden, integer, manifest
from undertone_training.bundle.folder import require_replaceable, swapped_in
from undertone_training.graph.draw import write_graphs
from undertone_training.net.net import Net
from undertone_training.text.bpe import ReviewTokenizer
from undertone_training.text.symbols import SymbolTokenizer


@dataclass(frozen=True)
class Contents:
    """All that a bundle is made of but its card. `reference` answers as the net's framework does, with the weights that are stored.

    The goldens are the answers to `texts`, (user, text) in stream order, and `per_token` to the first one's tokens too. Without
    `with_sequence` there is no graph over whole reviews: a language model's logits [T, B, V] may be too many to stand in memory at once.
    """

    about: manifest.About
    net: Net
    reference: golden.Reference
    tokenizer: ReviewTokenizer | SymbolTokenizer
    texts: golden.Texts = golden.REVIEWS
    per_token: bool = False
    with_sequence: bool = True


Card = Callable[[dict, dict[str, float]], str]
"""What writes a model card from the manifest, as the bundle has it in the end, and the deviations from the framework."""


@dataclass(frozen=True)
class Packed:
    """A bundle's deviations from the framework, and why it has no step in integers; None where it has one."""

    deviations: dict[str, float]
    float_only: str | None


def pack(folder: Path, contents: Contents, card: Card | None = None) -> Packed:
    """Writes the bundle's folder, in place of a bundle that is there.

    Raises ValueError, and leaves nothing behind, where the graphs do not give the framework's answers.
    """
    require_replaceable(folder)
    require_fit(contents)
    with swapped_in(folder) as part:
        write_graphs(contents.net, part, contents.with_sequence)
        contents.tokenizer.write(part)
        golden.write(part, contents.reference, contents.tokenizer, contents.texts, contents.per_token)
        manifest.write(part, contents.about, contents.net, contents.tokenizer)
        largest = _proven(part, contents.about.name)
        float_only = None
        try:
            integer.add(part, contents.net)
        except integer.NoIntegerStep as refused:
            float_only = str(refused)
        if card is not None:
            (part / "README.md").write_text(card(manifest.read(part), largest), encoding="utf-8")
    return Packed(largest, float_only)


def require_fit(contents: Contents) -> None:
    """Raises ValueError where the net is over other ids than the tokenizer gives, or has other than a logit for each label."""
    net, name, labels = contents.net, contents.about.name, len(contents.about.labels)
    ids, inputs = contents.tokenizer.vocabulary, net.input_size if net.embedding is None else len(net.embedding)
    if inputs != ids:
        own = f" ({ids - 1} ranks and the end of review)" if isinstance(contents.tokenizer, ReviewTokenizer) else ""
        raise ValueError(
            f"packing {name}: expected a net over the tokenizer's {ids} ids{own}, found one over {inputs}; "
            "give the tokenizer that it was trained with"
        )
    logits = len(net.head[-1].b)
    if logits != labels and not net.surprise:
        raise ValueError(
            f"packing {name}: expected {logits} labels, one for each logit, found {labels}; name them in the order of the logits"
        )


def _proven(folder: Path, name: str) -> dict[str, float]:
    largest = check.deviations(folder)
    worst = max(largest, key=largest.get)
    if not largest[worst] <= check.TOLERANCE:
        raise ValueError(
            f"checking {name}: expected the framework's answers within {check.TOLERANCE}, found {worst} "
            f"{largest[worst]:.4e} off; report this with the shape of the net"
        )
    return largest
