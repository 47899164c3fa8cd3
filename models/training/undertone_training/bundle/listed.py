"""Proves that a bundle's folder holds the files that its manifest lists, byte for byte. Refuses to know what is in them."""

from pathlib import Path

from undertone_training.bundle import manifest


def require_listed(folder: Path) -> None:
    """Raises ValueError where a file is missing, is another than the manifest lists, or is not listed."""
    listed, there = manifest.read(folder)["files"], manifest.files(folder)
    for name in sorted(listed.keys() | there.keys()):
        if listed.get(name) != there.get(name):
            expected, found = (str(files.get(name, "no such file")) for files in (listed, there))
            raise ValueError(f"checking {folder.name}: expected {name} as {expected}, found {found}; write the bundle again")
