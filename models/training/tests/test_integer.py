"""The step in integers: exact sums on any CPU, the emulation's states, the same bits for any rows, and a bundle that declares it."""

import json
from dataclasses import replace

import numpy as np
import onnx
import pytest
import torch
from onnx import helper

from committed import holding, list_again, unpacked
from packing import contents, files
from shapes import TOLERANCE, assert_rows_change_no_bit, carry, run
from undertone_training.__main__ import main
from undertone_training.bundle import integer, read
from undertone_training.bundle import manifest as manifests
from undertone_training.bundle.check import session
from undertone_training.bundle.pack import pack
from undertone_training.graph.cells import steps_in_integers
from undertone_training.graph.emulation import Emulation
from undertone_training.graph.graph import FLOAT, Graph, SharedWeights
from undertone_training.graph.products import STATE_MAX, STATE_SCALE, WEIGHT_MAX, ZERO, IntegerProducts, quantized_state, quantized_weights
from undertone_training.net.weights import rounded

STEPPING = holding("token_cell_int8.onnx")
REFUSED = [name for name in holding("token_cell.onnx") if name not in STEPPING]
SATURATED = 2**15 - 1
"""The most that a CPU without VNNI adds two products of bytes to."""

ROWS, SEED, LOUDER = 33, 5, 25


def test_no_pair_of_products_can_saturate_sixteen_bits():
    assert 2 * (STATE_MAX + ZERO) * WEIGHT_MAX <= SATURATED
    assert 2 * (STATE_MAX + ZERO) * (WEIGHT_MAX + 2) > SATURATED


@pytest.mark.parametrize("units", [1, 2, 3, 31, 64, 127, 128, 256, 513, 1024])
@pytest.mark.parametrize("weight", ["highest", "lowest", "turns", "random"])
def test_sums_are_exact_at_their_largest(units, weight, tmp_path):
    columns, draw = 37, np.random.default_rng(SEED)
    u = {
        "highest": np.ones((columns, units)),
        "lowest": -np.ones((columns, units)),
        "turns": np.where(np.indices((columns, units)).sum(0) % 2, 1, -1),
        "random": draw.uniform(-1, 1, (columns, units)),
    }[weight].astype(np.float32)
    states = np.concatenate(
        [np.ones((2, units)), -np.ones((2, units)), draw.choice([-1, 1], (ROWS, units)), draw.uniform(-1, 1, (ROWS, units))]
    )
    states = states.astype(np.float32)
    graph = Graph("product", SharedWeights(False))
    graph.input("h", FLOAT, ["B", units])
    graph.output("y", ["B", columns])
    products = IntegerProducts()
    graph.constant("none", np.zeros(columns, np.float32))
    products.product(graph, "h", products.parts(graph, u, "u", [columns], [], "")[0], "none", "y")
    graph.weights.write(tmp_path)
    graph.write(tmp_path / "product.onnx")
    weights, scales = quantized_weights(u)
    assert np.abs(weights).max() == WEIGHT_MAX
    exact = quantized_state(states).astype(np.int64) @ weights.astype(np.int64)
    found = run(session(tmp_path / "product.onnx"), {"h": states})["y"]
    np.testing.assert_array_equal(np.rint(found / (STATE_SCALE * scales)).astype(np.int64), exact)
    np.testing.assert_allclose(found, exact * (STATE_SCALE * scales).astype(np.float64), rtol=1e-6)


def test_a_column_of_zeros_is_zeros():
    weights, scales = quantized_weights(np.array([[0.0, 0.0], [0.5, -0.3]], np.float32))
    assert weights.tolist() == [[0, 63], [0, -38]]
    assert np.isfinite(1 / scales).all()


@pytest.mark.parametrize("name", STEPPING)
def test_every_shape_steps_as_its_emulation(name, tmp_path):
    folder = unpacked(name, tmp_path)
    net = read.reader(folder)
    emulation, graph, draw = Emulation(net, True), session(folder / integer.GRAPH), np.random.default_rng(SEED)
    states = {state.name: state.start(ROWS) for state in net.token_states()}
    for _ in range(12):
        tokens = draw.integers(0, net.input_size if net.embedding is None else len(net.embedding), ROWS)
        emulation.margin = np.inf
        expected = emulation.step(tokens, states)
        found = carry(run(graph, {"token": tokens.astype(np.int32), **states}))
        # a value that stands at a tie may be rounded up here and down there: half a step of its own unit, and what that moves
        allowed = TOLERANCE if emulation.margin > 1e-4 else 0.01
        for state, value in expected.items():
            np.testing.assert_allclose(found[state], value, atol=allowed, rtol=allowed, err_msg=state)
        states = found


@pytest.mark.parametrize("name", STEPPING)
def test_the_row_count_changes_no_bit(name, tmp_path):
    assert_rows_change_no_bit(unpacked(name, tmp_path), 257, ("token_cell_int8",))


def test_every_cell_with_bounded_states_has_one_in_both_frameworks(tmp_path):
    kinds = {(name.startswith("keras"), read.reader(unpacked(name, tmp_path)).kind) for name in STEPPING}
    assert kinds == {(keras, kind) for keras in (True, False) for kind in ("lstm", "gru", "rnn_tanh")}


@pytest.mark.parametrize("name", REFUSED)
def test_a_net_without_a_bound_keeps_its_float_step(name, tmp_path, capsys):
    folder = unpacked(name, tmp_path)
    before = files(tmp_path)
    assert not steps_in_integers(read.reader(folder))
    assert main(["add-integer-step", str(folder)]) == 1
    assert f"adding an integer step to {name}: expected a reader that steps" in capsys.readouterr().err
    assert files(tmp_path) == before


def test_a_start_beyond_one_has_no_bound(tmp_path):
    net = read.reader(unpacked("lstm", tmp_path))
    cell = net.layers[0].forward
    for start, bounded in ((1.0, True), (1.01, False)):
        own = replace(net.layers[0], forward=replace(cell, h=np.full(cell.width, -start, np.float32), c=np.full(cell.hidden, 9.0)))
        assert steps_in_integers(replace(net, layers=(own,))) == bounded


def test_packing_adds_it_and_amending_gives_the_same(tmp_path):
    pack(tmp_path / "net", contents())
    packed = files(tmp_path)
    entry = json.loads((tmp_path / "net" / "manifest.json").read_text())["token_cell"]["integer"]
    assert entry == {"graph": "token_cell_int8.onnx", "golden": "golden_int8.json", "tolerance": {"logits": 0.01, "states": 0.01}}
    assert main(["add-integer-step", str(tmp_path / "net")]) == 0
    assert files(tmp_path) == packed


def test_amending_an_older_bundle_leaves_weights_and_fingerprint(tmp_path):
    pack(tmp_path / "net", contents())
    whole = files(tmp_path)
    written = json.loads((tmp_path / "net" / "manifest.json").read_text())
    for name in (integer.GRAPH, integer.GOLDEN):
        (tmp_path / "net" / name).unlink()
    del written["token_cell"]["integer"]
    older = written | {"files": manifests.files(tmp_path / "net")}
    (tmp_path / "net" / "manifest.json").write_text(json.dumps(older, indent=2) + "\n")
    assert main(["check", str(tmp_path / "net")]) == 0
    assert main(["add-integer-step", str(tmp_path / "net")]) == 0
    assert files(tmp_path) == whole


def test_a_graph_that_is_not_ours_is_refused(tmp_path, capsys):
    folder = unpacked("gru", tmp_path)
    model = onnx.load(folder / "token_cell.onnx", load_external_data=False)
    for node in model.graph.node:
        node.input[:] = [{"z": "r", "r": "z"}.get(name, name) for name in node.input]
    (folder / "token_cell.onnx").write_bytes(model.SerializeToString())
    list_again(folder)
    assert main(["add-integer-step", str(folder)]) == 1
    assert "reading gru: expected the steps of its graph within 1e-05, found h0 " in capsys.readouterr().err


def test_other_sums_do_not_prove_themselves(tmp_path, capsys):
    """As on a CPU that saturates: another integer here and there. Here it is weights of 8 bits."""
    folder = unpacked("lstm", tmp_path)
    model = onnx.load(folder / integer.GRAPH, load_external_data=False)
    for constant in model.graph.initializer:
        if constant.name == "weight_max":
            constant.CopyFrom(helper.make_tensor("weight_max", onnx.TensorProto.FLOAT, [], [127.0]))
    (folder / integer.GRAPH).write_bytes(model.SerializeToString())
    list_again(folder)
    assert main(["check", str(folder)]) == 1
    printed = capsys.readouterr()
    found = dict(line.split("\t") for line in printed.out.splitlines())
    assert float(found["integer steps"]) > 1e-4
    assert "undertone_training: checking lstm: expected integer steps within 1e-05, found " in printed.err
    assert printed.err.count("\n") == printed.err.count("; write the bundle again\n") >= 1


def test_a_net_that_rounding_leads_far_astray_keeps_its_float_step(tmp_path):
    loud = contents()
    with torch.no_grad():
        for name, weight in loud.reference.named_parameters():
            weight *= LOUDER if "weight_hh" in name or "head" in name else 1
    loud = replace(loud, net=rounded(loud.reference).net())
    pack(tmp_path / "net", loud)
    assert not (tmp_path / "net" / integer.GRAPH).exists()
    assert "integer" not in json.loads((tmp_path / "net" / "manifest.json").read_text())["token_cell"]
    with pytest.raises(integer.NoIntegerStep, match=r"expected answers to declare within .*'logits': 0\.25.* of the float step's, found "):
        integer.add(tmp_path / "net", loud.net)


@pytest.mark.parametrize(("measured", "declared"), [(0.0, 0.01), (0.004, 0.01), (0.0187, 0.04), (0.05, 0.1), (0.051, 0.2), (0.4, 0.8)])
def test_twice_what_was_measured_is_declared_in_one_digit(measured, declared):
    assert integer._tolerance(measured, 0.5) == declared
