"""The model's own forward pass is asked for its answer however it is written; where it cannot be, the terminal says so."""

import pytest
import torch
from torch import nn

from exporting import REVIEWS, Reviews, exported, refused
from undertone_training.bring.texts import asked
from undertone_training.text.bpe import ReviewTokenizer
from undertone_training.text.symbols import SymbolTokenizer


class Packed(Reviews):
    def forward(self, tokens, lengths):
        packed = nn.utils.rnn.pack_padded_sequence(self.embedding(tokens), lengths, batch_first=True, enforce_sorted=False)
        return self.answer(self.rnn(packed)[1][0][-1])


class Masked(Reviews):
    def forward(self, tokens, mask):
        out = self.rnn(self.embedding(tokens))[0] * mask[..., None]
        return self.answer(out[torch.arange(len(tokens)), mask.sum(1) - 1])


class Carried(Reviews):
    def forward(self, tokens, hidden):
        h, c = hidden
        out, hidden = self.rnn(self.embedding(tokens), (h, c))
        return hidden, self.answer(out[:, -1])


class Optional(Reviews):
    def forward(self, tokens, hidden=None):
        out, hidden = self.rnn(self.embedding(tokens), hidden)
        return {"logits": self.answer(out), "hidden": hidden}


class Stepped(Reviews):
    """Takes one row of tokens [T] and the state of a single cell, and gives probabilities."""

    def __init__(self):
        super().__init__(nn.GRUCell(4, 6))

    def forward(self, tokens, h):
        for token in tokens:
            h = self.rnn(self.embedding(token)[None], h)
        return torch.softmax(self.answer(h), -1)


class TimeFirst(Reviews):
    def __init__(self):
        super().__init__(nn.LSTM(4, 6))

    def forward(self, tokens, lengths):
        return self.answer(self.rnn(nn.utils.rnn.pack_padded_sequence(self.embedding(tokens), lengths.to("cpu")))[1][0][-1])


class Unusual(Reviews):
    def forward(self, tokens, stars, prices):
        return self.answer(self.rnn(self.embedding(tokens))[0][:, -1]) + stars * prices


class Pooled(Packed):
    def forward(self, tokens, lengths):
        packed = nn.utils.rnn.pack_padded_sequence(self.embedding(tokens), lengths, batch_first=True)
        out, _ = nn.utils.rnn.pad_packed_sequence(self.rnn(packed)[0], batch_first=True)
        return self.answer(out.amax(1))


class Cut(Reviews):
    def forward(self, tokens):
        return super().forward(tokens[:, :45])


class Partial(Reviews):
    """Treats one id otherwise, of a byte that stands in few texts."""

    def forward(self, tokens):
        return super().forward(tokens) + (tokens == 200).any()


class Unsure(Reviews):
    def forward(self, tokens):
        return super().forward(tokens) * (float("nan") if tokens.shape[1] > 45 else 1.0)


class Short(Reviews):
    def forward(self, tokens):
        return super().forward(tokens) + torch.zeros(45)[: tokens.shape[1]].sum() * torch.zeros(45)[tokens.shape[1] - 1]


@pytest.mark.parametrize("kind", [Reviews, Packed, Masked, Carried, Optional, Stepped, TimeFirst], ids=lambda kind: kind.__name__)
def test_a_forward_pass_is_compared_however_it_is_called(folder, capsys, kind):
    torch.manual_seed(5)
    torch.save(kind(), "net.pt")
    assert exported(folder, REVIEWS, capsys, None, "--unpickle") == ""


def test_torchscript_is_compared_after_calls_that_it_does_not_take(folder, capsys):
    for saved in (torch.jit.script(TimeFirst()), torch.jit.trace(Carried(), (torch.ones(3, 7).long(), (torch.zeros(1, 3, 6),) * 2))):
        saved.save("net.pt")
        assert exported(folder, REVIEWS, capsys) == ""


@pytest.mark.parametrize("kind, way", [(Pooled, "ids [1, T], lengths, output 0"), (Reviews, "ids [1, T], output 0")])
def test_another_answer_is_refused_with_the_way_in_which_it_was_asked(folder, capsys, kind, way):
    torch.manual_seed(1)
    torch.save(kind(), "net.pt")
    lines = REVIEWS if kind is Pooled else REVIEWS | {"reader": REVIEWS["reader"] | {"readout": ["max"]}}
    assert f"off (asked with {way}); describe reader and head as its forward pass has them" in refused(
        folder, lines, capsys, None, "--unpickle"
    )


@pytest.mark.parametrize("readout, said", [("last", True), ("max", False)])
def test_the_last_output_of_both_directions_is_told_from_their_last_states(folder, capsys, readout, said):
    module = Reviews(nn.GRU(4, 6, batch_first=True, bidirectional=True), answer=nn.Linear(12, 2))
    torch.save(module, "net.pt")
    lines = REVIEWS | {"reader": REVIEWS["reader"] | {"readout": [readout]}}
    found = refused(folder, lines, capsys, None, "--unpickle")
    assert (": of a reader in both directions `last` is each one's state after its own last step; out[:, -1]" in found) == said


def test_a_module_that_could_not_be_compared_is_told_of(folder, capsys):
    torch.save(Unusual(), "net.pt")
    assert exported(folder, REVIEWS, capsys, None, "--unpickle") == (
        "undertone_training: NOT COMPARED: net.pt: it answers to none of the ways in which it was called: tokens as ids or one-hot rows, "
        "[1, T], [T, 1] or [T], alone or with lengths, a mask, or states that start at zero. The bundle is what the description says; that "
        "the model puts its parts together so, nothing has proven; give its forward pass one of these forms to have it compared\n"
    )


def test_what_is_rounded_is_compared_as_it_was_saved(folder, capsys):
    torch.save(Packed(), "net.pt")
    assert exported(folder, REVIEWS | {"float16": True}, capsys, None, "--unpickle") == ""


class Single(Reviews):
    """One logit, the second label's, as `how` turns it."""

    def __init__(self, how):
        super().__init__()
        self.answer, self.how = nn.Linear(6, 1), how

    def forward(self, tokens):
        return self.how(super().forward(tokens))


def negative(logit):
    return -logit


@pytest.mark.parametrize("how", [torch.clone, torch.sigmoid, torch.squeeze, torch.flatten])
def test_one_logit_is_the_second_labels(folder, capsys, how):
    torch.save(Single(how), "net.pt")
    assert exported(folder, REVIEWS, capsys, None, "--unpickle") == ""


def test_one_logit_of_the_first_label_is_refused(folder, capsys):
    torch.save(Single(negative), "net.pt")
    assert "expected the answer of its own forward pass" in refused(folder, REVIEWS, capsys, None, "--unpickle")


WIDER = {"kind": "bpe", "ranks": "bytes.tiktoken", "tokens_max": 64}


@pytest.mark.parametrize(
    "kind, said",
    [
        (Cut, "found one to 64 tokens that is "),
        (Partial, " tokens that is "),
        (Unsure, "found one to 64 tokens that is inf off (asked with ids [1, T], output 0)"),
    ],
)
def test_a_module_that_answers_few_texts_otherwise_is_refused(folder, capsys, kind, said):
    torch.manual_seed(5)
    torch.save(kind(), "net.pt")
    assert said in refused(folder, REVIEWS, capsys, WIDER, "--unpickle")


def test_a_module_must_answer_any_review(folder, capsys):
    torch.save(Short(), "net.pt")
    said = refused(folder, REVIEWS, capsys, WIDER, "--unpickle")
    assert "expected its own forward pass to answer any review of up to 64 tokens, found " in said
    assert "(asked with ids [1, T], output 0); mend it, or save the weights alone, which are not compared" in said


@pytest.mark.parametrize("tokens_max", [2, 3, 64, 1000])
def test_every_id_that_a_text_may_have_is_asked_about_and_the_longest_review(tokens_max):
    words = {bytes([byte]): byte for byte in range(256)} | {b"go": 256, b"good": 257, " \u00fc".encode(): 258, b"\xbc\xbd": 259}
    rows = asked(ReviewTokenizer(words, tokens_max))
    assert max(map(len, rows)) == tokens_max and min(map(len, rows)) >= 1
    never = {*b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", 0xC0, 0xC1, *range(0xF5, 0x100), 259}
    reached = {token for row in rows for token in row}
    assert reached & never == set()
    assert tokens_max < 64 or set(range(261)) - reached == never
    symbols = asked(SymbolTokenizer(["", "<unk>", " ", *"abc"], True, tokens_max))
    assert {token for row in symbols for token in row} == {2, 3, 4, 5}
    assert max(map(len, symbols)) == tokens_max
