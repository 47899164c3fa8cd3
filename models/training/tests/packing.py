"""What the tests of bundles share: what a small one is made of, and all that stands in a folder."""

import torch

from undertone_training.bundle.manifest import About
from undertone_training.bundle.pack import Contents
from undertone_training.net.weights import rounded
from undertone_training.teach.model import Model, Shape
from undertone_training.text.bpe import ReviewTokenizer

TEXTS = [("ann", "Good."), ("bob", ""), ("ann", "not bad")]


def contents(reference=lambda model: model):
    """Returns what a bundle of a small model with random weights is made of; `reference` makes what answers of the model."""
    torch.manual_seed(3)
    model = rounded(Model(Shape(vocabulary=257, embedding=4, hidden=6, memory=5)).eval())
    tokenizer = ReviewTokenizer({bytes([byte]): byte for byte in range(256)}, 20)
    return Contents(About("net", "pytorch"), model.net(), reference(model), tokenizer, TEXTS)


def files(folder):
    """Returns the bytes of every file in a folder, by its path there."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
