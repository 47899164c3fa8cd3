"""A damaged data set is named, with the line, what was expected there and what to do; never its text."""

import gzip
import json
import re

import pytest

import sets
from undertone_training.__main__ import main
from undertone_training.data import hold_out, splits
from undertone_training.data.datasets import read, rows

ROWS = [json.dumps({"review_id": f"imdb-{n}", "text": f"Warm and bright, {n * n} times."}) for n in range(300)]


def refused(folder):
    with pytest.raises(ValueError) as raised:
        read(folder, "imdb")
    return str(raised.value)


def written(folder, line):
    """Returns the start of what is said of a set whose second line is this."""
    path = folder / "imdb.jsonl.gz"
    path.write_bytes(gzip.compress(f"{ROWS[0]}\n{line}\n".encode()))
    return f"reading {path}, line 2: expected"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('{"review_id": "x", secret}', "a row of JSON, found Expecting property name enclosed in double quotes at letter 20"),
        ("[1]", "a row of names and values, found a list"),
        ('"secret"', "a row of names and values, found a text"),
        ("null", "a row of names and values, found null"),
        ('{"review_id": "x", "text": null}', "text as a text in quotes, found null"),
        ('{"review_id": "x", "text": 5}', "text as a text in quotes, found a number"),
        ('{"review_id": "x", "text": {"secret": 1}}', "text as a text in quotes, found names and values"),
        ('{"review_id": 7, "text": "x"}', "review_id as a text in quotes, found a number"),
        ('{"review_id": "x", "text": "x", "user_id": ["secret"]}', "user_id as a text in quotes, found a list"),
        ('{"review_id": "x", "text": "x", "timestamp": "secret"}', "timestamp as a number, found a text"),
        ('{"review_id": "x", "text": "x", "seq": true}', "seq as a number, found true"),
        ('{"review_id": "x", "text": "x", "label": 1}', "label as negative, neutral or positive, found a number"),
        ('{"review_id": "x", "text": "x", "label": "secret"}', "label as negative, neutral or positive, found a text"),
        ('{"review_id": "x"}', "text in the row, found only review_id"),
        ("{}", "review_id and text in the row, found only an empty one"),
    ],
)
def test_a_row_that_is_none_is_named_by_its_line(line, expected, tmp_path):
    assert f"{written(tmp_path, line)} {expected}; correct the file" == refused(tmp_path)
    assert "secret" not in refused(tmp_path)


def test_a_key_without_a_value_is_no_key_unless_it_is_needed(tmp_path):
    written(tmp_path, '{"review_id": "x", "text": "x", "label": null, "user_id": null, "timestamp": null, "seq": null, "rating": null}')
    assert [review.order for review in read(tmp_path, "imdb")] == [(0, 0, 0), (0, 0, 1)]
    with pytest.raises(ValueError, match="line 1: expected rating in the row, found only review_id, text; correct the file"):
        list(rows(tmp_path, "imdb", "rating"))
    (tmp_path / "imdb.jsonl.gz").write_bytes(gzip.compress(b'{"review_id": "x", "text": "x", "rating": null}'))
    with pytest.raises(ValueError, match="line 1: expected rating as a number, found null; correct the file"):
        list(rows(tmp_path, "imdb", "rating"))


def test_a_set_without_rows_is_refused(tmp_path):
    (tmp_path / "imdb.jsonl.gz").write_bytes(gzip.compress(b""))
    assert refused(tmp_path) == f"reading {tmp_path / 'imdb.jsonl.gz'}: expected a row on each line, found no line; get the file anew"


def test_a_lone_surrogate_is_read_as_the_replacement(tmp_path):
    written(tmp_path, '{"review_id": "x", "text": "a \\ud83d b \\ud83d\\ude00"}')
    assert read(tmp_path, "imdb")[1].text == "a \ufffd b \U0001f600"
    assert splits.sides(read(tmp_path, "imdb"))


def test_a_file_that_is_cut_off_broken_or_of_another_kind_is_named(tmp_path):
    path, whole = tmp_path / "imdb.jsonl.gz", gzip.compress("\n".join(ROWS).encode())
    start, end = rf"reading {re.escape(str(path))}, after line \d+: expected gzip of text in UTF-8, found", "; get the file anew"
    for data, found in (
        (whole[:-100], "Compressed file ended before the end-of-stream marker was reached"),
        (whole[:30] + bytes(255 - byte for byte in whole[30:90]) + whole[90:], "Error -3 while decompressing data: .*"),
        ("\n".join(ROWS).encode(), "Not a gzipped file .*"),
        (gzip.compress(b"\xff"), "bytes that are none"),
    ):
        path.write_bytes(data)
        assert re.fullmatch(f"{start} {found}{end}", refused(tmp_path))


def fill(folder):
    for names in hold_out.LANGUAGES:
        for name in names:
            rows = [{"review_id": f"{name}-{n}", "text": f"words of {name} number {n}", "label": "positive"} for n in range(30)]
            sets.write(folder, name, rows)


@pytest.mark.parametrize("name", ["imdb", "zh_waimai"])
def test_the_held_out_rows_are_written_of_all_sets_or_of_none(name, tmp_path, capsys):
    fill(tmp_path)
    path = tmp_path / f"{name}.jsonl.gz"
    command, whole = ["hold-out", "--data", str(tmp_path), "--out", str(tmp_path / "out")], path.read_bytes()
    path.write_bytes(whole[:-20])
    assert main(command) == 1
    assert f"reading {path}, after line" in capsys.readouterr().err
    path.unlink()
    assert main(command) == 1
    assert f"reading data set {name}: expected {path}, found nothing" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    path.write_bytes(whole)
    assert main(command) == 0
    assert {file.suffix for file in (tmp_path / "out").iterdir()} == {".jsonl"}


def test_a_stopped_write_leaves_the_file_of_before(tmp_path):
    fill(tmp_path)
    out = tmp_path / "out"
    hold_out.write(tmp_path, out)
    (out / "imdb.jsonl").write_text("before\n")

    class Halt(Exception):
        pass

    class Halting(type(out)):
        def write_text(self, text, *given, **named):
            super().write_text(text[: len(text) // 2], *given, **named)
            raise Halt

    with pytest.raises(Halt):
        hold_out.write(tmp_path, Halting(out))
    assert (out / "imdb.jsonl").read_text() == "before\n"
