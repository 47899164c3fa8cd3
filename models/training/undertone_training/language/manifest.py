"""Writes the manifest of a language model's bundle. Refuses to know PyTorch."""

import json
from pathlib import Path

from undertone_training.bundle import manifest
from undertone_training.language.model import SURPRISE


def write(folder: Path, recipe, tokenizer, framework: str, parameters: int, training: dict, quality: list[dict]) -> dict:
    """Writes manifest.json over the files that stand in `folder`, and returns it."""
    shape = recipe.shape
    written = {
        "format": manifest.FORMAT, "name": recipe.name, "version": recipe.version, "language": recipe.language, "labels": [],
        "tokenizer": tokenizer.spec(),
        "token_cell": {
            "kind": shape.kind, "layers": [shape.hidden], "embedding": shape.input_size(), "framework": framework,
            "graph": "token_cell.onnx", "sequence_graph": "token_sequence.onnx" if recipe.with_sequence else None,
            "states": [manifest.state(state) for state in shape.token_states()]},
        "surprise": SURPRISE,
        "readout": shape.readout(),
        "review_cell": None,
        "head": {"graph": "head.onnx", "inputs": ["readout"]},
        "files": manifest.files(folder),
        "state_fingerprint": manifest.fingerprint(folder, shape.states(), manifest.symbols_line(folder, tokenizer.collapse_others)),
        "training": training, "quality": quality, "parameters": parameters,
    }
    (folder / "manifest.json").write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
    return written
