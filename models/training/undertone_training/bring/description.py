"""Reads the few lines in which a modeller says what a trained model is: a TOML file, checked key by key.

Refuses to know weights; EXPORT.md explains every key.
"""

import tomllib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from undertone_training.bring.keys import needed, require_forms
from undertone_training.bring.parts import Described
from undertone_training.bring.tokens import tokenizer, unreached
from undertone_training.text.bpe import ReviewTokenizer
from undertone_training.text.symbols import SymbolTokenizer

SUFFIXES = {".pt": "pytorch", ".pth": "pytorch", ".ckpt": "pytorch", ".safetensors": "pytorch", ".keras": "keras"}
OTHERS = {
    ".pt2": "save its state_dict with torch.save, or the module as TorchScript",
    ".onnx": "export what the graph was made from",
    ".h5": "read it with keras.saving.load_model, and save it under a name that ends in .keras",
    ".bin": "if torch.save wrote it, let its name end in .pt",
}
"""What other files are made into, by how their names end."""

KERAS = ("keras", "tensorflow")
OF_KERAS = (("reader", "scope"), ("reader", "initial"), ("reader", "padding"))


@dataclass(frozen=True)
class Description:
    """What was read. `parts` says which parts of a PyTorch module are what; of a Keras model only its scope and start values count.

    `ignore` names what the answer does not depend on; `padded` is False where the modeller says that no row held padding.
    `notes` tell what its maker should know of it.
    """

    name: str
    version: str
    language: str
    labels: tuple[str, ...]
    model: Path
    float16: bool
    tokenizer: ReviewTokenizer | SymbolTokenizer
    parts: Described
    nonlinearity_given: bool
    training: dict
    ignore: tuple[str, ...] = ()
    padded: bool = True
    notes: tuple[str, ...] = ()

    @property
    def framework(self) -> str:
        return SUFFIXES[self.model.suffix.lower()]


def read(path: Path) -> Description:
    """Reads a description; paths in it are beside it. Raises ValueError or FileNotFoundError where it does not hold together."""
    lines = _toml(path)
    require_forms(path, lines)
    model, tokens, reader = _model(path, lines), tokenizer(path, lines), lines.get("reader", {})
    return Description(
        name=needed(path, lines, "", "name"),
        version=lines.get("version", "1"),
        language=lines.get("language", "en"),
        labels=tuple(needed(path, lines, "", "labels")),
        model=model,
        float16=lines.get("float16", False),
        tokenizer=tokens,
        parts=_parts(path, lines, SUFFIXES[model.suffix.lower()]),
        nonlinearity_given="nonlinearity" in reader,
        training={"data": [], "seed": 0, "command": ""} | lines.get("training", {}),
        ignore=tuple(lines.get("ignore", ())),
        padded="padding" not in reader,
        notes=unreached(tokens),
    )


def _model(path: Path, lines: dict) -> Path:
    """Returns the model's file; raises ValueError or FileNotFoundError where it is none that could be read here."""
    model = path.parent / needed(path, lines, "", "model")
    if model.is_dir():
        raise ValueError(f"reading {path}: expected a model in one file at {model}, found a folder; save it as {', '.join(SUFFIXES)}")
    if not model.is_file():
        raise FileNotFoundError(f"reading {path}: expected a model at {model}, found no file; give its path from the description's folder")
    if (suffix := model.suffix.lower()) not in SUFFIXES:
        raise ValueError(
            f"reading {path}: expected a model that ends in {', '.join(SUFFIXES)}, found {model.name}; "
            f"{OTHERS.get(suffix, 'save it as one of these')}"
        )
    if SUFFIXES[suffix] == "keras" and (missing := [name for name in KERAS if find_spec(name) is None]):
        raise ValueError(
            f"reading {path}: expected Keras and TensorFlow, which read {model.name}, found no {' and no '.join(missing)} installed; run "
            "pip install -r requirements-keras.txt"
        )
    return model


def _parts(path: Path, lines: dict, framework: str) -> Described:
    reader, head = lines.get("reader", {}), lines.get("head", {})
    if framework == "keras":
        own = [
            f"{section}.{key}"
            for section in ("reader", "memory", "head")
            for key in lines.get(section, {})
            if (section, key) not in OF_KERAS
        ]
        own += ["ignore"] if "ignore" in lines else []
        if own:
            raise ValueError(
                f"reading {path}: expected of a Keras model only {', '.join(map('.'.join, OF_KERAS))}, found {', '.join(own)}; "
                "leave these out: the model says them itself"
            )
        return Described((), (), scope=reader.get("scope", "review"), initial=reader.get("initial", {}))
    if "padding" in reader:
        raise ValueError(f"reading {path}: expected reader.padding of a Keras model only, found it beside a PyTorch one; leave it out")
    return Described(
        layers=tuple(needed(path, lines, "reader", "layers")),
        head=tuple(needed(path, lines, "head", "layers")),
        embedding=reader.get("embedding"),
        nonlinearity=reader.get("nonlinearity", "tanh"),
        readout=tuple(reader.get("readout", ("last",))),
        activation=head.get("activation", "relu"),
        scope=reader.get("scope", "review"),
        memory=tuple(lines.get("memory", {}).get("cells", ())),
        reads=tuple(head.get("reads", ("readout", "memory"))),
        initial=reader.get("initial", {}),
    )


def _toml(path: Path) -> dict:
    if not path.is_file():
        raise FileNotFoundError(f"reading {path}: expected a description, found no file; write one as EXPORT.md shows")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise ValueError(
            f"reading {path}: expected TOML in UTF-8, found a place that is neither ({broken}); correct that place"
        ) from broken
