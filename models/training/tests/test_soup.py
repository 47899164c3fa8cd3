"""What comes out of several runs of one training is the mean of their weights."""

from dataclasses import replace

import pytest
import torch

from tiny import run_of
from undertone_training.teach import build, soup
from undertone_training.teach.model import Model

pytestmark = pytest.mark.usefixtures("all_tiny")


def test_the_mean_of_all_runs_comes_out_and_each_has_a_checkpoint(data, tmp_path):
    recipe, run = build.RECIPES["reviews-zh-rnn"], run_of(data, tmp_path)
    recipe = replace(recipe, training=replace(recipe.training, runs=3, teaching=None))
    learned = run.corpus(recipe)
    model, _ = build.trained(recipe, learned, run)
    kept = [torch.load(path)["average"] for path in soup.checkpoints(run.checkpoint(recipe, learned), recipe.training)]
    assert len(kept) == 3 and not torch.equal(kept[0]["head.weight"], kept[1]["head.weight"])
    mean = Model(recipe.shape)
    mean.load_state_dict({name: sum(each[name] for each in kept) / len(kept) for name in kept[0]})
    mean.token_cell.round_recurrent()
    torch.testing.assert_close(model.state_dict(), mean.state_dict())
