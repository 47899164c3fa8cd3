"""A net whose parts do not fit each other is refused before a graph is drawn."""

from dataclasses import replace

import numpy as np
import pytest

from undertone_training.net.cells import Cell, Dense, Layer
from undertone_training.net.net import LOWEST, Net


def cell(kind="lstm", inputs=4, hidden=6, **more):
    rows = {"lstm": 4, "gru": 3}.get(kind, 1) * hidden
    zeros = np.zeros(rows, np.float32)
    return Cell(kind, np.ones((rows, inputs), np.float32), np.ones((rows, hidden), np.float32), zeros, zeros, **more)


def net(*layers, readout=("h0",), memory=(), head_inputs=("readout",), head=6):
    dense = Dense(np.ones((2, head), np.float32), np.zeros(2, np.float32))
    return Net(np.ones((9, 4), np.float32), layers or (Layer(cell()),), readout, (dense,), memory=memory, head_inputs=head_inputs)


def test_parts_in_their_order_fit():
    net().require_fit()
    net(Layer(cell()), Layer(cell(inputs=6, hidden=3)), readout=("h1", "c0"), head=9).require_fit()
    net(Layer(cell(), cell()), readout=("h0", "h0_reverse"), head=12).require_fit()
    net(memory=(cell("gru", 6, 5), cell("gru", 5, 2)), head_inputs=("readout", "review_h1"), head=8).require_fit()


@pytest.mark.parametrize(
    "wrong, said",
    [
        (net(Layer(cell(inputs=5))), "expected an input of 4 in layer 0, found 5"),
        (net(Layer(cell()), Layer(cell(inputs=4))), "expected an input of 6 in layer 1, found 4"),
        (net(Layer(cell(), cell()), Layer(cell(inputs=6))), "expected an input of 12 in layer 1, found 6"),
        (net(Layer(cell()), Layer(cell("gru", 6))), "expected the kind lstm in layer 1, found gru"),
        (net(Layer(cell(h=np.zeros(5)))), "expected 6 values in start of h0, found (5,)"),
        (net(Layer(cell(c=np.zeros(5)))), "expected 6 values in start of c0, found (5,)"),
        (net(memory=(cell("gru", 4),)), "expected an input of 6 in review cell 0, found 4"),
        (net(memory=(cell("gru", 6, 5), cell("gru", 6))), "expected an input of 5 in review cell 1, found 6"),
        (net(memory=(cell("gru", 6), cell("lstm", 6))), "expected the kind gru in review cell 1, found lstm"),
        (net(head=7), "expected an input of 6 in layer 0 of the head, found 7"),
    ],
)
def test_a_part_that_takes_another_width_or_kind_is_named(wrong, said):
    with pytest.raises(ValueError) as refused:
        wrong.require_fit()
    assert str(refused.value) == f"putting the net together: {said}; describe the parts in their order"


@pytest.mark.parametrize(
    "own, lowest",
    [
        (cell(), -1.0),
        (cell(h=np.full(6, -1.0)), -1.0),
        (cell(h=np.full(6, -1.5)), LOWEST),
        (cell("rnn_relu"), 0.0),
        (cell(projection=np.ones((6, 6), np.float32)), LOWEST),
    ],
)
def test_a_maximum_starts_below_all_that_its_cell_can_answer(own, lowest):
    states = {state.name: state.initial for state in replace(net(Layer(own)), readout=("max0",)).token_states()}
    assert states["max0"] == lowest


def test_a_start_with_a_single_number_that_is_not_zero_is_kept():
    start = np.array([0, 0, 0, 0, 0, 0.25], np.float32)
    assert cell(h=start).states("0", "user")[0].initial == (0, 0, 0, 0, 0, 0.25)
    assert cell(h=np.zeros(6)).states("0", "user")[0].initial == 0.0
