"""Writes a file whole or not at all, and reads what was kept so. Refuses to know what stands in it."""

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """Gives a path to write to; what was written there stands at `path` once the block has ended well, else it is deleted."""
    part = path.with_suffix(".part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def keep(path: Path, what: object) -> None:
    """Keeps objects for a later run, all of them or none."""
    with replaced(path) as part, part.open("wb") as stream:
        pickle.dump(what, stream, protocol=5)


def kept(path: Path) -> object:
    """Returns what an earlier run kept; raises ValueError where the file cannot be read."""
    with path.open("rb") as stream:
        try:
            return pickle.load(stream)
        except Exception as broken:  # what a damaged pickle raises has no common kind
            raise ValueError(
                f"reading {path}: expected what an earlier run kept, found a file that cannot be read ({type(broken).__name__}); "
                "delete it, and it is made anew"
            ) from broken
