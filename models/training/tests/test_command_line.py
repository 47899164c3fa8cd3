"""The command line takes what it can follow, refuses the rest before any work, and its help says what holds where nothing is given."""

import re

import pytest

from undertone_training.__main__ import main
from undertone_training.language import build as language
from undertone_training.teach import build


def refused(arguments, capsys):
    """Returns what is said of arguments that are wrong usage."""
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    return capsys.readouterr().err


@pytest.mark.parametrize("option", ["--epochs", "--threads"])
@pytest.mark.parametrize("count", ["-3", "0", "1.5", "two"])
def test_there_is_at_least_one_pass_and_one_thread(option, count, tmp_path, capsys):
    folders = ["--data", str(tmp_path), "--out", str(tmp_path)]
    said = refused(["build", "reviews-en-rnn", *folders, f"{option}={count}"], capsys)
    assert f"argument {option}: expected a whole number of 1 or more, found {count}" in said


@pytest.mark.parametrize("number", ["-1", "4294967296", "99999999999999999999", "one"])
def test_a_seed_is_one_that_every_generator_takes(number, tmp_path, capsys):
    said = refused(["build", "reviews-en-rnn", "--data", str(tmp_path), "--out", str(tmp_path), f"--seed={number}"], capsys)
    assert f"argument --seed: expected a whole number of 0 to 4294967295, found {number}" in said


def test_what_the_system_says_stands_in_a_message(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main(["zoo", "--out", str(tmp_path / "file" / "zoo")]) == 1
    assert capsys.readouterr().err == (
        "undertone_training: running zoo: expected files and output that take and give all that there is, found Not a directory at "
        f"{tmp_path / 'file' / 'zoo'}; mend that\n"
    )


def test_there_may_be_no_pretraining_but_not_less(tmp_path, capsys):
    folders = ["--data", str(tmp_path), "--out", str(tmp_path), "--work", str(tmp_path)]
    said = refused(["build", "reviews-en-rnn", *folders, "--pretraining-epochs=-2"], capsys)
    assert "argument --pretraining-epochs: expected a whole number of 0 or more, found -2" in said
    assert main(["build", "reviews-en-rnn", *folders, "--pretraining-epochs=0"]) == 1
    assert "reading data set" in capsys.readouterr().err


def test_a_language_model_has_no_lesson(tmp_path, capsys):
    folders = ["--data", str(tmp_path), "--out", str(tmp_path)]
    assert main(["build", "time-machine-rnn", *folders, "--lesson", "--pretraining-epochs=1"]) == 1
    assert capsys.readouterr().err == (
        "undertone_training: building time-machine-rnn: expected no --pretraining-epochs and no --lesson, found --pretraining-epochs and "
        "--lesson; leave that out: a language model begins anew and has no lesson\n"
    )


@pytest.mark.parametrize(
    ("command", "defaults"),
    [
        ("build", ["~/.cache/undertone-training", "1", "the recipe's", "the recipe's", "2"]),
        ("study", ["../../jobs/undertone", "reviews-en-lstm", "none"]),
    ],
)
def test_the_help_gives_defaults_where_there_are_any(command, defaults, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")  # no default is broken at a hyphen
    with pytest.raises(SystemExit):
        main([command, "--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert re.findall(r"\(default: (.+?)\)", said) == defaults and "None" not in said


@pytest.mark.parametrize(
    ("bundle", "module", "said"),
    [
        ("reviews-en-rnn", build, "stopped; the same command goes on from the last checkpoint"),
        ("time-machine-rnn", language, "stopped"),
    ],
)
def test_who_stops_a_build_is_told_what_the_same_command_does(bundle, module, said, tmp_path, monkeypatch, capsys):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "build", interrupted)
    assert main(["build", bundle, "--data", str(tmp_path), "--out", str(tmp_path)]) == 130
    assert capsys.readouterr().err == f"undertone_training: {said}\n"
