"""Proves that the peers answer as the bundle's goldens do, however they batch, and that the comparison counts rightly."""

import json
import math
import random
from argparse import Namespace
from pathlib import Path

import pytest

pytest.importorskip("confluent_kafka", reason="pip install -r jobs/bench/peers/requirements.txt")
pytest.importorskip("orjson", reason="pip install -r jobs/bench/peers/requirements.txt")

from answers import compare, once_each
from consumer import Scorer
from contenders import CONTENDERS
from contest import Run
from kafka import Result
from model import rounds
from undertone_training.text.pieces import normalize
from workload import COUNT, Workload

BUNDLE = Path(__file__).resolve().parents[3] / "models" / "bundles" / "reviews-en-lstm"
SOME = 300


@pytest.mark.parametrize(
    ("way", "engine"), [("review", "onnxruntime"), ("review", "torch"), ("padded", "onnxruntime"), ("sorted", "torch")]
)
def test_every_way_answers_as_the_goldens_say(way, engine):
    golden = json.loads((BUNDLE / "golden.json").read_text(encoding="utf-8"))["reviews"]
    rows = [{"review_id": str(i), "user_id": row["user"], "text": normalize(row["text"])} for i, row in enumerate(golden)]
    found = [json.loads(result) for _, result in Scorer(BUNDLE, way, engine, 1).score([json.dumps(row).encode() for row in rows])]
    assert [row["review_id"] for row in found] == [row["review_id"] for row in rows]
    for row, expected in zip(found, golden):
        apart = abs(expected["logits"][1] - expected["logits"][0])
        assert row["label"] == ["negative", "positive"][expected["logits"].index(max(expected["logits"]))]
        assert row["score"] == pytest.approx(1 / (1 + math.exp(-apart)), abs=1e-5)


def test_a_poll_is_answered_as_one_review_after_the_other_is():
    values = [value for _, value in Workload([]).records(SOME)]
    one, sorted_ = (Scorer(BUNDLE, way, "torch", 1).score(values) for way in ("review", "sorted"))
    for (user, alone), (same, batched) in zip(one, sorted_):
        assert user == same
        assert json.loads(batched)["score"] == pytest.approx(json.loads(alone)["score"], abs=1e-5)


def test_a_user_is_once_in_a_round_and_in_order():
    users = random.Random(3).choices("abcd", k=40)
    found = rounds(users)
    assert sorted(place for together in found for place in together) == list(range(40))
    assert all(len({users[place] for place in together}) == len(together) for together in found)
    turns = {place: turn for turn, together in enumerate(found) for place in together}
    for user in "abcd":
        own = [turns[place] for place in range(40) if users[place] == user]
        assert own == list(range(len(own)))


def test_the_same_options_give_the_same_reviews():
    assert list(Workload([]).records(COUNT)) == list(Workload([]).records(COUNT))


def test_data_sets_have_equal_shares(tmp_path):
    for name in ("one", "other"):
        lines = [json.dumps({"user_id": name, "text": f"{name} {i}", "label": "positive"}) for i in range(3)]
        (tmp_path / name).write_text("\n".join(lines))
    work = Workload([tmp_path / "one", tmp_path / "other"])
    assert sum(text.startswith("one") for text in work.texts()) == COUNT // 2


def test_the_time_to_warm_up_is_left_out():
    slow = [Result(1000 + 10 * i, i, "positive", 1.0) for i in range(35)]
    fast = [Result(1350 + i, 35 + i, "positive", 1.0) for i in range(651)]
    run = Run(slow + fast, True, [(1000, 3.0), (1350, 4.0), (2000, 5.3)], 0.35)
    assert run.per_second() == pytest.approx(1000, rel=0.01)
    assert run.per_cpu_second() == pytest.approx(500, rel=0.01)


def test_who_compiles_while_it_works_warms_up_longer():
    seconds = {contender.name: contender.warm_up(Namespace(warm_up=60.0)) for contender in CONTENDERS}
    assert seconds == {"undertone": 60, "tutorial": 60, "python-review": 10, "python-padded": 10, "python-sorted": 10}
    assert {contender.warm_up(Namespace(warm_up=5.0)) for contender in CONTENDERS} == {5}


def test_a_result_too_many_too_few_or_too_far_ends_the_comparison():
    results = [Result(i, i, "positive", 0.9) for i in range(3)]
    with pytest.raises(SystemExit, match=r"^Checking x: expected a result of each review, found 1 that came again\. Mend x\.$"):
        once_each("x", [*results, results[0]], 3, True)
    with pytest.raises(SystemExit, match=r"^Checking x: expected 4 results, found 3\. Mend x\.$"):
        once_each("x", results, 4, True)
    ours = once_each("x", results, 3, True)
    theirs = ours | {1: Result(1, 1, "positive", 0.91)}
    with pytest.raises(
        SystemExit, match=r"found 1 of 3 further off: review 1 is positive 0\.910000, Undertone's positive 0\.900000\. Give"
    ):
        compare("x", theirs, ours, 1e-4, Workload([]))


def test_labels_may_differ_where_both_are_even():
    ours, theirs = {0: Result(0, 0, "positive", 0.50001)}, {0: Result(0, 0, "negative", 0.50001)}
    found = compare("x", theirs, ours, 1e-4, Workload([]))
    assert (found.compared, found.labels_differ) == (1, 1)
    assert found.deviation_max == pytest.approx(2e-5)
