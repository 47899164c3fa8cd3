"""Runs Undertone and what a user would write instead, in turns, from Kafka to Kafka on the same cores. Prints how much faster Undertone is.

Five contenders read the same topic of reviews with the same model:
- `jobs/undertone run` with its defaults;
- the Flink job of a tutorial;
- three Python consumers: one reads a review at a time, one pads whole polls, one sorts polls by length.

Each round runs all of them in turns, each for the same time. The warm-up of compilers is not timed. The table shows medians of the rounds'
ratios. Every answer is compared with Undertone's. README.md beside this file says what is fair here and what is not.
"""

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable
from importlib.util import find_spec
from math import inf, nan
from pathlib import Path

HERE = Path(__file__).resolve().parent
NEEDED = ("confluent_kafka", "orjson", "torch", "onnx", "onnxruntime", "tiktoken", "tokenizers")
STATES = {"h0": "review", "c0": "review", "max0": "review"}
"""The states that the peers know how to read, and that all start anew at each review."""

SCORES_EQUAL = 1e-4
SCORES_ROUNDED = 0.25
"""Of a step in integers: a wrong program is further off, and one review of many thousands may be rounded as far as 0.2."""


def main() -> None:
    options = read_options(sys.argv[1:])
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # so that whatever was started is ended
    _require_packages()
    from rounds import play  # knows the packages

    found = play(options)
    print(found.table())
    if options.json:
        options.json.write_text(found.json(), encoding="utf-8")


def read_options(arguments: list[str]) -> argparse.Namespace:
    """Returns the options of a command line; ends the comparison before any work where it could not come to an end."""
    bundles = HERE.parents[2] / "models" / "bundles"
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, epilog="The table goes to stdout, the rest to stderr."
    )
    add = parser.add_argument
    add("--dataset", type=Path, nargs="+", default=[], metavar="FILE", help="JSONL files, plain or .gz; the same number of texts is read "
        "from each (default: the project's sample, half of it joined to longer texts)")  # fmt: skip
    add("--rounds", type=_count, default=3, metavar="N", help="rounds, in each of which all run once (default: 3)")
    add("--warm-up", type=_seconds, default=90.0, metavar="S", help="seconds of a Java run, from its first result, that are not "
        "timed; for a Python run, 10 at most (default: 90)")  # fmt: skip
    add("--seconds", type=_seconds, default=15.0, metavar="S", help="seconds of a run that are timed (default: 15)")
    add("--reviews", type=_count, default=1_000_000, metavar="N", help="reviews on the topic; a run ends after the last (default: 1000000)")
    add("--model", default="reviews-en-lstm", metavar="M", help="name or folder of Undertone's bundle (default: reviews-en-lstm)")
    add("--executor", default="auto", help="executor of Undertone: auto, integer, or cell, the float step (default: auto)")
    add(
        "--peers-model",
        type=Path,
        default=bundles / "reviews-en-lstm",
        metavar="FOLDER",
        help="folder of the others' bundle, an LSTM with a memory (default: reviews-en-lstm)",
    )
    add("--tolerance", type=_tolerance, metavar="X", help="largest deviation of the others' scores from Undertone's "
        "(default: 1e-4, or 0.25 if Undertone steps in integers)")  # fmt: skip
    add("--other-model", action="store_true", help="the two models differ: compare only accuracies, not answers")
    add("--cores", type=_count, default=os.cpu_count(), metavar="N", help="number of partitions, of Flink's subtasks and of all "
        "Python threads (default: all cores)")  # fmt: skip
    add("--processes", type=_count, metavar="N", help="processes of a Python consumer, which share the cores (default: one per core)")
    add("--engine", choices=("torch", "onnxruntime"), help="engine of the Python consumers (default: for each, the one that was faster)")
    add("--json", type=Path, metavar="FILE", help="also write all figures to this file")
    options = parser.parse_args(arguments)
    options.processes = options.processes or options.cores
    if options.processes > options.cores:
        parser.error(
            f"sharing out cores: expected at most {options.cores} processes, one a partition, found {options.processes}; "
            "give fewer --processes or more --cores"
        )
    _require_files(options)
    in_integers = checked(options.peers_model)["token_cell"].get("integer") and options.executor != "cell"
    if options.other_model:
        options.tolerance = None
    elif options.tolerance is None:
        options.tolerance = SCORES_ROUNDED if in_integers else SCORES_EQUAL
    return options


def checked(folder: Path) -> dict:
    """Returns the manifest of a bundle that all peers can read: an LSTM that starts anew at each review, and a GRU as memory."""
    path = folder / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        cell, memory = manifest["token_cell"], manifest["review_cell"]
        states = {state["name"]: state["scope"] for state in cell["states"]}
        kinds = cell["kind"], memory and memory["kind"]
    except (OSError, ValueError, KeyError, TypeError) as broken:
        found = "nothing" if isinstance(broken, FileNotFoundError) else f"one that cannot be read ({type(broken).__name__})"
        raise SystemExit(
            f"Reading {path}: expected the manifest of a bundle, found {found}. Give a bundle's folder as --peers-model."
        ) from None
    if kinds != ("lstm", "gru") or states != STATES:
        said = ", ".join(f"{name} of scope {scope}" for name, scope in states.items())
        raise SystemExit(
            f"Reading {path}: expected an LSTM that starts anew at each review, with {', '.join(STATES)}, and a GRU as review cell, found "
            f"{kinds[0]} with {said}, and {kinds[1] or 'none'}. Give such a bundle as --peers-model; as --model any will do, with "
            "--other-model."
        )
    return manifest


def _require_files(options: argparse.Namespace) -> None:
    """Ends the comparison where a data set is missing, or the figures would have no place in the end."""
    for file in options.dataset:
        if not file.is_file():
            raise SystemExit(
                f"Reading {file}: expected a file, found {'a folder' if file.is_dir() else 'nothing'}. Give another --dataset."
            )
    if options.json is None:
        return
    folder = options.json.absolute().parent
    if options.json.is_dir() or not folder.is_dir():
        found = "a folder of that name" if options.json.is_dir() else f"no folder {folder}"
        raise SystemExit(f"Writing {options.json}: expected a file in a folder that is there, found {found}. Give another --json.")
    if not os.access(options.json if options.json.exists() else folder, os.W_OK):
        raise SystemExit(
            f"Writing {options.json}: expected a place to write to, found none that this user may change. Give another --json."
        )


def _tolerance(text: str) -> float:
    return _number(text, "no finite distance from 0 on", lambda number: 0 <= number < inf)


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is no number from 1 on")
    return int(text)


def _seconds(text: str) -> float:
    return _number(text, "no number of seconds above 0", lambda number: 0 < number < inf)


def _number(text: str, otherwise: str, fits: Callable[[float], bool]) -> float:
    try:
        number = float(text)
    except ValueError:
        number = nan
    if not fits(number):
        raise argparse.ArgumentTypeError(f"{text} is {otherwise}")
    return number


def _require_packages() -> None:
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise SystemExit(
            f"Looking for Python packages: expected {', '.join(NEEDED)}, found no {', '.join(missing)}. "
            f"Run: {sys.executable} -m pip install -r {HERE / 'requirements.txt'}"
        )


if __name__ == "__main__":
    main()
