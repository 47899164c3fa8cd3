"""A build on a tiny data set writes a whole bundle that proves itself, and goes on from its checkpoint."""

import hashlib
import json
import math
import shutil
from dataclasses import replace

import numpy as np
import pytest
import torch

from committed import list_again
from tiny import run_of
from undertone_training.__main__ import main
from undertone_training.bundle import check, manifest, read
from undertone_training.graph.products import quantized_weights
from undertone_training.teach import build, evaluate, shorter
from undertone_training.teach.recipes import RECIPES
from undertone_training.teach.run import spent_on

pytestmark = pytest.mark.usefixtures("all_tiny")


@pytest.fixture(scope="module", params=sorted(RECIPES))
def built(request, data, tmp_path_factory, all_tiny):
    work = tmp_path_factory.mktemp("work")
    recipe = build.RECIPES[request.param]
    return recipe, build.build(recipe, run_of(data, work), work / "out", "python -m undertone_training build"), work


def test_a_built_bundle_proves_itself(built):
    assert max(check.deviations(built[1]).values()) <= check.TOLERANCE


def test_the_steps_in_floats_and_in_integers_have_the_same_recurrent_weights(built):
    u = read.reader(built[1]).layers[0].forward.u
    numbers, scales = quantized_weights(u)
    assert np.abs(u / scales[:, None] - numbers.T).max() < 1 / 16  # what float16 cannot hold


def test_the_card_says_on_what_its_minutes_were_spent(built):
    assert f"min; {spent_on(False)}): reviews alone" in (built[1] / "README.md").read_text()


def test_the_card_names_the_trades_of_a_model_that_has_read_them(built):
    recipe, folder, _ = built
    taught = any(training.trades_texts for training in recipe.trainings())
    card = (folder / "README.md").read_text()
    last = "goods" if recipe.sources.language == "en" else "hotels and food deliveries"
    assert (f"{last}, and short ones of many other trades. Other languages" in card) == taught == (recipe.lesson is not None)
    assert (f"{last}. Other languages" in card) == (not taught)


def test_the_manifest_is_complete(built):
    _, folder, _ = built
    written = json.loads((folder / "manifest.json").read_text())
    assert list(written) == [
        "format",
        "name",
        "version",
        "language",
        "labels",
        "tokenizer",
        "token_cell",
        "readout",
        "review_cell",
        "head",
        "files",
        "state_fingerprint",
        "training",
        "quality",
        "parameters",
    ]
    listed = {path.name for path in folder.iterdir()} - {"manifest.json", "README.md"}
    assert set(written["files"]) == listed
    for name, file in written["files"].items():
        data = (folder / name).read_bytes()
        assert file == {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    assert written["tokenizer"]["end_of_review"] == written["tokenizer"]["vocabulary"] - 1


def test_reviews_as_people_left_them_stand_for_a_model_in_a_list(built):
    recipe, folder, _ = built
    first = {"en": "imdb", "zh": "zh_online_shopping"}[recipe.sources.language]
    assert manifest.read(folder)["quality"][0]["data"] == f"{first}, held-out tenth"


def test_the_fingerprint_covers_what_users_states_depend_on_and_not_the_head(built):
    recipe, folder, _ = built
    before = json.loads((folder / "manifest.json").read_text())["state_fingerprint"]
    pattern = json.loads((folder / "manifest.json").read_text())["tokenizer"]["pattern"]
    assert before == manifest.fingerprint(folder, recipe.shape.states(), manifest.bpe_line(folder, pattern))
    assert b"head_w" in (folder / "head.onnx").read_bytes() and b"weights.bin" not in (folder / "head.onnx").read_bytes()
    for name, changes in [
        ("head.onnx", False),
        ("golden.json", False),
        ("token_sequence.onnx", False),
        ("weights.bin", True),
        ("token_cell.onnx", True),
        ("tokenizer.tiktoken", True),
    ]:
        path = folder / name
        kept = path.read_bytes()
        path.write_bytes(kept + b" ")
        assert (manifest.fingerprint(folder, recipe.shape.states(), manifest.bpe_line(folder, pattern)) != before) == changes, name
        path.write_bytes(kept)
    assert manifest.fingerprint(folder, recipe.shape.states(), manifest.bpe_line(folder, pattern + "|x")) != before


def test_a_changed_weight_does_not_pass(built, capsys):
    _, folder, _ = built
    path = folder / "weights.bin"
    kept = path.read_bytes()
    path.write_bytes(bytes([kept[0] ^ 1]) + kept[1:])
    assert main(["check", str(folder)]) == 1
    assert "weights.bin" in capsys.readouterr().err
    path.write_bytes(kept)
    assert main(["check", str(folder)]) == 0


def test_answers_that_are_no_numbers_do_not_pass(built, tmp_path):
    _, folder, _ = built
    golden = json.loads((folder / "golden.json").read_text())
    golden["reviews"][0]["logits"][0] = math.nan
    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / "golden.json").write_text(json.dumps(golden))
    list_again(copy)
    assert check.deviations(copy)["step logits"] == math.inf


@pytest.mark.parametrize("built", ["reviews-zh-gru"], indirect=True)
def test_a_build_goes_on_from_a_bundle(built, data, tmp_path):
    recipe, folder, _ = built
    still = replace(recipe, training=replace(recipe.training, epochs=1, rate=0.0), lesson=None, start_share=0.25)
    again = build.build(still, run_of(data, tmp_path / "work", folder), tmp_path / "out", "command")
    assert (again / "weights.bin").read_bytes() == (folder / "weights.bin").read_bytes()
    assert max(check.deviations(again).values()) <= check.TOLERANCE
    assert (again / "tokenizer.tiktoken").read_bytes() == (folder / "tokenizer.tiktoken").read_bytes()
    kept = "which make up 0.25 of the weights that came out"
    assert f"From the cells of `{recipe.name}`, version {recipe.version}, {kept}" in (again / "README.md").read_text()


@pytest.mark.parametrize("built", ["reviews-en-lstm"], indirect=True)
def test_the_lesson_alone_goes_on_from_a_bundle(built, data, tmp_path):
    recipe, folder, _ = built
    alone = shorter.lesson_only(recipe, folder)
    again = build.build(alone, run_of(data, tmp_path / "work", folder), tmp_path / "out", "command")
    assert max(check.deviations(again).values()) <= check.TOLERANCE
    card = (again / "README.md").read_text()
    kept = f"which make up {recipe.start_share:g} of the weights that came out"
    assert f"From the cells of `{recipe.name}`, version {recipe.version}, {kept}, then\n1 pass" in card
    assert "reviews-en-lstm, reviews-en-gru as they shipped before, and n-gram judges" in card
    assert "20 texts a pass are of the lesson" in card and "10 texts a pass vary reviews in many trades" in card
    assert {"lesson, held-out words and ways", "trades, held-out tenth", "trades_never_met, all of it", "pairs, all of it"} <= {
        row["data"] for row in json.loads((again / "manifest.json").read_text())["quality"]
    }


def test_the_lesson_alone_needs_a_bundle_and_a_recipe_that_has_one(tmp_path, capsys):
    folders = ["--data", str(tmp_path), "--out", str(tmp_path)]
    assert main(["build", "reviews-en-lstm", *folders, "--lesson"]) == 1
    assert (
        "building reviews-en-lstm with --lesson: expected a bundle to begin with, found none; name it with --from"
        in capsys.readouterr().err
    )
    assert main(["build", "reviews-zh-rnn", *folders, "--lesson", "--from", str(tmp_path)]) == 1
    assert "building reviews-zh-rnn with --lesson: expected a recipe with a lesson, found none" in capsys.readouterr().err


def test_a_bundle_of_another_kind_or_language_is_refused_before_anything_is_written(built, data, tmp_path):
    recipe, folder, _ = built
    other = build.RECIPES["reviews-zh-gru" if recipe.name != "reviews-zh-gru" else "reviews-en-gru"]
    with pytest.raises(ValueError, match="name a bundle of the same language and shape"):
        build.build(other, run_of(data, tmp_path, folder), tmp_path / "out", "command")
    assert not list(tmp_path.iterdir())


def test_a_language_model_goes_on_from_no_bundle(tmp_path, capsys):
    assert main(["build", "time-machine-rnn", "--data", str(tmp_path), "--out", str(tmp_path), "--from", str(tmp_path)]) == 1
    assert "expected no --from" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["reviews-en-lstm", "reviews-zh-rnn"])
def test_training_goes_on_from_its_checkpoint_to_the_same_bundle(name, data, tmp_path):
    recipe = build.RECIPES[name]
    folder = build.build(recipe, run_of(data, tmp_path / "one"), tmp_path / "one", "python -m undertone_training build")
    run = run_of(data, tmp_path / "other")
    run.work.mkdir()
    halted = run.checkpoint(replace(recipe, then=None, lesson=None, remembering=None), run.corpus(recipe))

    class Halt(Exception):
        pass

    def stop(*_):
        raise Halt

    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(evaluate, "glance", lambda *_: stop() if halted.exists() else "")
        with pytest.raises(Halt):
            build.trained(recipe, run.corpus(recipe), run)
    assert torch.load(halted, weights_only=True)["epoch"] == 1
    again = build.build(recipe, run, tmp_path / "out", "python -m undertone_training build")
    assert (again / "weights.bin").read_bytes() == (folder / "weights.bin").read_bytes()


def test_a_missing_data_set_is_named(tmp_path, capsys):
    assert main(["build", "reviews-en-rnn", "--data", str(tmp_path), "--out", str(tmp_path), "--work", str(tmp_path)]) == 1
    said = f"reading data set imdb: expected {tmp_path / 'imdb.jsonl.gz'}, found nothing; name the folder with --data"
    assert said in capsys.readouterr().err


def test_wrong_usage_exits_with_two():
    with pytest.raises(SystemExit) as stopped:
        main(["build", "no-such-bundle"])
    assert stopped.value.code == 2
