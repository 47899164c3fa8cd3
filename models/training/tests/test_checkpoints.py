"""What a run left behind is taken up by the same run alone; and whoever teaches reads as the learner does."""

import json
import random
from dataclasses import replace

import pytest

import sets
from tiny import rows, run_of, write_bundle
from undertone_training.data.corpus import Corpus
from undertone_training.teach import build, history, shorter, teachers, written
from undertone_training.teach.pretrain import checkpoint_name
from undertone_training.teach.settings import Pretraining
from undertone_training.text.bpe import ReviewTokenizer

pytestmark = pytest.mark.usefixtures("all_tiny")

OTHERS = ReviewTokenizer({bytes([255 - byte]): byte for byte in range(256)} | {f"{n:04}".encode(): 256 + n for n in range(63)}, 64)
"""Another vocabulary, as large as the tiny recipes' own."""


@pytest.fixture
def taught_otherwise(data, tmp_path):
    """Returns a run whose teachers have another vocabulary than the data give."""
    for name in ("reviews-en-lstm", "reviews-en-gru"):
        write_bundle(tmp_path / "bundles" / name, build.RECIPES[name], OTHERS)
    return replace(run_of(data, tmp_path / "work"), bundles=tmp_path / "bundles")


def untaught():
    """Returns a recipe that no bundle teaches."""
    recipe = build.RECIPES["reviews-zh-rnn"]
    return replace(recipe, training=replace(recipe.training, teaching=None))


def test_another_recipe_seed_or_precision_goes_on_from_no_checkpoint_of_this(tmp_path):
    recipe, learned = untaught(), Corpus([], None)
    recipes = [recipe, shorter.shortened(recipe, 7, None), replace(recipe, pretraining=None)]
    runs = [replace(run_of(tmp_path, tmp_path), seed=seed, bfloat16=bfloat16) for seed in (1, 2) for bfloat16 in (True, False)]
    assert len({run.checkpoint(other, learned) for other in recipes for run in runs}) == 12
    assert runs[0].checkpoint(replace(recipe, version="9"), learned) == runs[0].checkpoint(recipe, learned)


def test_other_data_go_on_from_no_checkpoint_of_this(data, tmp_path):
    recipe = untaught()
    run, other = run_of(data, tmp_path), run_of(tmp_path, tmp_path)
    for name in recipe.sources.sets:
        sets.write(tmp_path, name, rows(name, 61, random.Random(7)))
    learned = run.corpus(recipe)
    assert run.corpus(recipe).origin == learned.origin
    assert run.corpus(replace(recipe, tokens_max=32)).origin != learned.origin
    assert run.checkpoint(recipe, run.corpus(recipe)) == run.checkpoint(recipe, learned)
    assert other.checkpoint(recipe, other.corpus(recipe)) != run.checkpoint(recipe, learned)


def test_another_lesson_goes_on_from_no_checkpoint_of_this_and_what_has_none_does(data, tmp_path, monkeypatch):
    run, learned = run_of(data, tmp_path), Corpus([], None)
    recipes = (build.RECIPES["reviews-en-gru"], untaught())
    taught, plain = (run.checkpoint(recipe, learned) for recipe in recipes)
    monkeypatch.setattr(written, "TEXTS", written.TEXTS + 1)
    assert run.checkpoint(recipes[0], learned) != taught
    assert run.checkpoint(recipes[1], learned) == plain


def test_other_teachers_go_on_from_no_checkpoint_of_this(data, taught_otherwise):
    learned, run = Corpus([], None), replace(taught_otherwise, bundles=data / "bundles")
    recipe, three_way = build.RECIPES["reviews-en-gru"], build.RECIPES["reviews-en-lstm-3way"]
    for taught in (recipe, three_way):
        assert run.checkpoint(taught, learned) != taught_otherwise.checkpoint(taught, learned)
    assert run.checkpoint(replace(recipe, lesson=None), learned) == taught_otherwise.checkpoint(replace(recipe, lesson=None), learned)


@pytest.mark.parametrize(
    "other", [{"rate": 1e-3}, {"rate_last": 0.1}, {"rows": 8}, {"window": 8}, {"negatives": 8}, {"epochs": 9}, {"kind": "gru"}]
)
def test_another_pretraining_goes_on_from_no_checkpoint_of_this(other, tmp_path):
    recipe, run, learned = build.RECIPES["reviews-en-gru"], run_of(tmp_path, tmp_path), Corpus([], None)
    names = {checkpoint_name(recipe.shape, learned, settings, run, "en") for settings in (Pretraining(), Pretraining(**other))}
    assert len(names) == 2


def test_other_data_or_another_precision_is_pretrained_anew_and_another_memory_is_not(tmp_path):
    shape, run, learned = build.RECIPES["reviews-en-gru"].shape, run_of(tmp_path, tmp_path), Corpus([], None)

    def name(shape=shape, learned=learned, run=run):
        return checkpoint_name(shape, learned, Pretraining(), run, "en")

    assert len({name(), name(learned=Corpus([], None, ("other",))), name(run=replace(run, bfloat16=True))}) == 3
    assert name() == name(shape=replace(shape, memory=0, labels=3))


def test_texts_invented_after_other_data_are_not_taken_up(tmp_path, monkeypatch):
    found, run = [], run_of(tmp_path, tmp_path)
    monkeypatch.setattr(build.invent, "invent", lambda *given: found.append(given[-1]))
    for origin in ((), (), ("other",)):
        build._invented(build.RECIPES["reviews-zh-gru"].training.teaching, Corpus([], None, origin), run)
    build._invented(build.RECIPES["reviews-zh-gru"].training.teaching, Corpus([], None), replace(run, bfloat16=True))
    assert found[0] == found[1] and len(set(found)) == 3


@pytest.mark.parametrize("name", ["reviews-en-gru", "reviews-en-lstm-3way"])
def test_a_new_folder_takes_the_vocabulary_of_those_that_teach(name, taught_otherwise, monkeypatch, tmp_path):
    class Halt(Exception):
        pass

    def stop(recipe, learned, run):
        assert learned.tokenizer.ranks == OTHERS.ranks
        raise Halt

    monkeypatch.setattr(build, "trained", stop)
    with pytest.raises(Halt):
        build.build(build.RECIPES[name], taught_otherwise, tmp_path / "out", "command")


def test_a_folder_of_another_vocabulary_is_refused_where_nobody_could_teach(taught_otherwise, tmp_path):
    taught_otherwise.work.mkdir()
    taught_otherwise.corpus(build.RECIPES["reviews-en-gru"])
    with pytest.raises(ValueError, match=r"expected none in .*work, or the same, found another.*name an empty folder with --work"):
        build.build(build.RECIPES["reviews-en-gru"], taught_otherwise, tmp_path / "out", "command")


def test_a_card_names_those_alone_that_taught(data, tmp_path):
    recipe = build.RECIPES["reviews-en-lstm"]
    own = json.loads((data / "bundles" / "reviews-en-gru" / "manifest.json").read_text())["tokenizer"]
    write_bundle(tmp_path / "reviews-en-lstm", recipe, OTHERS)
    (tmp_path / "reviews-en-gru").symlink_to(data / "bundles" / "reviews-en-gru")
    alike = run_of(data, data).corpus(recipe).tokenizer
    assert own["vocabulary"] == alike.vocabulary == OTHERS.vocabulary
    left = teachers.able(recipe, alike, tmp_path)
    assert left.bundles() == ("reviews-en-gru",) and left.training.teaching.recipes == recipe.training.teaching.recipes
    said = "\n".join(history.teachers(left.lesson))
    assert "what teachers say of them: reviews-en-gru as they shipped before, and n-gram judges." in said
    assert teachers.able(recipe, alike, data / "bundles") == recipe
