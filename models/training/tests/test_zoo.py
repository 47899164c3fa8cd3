"""The bundles that the Java tests run are what the frameworks give today; nobody can change one without the other."""

import json
import os
from zipfile import Path as Within

import numpy as np
import pytest

from committed import ARCHIVES, ZOO, list_again, unpacked
from exporting import keras_installed
from shapes import TOLERANCE
from undertone_training.__main__ import main
from undertone_training.zoo import bundles as zoo

BYTES_MAX = 4_000_000


@pytest.fixture(scope="module")
def torch_zoo(tmp_path_factory):
    out = tmp_path_factory.mktemp("zoo")
    zoo.write_torch(out)
    return out


@pytest.fixture(scope="module")
def keras_zoo(tmp_path_factory):
    out = tmp_path_factory.mktemp("zoo-keras")
    zoo.write_keras(out)
    return out


def test_pytorchs_bundles_are_those_that_java_runs(torch_zoo):
    assert_same(torch_zoo, [path for path in ARCHIVES if not path.name.startswith("keras-")])


@keras_installed
def test_kerass_bundles_are_those_that_java_runs(keras_zoo):
    assert_same(keras_zoo, ZOO.glob("keras-*"))


@pytest.mark.parametrize("name", [path.stem for path in ARCHIVES])
def test_a_committed_bundle_proves_itself(name, tmp_path):
    assert main(["check", str(unpacked(name, tmp_path))]) == 0


def test_the_same_files_give_the_same_archive_whenever_they_were_written(tmp_path):
    folder = unpacked("lstm", tmp_path)
    for seconds, path in enumerate(folder.iterdir()):
        os.utime(path, (seconds, seconds))
    zoo.archive(folder, tmp_path / "lstm.zip")
    assert (tmp_path / "lstm.zip").read_bytes() == (ZOO / "lstm.zip").read_bytes()


def test_they_are_small():
    assert sum(path.stat().st_size for path in ZOO.iterdir()) <= BYTES_MAX


def test_a_bundle_with_other_weights_does_not_prove_itself(tmp_path):
    folder = unpacked("lstm", tmp_path)
    weights = (folder / "weights.bin").read_bytes()
    (folder / "weights.bin").write_bytes(weights[:-512] + bytes(512))
    list_again(folder)
    assert main(["check", str(folder)]) == 1


def assert_same(written, committed):
    assert {path.name for path in written.iterdir()} == {path.name for path in committed}
    for archive in sorted(written.iterdir()):
        folder, other = Within(archive), Within(ZOO / archive.name)
        assert {path.name for path in folder.iterdir()} == {path.name for path in other.iterdir()}
        for path in folder.iterdir():
            if path.name == "golden_int8.json":
                assert json.loads(path.read_text()).keys() == json.loads((other / path.name).read_text()).keys()
            elif path.name == "golden.json":
                assert_close(json.loads(path.read_text()), json.loads((other / path.name).read_text()), archive.stem)
            elif path.name == "manifest.json":
                assert plain(path) == plain(other / path.name)
            else:
                assert path.read_bytes() == (other / path.name).read_bytes(), path


def plain(path):
    """Returns a manifest without what differs from one processor or version to the next: the goldens' hashes, what their steps are, the
    tolerance that was measured with them, and the framework."""
    manifest = json.loads(path.read_text())
    for name in ("golden.json", "golden_int8.json"):
        manifest["files"].pop(name, None)
    for cell in (manifest["token_cell"], manifest["review_cell"] or {}):
        cell.pop("framework", None)
        cell.get("integer", {}).pop("tolerance", None)
    return manifest


def assert_close(found, expected, where):
    assert type(found) is type(expected), where
    if isinstance(found, dict):
        assert found.keys() == expected.keys(), where
        for key in found:
            assert_close(found[key], expected[key], f"{where} {key}")
    elif isinstance(found, list):
        assert len(found) == len(expected), where
        for number, pair in enumerate(zip(found, expected)):
            assert_close(*pair, f"{where} {number}")
    elif isinstance(found, float):
        assert np.abs(found - expected) <= TOLERANCE * max(1.0, abs(expected)), where
    else:
        assert found == expected, where
