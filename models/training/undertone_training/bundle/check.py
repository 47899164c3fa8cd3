"""Proves a written bundle: its files' hashes, and its goldens through ONNX Runtime, step by step and as whole reviews.

Knows only the bundle's files, as the stream does, and not the model that wrote them.
"""

import json
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import ArrayLike

from undertone_training.bundle import manifest
from undertone_training.bundle.golden import VALUES_MAX
from undertone_training.bundle.listed import require_listed
from undertone_training.text.bpe import ReviewTokenizer, read_ranks
from undertone_training.text.symbols import SymbolTokenizer

TOLERANCE = 1e-5
"""Largest deviation from PyTorch, relative to max(1, |x|)."""

STEP_GRAPHS = {"step": "token_cell.onnx", "integer": "token_cell_int8.onnx"}
"""The graphs that step, in floats and in integers."""


class Served:
    """Runs a bundle's graphs for one user after another, a review at a time."""

    def __init__(self, folder: Path):
        self.manifest = manifest.read(folder)
        self._graphs = {name: session(folder / name) for name in self.manifest["files"] if name.endswith(".onnx")}
        self._cells = {name: self.manifest[name] for name in ("token_cell", "review_cell") if self.manifest[name]}

    def executors(self) -> list[str]:
        """Returns the ways there are to read in floats: `step` by step, and a whole review in `sequence`."""
        return [how for how, key in (("step", "graph"), ("sequence", "sequence_graph")) if self.manifest["token_cell"][key]]

    def review(self, tokens: list[int], remembered: dict, how: str) -> tuple[np.ndarray, dict]:
        """Returns logits [C] and every state after the review."""
        states = self.read(tokens, self._before("token_cell", remembered), how)
        readout = np.concatenate([states[name] for name in self.manifest["readout"]], 1)
        if "review_cell" in self._cells:
            states = states | self._run("review_cell.onnx", {"x": readout, **self._before("review_cell", remembered)})
        ends = {name: readout if name == "readout" else states[name] for name in self.manifest["head"]["inputs"]}
        return self._run("head.onnx", ends)["logits"][0], states

    def read(self, tokens: list[int], states: dict, how: str) -> dict:
        """Returns the token cell's states [1, size] after some tokens."""
        if how == "sequence":
            if not tokens:
                return states
            rows = {"tokens": np.array(tokens, np.int32)[:, None], "lengths": np.array([len(tokens)], np.int32)}
            return self._run("token_sequence.onnx", {**rows, **states})
        for token in tokens:
            states = self._run(STEP_GRAPHS[how], {"token": np.array([token], np.int32), **states})
        return states

    def _before(self, cell: str, remembered: dict) -> dict:
        return {
            s["name"]: remembered[s["name"]]
            if s["scope"] == "user" and s["name"] in remembered
            else np.broadcast_to(np.array(s["initial"], np.float32), (1, *s["shape"])).copy()
            for s in self._cells[cell]["states"]
        }

    def _run(self, graph: str, inputs: dict) -> dict:
        opened = self._graphs[graph]
        names = [output.name for output in opened.get_outputs()]
        return {name.removesuffix("_next"): value for name, value in zip(names, opened.run(names, inputs))}


def deviations(folder: Path) -> dict[str, float]:
    """Returns the largest relative deviation of logits and states by executor.

    Raises ValueError where files or ids differ, before any graph is opened.
    """
    require_listed(folder)
    served = Served(folder)
    reviews = goldens(folder)
    tokenizer = tokenizer_of(folder, served.manifest["tokenizer"])
    for number, review in enumerate(reviews):
        if tokenizer.encode(review["text"]) != (review["tokens"], review["truncated"]):
            raise ValueError(f"checking {folder.name}: expected the ids of golden {number}, found others; write the bundle again")
    largest: dict[str, float] = {}
    for how in served.executors():
        for review, (logits, states) in zip(reviews, answers(served, reviews, how)):
            compare(largest, how, review, logits, states)
    return largest


def goldens(folder: Path) -> list[dict]:
    """Returns the golden reviews in stream order."""
    return json.loads((folder / "golden.json").read_text(encoding="utf-8"))["reviews"]


def answers(served: Served, reviews: list[dict], how: str) -> Iterator[tuple[np.ndarray, dict]]:
    """Yields logits [C] and states after each golden review, users' states carried on."""
    remembered: dict[str, dict] = {}
    for review in reviews:
        logits, states = served.review(review["tokens"], remembered.get(review["user"], {}), how)
        remembered[review["user"]] = states
        yield logits, states


def compare(largest: dict[str, float], how: str, review: dict, logits: np.ndarray, states: dict) -> None:
    """Puts into `largest`, by what is compared, the deviations of one golden review that are larger than those there."""
    larger(largest, f"{how} logits", logits, review["logits"])
    for name, value in states.items():
        compare_state(largest, how, name, value, review["states"][name])


def compare_state(largest: dict[str, float], how: str, name: str, value: np.ndarray, golden: dict) -> None:
    """Puts the deviations of a state [1, size] into `largest`: a golden has its first values and its norm."""
    larger(largest, f"{how} {name}", value.flatten()[:VALUES_MAX], golden["first"])
    larger(largest, f"{how} |{name}|", np.linalg.norm(value.astype(np.float64)), golden["norm"])


def tokenizer_of(folder: Path, spec: dict) -> ReviewTokenizer | SymbolTokenizer:
    """Returns the tokenizer that a manifest describes."""
    if spec["kind"] == "symbols":
        symbols = json.loads((folder / spec["symbols"]).read_text(encoding="utf-8"))
        return SymbolTokenizer(symbols, spec["collapse_others"], spec["tokens_max"])
    return ReviewTokenizer(read_ranks(folder / spec["ranks"]), spec["tokens_max"], spec["pattern"])


def too_far(name: str, rows: list[tuple[str, float, float]], remedy: str = "write the bundle again") -> list[str]:
    """Returns what to tell of each deviation, (what, how far, what it may be), that is larger than it may be."""
    return [
        f"checking {name}: expected {what} within {bound:g}, found {found:.4e} off; {remedy}"
        for what, found, bound in rows
        if not found <= bound
    ]


def larger(largest: dict[str, float], name: str, found: ArrayLike, expected: ArrayLike) -> None:
    """Puts the deviation of these numbers into `largest` by its name, if it is; raises ValueError where there are not as many of both."""
    found, expected = np.asarray(found, np.float64), np.asarray(expected, np.float64)
    if found.shape != expected.shape:
        raise ValueError(
            f"comparing the {name} with a golden: expected {found.size} numbers there, found {expected.size}; write the bundle again"
        )
    apart = float((np.abs(found - expected) / np.maximum(1.0, np.abs(expected))).max())
    largest[name] = max(largest.get(name, 0.0), apart if np.isfinite(apart) else math.inf)


def session(path: Path) -> onnxruntime.InferenceSession:
    """Opens a graph as the engine does: one thread, CPU."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
