"""A build that was killed, or met a full disk, goes on from its last checkpoint to the bundle that it would have written."""

import os
import resource
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from tiny import run_of
from undertone_training.teach import build, checkpoints

pytestmark = pytest.mark.usefixtures("all_tiny")

NAME = "reviews-zh-rnn"
KILLED = """
import os, signal, sys
from pathlib import Path
import pytest, torch
from tiny import all_small, run_of
from undertone_training.teach import build
from undertone_training.teach.train import Trainer

data, work, name, when = sys.argv[1:]
torch.set_num_threads(1)
all_small(pytest.MonkeyPatch())
learn, write = Trainer.learn, Path.write_bytes

def die_while_learning(trainer, chunk):
    if trainer.epoch == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return learn(trainer, chunk)

def die_while_writing(path, data):
    if list(path.parent.glob("*.trained.pt")):
        write(path, bytes(data)[: len(data) // 2])
        os.kill(os.getpid(), signal.SIGKILL)
    return write(path, data)

if when == "learning":
    Trainer.learn = die_while_learning
else:
    Path.write_bytes = die_while_writing
build.build(build.RECIPES[name], run_of(Path(data), Path(work)), Path(work) / "out", "command")
"""
"""Builds in a process of its own and kills it, without a word, in its second pass or while it writes what that has reached."""


@pytest.fixture(scope="module")
def whole(data, tmp_path_factory):
    """Returns the bundle of a build that nothing stopped."""
    work = tmp_path_factory.mktemp("whole")
    return build.build(build.RECIPES[NAME], run_of(data, work), work / "out", "command")


@pytest.mark.parametrize("when", ["learning", "writing"])
def test_a_killed_build_goes_on_to_the_same_bundle_and_says_so(when, data, whole, tmp_path, capsys):
    given = [sys.executable, "-c", KILLED, str(data), str(tmp_path), NAME, when]
    done = subprocess.run(given, cwd=Path(__file__).parent, env=_beside(), capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert bool(list(tmp_path.glob("*.part"))) == (when == "writing") and not (tmp_path / "out").exists()
    again = build.build(build.RECIPES[NAME], run_of(data, tmp_path), tmp_path / "out", "command")
    assert (again / "weights.bin").read_bytes() == (whole / "weights.bin").read_bytes()
    said = capsys.readouterr().out
    assert f"goes on from {NAME}-" in said and ".trained.pt, after epoch 1\n" in said and "epoch 1 of 2" not in said
    assert not list(tmp_path.glob("*.part"))


def test_another_recipe_begins_anew_and_says_nothing(data, whole, capsys):
    recipe = build.RECIPES[NAME]
    other = replace(recipe, training=replace(recipe.training, epochs=1))
    build.trained(other, run_of(data, whole.parents[1]).corpus(other), run_of(data, whole.parents[1]))
    said = capsys.readouterr().out
    assert ".trained.pt" not in said and "epoch 1 of 1" in said


def test_a_full_disk_leaves_the_last_checkpoint_and_nothing_else(tmp_path):
    path = tmp_path / "net.pt"
    checkpoints.keep(path, {"epoch": 1})
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            checkpoints.keep(path, {"epoch": 2, "weights": torch.zeros(10_000)})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert checkpoints.kept(path) == {"epoch": 1}
    assert list(tmp_path.iterdir()) == [path]


def test_a_damaged_checkpoint_is_named(tmp_path):
    path = tmp_path / "net.pt"
    checkpoints.keep(path, {"epoch": 1})
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(ValueError, match=r"reading .*net.pt: expected a checkpoint, found a file that cannot be read \(\w+\); delete it"):
        checkpoints.taken_up(path)


def _beside():
    """Returns the environment in which a child finds what the tests do."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
