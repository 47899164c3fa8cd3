"""A damaged bundle is named, with the file that is damaged, before any of its graphs is opened."""

import json

import pytest

from committed import list_again, unpacked
from exporting import MESSAGE
from packing import files
from undertone_training.__main__ import main


@pytest.fixture(params=["check", "add-integer-step"])
def refused(request, tmp_path, capsys):
    """Returns what a command says that refuses a bundle, in four parts, and leaves it as it was."""

    def said(folder):
        before = files(folder)
        assert main([request.param, str(folder)]) == 1
        assert files(folder) == before
        printed = capsys.readouterr()
        assert printed.out == ""
        assert MESSAGE.fullmatch(printed.err), printed.err
        return printed.err

    return said


@pytest.fixture
def bundle(tmp_path):
    return unpacked("lstm", tmp_path)


@pytest.mark.parametrize("name", ["token_cell.onnx", "head.onnx", "weights.bin", "golden.json", "tokenizer.tiktoken", "golden_int8.json"])
def test_a_file_that_is_damaged_or_missing_is_named(bundle, refused, name):
    whole = (bundle / name).read_bytes()
    (bundle / name).write_bytes(whole[: len(whole) // 2])
    said = refused(bundle)
    assert f"checking lstm: expected {name} as {{'bytes': {len(whole)}," in said
    assert f", found {{'bytes': {len(whole) // 2}," in said
    (bundle / name).unlink()
    assert refused(bundle).endswith("}, found no such file; write the bundle again\n")


def test_a_file_that_nobody_listed_is_named(bundle, refused):
    (bundle / "notes.txt").write_text("mine")
    assert "checking lstm: expected notes.txt as no such file, found {'bytes': 4," in refused(bundle)


@pytest.mark.parametrize(
    "text, said",
    [
        ("{}", "expected the format undertone-bundle/1, found none"),
        ("[]", "expected the format undertone-bundle/1, found none"),
        ('{"format": "undertone-bundle/9"}', "expected the format undertone-bundle/1, found undertone-bundle/9"),
        ('{"format": "undertone-bundle/1", "name": "lstm"', "expected JSON in UTF-8, found a place that is none (Expecting ',' delimiter"),
        (b"\xff", "expected JSON in UTF-8, found a place that is none ('utf-8' codec"),
        (
            '{"format": "undertone-bundle/1", "name": "lstm"}',
            "found no tokenizer, token_cell, readout, review_cell, head, files, state_fing",
        ),
    ],
)
def test_a_damaged_manifest_is_named_with_its_file(bundle, refused, text, said):
    (bundle / "manifest.json").write_bytes(text if isinstance(text, bytes) else text.encode())
    found = refused(bundle)
    assert f"reading {bundle / 'manifest.json'}: expected " in found
    assert said in found


@pytest.mark.parametrize(
    "table, own, said",
    [
        ("token_cell", {"kind": "lstm"}, "in token_cell, found no layers, graph, sequence_graph, states"),
        ("files", [], "expected golden.json, head.onnx in files, found no golden.json, head.onnx"),
        ("tokenizer", None, "expected kind, tokens_max in tokenizer, found no kind, tokens_max"),
    ],
)
def test_a_table_of_the_manifest_that_lacks_a_key_is_named(bundle, refused, table, own, said):
    written = json.loads((bundle / "manifest.json").read_text())
    (bundle / "manifest.json").write_text(json.dumps(written | {table: own}))
    assert said in refused(bundle)


def test_a_folder_without_a_manifest_is_no_bundle(bundle, refused):
    (bundle / "manifest.json").unlink()
    assert f"reading {bundle / 'manifest.json'}: expected a bundle's manifest, found no file; name the folder" in refused(bundle)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda golden: golden["states"]["h0"]["first"].pop(), "the step h0 with a golden: expected {} numbers there, found {}"),
        (lambda golden: golden["states"]["h0"].update(first=[]), "the step h0 with a golden: expected {} numbers there, found 0"),
        (lambda golden: golden.update(logits=golden["logits"][:1]), "the step logits with a golden: expected 2 numbers there, found 1"),
    ],
)
def test_a_golden_of_fewer_numbers_than_the_net_answers_is_refused(bundle, change, said, capsys):
    written = json.loads((bundle / "golden.json").read_text(encoding="utf-8"))
    size = len(written["reviews"][0]["states"]["h0"]["first"])
    change(written["reviews"][0])
    (bundle / "golden.json").write_text(json.dumps(written), encoding="utf-8")
    list_again(bundle)
    assert main(["check", str(bundle)]) == 1
    assert f"comparing {said.format(size, size - 1)}; write the bundle again" in capsys.readouterr().err
