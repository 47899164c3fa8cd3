"""Compares what a contender answered with what Undertone did, and with what people said. Refuses to know Kafka and time."""

from dataclasses import dataclass
from statistics import fmean

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
        raise SystemExit(
            f"Checking {name}: expected a result of each review, found {len(results) - len(found)} that came again. Mend {name}."
        )
    if finished and len(found) != count:
        raise SystemExit(f"Checking {name}: expected {count} results, found {len(found)}. Mend {name}.")
    return found


def compare(name: str, found: dict[int, Result], ours: dict[int, Result], tolerance: float | None, work: Workload) -> Answers:
    """Compares results of reviews that both answered, and ends the comparison where they differ by more than the tolerance."""
    both = sorted(found.keys() & ours.keys())
    accuracy = _accuracy(found, work)
    if tolerance is None:
        return Answers(len(both), None, None, accuracy)
    differ = sum(found[number].label != ours[number].label for number in both)
    apart = {number: _deviation(found[number], ours[number]) for number in both}
    if far := [number for number in both if apart[number] > tolerance]:
        worst = max(far, key=apart.__getitem__)
        raise SystemExit(
            f"Checking {name}: expected Undertone's scores within {tolerance}, found {len(far)} of {len(both)} further off: review {worst} "
            f"is {found[worst].label} {found[worst].score:.6f}, Undertone's {ours[worst].label} {ours[worst].score:.6f}. "
            "Give all the same model, or allow more with --tolerance."
        )
    return Answers(len(both), max(apart.values(), default=0.0), differ, accuracy)


def _deviation(one: Result, other: Result) -> float:
    """Of the same label the distance of the scores; of two labels what both stand above even."""
    return abs(one.score - other.score) if one.label == other.label else one.score + other.score - 2 * EVEN


def _accuracy(found: dict[int, Result], work: Workload) -> float | None:
    right = [result.label == work.label(number) for number, result in found.items() if work.label(number)]
    return fmean(right) if right else None
