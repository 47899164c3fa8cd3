"""Reads a bundle's manifest, and proves that the folder holds the files that it lists, byte for byte. Refuses to know what is in them."""

import json
from pathlib import Path

from undertone_training.bundle import manifest as manifests

NEEDED = {
    "": ("name", "tokenizer", "token_cell", "readout", "review_cell", "head", "files", "state_fingerprint"),
    "tokenizer": ("kind", "tokens_max"),
    "token_cell": ("kind", "layers", "graph", "sequence_graph", "states"),
    "head": ("inputs",),
    "files": ("golden.json", "head.onnx"),
}
"""The keys that everything else here reads, table by table."""


def manifest(folder: Path) -> dict:
    """Returns a bundle's manifest; raises FileNotFoundError where there is none, ValueError where it is damaged or of another format."""
    path = folder / "manifest.json"
    if not path.is_file():
        raise FileNotFoundError(f"reading {path}: expected a bundle's manifest, found no file; name the folder of a bundle")
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as broken:
        raise _damaged(path, "JSON in UTF-8", f"a place that is none ({broken})") from broken
    found = written.get("format") if isinstance(written, dict) else None
    if found != manifests.FORMAT:
        raise _damaged(path, f"the format {manifests.FORMAT}", f"{found or 'none'}")
    for table, keys in NEEDED.items():
        own = written[table] if table else written
        missing = [key for key in keys if key not in own] if isinstance(own, dict) else list(keys)
        if missing:
            raise _damaged(path, f"{', '.join(keys)}{f' in {table}' if table else ''}", f"no {', '.join(missing)}")
    return written


def require_listed(folder: Path) -> None:
    """Raises ValueError where a file is missing, is another than the manifest lists, or is not listed."""
    listed, there = manifest(folder)["files"], manifests.files(folder)
    for name in sorted(listed.keys() | there.keys()):
        if listed.get(name) != there.get(name):
            expected, found = (str(files.get(name, "no such file")) for files in (listed, there))
            raise ValueError(f"checking {folder.name}: expected {name} as {expected}, found {found}; write the bundle again")


def _damaged(path: Path, expected: str, found: str) -> ValueError:
    return ValueError(f"reading {path}: expected {expected}, found {found}; write the bundle again, or name the folder of one")
