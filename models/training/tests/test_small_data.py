"""Few reviews train a bundle all the same; those that teach nothing of a label are named before any training."""

import random
from dataclasses import replace

import pytest

import sets
from tiny import rows, run_of
from undertone_training.bundle import check
from undertone_training.data import corpus
from undertone_training.data.datasets import CHINESE
from undertone_training.teach import build

pytestmark = pytest.mark.usefixtures("all_tiny")


def built(name, data, folder, count, change=lambda row: row):
    """Returns what a build makes of a few rows of each Chinese set, changed, with the bundles that teach."""
    for each in CHINESE:
        sets.write(folder, each, [change(row) for row in rows(each, count, random.Random(each))])
    run = replace(run_of(folder, folder / "work"), bundles=data / "bundles")
    return build.build(build.RECIPES[name], run, folder / "out", "command")


@pytest.mark.parametrize(
    ("count", "change"),
    [
        (5, lambda row: row),
        (60, lambda row: row | {"label": "negative" if row["review_id"].endswith(("3", "7")) else "positive"}),
        (60, lambda row: row | {"text": "" if row["review_id"].endswith("7") else row["text"]}),
        (60, lambda row: row | {"text": row["text"] if row["review_id"].endswith("7") else "all the same"}),
    ],
    ids=["few", "mostly of one label", "some of them empty", "most of them alike"],
)
def test_reviews_as_people_have_them_train_a_bundle(count, change, data, tmp_path):
    assert max(check.deviations(built("reviews-zh-gru", data, tmp_path, count, change)).values()) <= check.TOLERANCE


@pytest.mark.parametrize(
    ("label", "found", "few"),
    [("positive", "0 negative, 3.. positive", "negative"), ("neutral", "0 negative, 0 positive", "negative and positive")],
)
def test_a_label_that_no_review_has_is_named_before_any_training(label, found, few, data, tmp_path, capsys):
    said = (
        "building reviews-zh-rnn: expected 5 reviews or more of each label in the nine tenths that it learns from, "
        f"found {found}; give more rows of {few}$"
    )
    with pytest.raises(ValueError, match=said):
        built("reviews-zh-rnn", data, tmp_path, 60, lambda row: row | {"label": label})
    assert "epoch" not in capsys.readouterr().out


def test_texts_too_few_for_the_vocabulary_are_named_before_any_training(tmp_path):
    for each in CHINESE:
        sets.write(tmp_path, each, rows(each, 5, random.Random(each)))
    (tmp_path / "work").mkdir()
    with pytest.raises(
        ValueError, match=r"learning a vocabulary from zh_.*: expected text for 8,192 tokens, found \d+ in it; give more rows"
    ):
        corpus.load(tmp_path, tmp_path / "work", 8192, 64, build.RECIPES["reviews-zh-gru"].sources)
    assert not list((tmp_path / "work").iterdir())
