"""Adds a step in integers to a bundle that has none, from the weights that it holds: nothing is trained, and no weight changes."""

import shutil
from pathlib import Path

import numpy as np

from undertone_training.bundle import check, integer, manifest, read
from undertone_training.bundle.folder import swapped_in
from undertone_training.bundle.listed import require_listed
from undertone_training.graph.emulation import Emulation
from undertone_training.net.net import Net

ROWS, SEED = 64, 1


def add_integer_step(folder: Path) -> dict[str, float]:
    """Writes the bundle anew with an integer step, in place of one that it may have, and returns its deviations.

    Raises ValueError, and leaves the bundle as it was, where a file is not as it was written, its cell has no such step,
    or its graph is not one of ours.
    """
    folder = folder.resolve()
    require_listed(folder)
    before = manifest.read(folder)
    if before["token_cell"]["graph"] is None:
        raise ValueError(f"adding an integer step to {folder.name}: expected a step graph, found none; serve its sequence graph")
    net = read.reader(folder)
    with swapped_in(folder) as part:
        shutil.copytree(folder, part, dirs_exist_ok=True)
        _require_read(folder, net)
        found = integer.add(part, net)
        _require_same_states(before, manifest.read(part), folder.name)
    return found


def _require_read(folder: Path, net: Net) -> None:
    """Raises ValueError where the net does not step as the graph that it was read from, on states and tokens by chance."""
    draw, emulation = np.random.default_rng(SEED), Emulation(net, False)
    tokens = draw.integers(0, net.input_size if net.embedding is None else len(net.embedding), ROWS)
    before = {state.name: draw.uniform(0, 1, (ROWS, state.size)).astype(np.float32) for state in net.token_states()}
    graph = check.session(folder / "token_cell.onnx")
    names = [output.name for output in graph.get_outputs()]
    found = dict(zip(names, graph.run(names, {"token": tokens.astype(np.int32), **before})))
    apart = {}
    for name, value in emulation.step(tokens, before).items():
        check.larger(apart, name, found[name + "_next"], value)
    worst = max(apart, key=apart.get)
    if not apart[worst] <= check.TOLERANCE:
        raise ValueError(
            f"reading {folder.name}: expected the steps of its graph within {check.TOLERANCE}, found {worst} {apart[worst]:.1e} off; "
            "export the bundle again"
        )


def _require_same_states(before: dict, after: dict, name: str) -> None:
    if before["state_fingerprint"] != after["state_fingerprint"]:
        raise ValueError(f"adding an integer step to {name}: expected the fingerprint to stay, found another; report this")
