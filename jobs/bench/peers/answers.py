"""Compares what a contender answered with what Undertone did, and with what people said. Refuses to know Kafka and time."""

from dataclasses import dataclass

from kafka import Result
from workload import Workload

EVEN = 0.5


@dataclass(frozen=True)
class Answers:
    """`deviation_max` and `labels_differ` are against Undertone's answers to the same reviews; None where the models are not the same."""

    compared: int
    deviation_max: float | None
    labels_differ: int | None
    accuracy: float | None


def once_each(name: str, results: list[Result], count: int, finished: bool) -> dict[int, Result]:
    """Returns the results by their reviews' numbers; ends the comparison where one came twice or, of a run to the end, never."""
    found = {result.number: result for result in results}
    if len(found) != len(results):
        raise SystemExit(f"Checking {name}: expected a result of each review, found {len(results) - len(found)} that came again.")
    if finished and len(found) != count:
        raise SystemExit(f"Checking {name}: expected {count} results, found {len(found)}.")
    return found


def compare(name: str, found: dict[int, Result], ours: dict[int, Result], tolerance: float | None, work: Workload) -> Answers:
    """Compares results of reviews that both answered, and ends the comparison where they differ by more than the tolerance."""
    both = sorted(found.keys() & ours.keys())
    accuracy = _accuracy(found, work)
    if tolerance is None:
        return Answers(len(both), None, None, accuracy)
    differ = [number for number in both if found[number].label != ours[number].label]
    far = [number for number in both if _deviation(found[number], ours[number]) > tolerance]
    if far:
        worst = max(far, key=lambda number: _deviation(found[number], ours[number]))
        raise SystemExit(
            f"Checking {name}: expected Undertone's scores within {tolerance}, found {len(far)} of {len(both)} further off: review {worst} "
            f"is {found[worst].label} {found[worst].score:.6f}, Undertone's {ours[worst].label} {ours[worst].score:.6f}."
        )
    return Answers(len(both), max((_deviation(found[n], ours[n]) for n in both), default=0.0), len(differ), accuracy)


def _deviation(one: Result, other: Result) -> float:
    """Of the same label the distance of the scores; of two labels what both stand above even."""
    return abs(one.score - other.score) if one.label == other.label else one.score + other.score - 2 * EVEN


def _accuracy(found: dict[int, Result], work: Workload) -> float | None:
    right = [result.label == work.label(number) for number, result in found.items() if work.label(number)]
    return sum(right) / len(right) if right else None
