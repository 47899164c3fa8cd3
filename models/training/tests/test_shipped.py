"""Every bundle that ships proves itself, and the row count changes no bit of its graphs."""

import json
from pathlib import Path

import pytest

from test_graphs import assert_rows_change_no_bit
from undertone_training.bundle import check

BUNDLES = sorted(path.parent for path in (Path(__file__).parents[2] / "bundles").glob("*/manifest.json"))
BYTES_MAX = 8 * 1024 * 1024
TOGETHER_BYTES_MAX = 60 * 1024 * 1024


@pytest.fixture(params=BUNDLES, ids=[folder.name for folder in BUNDLES])
def folder(request):
    return request.param


def test_it_answers_as_pytorch_did(folder):
    assert max(check.deviations(folder).values()) <= check.TOLERANCE


def test_the_row_count_changes_no_bit(folder):
    assert_rows_change_no_bit(folder, json.loads((folder / "manifest.json").read_text())["tokenizer"]["vocabulary"])


def test_all_together_are_small():
    assert sum(path.stat().st_size for folder in BUNDLES for path in folder.iterdir()) <= TOGETHER_BYTES_MAX


def test_it_is_small(folder):
    assert sum(path.stat().st_size for path in folder.iterdir()) <= BYTES_MAX
