"""Keeps what a stage of training has reached, and takes it up again. Refuses to know what that is."""

import io
from pathlib import Path

import torch
from tqdm import tqdm

from undertone_training.data.files import replaced


def keep(path: Path, parts: dict) -> None:
    """Writes a checkpoint, whole or not at all; raises OSError where the disk does not take it, which torch.save does not."""
    held = io.BytesIO()
    torch.save(parts, held)
    with replaced(path) as part:
        part.write_bytes(held.getbuffer())


def kept(path: Path) -> dict | None:
    """Returns what a checkpoint holds, or None where there is none; raises ValueError where it cannot be read."""
    if not path.exists():
        return None
    try:
        return torch.load(path, weights_only=True)
    except Exception as broken:  # what a damaged archive or pickle raises has no common kind
        raise ValueError(
            f"reading {path}: expected a checkpoint, found a file that cannot be read ({type(broken).__name__}); "
            "delete it, and its stage begins anew"
        ) from broken


def taken_up(path: Path) -> dict | None:
    """Returns what `kept` does, and says so on the terminal."""
    found = kept(path)
    if found is not None:
        after = f", after epoch {found['epoch']}" if "epoch" in found else ""
        tqdm.write(f"goes on from {path.name}{after}")
    return found
