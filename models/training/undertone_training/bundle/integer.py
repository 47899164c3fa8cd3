"""Adds to a bundle a step in integers, with goldens of its own, and proves it.

A single step from given states must be what NumPy emulates, within float's last bits: that shows that this CPU adds integers as it should.
Over a whole text a value that lies near a tie may be rounded up here and down there, which is noise like that of rounding itself. So whole
texts have a tolerance, which the manifest declares: twice what was measured against the float goldens, in one digit. Refuses to know
frameworks and training.
"""

import json
import math
from pathlib import Path

import numpy as np

from undertone_training.bundle import check, manifest
from undertone_training.bundle.golden import VALUES_MAX
from undertone_training.bundle.read import step_graphs
from undertone_training.graph import cells
from undertone_training.graph.emulation import Emulation, States
from undertone_training.net.net import Net

FORMAT = "undertone-golden-int8/1"
GRAPH, GOLDEN = check.STEP_GRAPHS["integer"], "golden_int8.json"

GOLDEN_STEPS, CANDIDATES = 4, 16
"""Golden steps, and of how many each is the one that is furthest from a tie."""

COMPARED = ("integer steps", "integer logits, emulated", "integer logits", "integer states")
"""Single steps and logits with the emulation's, then both with the float goldens."""

DECIMALS = 4
"""Digits of the states before a golden step: few, so that the file is small and every reader has the same floats."""

TOLERANCE_MIN = 0.01
"""Less is not declared, since one other rounding may move a state by as much."""

TOLERANCE_MAX = {"logits": 0.25, "states": 0.5}
"""A net that needs more keeps its float step. The logits are what a user sees; one state of many may move further without a word."""


class NoIntegerStep(ValueError):
    """Says why a net has a float step only."""


class Emulated(check.Served):
    """Reads step by step in NumPy; review cell and head are the bundle's. `seen` are all steps: a token, and the states before it."""

    def __init__(self, folder: Path, net: Net):
        super().__init__(folder)
        self.emulation = Emulation(net, True)
        self.seen: list[tuple[int, States]] = []

    def read(self, tokens: list[int], states: States, how: str) -> States:
        for token in tokens:
            self.seen.append((token, states))
            states = self.emulation.step(np.array([token]), states)
        return states


def add(folder: Path, net: Net) -> dict[str, float]:
    """Writes graph, goldens and the manifest's entry, and returns the deviations.

    Raises NoIntegerStep, and leaves the folder as it was, where the net keeps its float step alone; ValueError where the graph does not
    compute what it should.
    """
    if not cells.steps_in_integers(net):
        raise NoIntegerStep(
            f"adding an integer step to {_name(folder)}: expected a reader that steps, with states between -1 and 1, found a "
            f"{net.kind} that reads in reverse, or has no such bound (relu, a projection, a start beyond 1); serve its float graphs"
        )
    step_graphs(net)[1].write(folder / GRAPH)
    emulated = Emulated(folder, net)
    logits = [found for found, _ in check.answers(emulated, check.goldens(folder), "integer")]
    golden = {
        "format": FORMAT,
        "steps": [_golden_step(emulated.emulation, group) for group in _groups(emulated.seen)],
        "logits": [[round(float(logit), DECIMALS) for logit in row[:VALUES_MAX]] for row in logits],
    }
    (folder / GOLDEN).write_text(json.dumps(golden).replace('{"token"', '\n  {"token"').replace('"logits": [[', '\n"logits": [[') + "\n")
    _declare(folder, TOLERANCE_MAX)
    found = deviations(folder)
    tolerance = {name: _tolerance(found["integer " + name], largest) for name, largest in TOLERANCE_MAX.items()}
    if not all(tolerance[name] <= largest for name, largest in TOLERANCE_MAX.items()):
        for name in (GRAPH, GOLDEN):
            (folder / name).unlink()
        _declare(folder, None)
        raise NoIntegerStep(
            f"adding an integer step to {_name(folder)}: expected answers to declare within {TOLERANCE_MAX} of the float step's, found "
            f"{tolerance}; serve its float graphs"
        )
    _declare(folder, tolerance)
    require_proven(folder, found)
    return found


def deviations(folder: Path) -> dict[str, float]:
    """Returns the largest relative deviations of the integer step by what is `COMPARED`; none where there is no such step."""
    served = check.Served(folder)
    if not served.manifest["token_cell"].get("integer"):
        return {}
    golden, reviews = json.loads((folder / GOLDEN).read_text(encoding="utf-8")), check.goldens(folder)
    states, found = {}, dict.fromkeys(COMPARED, 0.0)
    for step in golden["steps"]:
        before = {name: np.array([value], np.float32) for name, value in step["before"].items()}
        for name, value in served.read([step["token"]], before, "integer").items():
            check.compare_state(states, "step", name, value, step["after"][name])
    found["integer steps"] = max(states.values())
    for review, emulated, (logits, after) in zip(reviews, golden["logits"], check.answers(served, reviews, "integer")):
        check.larger(found, "integer logits, emulated", logits[:VALUES_MAX], emulated)
        check.larger(found, "integer logits", logits, review["logits"])
        for name, value in after.items():
            check.compare_state(states, "text", name, value, review["states"][name])
    found["integer states"] = max(value for name, value in states.items() if name.startswith("text"))
    return found


def measured(folder: Path) -> list[tuple[str, float, float]]:
    """Returns what is compared with the goldens, in floats and in integers: the largest deviation, and what it may be."""
    found = [(name, value, check.TOLERANCE) for name, value in check.deviations(folder).items()]
    bounds = _allowed(folder)
    return found + [(name, value, bounds[name]) for name, value in deviations(folder).items()]


def require_proven(folder: Path, found: dict[str, float]) -> None:
    """Raises ValueError where a deviation is larger than what is allowed."""
    rows = [(name, found[name], bound) for name, bound in _allowed(folder).items()]
    if far := check.too_far(_name(folder), rows, "report this with the shape of the net"):
        raise ValueError(far[0])


def _allowed(folder: Path) -> dict[str, float]:
    """Returns what each deviation of the integer step may be; nothing where there is none."""
    entry = manifest.read(folder)["token_cell"].get("integer")
    if not entry:
        return {}
    logits, states = entry["tolerance"]["logits"], entry["tolerance"]["states"]
    return dict(zip(COMPARED, (check.TOLERANCE, logits, logits, states)))


def _name(folder: Path) -> str:
    return manifest.read(folder)["name"]


def _groups(seen: list[tuple[int, States]]) -> list[list[tuple[int, States]]]:
    """Returns candidates for each golden step, spread over all that was read."""
    places = np.unique(np.linspace(0, len(seen) - 1, GOLDEN_STEPS * CANDIDATES).astype(int))
    return [[seen[place] for place in group] for group in np.array_split(places, GOLDEN_STEPS) if len(group)]


def _golden_step(emulation: Emulation, candidates: list[tuple[int, States]]) -> dict:
    best, furthest = None, -1.0
    for token, states in candidates:
        before = {name: [round(float(value), DECIMALS) for value in row[0]] for name, row in states.items()}
        emulation.margin = math.inf
        after = emulation.step(np.array([token]), {name: np.array([row], np.float32) for name, row in before.items()})
        if emulation.margin >= furthest:
            best, furthest = (
                {"token": int(token), "before": before, "after": {name: _short(row[0]) for name, row in after.items()}},
                emulation.margin,
            )
    return best


def _short(row: np.ndarray) -> dict:
    return {"first": [float(value) for value in row[:VALUES_MAX]], "norm": float(np.linalg.norm(row.astype(np.float64)))}


def _tolerance(measured: float, largest: float) -> float:
    """Returns twice what was measured, rounded up to one digit, or as it is beyond `largest`."""
    wanted = max(2 * measured, TOLERANCE_MIN)
    if not wanted <= largest:
        return wanted
    digit = 10.0 ** math.floor(math.log10(wanted))
    return round(math.ceil(wanted / digit - 1e-9) * digit, 6)


def _declare(folder: Path, tolerance: dict[str, float] | None) -> None:
    """Writes the manifest's entry behind the one of the graph over whole reviews, or none, and the hashes of the files as they are now."""
    written, token = manifest.read(folder), {}
    for key, value in written["token_cell"].items():
        if key != "integer":
            token[key] = value
        if key == "sequence_graph" and tolerance:
            token["integer"] = {"graph": GRAPH, "golden": GOLDEN, "tolerance": tolerance}
    manifest.save(folder, written | {"token_cell": token, "files": manifest.files(folder)})
