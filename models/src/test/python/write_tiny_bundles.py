"""Writes the tiny bundles of the Java tests: the true format at a few KB, weights by chance, goldens by PyTorch.

Run with the training project on the path, from the repository's root:
    PYTHONPATH=models/training python models/src/test/python/write_tiny_bundles.py
"""

from pathlib import Path

import torch

from undertone_training.bundle import golden, manifest
from undertone_training.bundle.pack import Contents, pack
from undertone_training.net.weights import rounded
from undertone_training.teach.model import Model, Shape
from undertone_training.text import bpe

FOLDER = Path("models/src/test/resources/bundles")
SEED = 7
TOKENS_MAX = 64
TEXTS = ["the film was good and the story was good", "the film was bad and the end was worse"] * 20
SHAPES = {
    "tiny-lstm": Shape(kind="lstm", vocabulary=280, embedding=8, hidden=16, memory=8),
    "tiny-gru": Shape(kind="gru", vocabulary=280, embedding=8, hidden=16, memory=8),
    "tiny-rnn": Shape(kind="rnn_tanh", vocabulary=280, embedding=8, hidden=16, reader_scope="user", memory=0),
}
GOLDEN_USERS = ("ann", "bob", "cem", "dee", "eva", "hal", "pat", "ros")


def main() -> None:
    torch.manual_seed(SEED)
    texts = [review for review in golden.REVIEWS if review[0] in GOLDEN_USERS]
    for name, shape in SHAPES.items():
        reader = bpe.ReviewTokenizer(bpe.learn(TEXTS, shape.vocabulary), TOKENS_MAX)
        if reader.vocabulary != shape.vocabulary:
            raise SystemExit(f"{name}: the texts give {reader.vocabulary} ids, not {shape.vocabulary}")
        model = rounded(Model(shape).eval())
        training = {"data": ["none: random weights"], "seed": SEED, "command": "write_tiny_bundles.py"}
        about = manifest.About(name, "pytorch", "1", "en", ("negative", "positive"), training)
        pack(FOLDER / name, Contents(about, model.net(), model, reader, texts))


if __name__ == "__main__":
    main()
