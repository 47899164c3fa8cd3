"""Turns what the rounds gave into one table and one JSON. Refuses to know how it was measured."""

import json
import os
import platform
from argparse import Namespace
from datetime import UTC, datetime
from math import isnan
from pathlib import Path
from statistics import fmean, median

from answers import Answers
from contenders import CONTENDERS, OURS

HEAD = (
    f"{'contender':<15} {'reviews/s':>9} {'faster by':>10} {'rounds':>11} {'a CPU s':>8} {'faster by':>10} {'accuracy':>8} {'deviation':>9}"
)


class Report:
    """Rates and answers of each contender, a round after the other."""

    def __init__(self, tokens_mean: float, options: Namespace):
        self.tokens_mean = tokens_mean
        self.options = options
        self.rates: dict[str, list[float]] = {contender.name: [] for contender in CONTENDERS}
        self.cpu_rates: dict[str, list[float]] = {contender.name: [] for contender in CONTENDERS}
        self.answers: dict[str, list[Answers]] = {contender.name: [] for contender in CONTENDERS}

    def add(self, name: str, per_second: float, per_cpu_second: float, answers: Answers) -> None:
        self.rates[name].append(per_second)
        self.cpu_rates[name].append(per_cpu_second)
        self.answers[name].append(answers)

    def rows(self) -> list[dict]:
        """Returns a row for each contender: its median rate, and the median over the rounds of Undertone's rate by its own."""
        return [self._row(contender.name, contender.what) for contender in CONTENDERS]

    def table(self) -> str:
        """Returns the rows as lines for a terminal."""
        return "\n".join([HEAD, *(_line(row) for row in self.rows())])

    def json(self) -> str:
        """Returns all that was measured, and on what."""
        options = self.options
        found = {
            "machine": _machine(),
            "model": options.model,
            "peers_model": options.peers_model.name,
            "executor": options.executor,
            "datasets": [path.name for path in options.dataset],
            "tokens_mean": round(self.tokens_mean, 1),
            "warm_up_seconds": options.warm_up,
            "seconds": options.seconds,
            "processes": options.processes,
            "rows": self.rows(),
        }
        return json.dumps(found, indent=2) + "\n"

    def _row(self, name: str, what: str) -> dict:
        rates, cpu_rates, answers = self.rates[name], self.cpu_rates[name], self.answers[name]
        ratios, cpu_ratios = _ratios(self.rates, name), _ratios(self.cpu_rates, name)
        return {
            "name": name,
            "what": what,
            "reviews_per_second": round(median(rates), 1),
            "tokens_per_second": round(median(rates) * self.tokens_mean),
            "ratio": round(median(ratios), 2),
            "ratios": [round(ratio, 2) for ratio in ratios],
            "rates": [round(rate, 1) for rate in rates],
            "reviews_per_cpu_second": _known(median(cpu_rates), 1),
            "cpu_ratio": _known(median(cpu_ratios), 2),
            "cpu_ratios": [_known(ratio, 2) for ratio in cpu_ratios],
            "accuracy": _mean([each.accuracy for each in answers]),
            "deviation_max": max((each.deviation_max for each in answers if each.deviation_max is not None), default=None),
            "labels_differ": sum(each.labels_differ or 0 for each in answers),
        }


def _machine() -> dict:
    """Returns what the figures were measured on."""
    return {
        "cores": os.cpu_count(),
        "processor": _processor(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "date": datetime.now(UTC).date().isoformat(),
    }


def _ratios(rates: dict[str, list[float]], name: str) -> list[float]:
    return [ours / theirs for ours, theirs in zip(rates[OURS], rates[name])]


def _line(row: dict) -> str:
    ours = row["name"] == OURS
    spread = "" if ours else f"{min(row['ratios']):.2f}–{max(row['ratios']):.2f}"
    accuracy = "" if row["accuracy"] is None else f"{100 * row['accuracy']:.2f} %"
    deviation = "" if row["deviation_max"] is None or ours else f"{row['deviation_max']:.1e}"
    cpu = "" if row["reviews_per_cpu_second"] is None else f"{row['reviews_per_cpu_second']:,.0f}"
    return (
        f"{row['name']:<15} {row['reviews_per_second']:>9,.0f} {_times(ours, row['ratio']):>10} {spread:>11} "
        f"{cpu:>8} {_times(ours, row['cpu_ratio']):>10} {accuracy:>8} {deviation:>9}"
    )


def _times(ours: bool, ratio: float | None) -> str:
    return "" if ours or ratio is None else f"{ratio:.2f} ×"


def _known(value: float, digits: int) -> float | None:
    return None if isnan(value) else round(value, digits)


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(fmean(known), 4) if known else None


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.processor())
