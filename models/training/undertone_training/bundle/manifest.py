"""Writes the manifest of a bundle, and reads it: what it is made of, hashes of its files, and the fingerprint of its users' states.

It describes a net, and files that already stand in the folder.
"""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from undertone_training.net.cells import State
from undertone_training.net.net import SURPRISE, Net
from undertone_training.text.bpe import ReviewTokenizer
from undertone_training.text.symbols import SymbolTokenizer

FORMAT = "undertone-bundle/1"
NAME = "manifest.json"
NOT_LISTED = (NAME, "README.md")

NEEDED = {
    "": ("name", "tokenizer", "token_cell", "readout", "review_cell", "head", "files", "state_fingerprint"),
    "tokenizer": ("kind", "tokens_max"),
    "token_cell": ("kind", "layers", "graph", "sequence_graph", "states"),
    "head": ("inputs",),
    "files": ("golden.json", "head.onnx"),
}
"""The keys that whoever reads a manifest counts on, table by table."""


@dataclass(frozen=True)
class About:
    """What a bundle says of itself besides its net and its tokenizer. `training` has data, seed and command."""

    name: str
    framework: str
    version: str = "1"
    language: str = "en"
    labels: tuple[str, ...] = ("negative", "positive")
    training: dict = field(default_factory=lambda: {"data": [], "seed": 0, "command": ""})
    quality: list[dict] = field(default_factory=list)


def write(folder: Path, about: About, net: Net, tokenizer: ReviewTokenizer | SymbolTokenizer) -> dict:
    """Writes manifest.json over the files that stand in `folder`, and returns it."""
    memory = None
    if net.memory:
        layers, states = [cell.hidden for cell in net.memory], [_entry(state) for state in net.review_states()]
        memory = {"kind": net.memory[0].kind, "layers": layers, "framework": about.framework, "graph": "review_cell.onnx", "states": states}
    written = {
        "format": FORMAT,
        "name": about.name,
        "version": about.version,
        "language": about.language,
        "labels": list(about.labels),
        "tokenizer": tokenizer.spec(),
        "token_cell": {
            "kind": net.kind,
            "layers": [layer.forward.hidden for layer in net.layers],
            "embedding": None if net.embedding is None and not net.surprise else net.input_size,
            **({"bidirectional": True} if net.bidirectional else {}),
            "framework": about.framework,
            "graph": _present(folder, "token_cell.onnx"),
            "sequence_graph": _present(folder, "token_sequence.onnx"),
            "states": [_entry(state) for state in net.token_states()],
        },
        **({"surprise": SURPRISE} if net.surprise else {}),
        "readout": list(net.readout),
        "review_cell": memory,
        "head": {"graph": "head.onnx", "inputs": list(net.head_inputs)},
        "files": files(folder),
        "state_fingerprint": fingerprint(folder, net.states(), tokenizer_line(folder, tokenizer)),
        "training": about.training,
        "quality": about.quality,
        "parameters": net.parameters(),
    }
    save(folder, written)
    return written


def save(folder: Path, written: dict) -> None:
    """Writes a manifest as it stands in a bundle."""
    (folder / NAME).write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")


def read(folder: Path) -> dict:
    """Returns a bundle's manifest; raises FileNotFoundError where there is none, ValueError where it is damaged or of another format."""
    path = folder / NAME
    if not path.is_file():
        raise FileNotFoundError(f"reading {path}: expected a bundle's manifest, found no file; name the folder of a bundle")
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as broken:
        raise _damaged(path, "JSON in UTF-8", f"a place that is none ({broken})") from broken
    found = written.get("format") if isinstance(written, dict) else None
    if found != FORMAT:
        raise _damaged(path, f"the format {FORMAT}", f"{found or 'none'}")
    for table, keys in NEEDED.items():
        own = written[table] if table else written
        missing = [key for key in keys if key not in own] if isinstance(own, dict) else list(keys)
        if missing:
            raise _damaged(path, f"{', '.join(keys)}{f' in {table}' if table else ''}", f"no {', '.join(missing)}")
    return written


def files(folder: Path) -> dict[str, dict]:
    """Returns bytes and sha256 of every file but the manifest and the card, by name."""
    return {
        path.name: {"bytes": path.stat().st_size, "sha256": digest(path.read_bytes())}
        for path in sorted(folder.iterdir())
        if path.name not in NOT_LISTED
    }


def fingerprint(folder: Path, states: list[State], tokenizer: str) -> str:
    """Returns the hash over all that a user's state depends on: graphs and weights upstream, the state specs, and the tokenizer's line."""
    lines = ["undertone-state/1", tokenizer]
    users = [state for state in states if state.scope == "user"]
    if users:
        token_graph = _present(folder, "token_cell.onnx") or "token_sequence.onnx"
        lines += [f"graph {_file(folder, name)}" for name in (token_graph, "review_cell.onnx") if _present(folder, name)]
        lines += [f"weights {_file(folder, 'weights.bin')}"] if _present(folder, "weights.bin") else []
    lines += [f"state {state.name} {state.size} {digest(state.start().astype('<f4').tobytes())}" for state in users]
    return digest("".join(line + "\n" for line in lines).encode())


def tokenizer_line(folder: Path, tokenizer: ReviewTokenizer | SymbolTokenizer) -> str:
    """Returns what the fingerprint holds of the tokenizer."""
    if isinstance(tokenizer, SymbolTokenizer):
        return symbols_line(folder, tokenizer.collapse_others)
    return bpe_line(folder, tokenizer.pattern)


def bpe_line(folder: Path, pattern: str) -> str:
    """Returns what the fingerprint holds of a byte-level BPE tokenizer."""
    return f"tokenizer bpe true {_file(folder, 'tokenizer.tiktoken')} {digest(pattern.encode())}"


def symbols_line(folder: Path, collapse_others: bool) -> str:
    """Returns what the fingerprint holds of a symbols tokenizer."""
    return f"tokenizer symbols true {'true' if collapse_others else 'false'} {_file(folder, 'symbols.json')}"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _present(folder: Path, name: str) -> str | None:
    return name if (folder / name).exists() else None


def _file(folder: Path, name: str) -> str:
    return digest((folder / name).read_bytes())


def _entry(state: State) -> dict:
    initial = list(state.initial) if isinstance(state.initial, tuple) else state.initial
    return {"name": state.name, "shape": [state.size], "scope": state.scope, "initial": initial}


def _damaged(path: Path, expected: str, found: str) -> ValueError:
    return ValueError(f"reading {path}: expected {expected}, found {found}; write the bundle again, or name the folder of one")
