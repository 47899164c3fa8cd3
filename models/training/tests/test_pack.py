"""A bundle is written whole or not at all, whoever trained its net."""

import json
from dataclasses import replace

import pytest

from packing import contents, files
from undertone_training.bundle import manifest
from undertone_training.bundle.pack import pack
from undertone_training.text.bpe import ReviewTokenizer


class Otherwise:
    """Answers a little otherwise than a model does."""

    def __init__(self, model):
        self.model = model

    def review(self, tokens, states):
        logits, after = self.model.review(tokens, states)
        return logits + 1e-3, after


def test_a_card_says_what_was_proven(tmp_path):
    packed = pack(tmp_path / "net", contents(), lambda manifest, deviations: f"{manifest['name']} {max(deviations.values())}\n")
    assert (tmp_path / "net" / "README.md").read_text() == f"net {max(packed.deviations.values())}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["net"]


def test_a_card_counts_every_file(tmp_path):
    pack(tmp_path / "net", contents(), lambda manifest, _: json.dumps(manifest))
    assert json.loads((tmp_path / "net" / "README.md").read_text()) == manifest.read(tmp_path / "net")
    assert "token_cell_int8.onnx" in manifest.read(tmp_path / "net")["files"]


def test_a_net_that_answers_otherwise_than_its_framework_is_not_written(tmp_path):
    pack(tmp_path / "net", contents())
    before = files(tmp_path)
    with pytest.raises(ValueError, match=r"checking net: expected the framework's answers within 1e-05, found step logits 1\.0"):
        pack(tmp_path / "net", contents(Otherwise))
    assert files(tmp_path) == before
    with pytest.raises(ValueError, match="report this with the shape of the net"):
        pack(tmp_path / "other" / "net", contents(Otherwise))
    assert not files(tmp_path / "other")


@pytest.mark.parametrize("labels", [("good",), ("bad", "fair", "good")])
def test_labels_are_as_many_as_logits(tmp_path, labels):
    given = contents()
    with pytest.raises(
        ValueError, match=rf"packing net: expected 2 labels, one for each logit, found {len(labels)}; name them in the order"
    ):
        pack(tmp_path / "net", replace(given, about=replace(given.about, labels=labels)))
    assert not files(tmp_path)


@pytest.mark.parametrize("ranks", [255, 257])
def test_a_net_is_over_its_tokenizers_ids(tmp_path, ranks):
    other = ReviewTokenizer({bytes([rank % 256] * (1 + rank // 256)): rank for rank in range(ranks)}, 20)
    with pytest.raises(
        ValueError, match=rf"over the tokenizer's {ranks + 1} ids \({ranks} ranks and the end of review\), found one over 257"
    ):
        pack(tmp_path / "net", replace(contents(), tokenizer=other))
    assert not files(tmp_path)
