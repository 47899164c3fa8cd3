"""Every shape of PyTorch net: its own modules, the step graph and the sequence graph give the same states and logits."""

import numpy as np
import pytest
import torch
from torch import nn

from shapes import TOLERANCE, carry, run
from undertone_training.bundle.check import session
from undertone_training.graph import sequence
from undertone_training.graph.draw import write_graphs
from undertone_training.pytorch.net import net
from undertone_training.pytorch.reference import rebuilt
from undertone_training.zoo.pytorch import CASES, LAYERS, VOCABULARY, Case

BIG = Case("lstm-256-156-512-512", "lstm", (256, 156, 512, 512), embedding=32)
LENGTHS = (7, 1, 12, 3)


class Written:
    """A case with its reference and its graphs, and how to run them."""

    def __init__(self, case, folder):
        tensors, described = dict(case.module().state_dict()), case.described()
        self.case, self.tensors = case, tensors
        self.net = net(tensors, described)
        self.reference = rebuilt(tensors, described, self.net)
        write_graphs(self.net, folder)
        self.graphs = {path.stem: session(path) for path in folder.glob("*.onnx")}
        generator = np.random.default_rng(3)
        self.reviews = [generator.integers(0, VOCABULARY, length).astype(np.int32) for length in LENGTHS]

    def fresh(self, states, rows=1):
        return {s.name: s.start(rows) for s in states}

    def stepped(self, ids, kept):
        states = self._before(self.net.token_states(), kept)
        for token in ids:
            states = carry(run(self.graphs["token_cell"], {"token": np.array([token], np.int32), **states}))
        return states

    def at_once(self, ids, kept):
        return carry(
            run(
                self.graphs["token_sequence"],
                {"tokens": ids[:, None], "lengths": np.array([len(ids)], np.int32), **self._before(self.net.token_states(), kept)},
            )
        )

    def answered(self, states, kept):
        """Returns the logits, and the states after the review cell's step."""
        readout = np.concatenate([states[name] for name in self.net.readout], 1)
        if "review_cell" in self.graphs:
            states = states | carry(run(self.graphs["review_cell"], {"x": readout, **self._before(self.net.review_states(), kept)}))
        ends = {name: readout if name == "readout" else states[name] for name in self.net.head_inputs}
        return run(self.graphs["head"], ends)["logits"], states

    def _before(self, states, kept):
        return self.fresh(states) | {s.name: kept[s.name] for s in states if s.scope == "user" and s.name in kept}


def case_id(case):
    return case.name


@pytest.fixture(scope="module", params=[*CASES, BIG], ids=case_id)
def written(request, tmp_path_factory):
    return Written(request.param, tmp_path_factory.mktemp(request.param.name))


@pytest.mark.parametrize("how", ["stepped", "at_once"])
def test_a_users_reviews_give_pytorchs_states_and_logits(written, how):
    if ("token_cell" if how == "stepped" else "token_sequence") not in written.graphs:
        assert written.net.bidirectional if how == "stepped" else written.case.projection
        return
    kept, remembered = {}, {}
    for ids in written.reviews:
        logits, remembered = written.reference.review(ids.tolist(), remembered)
        found, kept = written.answered(getattr(written, how)(ids, kept), kept)
        assert close(found[0], logits.numpy())
        assert kept.keys() == remembered.keys() == {state.name for state in written.net.states()}
        for name, value in remembered.items():
            assert close(kept[name][0], value.numpy()), name


def test_a_padded_batch_gives_what_each_row_gives_alone(written):
    if "token_sequence" not in written.graphs:
        return
    tokens = np.full((max(LENGTHS), len(LENGTHS)), 3, np.int32)
    for row, ids in enumerate(written.reviews):
        tokens[: len(ids), row] = ids
    states = carry(
        run(
            written.graphs["token_sequence"],
            {"tokens": tokens, "lengths": np.array(LENGTHS, np.int32), **written.fresh(written.net.token_states(), len(LENGTHS))},
        )
    )
    for row, ids in enumerate(written.reviews):
        expected = written.reference.review(ids.tolist(), {})[1]
        for name, value in states.items():
            assert close(value[row], expected[name].numpy()), (name, row)


def test_after_each_token_the_step_graph_answers_as_if_the_review_ended(written):
    if "token_cell" not in written.graphs:
        return
    ids = written.reviews[0]
    for end in range(1, len(ids) + 1):
        expected = written.reference.review(ids[:end].tolist(), {})[0]
        assert close(written.answered(written.stepped(ids[:end], {}), {})[0][0], expected.numpy())


@pytest.mark.parametrize("kind", LAYERS)
@pytest.mark.parametrize("layers", [1, 2])
def test_a_layers_out_and_ends_are_those_of_its_steps(kind, layers, tmp_path):
    """Packed rows of different lengths, batch first, through PyTorch's layer; the step graph token by token."""
    case = Case(kind, kind, (5,) * layers, batch_first=True)
    written = Written(case, tmp_path)
    module = case.module()
    padded = nn.utils.rnn.pad_sequence([torch.tensor(ids) for ids in written.reviews], batch_first=True)
    with torch.no_grad():
        packed = nn.utils.rnn.pack_padded_sequence(module.embedding(padded), LENGTHS, batch_first=True, enforce_sorted=False)
        out, ends = module.rnn(packed)
        out, lengths = nn.utils.rnn.pad_packed_sequence(out, batch_first=True)
    assert lengths.tolist() == list(LENGTHS)
    ends = dict(zip("hc", ends if isinstance(ends, tuple) else (ends,)))
    for row, ids in enumerate(written.reviews):
        states = written.fresh(written.net.token_states())
        for place, token in enumerate(ids):
            states = carry(run(written.graphs["token_cell"], {"token": np.array([token], np.int32), **states}))
            assert close(states[f"h{layers - 1}"][0], out[row, place].numpy())
        for letter, end in ends.items():
            for layer in range(layers):
                assert close(states[f"{letter}{layer}"][0], end[layer, row].numpy())


def test_single_cells_have_the_weights_of_the_layer(tmp_path):
    for case in CASES:
        if case.single:
            twin = next(other for other in CASES if other.name == case.name.removesuffix("-cells"))
            one, other = (net(dict(c.module().state_dict()), c.described()) for c in (case, twin))
            for (_, cell), (_, twin_cell) in zip(one.cells(), other.cells()):
                assert np.array_equal(cell.w, twin_cell.w) and np.array_equal(cell.u, twin_cell.u)


def test_every_fused_layer_has_a_sequence_graph(written):
    assert ("token_sequence" in written.graphs) == sequence.drawable(written.net) == (not written.case.projection)


def close(found, expected):
    return np.abs(found - expected).max() <= TOLERANCE * max(1.0, np.abs(expected).max())
