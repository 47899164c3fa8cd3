"""The zoo's bundles as the Java tests run them, one archive each, and how the Python tests unpack them."""

from pathlib import Path
from zipfile import ZipFile

ZOO = Path(__file__).parents[2] / "src" / "test" / "resources" / "zoo"
ARCHIVES = sorted(ZOO.glob("*.zip"))


def holding(file: str) -> list[str]:
    """Returns the names of the bundles that have a file."""
    return [path.stem for path in ARCHIVES if file in ZipFile(path).namelist()]


def unpacked(name: str, into: Path) -> Path:
    """Unpacks a bundle into a folder of its own within `into`, and returns that folder."""
    with ZipFile(ZOO / f"{name}.zip") as archive:
        archive.extractall(into / name)
    return into / name
