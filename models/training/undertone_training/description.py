"""Reads the few lines in which a modeller says what a trained model is: a TOML file, checked key by key.

Refuses to know weights; EXPORT.md explains every key.
"""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from undertone_training.described import Described
from undertone_training.symbols import BLANK, UNKNOWN_SYMBOL, SymbolTokenizer
from undertone_training.tokenizer import ReviewTokenizer, read_ranks

KEYS = {
    "": ("name", "version", "language", "labels", "model", "float16", "tokenizer", "reader", "memory", "head", "training"),
    "tokenizer": ("kind", "ranks", "pattern", "symbols", "collapse_others", "tokens_max"),
    "reader": ("embedding", "layers", "nonlinearity", "readout", "scope", "initial"),
    "memory": ("cells",),
    "head": ("layers", "activation", "reads"),
    "training": ("data", "seed", "command"),
}
ACTIVATIONS = ("relu", "tanh", "sigmoid")
READS = ("readout", "memory")
EXPECTED_TEXTS = "a list of texts"
SUFFIXES = {".pt": "pytorch", ".pth": "pytorch", ".keras": "keras"}


@dataclass(frozen=True)
class Description:
    """What was read. `parts` says which parts of a PyTorch module are what; of a Keras model only its scope and start values count."""

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

    @property
    def framework(self) -> str:
        return SUFFIXES[self.model.suffix]


def read(path: Path) -> Description:
    """Reads a description; paths in it are beside it. Raises ValueError or FileNotFoundError where it does not hold together."""
    lines = _toml(path)
    _known(path, "", lines)
    for section, keys in KEYS.items():
        if section and section in lines:
            _known(path, section, lines[section])
    model = path.parent / _needed(path, lines, "model", str)
    if not model.is_file():
        raise FileNotFoundError(f"reading {path}: expected a model at {model}, found none; give its path from the description's folder")
    if model.suffix not in SUFFIXES:
        raise ValueError(f"reading {path}: expected a model that ends in {', '.join(SUFFIXES)}, found {model.name}; save it as one of these")
    reader, training = lines.get("reader", {}), lines.get("training", {})
    _values(path, lines)
    return Description(
        _needed(path, lines, "name", str), str(lines.get("version", "1")), lines.get("language", "en"),
        tuple(_needed(path, lines, "labels", list)), model, lines.get("float16", False), _tokenizer(path, lines.get("tokenizer", {})),
        _parts(path, lines, SUFFIXES[model.suffix]), "nonlinearity" in reader,
        {"data": training.get("data", []), "seed": training.get("seed", 0), "command": training.get("command", "")})


def _parts(path: Path, lines: dict, framework: str) -> Described:
    reader, head = lines.get("reader", {}), lines.get("head", {})
    scope = reader.get("scope", "review")
    if scope not in ("review", "user"):
        raise ValueError(f"reading {path}: expected reader.scope review or user, found {scope}; write one of these")
    if framework == "keras":
        own = [f"{section}.{key}" for section, keys in (("reader", reader), ("memory", lines.get("memory", {})), ("head", head))
               for key in keys if (section, key) not in (("reader", "scope"), ("reader", "initial"))]
        if own:
            raise ValueError(f"reading {path}: expected of a Keras model's reader only scope and initial, found {', '.join(own)}; leave "
                             "these out: the model says them itself")
        return Described((), (), scope=scope, initial=reader.get("initial", {}))
    layers, answers = _needed(path, reader, "layers", list, "reader."), _needed(path, head, "layers", list, "head.")
    return Described(tuple(layers), tuple(answers), reader.get("embedding"), reader.get("nonlinearity", "tanh"),
                     tuple(reader.get("readout", ("last",))), head.get("activation", "relu"), scope,
                     tuple(lines.get("memory", {}).get("cells", ())), tuple(head.get("reads", ("readout", "memory"))),
                     reader.get("initial", {}))


def _tokenizer(path: Path, lines: dict) -> ReviewTokenizer | SymbolTokenizer:
    kind, tokens_max = lines.get("kind"), lines.get("tokens_max", 1024)
    if kind == "bpe":
        return ReviewTokenizer(read_ranks(_file(path, lines, "ranks")), tokens_max, lines.get("pattern"))
    if kind == "symbols":
        symbols = json.loads(_file(path, lines, "symbols").read_text(encoding="utf-8"))
        return SymbolTokenizer(_symbols(path, symbols, lines.get("collapse_others", False)), lines.get("collapse_others", False), tokens_max)
    raise ValueError(f"reading {path}: expected tokenizer.kind bpe or symbols, found {kind}; name the one that it was trained with")


def _file(path: Path, lines: dict, key: str) -> Path:
    file = path.parent / _needed(path, lines, key, str, "tokenizer.")
    if not file.is_file():
        raise FileNotFoundError(f"reading {path}: expected tokenizer.{key} at {file}, found no file; give its path from the "
                                "description's folder")
    return file


def _toml(path: Path) -> dict:
    if not path.is_file():
        raise FileNotFoundError(f"reading {path}: expected a description, found no file; write one as EXPORT.md shows")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as broken:
        raise ValueError(f"reading {path}: expected TOML, found {broken}; correct that place") from broken


def _needed(path: Path, lines: dict, key: str, kind: type, section: str = ""):
    if not isinstance(lines.get(key), kind) or not lines[key]:
        raise ValueError(f"reading {path}: expected {section}{key}, a {'text' if kind is str else 'list'}, found {lines.get(key)!r}; add it")
    return lines[key]


def _values(path: Path, lines: dict) -> None:
    """Raises ValueError at a value that no later step would understand."""
    head, tokens_max = lines.get("head", {}), lines.get("tokenizer", {}).get("tokens_max", 2)
    wrong = [(f"labels as {EXPECTED_TEXTS}", lines.get("labels"), all(isinstance(label, str) for label in lines.get("labels", []))),
             ("tokenizer.tokens_max from 2 on", tokens_max, isinstance(tokens_max, int) and tokens_max >= 2),
             (f"head.activation {', '.join(ACTIVATIONS)}", head.get("activation"), head.get("activation", "relu") in ACTIVATIONS),
             (f"head.reads of {', '.join(READS)}", head.get("reads"), set(head.get("reads", READS)) <= set(READS))]
    for expected, found, right in wrong:
        if not right:
            raise ValueError(f"reading {path}: expected {expected}, found {found!r}; correct it")


def _symbols(path: Path, symbols: list[str], collapse_others: bool) -> list[str]:
    if not isinstance(symbols, list) or not all(isinstance(symbol, str) for symbol in symbols) or UNKNOWN_SYMBOL not in symbols:
        raise ValueError(f"reading {path}: expected tokenizer.symbols as {EXPECTED_TEXTS}, {UNKNOWN_SYMBOL} among them, found others; correct it")
    if collapse_others and BLANK not in symbols:
        raise ValueError(f"reading {path}: expected a blank among tokenizer.symbols, to which others collapse, found none; add it")
    return symbols


def _known(path: Path, section: str, lines: dict) -> None:
    unknown = sorted(set(lines) - set(KEYS[section]))
    if unknown:
        raise ValueError(f"reading {path}: expected some of {', '.join(KEYS[section])}{f' in [{section}]' if section else ''}, found "
                         f"{', '.join(unknown)}; correct the name")
