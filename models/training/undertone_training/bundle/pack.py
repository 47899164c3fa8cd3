"""Packs a net, its tokenizer and its framework's own answers into a bundle, and proves it. Refuses to know where the net came from."""

import shutil
from pathlib import Path

from undertone_training.bundle import check, golden, manifest
from undertone_training.graph.draw import write_graphs
from undertone_training.net.net import Net
from undertone_training.text.symbols import SymbolTokenizer
from undertone_training.text.bpe import ReviewTokenizer


def pack(folder: Path, about: manifest.About, net: Net, reference: golden.Reference, tokenizer: ReviewTokenizer | SymbolTokenizer,
         texts: list[tuple[str, str]] = golden.REVIEWS, per_token: bool = False) -> dict[str, float]:
    """Writes the bundle's folder, in place of one that is there, and returns its deviations from the framework.

    Raises ValueError, and leaves nothing behind, where the graphs do not give the framework's answers.
    """
    require_fit(net, about, tokenizer)
    part = folder.parent / f".{folder.name}.part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        write_graphs(net, part)
        tokenizer.write(part)
        golden.write(part, reference, tokenizer, texts, per_token)
        manifest.write(part, about, net, tokenizer)
        largest = check.deviations(part)
        worst = max(largest, key=largest.get)
        if not largest[worst] <= check.TOLERANCE:
            raise ValueError(f"checking {about.name}: expected the framework's answers within {check.TOLERANCE}, found {worst} "
                             f"{largest[worst]:.4e} off; report this with the shape of the net")
        shutil.rmtree(folder, ignore_errors=True)
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return largest


def require_fit(net: Net, about: manifest.About, tokenizer: ReviewTokenizer | SymbolTokenizer) -> None:
    """Raises ValueError where the net is over other ids than the tokenizer gives, or has other than a logit for each label."""
    inputs = net.layers[0].forward.w.shape[1] if net.embedding is None else len(net.embedding)
    if inputs != tokenizer.vocabulary:
        raise ValueError(f"packing {about.name}: expected a net over the tokenizer's {tokenizer.vocabulary} ids, found one over {inputs}; "
                         "give the tokenizer that it was trained with")
    logits = len(net.head[-1].b)
    if logits != len(about.labels):
        raise ValueError(f"packing {about.name}: expected {logits} labels, one for each logit, found {len(about.labels)}; "
                         "name them in the order of the logits")
