"""A bundle takes another one's place and nothing else's; whenever it is interrupted, one of the two is whole."""

from pathlib import Path

import pytest
import torch

from committed import unpacked
from exporting import TAGGER, Tagger, describe
from packing import contents, files
from undertone_training.__main__ import main
from undertone_training.bundle import check
from undertone_training.bundle.folder import swap
from undertone_training.bundle.pack import pack


def test_a_bundle_that_is_named_by_a_dot_stays(tmp_path, monkeypatch, capsys):
    bundle = unpacked("lstm", tmp_path)
    before = files(bundle)
    monkeypatch.chdir(bundle)
    assert main(["check", "."]) == 0
    assert main(["add-integer-step", "."]) == 0
    assert "integer steps" in capsys.readouterr().out
    assert files(bundle).keys() == before.keys()
    assert [path.name for path in tmp_path.iterdir()] == ["lstm"]


@pytest.mark.parametrize("command", [["build", "time-machine-rnn"], ["build", "reviews-en-rnn"], ["export"]])
def test_a_folder_that_is_no_bundle_is_not_replaced(folder, command, capsys):
    torch.save(Tagger().state_dict(), "tagger.pt")
    name, given = ("tagger", [describe(folder, TAGGER)]) if command == ["export"] else (command[-1], ["--data", "."])
    kept = folder / "out" / name / "thesis.txt"
    kept.parent.mkdir(parents=True)
    kept.write_text("years of work")
    assert main([*command, *given, "--out", "out"]) == 1
    said = f"writing out/{name}: expected nothing there, or a bundle to replace, found something without manifest.json; move it away"
    assert said in capsys.readouterr().err
    assert kept.read_text() == "years of work"


def test_packing_replaces_no_folder_but_a_bundle(tmp_path):
    (tmp_path / "net").mkdir()
    with pytest.raises(ValueError, match="expected nothing there, or a bundle to replace"):
        pack(tmp_path / "net", contents())
    (tmp_path / "net").rmdir()
    (tmp_path / "net").write_text("a file")
    with pytest.raises(ValueError, match="expected nothing there, or a bundle to replace"):
        pack(tmp_path / "net", contents())


@pytest.mark.parametrize("call", [1, 2])
@pytest.mark.parametrize("done", [True, False])
def test_whenever_a_swap_is_interrupted_a_bundle_stands(tmp_path, monkeypatch, call, done):
    calls, rename = [], Path.rename

    def interrupted(path, target):
        calls.append(path.name)
        if len(calls) == call and not done:
            raise KeyboardInterrupt
        rename(path, target)
        if len(calls) == call:
            raise KeyboardInterrupt

    pack(tmp_path / "net", contents())
    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        pack(tmp_path / "net", contents())
    monkeypatch.undo()
    assert max(check.deviations(tmp_path / "net").values()) <= check.TOLERANCE
    pack(tmp_path / "net", contents())
    assert [path.name for path in tmp_path.iterdir()] == ["net"]


def test_what_was_set_aside_is_kept_until_another_stands(tmp_path):
    aside, part, bundle = tmp_path / ".net.old", tmp_path / ".net.part", tmp_path / "net"
    aside.mkdir()
    with pytest.raises(FileNotFoundError):
        swap(part, bundle)
    assert bundle.is_dir() and not aside.exists()
