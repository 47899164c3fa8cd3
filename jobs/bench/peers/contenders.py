"""Names the five contenders and says how each is started: Undertone, the tutorial's job, three Python consumers."""

import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import java

OURS = "undertone"

BEGIN_SECONDS = 10.0
"""Of a run of what does not compile: its first polls and its caches."""


@dataclass(frozen=True)
class Setting:
    """What all contenders are given: the brokers, the topics, a folder for checkpoints, and the options of the command line."""

    servers: str
    reviews: str
    rejected: str
    checkpoints: Path
    options: Namespace


@dataclass(frozen=True)
class Contender:
    """`commands` gives what is started, side by side, for a topic of results of its own.

    `compiles`: while it works, as Java does, so that it is faster after a minute. The others are as fast from their first reviews on.
    """

    name: str
    what: str
    commands: Callable[[Setting, str], list[list[str]]]
    compiles: bool = False

    def warm_up(self, options: Namespace) -> float:
        """Returns the seconds from the first result that are not timed."""
        return options.warm_up if self.compiles else min(options.warm_up, BEGIN_SECONDS)


def _undertone(setting: Setting, topic: str) -> list[list[str]]:
    options = {
        "--bootstrap-servers": setting.servers,
        "--reviews": setting.reviews,
        "--sentiments": topic,
        "--rejected": setting.rejected,
        "--group": topic,
        "--transactional-id-prefix": topic,
        "--checkpoint-dir": (setting.checkpoints / topic).as_uri(),
        "--parallelism": str(setting.options.cores),
        "--model": setting.options.model,
        "--executor": setting.options.executor,
    }
    return [[str(java.LAUNCHER), "run", *(word for option in options.items() for word in option)]]


def _tutorial(setting: Setting, topic: str) -> list[list[str]]:
    checkpoints = (setting.checkpoints / topic).as_uri()
    arguments = [setting.servers, setting.reviews, topic, str(setting.options.peers_model), str(setting.options.cores), checkpoints]
    return [java.command("TutorialJob", *arguments)]


def _python(way: str, engine: str) -> Callable[[Setting, str], list[list[str]]]:
    def commands(setting: Setting, topic: str) -> list[list[str]]:
        return [_consumer(setting, topic, way, setting.options.engine or engine, process) for process in range(setting.options.processes)]

    return commands


def _consumer(setting: Setting, topic: str, way: str, engine: str, process: int) -> list[str]:
    """Partitions are dealt out by hand: a group that balances them would take users' memories away from where they are kept."""
    options = {
        "--bootstrap-servers": setting.servers,
        "--reviews": setting.reviews,
        "--sentiments": topic,
        "--model": str(setting.options.peers_model),
        "--way": way,
        "--engine": engine,
        "--threads": str(max(1, setting.options.cores // setting.options.processes)),
    }
    partitions = [str(partition) for partition in range(process, setting.options.cores, setting.options.processes)]
    words = [word for option in options.items() for word in option]
    return [sys.executable, str(java.HERE / "consumer.py"), *words, "--partitions", *partitions]


CONTENDERS = (
    Contender(OURS, "jobs/undertone run, exactly once", _undertone, compiles=True),
    Contender("tutorial", "Flink, KeyedProcessFunction, fused LSTM a review, exactly once", _tutorial, compiles=True),
    Contender("python-review", "Python consumer, a review at a time", _python("review", "onnxruntime")),
    Contender("python-padded", "Python consumer, 256 as they come, padded", _python("padded", "onnxruntime")),
    Contender("python-sorted", "Python consumer, 256 by length in buckets of 16", _python("sorted", "torch")),
)
