"""Runs Undertone and what a user would write instead of it in turns, Kafka to Kafka on the same cores, and prints how much faster it is.

Five contenders read the same topic of reviews with the same model: `jobs/undertone run` with its defaults; the Flink job of a tutorial;
Python consumers that read a review at a time, pad whole polls, and sort polls by length. Each round runs all of them, one after the other,
and each as long as the others. The time in which compilers warm up is left out; medians of the rounds' ratios are printed. Every answer
is compared with Undertone's. README.md beside this file says what is fair here and what is not.
"""

import argparse
import json
import os
import signal
import sys
from importlib.util import find_spec
from math import inf
from pathlib import Path

HERE = Path(__file__).resolve().parent
NEEDED = ("confluent_kafka", "orjson", "torch", "onnx", "onnxruntime", "tiktoken", "tokenizers")
SCORES_EQUAL = 1e-4
SCORES_ROUNDED = 0.25
"""Of a step in integers: a wrong program is further off, and one review of many thousands may be rounded as far as 0.2."""


def main() -> None:
    options = _options()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # so that whatever was started is ended
    _require_packages()
    from rounds import play  # knows the packages

    found = play(options)
    print(found.table())
    if options.json:
        options.json.write_text(found.json(), encoding="utf-8")


def _options() -> argparse.Namespace:
    bundles = HERE.parents[2] / "models" / "bundles"
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, epilog="The table goes to stdout, the rest to stderr."
    )
    add = parser.add_argument
    add("--dataset", type=Path, nargs="+", default=[], metavar="FILE", help="JSONL, plain or .gz: read as much of each as of the others; "
        "default: the project's sample, half of it joined to longer texts")  # fmt: skip
    add("--rounds", type=_count, default=3, metavar="N", help="in each of which all run once (3)")
    add("--warm-up", type=_seconds, default=20.0, metavar="S", help="of a run, from its first result, that are not timed (20)")
    add("--seconds", type=_seconds, default=15.0, metavar="S", help="of a run that are timed (15)")
    add("--reviews", type=_count, default=250_000, metavar="N", help="on the topic; who has read them all is done (250000)")
    add("--model", default="reviews-en-lstm", metavar="M", help="Undertone's bundle, by name or folder (reviews-en-lstm)")
    add("--executor", default="auto", help="Undertone's: auto, integer, or cell for the float step (auto)")
    add("--peers-model", type=Path, default=bundles / "reviews-en-lstm", metavar="FOLDER", help="the others' bundle (the same)")
    add("--tolerance", type=float, metavar="X", help="of the others' scores against Undertone's (1e-4; 0.25 where Undertone steps in "
        "integers)")  # fmt: skip
    add("--other-model", action="store_true", help="the two models differ: do not compare the answers, only accuracies")
    add("--cores", type=_count, default=os.cpu_count(), metavar="N", help="partitions, Flink's parallelism, Python's threads in all (all)")
    add("--processes", type=_count, metavar="N", help="of a Python consumer, which share the cores (one a core)")
    add("--engine", choices=("torch", "onnxruntime"), help="of the Python consumers (for each the one that was faster)")
    add("--json", type=Path, metavar="FILE", help="write all figures there, too")
    options = parser.parse_args()
    options.processes = options.processes or options.cores
    options.tolerance = None if options.other_model else options.tolerance or _tolerance(options)
    return options


def _tolerance(options: argparse.Namespace) -> float:
    manifest = options.peers_model / "manifest.json"
    if options.executor == "cell" or not manifest.is_file():
        return SCORES_EQUAL
    integers = json.loads(manifest.read_text(encoding="utf-8"))["token_cell"].get("integer")
    return SCORES_ROUNDED if integers else SCORES_EQUAL


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is no number from 1 on")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < inf:
        raise argparse.ArgumentTypeError(f"{text} is no number of seconds above 0")
    return seconds


def _require_packages() -> None:
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise SystemExit(
            f"Looking for Python packages: expected {', '.join(NEEDED)}, found no {', '.join(missing)}. "
            f"Run: {sys.executable} -m pip install -r {HERE / 'requirements.txt'}"
        )


if __name__ == "__main__":
    main()
