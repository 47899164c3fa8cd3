"""Step graph, sequence graph and PyTorch give the same states and logits; the row count changes no bit."""

import numpy as np
import torch

from shapes import ROWS_MAX, TOLERANCE, assert_rows_change_no_bit, carry, fresh, random_inputs, run
from undertone_training.bundle.check import session

LENGTHS = [1, 9, 4, 23, 2]


def reviews(vocabulary, lengths=LENGTHS, seed=3):
    generator = np.random.default_rng(seed)
    return [generator.integers(0, vocabulary, length).astype(np.int32) for length in lengths]


def stepped(graph, shape, tokens, states=None):
    states = states or fresh(shape, 1)
    for token in tokens:
        states = carry(run(graph, {"token": np.array([token], np.int32), **states}))
    return states


def at_once(graph, shape, rows):
    tokens = np.zeros((max(map(len, rows)), len(rows)), np.int32)
    for row, ids in enumerate(rows):
        tokens[: len(ids), row] = ids
    return carry(run(graph, {"tokens": tokens, "lengths": np.array([len(ids) for ids in rows], np.int32), **fresh(shape, len(rows))}))


def close(one, other):
    return np.abs(one - other).max() <= TOLERANCE * max(1.0, np.abs(other).max())


def test_step_graph_equals_pytorch_in_every_state(small):
    _, model, folder = small
    graph = session(folder / "token_cell.onnx")
    for ids in reviews(model.shape.vocabulary):
        expected = model.review(ids.tolist(), {})[1]
        for name, value in stepped(graph, model.shape, ids).items():
            assert close(value[0], expected[name].numpy()), name


def test_sequence_graph_equals_pytorch_whatever_stands_behind_a_row(small):
    _, model, folder = small
    rows = reviews(model.shape.vocabulary)
    states = at_once(session(folder / "token_sequence.onnx"), model.shape, rows)
    for row, ids in enumerate(rows):
        expected = model.review(ids.tolist(), {})[1]
        for name, value in states.items():
            assert close(value[row], expected[name].numpy()), (name, row)


def test_training_reads_what_the_stream_reads(small):
    _, model, _ = small
    rows = reviews(model.shape.vocabulary)
    padded = torch.nn.utils.rnn.pad_sequence([torch.tensor(ids) for ids in rows])
    with torch.no_grad():
        readout = model.token_cell.read(padded, torch.tensor([len(ids) for ids in rows]))
    for row, ids in enumerate(rows):
        after = model.review(ids.tolist(), {})[1]
        assert close(readout[row].numpy(), torch.cat([after[name] for name in model.shape.readout()]).numpy())


def test_a_users_reviews_carry_states_on_to_equal_logits(small):
    _, model, folder = small
    shape = model.shape
    token_cell, head = session(folder / "token_cell.onnx"), session(folder / "head.onnx")
    review_cell = session(folder / "review_cell.onnx") if shape.memory else None
    kept, remembered = fresh(shape, 1) | fresh(shape, 1, "review"), {}
    for ids in reviews(shape.vocabulary):
        logits, remembered = model.review(ids.tolist(), remembered)
        before = {s.name: kept[s.name] if s.scope == "user" else fresh(shape, 1)[s.name] for s in shape.token_states()}
        kept |= stepped(token_cell, shape, ids, before)
        readout = np.concatenate([kept[name] for name in shape.readout()], 1)
        inputs = {"readout": readout}
        if review_cell is not None:
            kept |= carry(run(review_cell, {"x": readout, "review_h0": kept["review_h0"]}))
            inputs["review_h0"] = kept["review_h0"]
        assert close(run(head, inputs)["logits"][0], logits.numpy())
        for name, value in remembered.items():
            assert close(kept[name][0], value.numpy()), name


def test_the_row_count_changes_no_bit(served):
    assert_rows_change_no_bit(served[2])


def test_the_place_of_a_row_changes_no_bit(served):
    _, model, folder = served
    for name in ["token_cell", "head"] + (["review_cell"] if model.shape.memory else []):
        graph = session(folder / f"{name}.onnx")
        inputs = random_inputs(graph, ROWS_MAX, model.shape.vocabulary)
        order = np.random.default_rng(5).permutation(ROWS_MAX)
        whole, mixed = run(graph, inputs), run(graph, {key: value[order] for key, value in inputs.items()})
        for output, value in mixed.items():
            assert np.array_equal(value, whole[output][order]), (name, output)
