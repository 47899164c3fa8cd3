"""What several tests share: a trained-looking model of each kind, exported once."""

import pytest
import torch

from shapes import SERVED, SMALL
from undertone_training.export import write_graphs
from undertone_training.model import Model

torch.set_num_threads(1)


@pytest.fixture(scope="session", params=sorted(SMALL))
def small(request, tmp_path_factory):
    """Returns (kind, model, folder) of a small model with random weights, rounded and exported."""
    return _exported(request.param, SMALL, tmp_path_factory)


@pytest.fixture(scope="session", params=sorted(SERVED))
def served(request, tmp_path_factory):
    """Returns (kind, model, folder) of a model of the size that ships, with random weights."""
    return _exported(request.param, SERVED, tmp_path_factory)


def _exported(kind, shapes, tmp_path_factory):
    torch.manual_seed(7)
    model = Model(shapes[kind]).eval().round()
    folder = tmp_path_factory.mktemp(kind)
    write_graphs(model, folder)
    return kind, model, folder
