"""Packages stand on floors: an import points down, never up, sideways or round in a circle."""

import ast
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1] / "undertone_training"
FLOORS = (
    ("text", "net", "lesson"),
    ("data", "graph"),
    ("bundle",),
    ("teach", "bring"),
    ("language", "pytorch", "keras"),
    ("study", "zoo"),
    ("__main__",),
)
"""From the ground up; packages on one floor do not know each other."""

LEVEL = {package: level for level, floor in enumerate(FLOORS) for package in floor}
LINES_MAX = 200
PACKAGES = sorted(path.name for path in HOUSE.iterdir() if (path / "__init__.py").exists())


def imports(house):
    """Returns for each module of a folder the modules of it that it imports, wherever in the file it does."""
    names = {".".join(path.relative_to(house).with_suffix("").parts): path for path in house.rglob("*.py") if path.stem != "__init__"}
    return {
        name: {
            module
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            for module in _named(node, house.name)
            if module in names
        }
        for name, path in names.items()
    }


def _named(node, house):
    if isinstance(node, ast.Import):
        full = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        full = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    else:
        return []
    return [name.removeprefix(house + ".") for name in full if name.startswith(house + ".")]


def wrong_ways(arrows):
    """Returns the imports of another package that do not point down."""
    pairs = [(module, other) for module, others in arrows.items() for other in others]
    return [
        f"{module} -> {other}"
        for module, other in sorted(pairs)
        if module.split(".")[0] != other.split(".")[0] and LEVEL[module.split(".")[0]] <= LEVEL[other.split(".")[0]]
    ]


def test_every_package_stands_on_a_floor():
    assert sorted(LEVEL) == sorted([*PACKAGES, "__main__"])


def test_imports_point_down():
    arrows = imports(HOUSE)
    assert sum(map(len, arrows.values())) > len(arrows)
    assert wrong_ways(arrows) == []


def test_no_modules_import_each_other_in_a_circle():
    TopologicalSorter(imports(HOUSE)).prepare()


def test_a_circle_and_a_wrong_way_are_found(tmp_path):
    house = tmp_path / "undertone_training"
    for name, line in (
        ("net/one.py", "from undertone_training.net import other"),
        ("net/other.py", "import undertone_training.net.one"),
        ("text/pieces.py", "def late():\n    from undertone_training.net.one import x"),
    ):
        (house / name).parent.mkdir(parents=True, exist_ok=True)
        (house / name).write_text(line)
    with pytest.raises(CycleError):
        TopologicalSorter(imports(house)).prepare()
    assert wrong_ways(imports(house)) == ["text.pieces -> net.one"]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_says_what_it_is_for_and_which_file_to_read_first(package):
    tree = ast.parse((HOUSE / package / "__init__.py").read_text(encoding="utf-8"))
    said = ast.get_docstring(tree)
    assert len(tree.body) == 1
    assert "In: " in said and "Out: " in said
    assert (HOUSE / package / f"{re.search(r'Read `(.+?)` first', said)[1]}.py").exists()


def test_files_are_short():
    lengths = {str(path.relative_to(HOUSE)): len(path.read_text(encoding="utf-8").splitlines()) for path in HOUSE.rglob("*.py")}
    assert {name: length for name, length in lengths.items() if length >= LINES_MAX} == {}
