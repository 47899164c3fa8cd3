"""The zoo's bundles as the Java tests run them, one archive each, and how the Python tests unpack them."""

import json
from pathlib import Path
from zipfile import ZipFile

from undertone_training.bundle import manifest

ZOO = Path(__file__).parents[2] / "src" / "test" / "resources" / "zoo"
ARCHIVES = sorted(ZOO.glob("*.zip"))


def holding(file: str) -> list[str]:
    """Returns the names of the bundles that have a file."""
    return [path.stem for path in ARCHIVES if file in _names(path)]


def unpacked(name: str, into: Path) -> Path:
    """Unpacks a bundle into a folder of its own within `into`, and returns that folder."""
    with ZipFile(ZOO / f"{name}.zip") as archive:
        archive.extractall(into / name)
    return into / name


def list_again(folder: Path) -> None:
    """Writes the hashes of a bundle's files as they are now into its manifest, so that what they hold is what is looked at."""
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"files": manifest.files(folder)}))


def _names(path: Path) -> list[str]:
    with ZipFile(path) as archive:
        return archive.namelist()
