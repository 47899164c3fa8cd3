"""What several tests share: a trained-looking model of each kind, exported once."""

from importlib import import_module
from importlib.util import find_spec

import pytest
import torch

from exporting import follow
from shapes import SERVED, SMALL
from tiny import all_small, data_and_teachers
from undertone_training.graph.draw import write_graphs
from undertone_training.net.weights import rounded
from undertone_training.teach.model import Model

torch.set_num_threads(1)
if find_spec("triton"):
    import_module("triton")  # before TensorFlow: in the other order the process aborts


@pytest.fixture(scope="session", params=sorted(SMALL))
def small(request, tmp_path_factory):
    """Returns (kind, model, folder) of a small model with random weights, rounded and exported."""
    return _exported(request.param, SMALL, tmp_path_factory)


@pytest.fixture(scope="session", params=sorted(SERVED))
def served(request, tmp_path_factory):
    """Returns (kind, model, folder) of a model of the size that ships, with random weights."""
    return _exported(request.param, SERVED, tmp_path_factory)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Returns an empty folder, where the test runs, with the tokenizer that EXPORT.md writes."""
    monkeypatch.chdir(tmp_path)
    follow("The tokens", tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def all_tiny():
    """Makes every recipe tiny, for the tests of a file."""
    with pytest.MonkeyPatch.context() as changed:
        all_small(changed)
        yield


@pytest.fixture(scope="module")
def data(tmp_path_factory, all_tiny):
    """Returns a folder of tiny data sets, for recipes whose teachers are there."""
    return data_and_teachers(tmp_path_factory.mktemp("data"))


def _exported(kind, shapes, tmp_path_factory):
    torch.manual_seed(7)
    model = rounded(Model(shapes[kind]).eval())
    folder = tmp_path_factory.mktemp(kind)
    write_graphs(model.net(), folder)
    return kind, model, folder
