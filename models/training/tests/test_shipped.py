"""Every bundle that ships proves itself, and the row count changes no bit of its graphs."""

import json
from pathlib import Path

import pytest

from shapes import assert_rows_change_no_bit
from undertone_training.bundle import integer
from undertone_training.bundle.card import parameters

BUNDLES = sorted(path.parent for path in (Path(__file__).parents[2] / "bundles").glob("*/manifest.json"))
BYTES_MAX = 8 * 1024 * 1024
TOGETHER_BYTES_MAX = 60 * 1024 * 1024


@pytest.fixture(params=BUNDLES, ids=[folder.name for folder in BUNDLES])
def folder(request):
    return request.param


def test_it_answers_as_pytorch_did_and_in_integers_nearly_so(folder):
    rows = integer.measured(folder)
    assert {name for name, _, _ in rows} >= {"step logits", *integer.COMPARED}
    assert [(name, found, bound) for name, found, bound in rows if not found <= bound] == []


def test_the_row_count_changes_no_bit(folder):
    assert_rows_change_no_bit(folder, json.loads((folder / "manifest.json").read_text())["tokenizer"]["vocabulary"])


def test_its_card_says_how_large_it_is(folder):
    said, size = parameters(json.loads((folder / "manifest.json").read_text()))
    assert f"| {said} | {size} |" in (folder / "README.md").read_text()


def test_all_together_are_small():
    assert sum(path.stat().st_size for folder in BUNDLES for path in folder.iterdir()) <= TOGETHER_BYTES_MAX


def test_it_is_small(folder):
    assert sum(path.stat().st_size for path in folder.iterdir()) <= BYTES_MAX
