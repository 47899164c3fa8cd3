"""Measures whether the memory pays: runs `jobs/undertone replay` with memory carried and reset, and prints tables.

Knows replay's command line and its result file, but no model from inside: it measures what is served.
"""

import json
import subprocess
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from undertone_training.study.accounts import AFTER, BEFORE, Accounts, chinese, english
from undertone_training.study.scores import area
from undertone_training.study.streams import Stream, all_streams
from undertone_training.teach.intervals import Figure, mean

STREAMS = {
    "imdb-strangers": "IMDb reviews dealt out to made-up users of eight",
    "rt_critics": "rt_critics in time order, all of its held-out rows",
    "rt_critics-last-fifth": "rt_critics in time order, held-out rows of the last fifth",
    "amazon_musical_instruments": "Amazon Musical Instruments (5 stars against the rest) in time order, all of its held-out rows",
    "amazon_musical_instruments-last-fifth": "the same, held-out rows of the last fifth",
    "meld_dev": "MELD dev, key = dialogue, positive and negative utterances",
    "rt_critics-strangers": "rt_critics, users shuffled",
    "amazon_musical_instruments-strangers": "Amazon Musical Instruments (5 stars against the rest), users shuffled",
    "meld_dev-strangers": "MELD dev, dialogues shuffled",
}
SURPRISED = {"reviews-zh-chars-gru": chinese, "time-machine-rnn": english}


@dataclass(frozen=True)
class Replay:
    """Runs a model over a stream through the job, once for each memory; keeps results under `out`."""

    launcher: Path
    out: Path

    def answers(self, model: str, name: str, file: Path, memory: str, options: tuple[str, ...] = ()) -> dict[str, dict]:
        """Returns the job's results by review_id."""
        folder = self.out / f"{_plain(model)}-{name}-{memory}"
        given = {"--model": model, "--dataset": str(file), "--out": str(folder), "--memory": memory}
        command = [str(self.launcher), "replay", *chain.from_iterable(given.items()), *options]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise ValueError(
                f"replaying {name}: expected exit code 0 of `{' '.join(command)}`, found {done.returncode}: "
                f"{done.stderr.strip()[-400:]}; build the job first"
            )
        with (folder / "sentiments.jsonl").open(encoding="utf-8") as lines:
            return {row["review_id"]: row for row in map(json.loads, lines)}


def run(data: Path, out: Path, launcher: Path, model: str, language_models: list[str]) -> str:
    """Runs the whole study; returns its tables as Markdown."""
    unknown = [name for name in language_models if _plain(name) not in SURPRISED]
    if unknown:
        raise ValueError(f"studying {', '.join(unknown)}: expected language models of {', '.join(SURPRISED)}; name one of these")
    launcher = launcher.resolve()
    if not launcher.is_file():
        raise FileNotFoundError(f"studying {model}: expected the job's launcher at {launcher}, found no file; name it with --launcher")
    replay, streams = Replay(launcher, out), all_streams(data, out / "streams")
    accounts = {name: SURPRISED[_plain(name)](data, out / "streams") for name in language_models}
    lines = [*_by_sentence(replay, streams, model), "", *_carried(replay, streams, model)]
    for name, own in accounts.items():
        lines += ["", *_surprise(replay, own, name)]
    return "\n".join(lines) + "\n"


def _plain(model: str) -> str:
    """Returns a bundle's name, which may be given as a folder."""
    return model.rstrip("/").rpartition("/")[2]


def right(stream: Stream, answers: dict[str, dict]) -> tuple[np.ndarray, np.ndarray]:
    """Returns, for each review asked about, whether the answer is right [n], and whose it is [n]."""
    ids = sorted(stream.asked)
    hit = np.array([answers[i]["label"] == stream.asked[i][0] for i in ids], float)
    return hit, np.array([stream.asked[i][1] for i in ids])


def _by_sentence(replay: Replay, streams: dict[str, Stream], model: str) -> list[str]:
    stream, whole = streams["imdb-by-sentence"], streams["imdb"]
    at_once, users = right(whole, replay.answers(model, whole.name, whole.file, "carry"))
    rows = {"the whole review at once": at_once}
    for memory in ("carry", "reset"):
        hit, owners = right(stream, replay.answers(model, stream.name, stream.file, memory))
        order = {owner: place for place, owner in enumerate(owners)}
        rows[f"sentence by sentence, after the last, memory {memory}"] = hit[[order[user] for user in users]]
    return [
        f"IMDb, {len(users):,} held-out reviews, accuracy and points to the whole review (95 % interval, bootstrap over reviews):",
        "",
        "| how | accuracy | to the whole review |",
        "|---|---|---|",
        *(f"| {how} | {mean(hit, users).percent()} | {mean(hit - at_once, users).points()} |" for how, hit in rows.items()),
    ]


def _carried(replay: Replay, streams: dict[str, Stream], model: str) -> list[str]:
    lines = [
        "Accuracy with memory carried and reset, and points that carrying adds (95 % interval, bootstrap over users):",
        "",
        "| stream | reviews | users | always the commoner label | carry | reset | carry - reset |",
        "|---|---|---|---|---|---|---|",
    ]
    kept: dict[tuple, dict] = {}
    for name, title in STREAMS.items():
        stream = streams[name]
        for memory in ("carry", "reset"):
            if (stream.file, memory) not in kept:
                kept[stream.file, memory] = replay.answers(model, name, stream.file, memory, stream.options)
        (carry, users), (reset, _) = (right(stream, kept[stream.file, memory]) for memory in ("carry", "reset"))
        lines.append(
            f"| {title} | {len(users):,} | {len(set(users)):,} | {100 * commoner(stream):.1f} % | {mean(carry, users).percent()} "
            f"| {mean(reset, users).percent()} | {mean(carry - reset, users).points()} |"
        )
    return lines


def commoner(stream: Stream) -> float:
    """Returns how often one would be right who always gave the label that most reviews asked about have."""
    counts = Counter(label for label, _ in stream.asked.values())
    return max(counts.values()) / counts.total()


def _surprise(replay: Replay, accounts: Accounts, model: str) -> list[str]:
    said = {memory: replay.answers(model, accounts.name, accounts.file, memory) for memory in ("carry", "reset")}
    changed = np.array(list(accounts.changed.values()))
    scores = {
        "how much more surprising the last reviews are than the first": [
            _mean(said["carry"], a, late=True) - _mean(said["carry"], a, late=False) for a in accounts.changed
        ],
        "how much likelier a stranger began there: nats by which the last ones surprise more than with a fresh memory": [
            sum(_nats(said["carry"], a, late=True)) - sum(_nats(said["reset"], a, late=True)) for a in accounts.changed
        ],
    }
    figures: dict[str, Figure] = {name: area(np.array(values), changed) for name, values in scores.items()}
    return [
        f"`{_plain(model)}`: {len(changed):,} accounts of {BEFORE} and then {AFTER} reviews, of which {changed.sum():,} "
        f"change hands after the {BEFORE}th. Area under the",
        "ROC curve (95 % interval, bootstrap over accounts) of",
        "",
        "| score | area |",
        "|---|---|",
        *(f"| {name} | {figure.plain()} |" for name, figure in figures.items()),
    ]


def _mean(answers: dict[str, dict], account: str, late: bool) -> float:
    """Returns the surprise of a symbol over an account's first reviews, or its last."""
    return sum(_nats(answers, account, late)) / max(1, sum(row["tokens"] for row in _part(answers, account, late)))


def _nats(answers: dict[str, dict], account: str, late: bool) -> list[float]:
    """Returns the surprise of each of an account's first reviews, or its last."""
    return [row["surprise"] * row["tokens"] for row in _part(answers, account, late) if row["tokens"]]


def _part(answers: dict[str, dict], account: str, late: bool) -> list[dict]:
    return [answers[f"{account}-{seq}"] for seq in (range(BEFORE, BEFORE + AFTER) if late else range(BEFORE))]
