"""An embedding with a largest norm is served as its module answers, whatever the file knows of it."""

import pytest
import torch
from torch import nn

from exporting import REVIEWS, Reviews, exported, refused


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16])
@pytest.mark.parametrize("norm_type", [1.0, 2.0])
def test_rows_of_an_embedding_are_cut_as_its_forward_pass_does(folder, capsys, norm_type, dtype):
    torch.manual_seed(3)
    module = Reviews()
    module.embedding = nn.Embedding(257, 4, max_norm=0.7, norm_type=norm_type)
    torch.save(nn.DataParallel(module.to(dtype)), "net.pt")
    said = exported(folder, REVIEWS | {"float16": True}, capsys, None, "--unpickle")
    assert "NOT COMPARED" not in said and "net.pt: cut the rows of embedding to the max_norm that it has\n" in said


def test_a_scripted_embedding_is_served_as_it_answers_and_a_traced_one_that_cuts_is_refused(folder, capsys):
    module = Reviews().eval()
    module.embedding = nn.Embedding(257, 4, max_norm=0.7)
    torch.jit.trace(module, torch.zeros(1, 3, dtype=torch.long)).save("net.pt")
    assert "expected the answer of its own forward pass" in refused(folder, REVIEWS, capsys)
    torch.jit.script(module).save("net.pt")
    assert exported(folder, REVIEWS, capsys) == ""
    module.embedding(torch.arange(257))
    torch.jit.trace(module, torch.zeros(1, 3, dtype=torch.long)).save("net.pt")
    assert exported(folder, REVIEWS, capsys) == ""
