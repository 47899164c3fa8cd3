"""What could not come to an end is refused before Kafka starts, in words that say what to give instead."""

import gzip
import json
import re
import shutil
from pathlib import Path

import pytest

import java
from compare import SCORES_EQUAL, SCORES_ROUNDED, read_options
from workload import Workload

BUNDLES = Path(__file__).resolve().parents[3] / "models" / "bundles"
ROW = json.dumps({"user_id": "ann", "text": "Warm and bright.", "label": "positive"}) + "\n"


def refused(*arguments):
    """Returns what is said of options that end the comparison at the start."""
    with pytest.raises(SystemExit) as ended:
        read_options([str(argument) for argument in arguments])
    return ended.value.code


def unread(file):
    """Returns what is said of a data set that cannot be read."""
    with pytest.raises(SystemExit) as ended:
        Workload([file])
    return ended.value.code


def test_a_data_set_that_is_missing_is_named_at_the_start(tmp_path):
    assert refused("--dataset", tmp_path / "none") == f"Reading {tmp_path}/none: expected a file, found nothing. Give another --dataset."
    assert refused("--dataset", tmp_path) == f"Reading {tmp_path}: expected a file, found a folder. Give another --dataset."


def test_a_data_set_that_is_cut_off_is_named(tmp_path):
    whole = gzip.compress("".join(ROW.replace("Warm", f"Warm {n * n}") for n in range(300)).encode())
    cut, other, broken = (tmp_path / name for name in ("cut.jsonl.gz", "other.jsonl.gz", "broken.jsonl.gz"))
    cut.write_bytes(whole[:-40])
    other.write_text(ROW)
    broken.write_bytes(whole[:30] + bytes([255 - byte for byte in whole[30:90]]) + whole[90:])
    expected = "expected text in UTF-8, whole and plain or gzip, found"
    assert re.fullmatch(rf"Reading {cut}, after line \d+: {expected} its end too early. Get the file anew.", unread(cut))
    assert unread(other) == f"Reading {other}, after line 0: {expected} Not a gzipped file (b'{{\"'). Get the file anew."
    assert unread(broken).startswith(f"Reading {broken}, after line 0: {expected} ")


def test_a_line_that_is_no_json_is_named_and_a_row_without_a_text_left_out(tmp_path):
    file = tmp_path / "rows.jsonl"
    file.write_text(f'{ROW}[1]\n{{"text": null}}\n')
    assert set(Workload([file]).texts()) == {"Warm and bright."}
    file.write_text(f"{ROW}{{\n")
    assert unread(file).startswith(f"Reading {file}, line 2: expected a row of JSON, found Expecting property name")
    assert unread(file).endswith(". Correct the line.")
    file.write_bytes(b'{"text": "\xff"}')
    assert "found bytes that are none" in unread(file)


def test_figures_must_have_a_place_before_anything_runs(tmp_path):
    place = tmp_path / "none" / "peers.json"
    assert refused("--json", place) == (
        f"Writing {place}: expected a file in a folder that is there, found no folder {place.parent}. Give another --json."
    )
    assert "found a folder of that name" in refused("--json", tmp_path)
    assert read_options(["--json", str(tmp_path / "peers.json")]).json == tmp_path / "peers.json"
    assert not list(tmp_path.iterdir())


def test_the_tutorials_job_gets_the_options_of_java_that_the_launcher_gives_ours():
    (given,) = re.findall(r"^options=\(\n(.*?)^\)", java.LAUNCHER.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    heap, *others = [line.strip().strip('"') for line in given.splitlines() if not line.lstrip().startswith("#")]
    assert [heap.replace("${UNDERTONE_HEAP:-1g}", "1g"), *others[:-1]] == java.OPTIONS
    assert others[-1].startswith("-Dundertone.bundles=")


@pytest.mark.parametrize("given", ["nan", "inf", "-1", "some"])
def test_a_tolerance_is_a_finite_distance(given, capsys):
    assert refused(f"--tolerance={given}") == 2
    assert f"argument --tolerance: {given} is no finite distance from 0 on" in capsys.readouterr().err


def test_a_tolerance_of_nothing_is_what_it_says():
    assert read_options(["--tolerance", "0"]).tolerance == 0
    assert read_options([]).tolerance == SCORES_ROUNDED
    assert read_options(["--executor", "cell"]).tolerance == SCORES_EQUAL
    assert read_options(["--other-model", "--tolerance", "0"]).tolerance is None


def test_no_consumer_is_without_a_partition(capsys):
    assert refused("--processes", 8, "--cores", 2) == 2
    assert (
        "sharing out cores: expected at most 2 processes, one a partition, found 8; give fewer --processes or more --cores"
        in capsys.readouterr().err
    )
    assert read_options(["--processes", "2", "--cores", "2"]).processes == 2
    assert read_options(["--cores", "3"]).processes == 3


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("reviews-en-gru", "found gru with h0 of scope review, max0 of scope review, and gru. Give"),
        ("reviews-zh-rnn", "found rnn_tanh with h0 of scope user, max0 of scope review, and none. Give"),
        ("time-machine-rnn", "and none. Give"),
    ],
)
def test_peers_are_given_what_they_can_read(name, found):
    said = refused("--peers-model", BUNDLES / name, "--other-model")
    assert said.startswith(f"Reading {BUNDLES / name}/manifest.json: expected an LSTM that starts anew at each review, with h0, c0, max0, ")
    assert found in said and said.endswith("Give such a bundle as --peers-model; as --model any will do, with --other-model.")


def test_undertone_may_be_given_any_model():
    assert read_options(["--model", "reviews-en-gru", "--other-model"]).model == "reviews-en-gru"


def test_a_folder_that_is_no_bundle_is_named(tmp_path):
    said = f"Reading {tmp_path}/manifest.json: expected the manifest of a bundle, found"
    assert refused("--peers-model", tmp_path) == f"{said} nothing. Give a bundle's folder as --peers-model."
    for text in ("{", "[]", "{}", '{"token_cell": {"states": [1]}, "review_cell": 1}'):
        (tmp_path / "manifest.json").write_text(text)
        assert refused("--peers-model", tmp_path).startswith(f"{said} one that cannot be read (")
    shutil.copy(BUNDLES / "reviews-en-lstm" / "manifest.json", tmp_path)
    assert read_options(["--peers-model", str(tmp_path)]).peers_model == tmp_path
