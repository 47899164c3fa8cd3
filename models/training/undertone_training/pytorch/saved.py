"""Reads what PyTorch wrote: a state_dict, a checkpoint that holds one, TorchScript, a pickled module, or safetensors.

Refuses to know descriptions, and to run code that a file names unless it is told to.
"""

import pickle
import re
import warnings
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from undertone_training.bring.said import line

STATE_KEYS = ("state_dict", "model_state_dict", "model")
NAMED_MAX = 12


@dataclass(frozen=True)
class Saved:
    """What a file holds: tensors by name, the whole module if it is one, and what to tell of how it was read."""

    tensors: dict[str, Tensor]
    module: nn.Module | None = None
    notes: tuple[str, ...] = ()


def read(path: Path, unpickle: bool) -> Saved:
    """Reads the file; raises ValueError where it is none of these."""
    if path.stat().st_size == 0:
        raise ValueError(f"reading {path.name}: expected a saved model, found an empty file; save it again")
    _require_fetched(path)
    if path.suffix.lower() == ".safetensors" or _is_safetensors(path):
        return _held(path, _safetensors(path))
    if _holds(path, "models"):
        raise ValueError(
            f"reading {path.name}: expected what torch.save or torch.jit.save wrote, found a program of torch.export; save the module's "
            "state_dict with torch.save, or the module as TorchScript"
        )
    return _held(path, _torchscript(path) if _holds(path, "code") else _unpickled(path, unpickle))


def some(names: list[str]) -> str:
    """Returns names for a message, the first few of many."""
    shown = ", ".join(names[:NAMED_MAX])
    return shown if len(names) <= NAMED_MAX else f"{shown} and {len(names) - NAMED_MAX} more"


def _held(path: Path, loaded: object) -> Saved:
    if isinstance(loaded, nn.Module):
        return _whole(path, loaded)
    if not isinstance(loaded, dict):
        raise ValueError(
            f"reading {path.name}: expected a state_dict, or a checkpoint that holds one as {', '.join(STATE_KEYS)}, found an "
            f"object of the class {type(loaded).__name__}; save module.state_dict()"
        )
    keys = [key for key in STATE_KEYS if isinstance(loaded.get(key), (dict, nn.Module))]
    if len(keys) > 1:
        raise ValueError(
            f"reading {path.name}: expected one model in the checkpoint, found {' and '.join(keys)}; save the one to serve alone"
        )
    if keys:
        held, left = _held(path, loaded[keys[0]]), [str(key) for key in loaded if key != keys[0]]
        return replace(held, notes=(f"took {keys[0]}" + (f" and left {some(left)}" if left else ""), *held.notes))
    return Saved(_tensors(path, loaded))


def _tensors(path: Path, held: dict) -> dict[str, Tensor]:
    """Returns a state_dict as it is; raises ValueError where it holds anything but tensors, or nothing."""
    others = [f"{name} ({type(value).__name__})" for name, value in held.items() if not isinstance(value, Tensor)]
    if others:
        raise ValueError(
            f"reading {path.name}: expected tensors by name, or a checkpoint that holds them as {', '.join(STATE_KEYS)}, found "
            f"among its {len(held)} entries {some(others)}; save module.state_dict(), of a module that is not quantized"
        )
    if not held:
        raise ValueError(
            f"reading {path.name}: expected tensors by name, found none; save a trained module's state_dict, or TorchScript that "
            "is not frozen"
        )
    return {str(name): tensor for name, tensor in held.items()}


def _whole(path: Path, module: nn.Module) -> Saved:
    """Returns a module with all its tensors, buffers that a state_dict leaves out too; torch.compile's wrapper taken off."""
    module = getattr(module, "_orig_mod", module).eval()
    return Saved(dict(module.named_buffers()) | _tensors(path, dict(module.state_dict())), module)


def _safetensors(path: Path) -> dict[str, Tensor]:
    try:
        return load_file(path)
    except SafetensorError as broken:
        raise ValueError(
            f"reading {path.name}: expected what safetensors wrote, found a file that it cannot read ({line(broken)}); save it again"
        ) from broken


def _is_safetensors(path: Path) -> bool:
    """Returns whether a file begins as safetensors do, whatever its name: the length of a JSON object, then that."""
    with path.open("rb") as file:
        return int.from_bytes(file.read(8), "little") < path.stat().st_size and file.read(2) == b'{"'


def _holds(path: Path, folder: str) -> bool:
    """Returns whether a file is an archive with such a folder in it."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(f"/{folder}/" in name for name in archive.namelist())
    except zipfile.BadZipFile:
        return False


def _require_fetched(path: Path) -> None:
    """Refuses what a download leaves in place of a file."""
    with path.open("rb") as file:
        head = file.read(64).lstrip().lower()
    if head.startswith(b"version https://git-lfs"):
        raise ValueError(f"reading {path.name}: expected a saved model, found a pointer of Git LFS; fetch it by git lfs pull")
    if head.startswith((b"<!doctype html", b"<html")):
        raise ValueError(f"reading {path.name}: expected a saved model, found a page of HTML; fetch the file itself")


def _torchscript(path: Path) -> nn.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        try:
            return torch.jit.load(path, map_location="cpu")
        except RuntimeError as broken:
            raise ValueError(
                f"reading {path.name}: expected what torch.jit.save wrote, found a file that it cannot read ({line(broken)}); save it again"
            ) from broken


def _unpickled(path: Path, unpickle: bool) -> object:
    try:
        return torch.load(path, map_location="cpu", weights_only=not unpickle)
    except Exception as broken:  # a pickle can raise anything, and runs its own classes with --unpickle
        named = re.search(r"GLOBAL (\S+)", str(broken)) if isinstance(broken, pickle.UnpicklingError) else None
        if named and not unpickle:
            raise ValueError(
                f"reading {path.name}: expected tensors alone, found {named[1]} among them, whose loading runs code that the file "
                "names; save the module's state_dict alone, or give --unpickle if you trust the file"
            ) from broken
        raise ValueError(
            f"reading {path.name}: expected what torch.save wrote, its classes importable from here, found a file that it cannot "
            f"read ({line(broken)}); save the module's state_dict"
        ) from broken
