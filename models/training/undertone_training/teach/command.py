"""Reads the numbers of a build's command, and says it again for the card. Refuses to know what a build does."""

import argparse


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


def whole(text: str, least: int = 0) -> int:
    """Returns a whole number that was typed; raises ArgumentTypeError where it is below `least`, or none."""
    if not text.isdecimal() or int(text) < least:
        raise argparse.ArgumentTypeError(f"expected a whole number of {least} or more, found {text}")
    return int(text)
