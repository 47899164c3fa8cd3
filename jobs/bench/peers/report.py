"""Turns what the rounds gave into one table and one JSON. Refuses to know how it was measured."""

import json
import os
import platform
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from answers import Answers
from contenders import CONTENDERS, OURS

HEAD = f"{'contender':<15} {'reviews/s':>9} {'tokens/s':>9} {'ours is faster by':>18} {'rounds':>13} {'accuracy':>8} {'deviation':>9}"


class Report:
    """Rates and answers of each contender, a round after the other."""

    def __init__(self, tokens_mean: float, options: Namespace):
        self.tokens_mean = tokens_mean
        self.options = options
        self.rates: dict[str, list[float]] = {contender.name: [] for contender in CONTENDERS}
        self.answers: dict[str, list[Answers]] = {contender.name: [] for contender in CONTENDERS}

    def add(self, name: str, per_second: float, answers: Answers) -> None:
        self.rates[name].append(per_second)
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
            "seconds": options.seconds,
            "processes": options.processes,
            "rows": self.rows(),
        }
        return json.dumps(found, indent=2) + "\n"

    def _row(self, name: str, what: str) -> dict:
        rates, answers = self.rates[name], self.answers[name]
        ratios = [ours / theirs for ours, theirs in zip(self.rates[OURS], rates)]
        return {
            "name": name,
            "what": what,
            "reviews_per_second": round(median(rates), 1),
            "tokens_per_second": round(median(rates) * self.tokens_mean),
            "ratio": round(median(ratios), 2),
            "ratios": [round(ratio, 2) for ratio in ratios],
            "rates": [round(rate, 1) for rate in rates],
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


def _line(row: dict) -> str:
    spread = f"{min(row['ratios']):.2f}–{max(row['ratios']):.2f}"
    ratio, spread = ("", "") if row["name"] == OURS else (f"{row['ratio']:.2f} times", spread)
    accuracy = "" if row["accuracy"] is None else f"{100 * row['accuracy']:.2f} %"
    deviation = "" if row["deviation_max"] is None or row["name"] == OURS else f"{row['deviation_max']:.1e}"
    rates = f"{row['reviews_per_second']:>9,.0f} {row['tokens_per_second']:>9,}"
    return f"{row['name']:<15} {rates} {ratio:>18} {spread:>13} {accuracy:>8} {deviation:>9}"


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 4) if known else None


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.processor())
