"""Small shapes of every kind that ships, and how the tests run a graph."""

import numpy as np
import onnxruntime

from undertone_training.bundle.check import session
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
ROWS_MAX = 300


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


def assert_rows_change_no_bit(folder, vocabulary=300, names=("token_cell", "token_cell_int8", "review_cell", "head")):
    """Runs each graph that is there over 1 to 300 rows: a row's outputs are the same whatever stands beside it."""
    for name in names:
        if not (folder / f"{name}.onnx").exists():
            continue
        graph = session(folder / f"{name}.onnx")
        inputs = random_inputs(graph, ROWS_MAX, vocabulary)
        whole = run(graph, inputs)
        for rows in range(1, ROWS_MAX):
            part = run(graph, {key: value[:rows] for key, value in inputs.items()})
            for output, value in part.items():
                assert np.array_equal(value.view(np.int32), whole[output][:rows].view(np.int32)), (name, output, rows)


def random_inputs(graph, rows, vocabulary):
    """Returns tokens and states by chance for every input of a step graph, [rows, …]."""
    generator = np.random.default_rng(11)
    return {
        i.name: generator.integers(0, vocabulary, rows).astype(np.int32)
        if "int32" in i.type
        else generator.uniform(-1, 1, (rows, i.shape[1])).astype(np.float32)
        for i in graph.get_inputs()
    }
