"""The study asks the job and nobody else, about held-out texts only, and its figures are what they say."""

import json
import random
import shutil
import stat
import sys
from pathlib import Path

import numpy as np
import pytest

import sets
from undertone_training.__main__ import main
from undertone_training.data import datasets
from undertone_training.study import accounts
from undertone_training.study import measure as study
from undertone_training.study.scores import area, auc
from undertone_training.study.streams import all_streams
from undertone_training.teach.intervals import mean

FAKE_JOB = f'''#!{sys.executable}
"""Answers by the words good and bad of a review; with memory carried, of all that its user wrote.

Surprise: 1, carried 0.5 if nothing new.
"""
import json, sys
from pathlib import Path
options = dict(zip(sys.argv[2::2], sys.argv[3::2]))
rows = [json.loads(line) for line in open(options["--dataset"], encoding="utf-8")]
rows.sort(key=lambda row: (row.get("timestamp", 0), row.get("seq", 0)))
votes, seen, out = {{}}, {{}}, Path(options["--out"])
out.mkdir(parents=True)
with (out / "sentiments.jsonl").open("w") as stream:
    for row in rows:
        user = row.get("user_id", row["review_id"]) if options["--memory"] == "carry" else row["review_id"]
        votes[user] = votes.get(user, 0) + row["text"].count("good") - row["text"].count("bad")
        known = set(row["text"]) <= seen.get(user, set())
        seen.setdefault(user, set()).update(row["text"])
        stream.write(json.dumps({{"review_id": row["review_id"], "label": "positive" if votes[user] > 0 else "negative",
                                 "surprise": 0.5 if known else 1.0, "tokens": len(row["text"])}}) + "\\n")
'''


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Reviews whose first sentence alone tells."""
    folder, generator = tmp_path_factory.mktemp("data"), random.Random(3)
    for name in datasets.LABELLED:
        sets.write(folder, name, [_row(name, number, generator) for number in range(150)])
    for name in datasets.CHINESE:
        texts = ["".join(generator.choices(name, k=12)) + str(number) for number in range(600)]
        sets.write(folder, name, [{"review_id": f"{name}-{n}", "label": "positive", "text": text} for n, text in enumerate(texts)])
    return folder


def _row(name, number, generator):
    good, filler = generator.random() < 0.5, " ".join(generator.choices("abcdefghijklm", k=12))
    row = {"review_id": f"{name}-{number}", "text": f"It is {'good' if good else 'bad'} {filler}. Then we all went home."}
    row |= {"label": "positive", "rating": 5.0} if good else {"label": "negative", "rating": 4.0}
    if name in (*datasets.WITH_USERS, "meld_dev"):
        row |= {"user_id": f"u{number % 20}", "seq": number} | ({} if "meld" in name else {"timestamp": number})
    return row


def _events(stream):
    with stream.file.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture
def job(tmp_path):
    path = tmp_path / "job"
    path.write_text(FAKE_JOB)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_only_held_out_texts_are_asked_about(data, tmp_path):
    streams = all_streams(data, tmp_path)
    assert len(streams["meld_dev"].asked) == 150
    assert 0 < len(streams["rt_critics-last-fifth"].asked) < len(streams["rt_critics"].asked) < 40
    assert set(streams["rt_critics-last-fifth"].asked) <= {f"rt_critics-{n}" for n in range(120, 150)}
    by_sentence = _events(streams["imdb-by-sentence"])
    assert len(by_sentence) == 2 * len(streams["imdb"].asked)
    assert all(i.endswith("-1") for i in streams["imdb-by-sentence"].asked)


def test_shuffled_users_keep_their_sizes_and_lose_their_reviews(data, tmp_path):
    streams = all_streams(data, tmp_path)
    own, dealt = ([event["user_id"] for event in _events(streams[name])] for name in ("rt_critics", "rt_critics-strangers"))
    assert sorted(own) == sorted(dealt) and own != dealt


def test_the_tables_say_what_the_job_answered(data, job, tmp_path, capsys):
    assert main(["study", "--data", str(data), "--out", str(tmp_path / "out"), "--launcher", str(job), "--model", "m"]) == 0
    said = capsys.readouterr().out
    assert "| the whole review at once | 100.0 % (100.0 to 100.0) | +0.0 (+0.0 to +0.0) |" in said
    assert "| sentence by sentence, after the last, memory carry | 100.0 %" in said
    assert "| MELD dev, key = dialogue" in said


def test_accounts_that_change_hands_stand_out(data, job, tmp_path):
    replay = study.Replay(job, tmp_path / "out")
    (tmp_path / "streams").mkdir()
    made = accounts.chinese(data, tmp_path / "streams")
    assert 0 < sum(made.changed.values()) < len(made.changed)
    lines = study._surprise(replay, made, "bundles/m/")
    assert lines[0].startswith("`m`: ")
    assert float(lines[-1].split("|")[2].split()[0]) > 0.8


@pytest.mark.parametrize(
    ("lengths", "others", "said"),
    [
        ([30], None, "expected another writer of 4 texts or more, found none of 10 letters or more; give more held-out texts"),
        ([30], [3], "expected another writer of 4 texts or more, found none"),
        ([12, 8], None, "expected two accounts of 12 texts by one writer, or more, found 1 of"),
        ([], None, "expected two accounts of 12 texts by one writer, or more, found 0 of"),
    ],
)
def test_too_few_texts_for_accounts_are_named(lengths, others, said, tmp_path):
    writers, strangers = ([[f"{n} of {length}" for n in range(length)] for length in given] for given in (lengths, others or []))
    with pytest.raises(ValueError, match=f"making up few: {said}"):
        accounts._write("few", tmp_path, writers, strangers if others else None)


def test_fewer_critics_than_sentences_of_the_book_take_its_accounts_over(data, tmp_path):
    few = [row for row, _ in zip(datasets.rows(data, "rt_critics"), range(20))]
    sets.write(tmp_path, "rt_critics", few)
    (tmp_path / "timemachine.txt").write_text("The Time Traveller went on about it. " * 600)
    made = accounts.english(tmp_path, tmp_path)
    assert len(made.changed) == 5 and sum(made.changed.values()) == 2


def test_a_stream_that_asks_about_nothing_is_named_before_any_replay(data, job, tmp_path, capsys):
    for name in datasets.LABELLED:
        shutil.copy(datasets.file_of(data, name), tmp_path)
    sets.write(tmp_path, "meld_dev", [row | {"label": "neutral"} for row in datasets.rows(data, "meld_dev")])
    assert main(["study", "--data", str(tmp_path), "--out", str(tmp_path / "out"), "--launcher", str(job)]) == 1
    assert not list(tmp_path.glob("out/*/sentiments.jsonl"))
    assert (
        "laying out the stream meld_dev: expected reviews in it that were held out and have a verdict, found none;"
        in capsys.readouterr().err
    )


def test_a_job_that_fails_is_named(tmp_path):
    with pytest.raises(ValueError, match="expected exit code 0"):
        study.Replay("/bin/false", tmp_path).answers("m", "s", tmp_path / "f", "carry")


def test_the_area_counts_pairs():
    scores, changed = np.array([0.1, 0.4, 0.4, 0.9]), np.array([False, False, True, True])
    assert auc(scores, changed) == pytest.approx((1 + 0.5 + 1 + 1) / 4)
    figure = area(scores, changed)
    assert 0 <= figure.low <= figure.value <= figure.high <= 1


def test_an_interval_widens_with_fewer_users():
    generator = np.random.default_rng(2)
    values, many, few = generator.integers(0, 2, 1000).astype(float), np.arange(1000), np.arange(1000) // 100
    narrow, wide = mean(values, many), mean(np.sort(values), few)
    assert narrow.low < values.mean() < narrow.high
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)


def test_a_launcher_that_is_not_there_is_named_before_any_work(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["study", "--data", "data", "--out", "out", "--launcher", "undertone"]) == 1
    assert capsys.readouterr().err == (
        f"undertone_training: studying reviews-en-lstm: expected the job's launcher at {tmp_path / 'undertone'}, found no file; name it "
        "with --launcher\n"
    )


def test_a_launcher_beside_one_is_the_one_that_runs(tmp_path, monkeypatch):
    seen = []
    monkeypatch.chdir(tmp_path)
    (tmp_path / "undertone").write_text("")
    monkeypatch.setattr(study, "all_streams", lambda data, out: {})
    monkeypatch.setattr(study, "_by_sentence", lambda replay, streams, model: seen.append(replay.launcher) or [])
    monkeypatch.setattr(study, "_carried", lambda replay, streams, model: [])
    study.run(tmp_path, tmp_path, Path("undertone"), "m", [])
    assert seen == [tmp_path / "undertone"]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("imdb", "label"),
        ("rt_critics", "user_id"),
        ("amazon_musical_instruments", "rating"),
        ("meld_dev", "label"),
        ("meld_dev", "user_id"),
    ],
)
def test_a_row_that_the_study_cannot_ask_about_is_named(name, key, data, tmp_path):
    for other in datasets.LABELLED:
        shutil.copy(datasets.file_of(data, other), tmp_path)
    kept = [{k: value for k, value in row.items() if k != key} for row in datasets.rows(data, name)]
    sets.write(tmp_path, name, kept)
    with pytest.raises(ValueError, match=f"{name}.jsonl.gz, line 1: expected {key} in the row, found only .*; correct the file"):
        all_streams(tmp_path, tmp_path / "streams")
