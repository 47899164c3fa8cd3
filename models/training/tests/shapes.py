"""Small shapes of every kind that ships, and how the tests run a graph."""

import numpy as np
import onnxruntime

from undertone_training.teach.model import Shape

SMALL = {
    "lstm": Shape(kind="lstm", vocabulary=300, embedding=16, hidden=32, memory=24),
    "gru": Shape(kind="gru", vocabulary=300, embedding=16, hidden=32, memory=24),
    "rnn_tanh": Shape(kind="rnn_tanh", vocabulary=300, embedding=16, hidden=32, reader_scope="user", memory=0),
    "rnn_relu": Shape(kind="rnn_relu", vocabulary=300, embedding=16, hidden=32, reader_scope="user", memory=0),
}
SERVED = {
    "lstm": Shape(kind="lstm"),
    "gru": Shape(kind="gru"),
    "rnn_tanh": Shape(kind="rnn_tanh", reader_scope="user", memory=0),
}
TOLERANCE = 1e-5


def run(graph: onnxruntime.InferenceSession, inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Runs a graph with inputs by name and returns its outputs by name."""
    names = [output.name for output in graph.get_outputs()]
    return dict(zip(names, graph.run(names, inputs)))


def fresh(shape: Shape, rows: int, stage: str = "token") -> dict[str, np.ndarray]:
    """Returns the initial states [rows, size] of a stage's cell."""
    states = shape.token_states() if stage == "token" else shape.review_states()
    return {state.name: state.start(rows) for state in states}


def carry(outputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Turns a step's outputs into the next step's states."""
    return {name.removesuffix("_next"): value for name, value in outputs.items()}
