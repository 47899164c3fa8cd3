"""What the tests of export share: the page's own commands, a small module, and how a description is written and refused."""

import json
import os
import re
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest
import torch
from torch import nn

from undertone_training.__main__ import main

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
PAGE = (Path(__file__).parents[1] / "EXPORT.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAGE_SECONDS_MAX = 120
keras_installed = pytest.mark.skipif(find_spec("tensorflow") is None, reason="tensorflow is not installed (requirements-keras.txt)")
MESSAGE = re.compile(r"undertone_training: .+: expected (?P<expected>.+?), found (?P<found>.+); .+\n", re.DOTALL)
COMMAND = "python -m undertone_training "


def follow(heading, folder):
    """Does what the page's section says, in its order: runs the Python, writes the TOML under its name, runs the commands but the job's."""
    section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL).group(1)
    for language, text in BLOCK.findall(section):
        if language == "python":
            Path(folder, "page.py").write_text(text)
            here = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
            subprocess.run([sys.executable, "page.py"], cwd=folder, env=here, check=True, timeout=PAGE_SECONDS_MAX)
        elif language == "toml":
            Path(folder, f"{tomllib.loads(text)['name']}.toml").write_text(text)
        else:
            own = [line.removeprefix(COMMAND) for line in text.splitlines() if line.startswith(COMMAND)]
            assert own
            for line in own:
                assert main(line.split()) == 0


class Tagger(nn.Module):
    """One answer per token, time first, single cells."""

    def __init__(self):
        super().__init__()
        self.cell, self.hidden, self.answer = nn.RNNCell(257, 6, nonlinearity="relu"), nn.Linear(6, 5), nn.Linear(5, 2)

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        h, answers = torch.zeros(rows.shape[1], 6), []
        for row in rows:
            h = self.cell(row, h)
            answers.append(self.answer(torch.tanh(self.hidden(h))))
        return torch.log_softmax(torch.stack(answers), -1)


TAGGER = {
    "name": "tagger",
    "labels": ["negative", "positive"],
    "model": "tagger.pt",
    "reader": {"layers": ["cell"]},
    "head": {"layers": ["hidden", "answer"], "activation": "tanh"},
}


class Reviews(nn.Module):
    """The usual net, into which tests put what is not usual."""

    def __init__(self, rnn=None, **more):
        super().__init__()
        self.embedding, self.answer = nn.Embedding(257, 4, padding_idx=0), nn.Linear(6, 2)
        self.rnn = rnn or nn.LSTM(4, 6, batch_first=True)
        for name, part in more.items():
            setattr(self, name, part)

    def forward(self, tokens):
        return self.answer(self.rnn(self.embedding(tokens))[0][:, -1])


REVIEWS = {
    "name": "net",
    "labels": ["negative", "positive"],
    "model": "net.pt",
    "reader": {"embedding": "embedding", "layers": ["rnn"]},
    "head": {"layers": ["answer"]},
}


def save(module, path="net.pt"):
    """Saves a module's state_dict."""
    torch.save(module.state_dict(), path)


def describe(folder, lines, tokenizer=None):
    """Writes a description of sections and returns its path."""
    lines = lines | {"tokenizer": tokenizer or {"kind": "bpe", "ranks": "bytes.tiktoken", "tokens_max": 40}}
    sections = sorted(lines.items(), key=lambda item: isinstance(item[1], dict))
    text = "".join(
        f"[{key}]\n" + "".join(f"{k} = {toml(v)}\n" for k, v in value.items()) if isinstance(value, dict) else f"{key} = {toml(value)}\n"
        for key, value in sections
    )
    path = folder / "described.toml"
    path.write_text(text)
    return str(path)


def toml(value):
    """Returns a value as TOML writes it: as JSON does, but for tables."""
    return "{" + ", ".join(f"{k} = {toml(v)}" for k, v in value.items()) + "}" if isinstance(value, dict) else json.dumps(value)


def exported(folder, lines, capsys, tokenizer=None, *options):
    """Returns what export says of a bundle that it writes and that proves itself."""
    assert main(["export", describe(folder, lines, tokenizer), "--out", str(folder / "out"), *options]) == 0
    assert main(["check", str(folder / "out" / lines["name"])]) == 0
    return capsys.readouterr().err


def refused(folder, lines, capsys, tokenizer=None, *options):
    """Returns what export says when it refuses: in four parts, not the same twice; and that it leaves nothing behind."""
    assert main(["export", describe(folder, lines, tokenizer), "--out", str(folder / "out"), *options]) == 1
    assert not list((folder / "out").glob("*"))
    said = capsys.readouterr().err
    parts = MESSAGE.fullmatch(said)
    assert parts, said
    assert parts["found"].strip("'\"") not in parts["expected"], said
    return said


def float_only(kind):
    """Returns what export says of the net `k`, which reads in reverse and so has no step in integers."""
    return (
        "undertone_training: adding an integer step to k: expected a reader that steps, with states between -1 and 1, found a "
        f"{kind} that reads in reverse, or has no such bound (relu, a projection, a start beyond 1); serve its float graphs\n"
    )
