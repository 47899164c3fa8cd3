"""How far an answer is from a golden one is told by the larger of that one and 1; what is no number is as far as can be."""

import json
import math

import numpy as np
import pytest

from committed import list_again, unpacked
from undertone_training.bundle import check


def test_large_numbers_are_measured_by_themselves_and_small_ones_by_one():
    largest = {}
    for found, expected, apart in ((0.5, 0.0, 0.5), (1.5, 1.0, 0.5), (-1.0, -4.0, 0.75), (1.0, 1.1, 0.75)):
        check.larger(largest, "logits", [found], [expected])
        assert largest == {"logits": apart}
    check.larger(largest, "logits", [math.nan, 1.0], [1.0, 1.0])
    assert largest == {"logits": math.inf}


def test_a_state_that_differs_only_behind_what_is_written_down_is_noticed():
    largest = {}
    check.compare_state(largest, "step", "h0", np.array([[0.0] * 8 + [3.0]]), {"first": [0.0] * 8, "norm": 2.0})
    assert largest == {"step h0": 0.0, "step |h0|": 0.5}


def test_a_text_that_was_cut_in_training_and_is_not_here_is_named(tmp_path):
    bundle = unpacked("lstm", tmp_path)
    written = json.loads((bundle / "golden.json").read_text(encoding="utf-8"))
    written["reviews"][2]["truncated"] = not written["reviews"][2]["truncated"]
    (bundle / "golden.json").write_text(json.dumps(written), encoding="utf-8")
    list_again(bundle)
    with pytest.raises(ValueError, match="checking lstm: expected the ids of golden 2, found others; write the bundle again"):
        check.deviations(bundle)
