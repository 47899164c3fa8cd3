"""Lays out a model card as Markdown. Refuses to know what it says of a model."""

from collections.abc import Iterable

KIND = {"lstm": "LSTM", "gru": "GRU", "rnn_tanh": "vanilla RNN (tanh)", "rnn_relu": "vanilla RNN (relu)"}


def page(*blocks: str | list[str]) -> str:
    """Returns blocks, each a line or several, with a blank line between them; empty ones are left out."""
    return "\n\n".join(block if isinstance(block, str) else "\n".join(block) for block in blocks if block) + "\n"


def facts(rows: Iterable[tuple[str, str]]) -> list[str]:
    """Returns a table without a head: what, and what is said of it."""
    return ["| | |", "|---|---|", *(f"| {what} | {said} |" for what, said in rows)]


def table(head: tuple[str, ...], rows: Iterable[tuple]) -> list[str]:
    return [f"| {' | '.join(head)} |", "|" + "---|" * len(head), *(f"| {' | '.join(row)} |" for row in rows)]


def parameters(manifest: dict) -> tuple[str, str]:
    """Returns the fact of how large a bundle of float16 matrices is."""
    size = sum(file["bytes"] for file in manifest["files"].values())
    return "parameters", f"{manifest['parameters']:,}; {size / 1e6:.1f} MB on disk, matrices stored as float16"
