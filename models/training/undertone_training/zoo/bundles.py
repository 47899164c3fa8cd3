"""Writes a small bundle for each shape of net: what the Java tests run through the real engine.

Weights are drawn for each name, tokens are bytes; the answers are PyTorch's and Keras's own. Refuses to know training.
"""

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile, ZipInfo

from undertone_training.bundle.golden import Reference
from undertone_training.bundle.manifest import About
from undertone_training.bundle.pack import Contents, pack
from undertone_training.net.net import Net
from undertone_training.pytorch.net import FRAMEWORK, net
from undertone_training.pytorch.reference import rebuilt
from undertone_training.text.bpe import ReviewTokenizer
from undertone_training.zoo.pytorch import CASES

TOKENS_MAX = 20
LABELS = {2: ("negative", "positive"), 3: ("negative", "neutral", "positive")}
TEXTS = [("ann", "Good."), ("bob", ""), ("ann", "not bad"), ("eva", "我喜欢数学"), ("bob", "the lid broke, and the rest"), ("ann", "no")]
"""(user, text) in stream order: an empty one, one that is cut, one user thrice."""
UNIX = 3


def write(out: Path) -> list[str]:
    """Writes all of them into the folder `out`; returns what to tell where Keras's could not be."""
    write_torch(out)
    if find_spec("tensorflow") is None:
        return ["no Keras bundles: tensorflow is not installed (requirements-keras.txt)"]
    write_keras(out)
    return []


def write_torch(out: Path) -> None:
    """Writes an archive of each of PyTorch's bundles into the folder `out`."""
    for case in CASES:
        tensors, described = dict(case.module().state_dict()), case.described()
        drawn = replace(net(tensors, described), half=True)
        _pack(out, case.name, FRAMEWORK, drawn, rebuilt(tensors, described, drawn))


def write_keras(out: Path) -> None:
    """Writes an archive of each of Keras's bundles into the folder `out`; raises ImportError where it is not installed."""
    from undertone_training.keras.net import FRAMEWORK, net
    from undertone_training.keras.parts import parts
    from undertone_training.keras.reference import KerasReference
    from undertone_training.zoo import keras

    for case in keras.CASES:
        found = parts(case.model())
        drawn = replace(net(found, case.scope), half=True)
        _pack(out, case.name, FRAMEWORK, drawn, KerasReference(drawn, found))


def archive(folder: Path, file: Path) -> None:
    """Writes the files of a folder into one archive. The same files give the same bytes, on any machine: nothing is compressed."""
    with ZipFile(file, "w") as written:
        for path in sorted(folder.iterdir()):
            entry = ZipInfo(path.name)
            entry.create_system = UNIX
            written.writestr(entry, path.read_bytes())


def _pack(out: Path, name: str, framework: str, net: Net, reference: Reference) -> None:
    ranks = {bytes([byte]): byte for byte in range(256)}
    about = About(
        name,
        framework,
        labels=LABELS[len(net.head[-1].b)],
        training={"data": [], "seed": 0, "command": "python -m undertone_training zoo --out DIR"},
    )
    with TemporaryDirectory() as work:
        folder = Path(work) / name
        pack(folder, Contents(about, net, reference, ReviewTokenizer(ranks, TOKENS_MAX), TEXTS, per_token=True))
        out.mkdir(parents=True, exist_ok=True)
        archive(folder, out / f"{name}.zip")
