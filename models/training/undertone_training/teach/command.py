"""Reads the numbers of a build's command, and says it again for the card. Refuses to know what a build does."""

import argparse

SEED_MAX = 2**32 - 1


def typed(options: argparse.Namespace) -> str:
    """Returns the command as anyone would type it: folders by what they are, not where they lay."""
    given = (("--epochs", options.epochs), ("--pretraining-epochs", options.pretraining_epochs))
    changed = [f"{name} {value}" for name, value in given if value is not None]
    start = options.start and f"--from models/bundles/{options.start.resolve().name}"
    changed += filter(None, (options.lesson and "--lesson", start, options.float32 and "--float32"))
    command = f"python -m undertone_training build {options.bundle} --data DATA --out models/bundles --seed {options.seed}"
    return " ".join([command, *changed])


def positive(text: str) -> int:
    """Returns a number of 1 or more that was typed."""
    return whole(text, 1)


def seed(text: str) -> int:
    """Returns a seed that was typed: one that every generator takes."""
    return whole(text, 0, SEED_MAX)


def whole(text: str, least: int = 0, most: int | None = None) -> int:
    """Returns a whole number that was typed; raises ArgumentTypeError where it is below `least`, beyond `most`, or none."""
    if not text.isdecimal() or int(text) < least or (most is not None and int(text) > most):
        bounds = f"{least} or more" if most is None else f"{least} to {most}"
        raise argparse.ArgumentTypeError(f"expected a whole number of {bounds}, found {text}")
    return int(text)
