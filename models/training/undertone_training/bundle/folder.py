"""Puts a finished folder in the place of an older one. Refuses to know what stands in a bundle, but for the manifest that marks one."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from undertone_training.bundle import manifest


def require_replaceable(folder: Path) -> None:
    """Raises ValueError where something stands in a bundle's place that is no bundle, and whose files would be lost."""
    if folder.exists() and not (folder / manifest.NAME).is_file():
        raise ValueError(
            f"writing {folder}: expected nothing there, or a bundle to replace, found something without {manifest.NAME}; move it away, or "
            "name another folder with --out"
        )


@contextmanager
def swapped_in(folder: Path) -> Iterator[Path]:
    """Gives an empty folder to write to; once the block has ended well it stands in the place of `folder`.

    A block that ends otherwise, or is interrupted, leaves nothing behind, and `folder` as it was.
    """
    folder = folder.resolve()
    part = folder.parent / f".{folder.name}.part"
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir(parents=True)
        yield part
        swap(part, folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def swap(part: Path, folder: Path) -> None:
    """Gives `part` the place of `folder`. What stood there is deleted last, or comes back where this is interrupted."""
    aside = folder.parent / f".{folder.name}.old"
    try:
        if folder.exists():
            shutil.rmtree(aside, ignore_errors=True)
            folder.rename(aside)
        part.rename(folder)
    finally:
        if aside.exists() and not folder.exists():
            aside.rename(folder)
    shutil.rmtree(aside, ignore_errors=True)
