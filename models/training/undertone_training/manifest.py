"""Writes the manifest of a bundle: what it is made of, hashes of its files, and the fingerprint of its users' states.

Refuses to know PyTorch: it describes a shape, and files that already stand in the folder.
"""

import hashlib
import json
import struct
from pathlib import Path

from undertone_training.model import Shape, State
from undertone_training.tokenizer import ReviewTokenizer

FORMAT = "undertone-bundle/1"
NOT_LISTED = ("manifest.json", "README.md")


def write(folder: Path, name: str, version: str, shape: Shape, tokenizer: ReviewTokenizer, framework: str,
          parameters: int, training: dict, quality: list[dict]) -> dict:
    """Writes manifest.json over the files that stand in `folder`, and returns it."""
    manifest = {
        "format": FORMAT, "name": name, "version": version, "language": "en", "labels": ["negative", "positive"],
        "tokenizer": {
            "kind": "bpe", "ranks": "tokenizer.tiktoken", "pattern": tokenizer.pattern, "lowercase_ascii": True,
            "vocabulary": tokenizer.vocabulary, "end_of_review": tokenizer.end_of_review,
            "tokens_max": tokenizer.tokens_max},
        "token_cell": {
            "kind": shape.kind, "layers": [shape.hidden], "embedding": shape.embedding, "framework": framework,
            "graph": "token_cell.onnx", "sequence_graph": "token_sequence.onnx",
            "states": [_state(state) for state in shape.token_states()]},
        "readout": shape.readout(),
        "review_cell": None if not shape.memory else {
            "kind": "gru", "layers": [shape.memory], "framework": framework, "graph": "review_cell.onnx",
            "states": [_state(state) for state in shape.review_states()]},
        "head": {"graph": "head.onnx", "inputs": ["readout"] + [state.name for state in shape.review_states()]},
        "files": files(folder),
        "state_fingerprint": fingerprint(folder, shape, tokenizer.pattern),
        "training": training, "quality": quality, "parameters": parameters,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    return manifest


def files(folder: Path) -> dict[str, dict]:
    """Returns bytes and sha256 of every file but the manifest and the card, by name."""
    return {path.name: {"bytes": path.stat().st_size, "sha256": digest(path.read_bytes())}
            for path in sorted(folder.iterdir()) if path.name not in NOT_LISTED}


def fingerprint(folder: Path, shape: Shape, pattern: str) -> str:
    """Returns the hash over all that a user's state depends on: tokenizer, graphs and weights upstream, and the state specs."""
    lines = ["undertone-state/1",
             f"tokenizer bpe true {_file(folder, 'tokenizer.tiktoken')} {digest(pattern.encode())}"]
    users = [state for state in shape.states() if state.scope == "user"]
    if users:
        lines.append(f"graph {_file(folder, 'token_cell.onnx')}")
        if shape.memory:
            lines.append(f"graph {_file(folder, 'review_cell.onnx')}")
        if (folder / "weights.bin").exists():
            lines.append(f"weights {_file(folder, 'weights.bin')}")
    lines += [f"state {state.name} {state.size} {digest(struct.pack('<f', state.initial) * state.size)}" for state in users]
    return digest("".join(line + "\n" for line in lines).encode())


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _file(folder: Path, name: str) -> str:
    return digest((folder / name).read_bytes())


def _state(state: State) -> dict:
    return {"name": state.name, "shape": [state.size], "scope": state.scope, "initial": state.initial}
