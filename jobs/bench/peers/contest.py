"""Runs one contender over the reviews that lie on the topic, for a while, and measures how fast its results came.

Refuses to know what the contenders are, and whether their answers are right.
"""

import os
import signal
import subprocess
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from contenders import Contender, Setting
from kafka import Reader, Result, Topics

GLANCE_SECONDS = 0.5
QUIET_GLANCES = 4
"""So many looks without a new record, with as many there as reviews, and all is done."""

START_SECONDS_MAX = 120.0
END_SECONDS_MAX = 20.0


@dataclass(frozen=True)
class Run:
    """What came of one run. `finished`: it read all reviews before its time was up. `used`: (milliseconds, CPU seconds until then).

    `warm_up`: share of the time from the first result to the last in which compilers or caches warm up; the rest is timed.
    """

    results: list[Result]
    finished: bool
    used: list[tuple[float, float]]
    warm_up: float

    def per_second(self) -> float:
        """Returns results a second, warm-up left out."""
        start, last, count = self._timed()
        return 1000 * count / (last - start) if last > start else float("nan")

    def per_cpu_second(self) -> float:
        """Returns results for each second of one core that the contender itself used in that time; NaN where nobody counts them."""
        start, last, count = self._timed()
        used = self._used_until(last) - self._used_until(start)
        return count / used if used > 0 else float("nan")

    def _timed(self) -> tuple[float, float, int]:
        times = [result.milliseconds for result in self.results]
        first, last = min(times), max(times)
        start = first + self.warm_up * (last - first)
        return start, last, sum(time > start for time in times)

    def _used_until(self, milliseconds: float) -> float:
        return float(np.interp(milliseconds, *zip(*self.used)))


def run(contender: Contender, setting: Setting, topics: Topics, topic: str) -> Run:
    """Starts a contender, lets it work for so long from its first result, or to its last, ends it, and reads what it wrote."""
    options = setting.options
    warm_up = contender.warm_up(options)
    seconds = warm_up + options.seconds
    topics.create(topic)
    with closing(topics.reader(topic)) as reader, tempfile.TemporaryFile() as said:
        used: list[tuple[float, float]] = []
        processes = [_start(command, said) for command in contender.commands(setting, topic)]
        try:
            finished = _watch(contender, processes, reader, options.reviews, seconds, used, said)
        finally:
            for process in processes:
                _end(process)
        results = reader.all()
    topics.delete(topic)
    return Run(results, finished, used, warm_up / seconds)


def _watch(
    contender: Contender,
    processes: list[subprocess.Popen],
    reader: Reader,
    count: int,
    seconds: float,
    used: list[tuple[float, float]],
    said: BinaryIO,
) -> bool:
    """Waits until all reviews are answered, or for so many seconds from the first result; returns whether they are.

    Adds to `used` what the processes have used at each look. Ends the comparison where one ends, or none answers.
    """
    deadline = time.monotonic() + START_SECONDS_MAX
    seen, quiet = 0, 0
    while time.monotonic() < deadline:
        time.sleep(GLANCE_SECONDS)
        for process in processes:
            if process.poll() is not None:
                raise SystemExit(
                    f"Running {contender.name}: expected it to run on, found exit code {process.returncode}. "
                    f"Mend what it says:\n{_end_of(said)}"
                )
        used.append((1000 * time.time(), sum(_cpu_seconds(process) for process in processes)))
        there = reader.count()
        if there and not seen:
            deadline = time.monotonic() + seconds
        quiet = quiet + 1 if there == seen else 0
        seen = there
        if quiet >= QUIET_GLANCES and there >= count:
            return True
    if not seen:
        raise SystemExit(
            f"Running {contender.name}: expected a result within {START_SECONDS_MAX:.0f} s, found none. Mend what it says:\n{_end_of(said)}"
        )
    return False


def _start(command: list[str], said: BinaryIO) -> subprocess.Popen:
    """In a group of its own, so that what a script starts ends with it."""
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True)


def _end(process: subprocess.Popen) -> None:
    for how in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, how)
            try:
                process.wait(END_SECONDS_MAX)
            except subprocess.TimeoutExpired:
                continue


def _cpu_seconds(process: subprocess.Popen) -> float:
    """Returns the time of cores that a process has used so far, all threads together; where there is no /proc, nothing."""
    try:
        fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _end_of(said: BinaryIO) -> str:
    said.seek(0)
    return said.read()[-4000:].decode("utf-8", "replace")
