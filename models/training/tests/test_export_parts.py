"""A bundle serves the net that was trained: every tensor is read by a line of the description, or named as one to ignore."""

import pytest
import torch
from torch import nn
from torch.nn.utils import parametrizations, prune, spectral_norm, weight_norm

from exporting import REVIEWS, Reviews, exported, refused, save
from undertone_training.pytorch import accounted
from undertone_training.pytorch.plain import folded
from undertone_training.zoo.pytorch import CASES


@pytest.mark.parametrize(
    "more, left, entries",
    [
        ({"norm": nn.LayerNorm(6)}, "found 2 that none reads: norm.bias, norm.weight;", '["norm"]'),
        ({"second": nn.LSTM(6, 6)}, "found 4 that none reads: second.bias_hh_l0,", '["second"]'),
        ({"batch": nn.BatchNorm1d(6)}, "batch.num_batches_tracked,", '["batch"]'),
        ({"rnn": nn.ModuleDict({"cell": nn.LSTMCell(4, 6), "norm": nn.LayerNorm(6)})}, "rnn.norm.bias, rnn.norm.weight;", '["rnn.norm"]'),
        ({"lazy": nn.LazyLinear(3)}, "found 2 that none reads: lazy.bias, lazy.weight;", '["lazy"]'),
        ({"scale": nn.Parameter(torch.ones(1))}, "found 1 that none reads: scale;", '["scale"]'),
    ],
)
def test_a_part_that_no_line_names_is_refused(folder, capsys, more, left, entries):
    torch.save(Reviews(**more), "net.pt")
    lines = REVIEWS | {"reader": REVIEWS["reader"] | {"layers": ["rnn.cell"]}} if "rnn" in more else REVIEWS
    said = refused(folder, lines, capsys, None, "--unpickle")
    assert left in said
    assert f"describe the parts that they belong to; where the answer does not depend on them, write ignore = {entries} above" in said
    assert "and the bundle answers without them; a net whose answer needs what no key describes, such as attention, convolution" in said


def test_what_is_ignored_is_told(folder, capsys):
    save(Reviews(norm=nn.LayerNorm(6), rnn2=nn.GRU(6, 6), scale=nn.Parameter(torch.ones(1))))
    said = exported(
        folder,
        REVIEWS | {"ignore": ["norm", "rnn2.weight_ih_l0", "rnn2.weight_hh_l0", "rnn2.bias_ih_l0", "rnn2.bias_hh_l0", "scale"]},
        capsys,
    )
    assert "left out, as ignore says: norm.bias, norm.weight, rnn2.bias_hh_l0," in said
    assert "| left out | norm, rnn2.weight_ih_l0," in (folder / "out" / "net" / "README.md").read_text()


@pytest.mark.parametrize(
    "entry, said",
    [
        ("norms", "found norms, which none of answer.bias,"),
        ("nor", "found nor, which none of"),
        ("rnn", "found rnn.bias_hh_l0, rnn.bias_ih_l0, rnn.weight_hh_l0, rnn.weight_ih_l0, which the description reads"),
    ],
)
def test_an_entry_of_ignore_stands_for_what_is_there_and_not_read(folder, capsys, entry, said):
    save(Reviews(norm=nn.LayerNorm(6)))
    assert said in refused(folder, REVIEWS | {"ignore": ["norm", entry]}, capsys)


def test_what_is_ignored_and_changes_the_answer_is_found_out_by_the_forward_pass(folder, capsys):
    class Normed(Reviews):
        def forward(self, tokens):
            return self.answer(self.norm(self.rnn(self.embedding(tokens))[0][:, -1]))

    module = Normed(norm=nn.LayerNorm(6)).eval()
    torch.jit.trace(module, torch.zeros(1, 3, dtype=torch.long)).save("net.pt")
    assert "expected the answer of its own forward pass" in refused(folder, REVIEWS | {"ignore": ["norm"]}, capsys)


def test_tied_weights_are_two_names(folder, capsys):
    module = Reviews(decoder=nn.Linear(4, 257, bias=False))
    module.decoder.weight = module.embedding.weight
    save(module)
    assert "none reads: decoder.weight (the same tensor as embedding.weight); describe" in refused(folder, REVIEWS, capsys)


def test_a_buffer_that_a_state_dict_leaves_out_is_listed(folder, capsys):
    class Buffered(Reviews):
        def __init__(self):
            super().__init__()
            self.register_buffer("places", torch.ones(6), persistent=False)

        def forward(self, tokens):
            return self.answer(self.places * self.rnn(self.embedding(tokens))[0][:, -1])

    torch.jit.script(Buffered().eval()).save("net.pt")
    assert "found 1 that none reads: places; describe" in refused(folder, REVIEWS, capsys)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_tensor_of_every_shape_is_read_and_one_more_is_not(case):
    tensors = dict(case.module().state_dict())
    if case.start == "learned" and case.kind != "lstm":
        del tensors["start_c"]  # which a vanilla RNN has no use for
    assert accounted.require_all("it", tensors, case.described(), set()).keys() == tensors.keys()
    for path in {name.rpartition(".")[0] for name in tensors}:
        with pytest.raises(ValueError, match="found 1 that none reads"):
            accounted.require_all("it", tensors | {f"{path}.gain".lstrip("."): torch.ones(1)}, case.described(), set())


@pytest.mark.parametrize("axis", [0, 1, None])
@pytest.mark.parametrize("normed", [weight_norm, parametrizations.weight_norm])
def test_weight_norm_is_worked_out_as_pytorch_does(folder, capsys, normed, axis):
    torch.manual_seed(3)
    module = Reviews(normed(nn.LSTM(4, 6, batch_first=True), "weight_hh_l0", dim=axis), answer=normed(nn.Linear(6, 2), dim=axis)).eval()
    for name, parameter in module.named_parameters():
        if name.endswith(("_g", "original0")):
            parameter.data *= 1.7
    save(module)
    module(torch.zeros(1, 1, dtype=torch.long))  # the old one works its weight out as it is called
    plain, _ = folded(module.state_dict())
    assert torch.equal(plain["rnn.weight_hh_l0"], module.rnn.weight_hh_l0) and torch.equal(plain["answer.weight"], module.answer.weight)
    assert "worked out the weight norm of rnn.weight_hh_l0" in exported(folder, REVIEWS, capsys)
    torch.jit.trace(module, torch.zeros(1, 3, dtype=torch.long)).save("net.pt")
    assert "NOT COMPARED" not in exported(folder, REVIEWS | {"float16": True}, capsys)


@pytest.mark.parametrize(
    "change, said",
    [
        (
            spectral_norm,
            "found spectral norm of answer.weight, which the file does not say how to work out; take it off before saving: "
            'torch.nn.utils.remove_spectral_norm(part, "weight")',
        ),
        (parametrizations.spectral_norm, "found a parametrization of answer.weight"),
        (lambda part: prune.l1_unstructured(part, "weight", 0.5), 'torch.nn.utils.prune.remove(part, "weight")'),
    ],
)
def test_another_parametrization_is_refused(folder, capsys, change, said):
    module = Reviews()
    change(module.answer)
    save(module)
    assert said in refused(folder, REVIEWS, capsys)


def filled(value):
    return torch.full((24, 6), value)


@pytest.mark.parametrize(
    "name, tensor, said",
    [
        ("rnn.weight_hh_l0", None, "reading rnn: expected a tensor weight_hh_l0 [any, any], found ['bias_hh_l0',"),
        ("rnn.bias_hh_l0", None, "expected a tensor bias_hh_l0 [24], found ['bias_ih_l0',"),
        ("rnn.bias_hh_l0", torch.ones(8), "expected bias_hh_l0 of the shape [24], found [8]"),
        (
            "rnn.weight_hh_l0",
            torch.ones(12, 6),
            "expected 6 rows for its 6 units (an RNN), or 3 (a GRU) or 4 times as many (an LSTM), found 12",
        ),
        ("rnn.weight_ih_l0", torch.ones(24), "expected weight_ih_l0 of the shape [24, any], found [24]"),
        ("answer.weight", torch.ones(6), "reading answer: expected weight of the shape [any, any], found [6]"),
        (
            "embedding.weight",
            torch.ones(100, 4),
            "expected a net over the tokenizer's 257 ids (256 ranks and the end of review), found one over 100",
        ),
        ("embedding.weight", torch.ones(257, 4, dtype=torch.int64), "found the type int64"),
        ("rnn.weight_hh_l0", filled(1.0).to("meta"), "found a tensor on the device meta, which holds none"),
        ("rnn.weight_hh_l0", filled(1.0).to_sparse(), "found a sparse tensor"),
        ("rnn.weight_hh_l0", filled(1j), "found the type complex64"),
        (
            "rnn.weight_hh_l0",
            filled(float("nan")),
            "expected finite numbers in rnn.weight_hh_l0, found 144 of 144 that are NaN or infinite",
        ),
        ("rnn.weight_hh_l0", torch.full((24, 6), 1e300, dtype=torch.float64), "found 144 of 144 that are NaN or infinite as float32"),
    ],
)
def test_a_tensor_that_is_not_as_it_should_be_is_named(folder, capsys, name, tensor, said):
    tensors = Reviews().state_dict()
    tensors = {own: value for own, value in tensors.items() if own != name} | ({} if tensor is None else {name: tensor})
    torch.save(tensors, "net.pt")
    assert said in refused(folder, REVIEWS, capsys)


@pytest.mark.parametrize(
    "part, said",
    [
        (nn.GRU(6, 3, num_layers=2), "expected in memory.cells a single cell, found one of 2 layer(s)"),
        (
            nn.ModuleDict({"linear": nn.Linear(6, 9)}),
            "reading memory: expected weight_ih or weight_ih_l0 among its tensors, found ['linear.bias',",
        ),
    ],
)
def test_a_memory_is_single_cells(folder, capsys, part, said):
    save(Reviews(memory=part))
    assert said in refused(folder, REVIEWS | {"memory": {"cells": ["memory"]}}, capsys)
