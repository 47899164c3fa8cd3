"""A language model's graphs agree with PyTorch, its symbols mean the textbook's, and it learns by heart what it may."""

import json
import random
import re
from dataclasses import replace

import numpy as np
import pytest
import torch

import sets
from shapes import TOLERANCE, carry, fresh, run
from undertone_training.__main__ import main
from undertone_training.bundle import check
from undertone_training.bundle.check import session
from undertone_training.graph.draw import write_graphs
from undertone_training.language import build as language
from undertone_training.language.model import LanguageModel, LanguageShape
from undertone_training.language.passages import sequel
from undertone_training.language.recipes import RECIPES
from undertone_training.language.train import LanguageTraining, perplexity, train
from undertone_training.net.weights import rounded
from undertone_training.teach.run import spent_on
from undertone_training.text import symbols
from undertone_training.text.symbols import SymbolTokenizer

SHAPES = [LanguageShape("rnn_tanh", 28, 0, 24), LanguageShape("gru", 40, 12, 24), LanguageShape("lstm", 40, 0, 24)]


@pytest.fixture(scope="module", params=SHAPES, ids=lambda shape: shape.kind)
def drawn(request, tmp_path_factory):
    torch.manual_seed(5)
    model, folder = rounded(LanguageModel(request.param).eval()), tmp_path_factory.mktemp("language")
    write_graphs(model.net(), folder)
    return model, folder


def rows(model, lengths=(1, 9, 4, 23), seed=3):
    generator = np.random.default_rng(seed)
    return [generator.integers(0, model.shape.vocabulary, length).astype(np.int32) for length in lengths]


def assert_close(found, expected):
    assert np.abs(found - expected).max() <= TOLERANCE * max(1.0, np.abs(expected).max())


def test_both_graphs_equal_pytorch_over_a_users_reviews(drawn):
    model, folder = drawn
    step, sequence, head = (session(folder / f"{name}.onnx") for name in ("token_cell", "token_sequence", "head"))
    remembered = {}
    for ids in rows(model):
        before = fresh(model.shape, 1) | {name: remembered[name].numpy()[None] for name in model.shape.carried() if name in remembered}
        logits, remembered = model.review(ids.tolist(), remembered)
        states = before
        for token in ids:
            states = carry(run(step, {"token": np.array([token], np.int32), **states}))
        whole = carry(run(sequence, {"tokens": ids[:, None], "lengths": np.array([len(ids)], np.int32), **before}))
        for name, value in remembered.items():
            assert_close(states[name][0], value.numpy())
            assert_close(whole[name][0], value.numpy())
        assert_close(run(head, {"readout": states["h0"]})["logits"][0], logits.numpy())


def test_what_stands_behind_a_row_surprises_nobody(drawn):
    model, folder = drawn
    texts = rows(model)
    tokens = np.zeros((max(map(len, texts)), len(texts)), np.int32)
    for row, ids in enumerate(texts):
        tokens[: len(ids), row] = ids
    found = carry(
        run(
            session(folder / "token_sequence.onnx"),
            {"tokens": tokens, "lengths": np.array([len(ids) for ids in texts], np.int32), **fresh(model.shape, len(texts))},
        )
    )
    for row, ids in enumerate(texts):
        for name, value in model.review(ids.tolist(), {})[1].items():
            assert_close(found[name][row], value.numpy())


def test_the_row_count_changes_no_bit(drawn):
    model, folder = drawn
    generator, graph = np.random.default_rng(4), session(folder / "token_cell.onnx")
    tokens = generator.integers(0, model.shape.vocabulary, 300).astype(np.int32)
    states = {s.name: generator.uniform(-1, 1, (300, s.size)).astype(np.float32) for s in model.shape.token_states()}
    alone = [run(graph, {"token": tokens[n : n + 1], **{k: v[n : n + 1] for k, v in states.items()}}) for n in range(300)]
    for count in (2, 7, 64, 129, 300):
        together = run(graph, {"token": tokens[:count], **{k: v[:count] for k, v in states.items()}})
        for name, value in together.items():
            assert np.array_equal(value, np.concatenate([one[name] for one in alone[:count]])), (name, count)


def test_letters_are_the_textbooks():
    tokenizer, generator = SymbolTokenizer(symbols.letters(), True, 10_000), random.Random(8)
    for _ in range(200):
        text = "".join(generator.choice("abz AZ ,.\n\t\u00e9\u597d9-") for _ in range(generator.randint(0, 60)))
        assert tokenizer.decode(tokenizer.encode(text)[0]) == re.sub("[^a-z]+", " ", text.lower())


def test_an_unknown_character_keeps_its_place():
    tokenizer = SymbolTokenizer(symbols.learn(["好好好吃吃"], 3), False, 4)
    assert tokenizer.symbols == ["<unk>", "好", "吃"]
    assert tokenizer.encode("好\ud800x吃好") == ([1, 0, 0, 2], True)
    assert tokenizer.decode([1, 0, 2]) == "好\ufffd吃"


def test_what_it_reads_often_it_knows_by_heart():
    text = [number % 7 for number in range(300)]
    model, _ = train(
        LanguageModel(LanguageShape("rnn_tanh", 8, 0, 24)),
        sequel(text, 4, 10, 1),
        LanguageTraining(epochs=20, rows=4, steps=10, rate=1.0, plain=True),
        1,
        False,
    )
    assert perplexity(model, [text[:100]]) < 1.3


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder, generator = tmp_path_factory.mktemp("data"), random.Random(6)
    words = "the time traveller smiled at us and went away slowly".split()
    (folder / "timemachine.txt").write_text(" ".join(generator.choices(words, k=800)) + ".")
    for name in ("zh_online_shopping", "zh_hotel", "zh_waimai"):
        texts = ("".join(generator.choices("酒店房间很好不错差送餐快慢书", k=generator.randint(5, 60))) for _ in range(80))
        sets.write(folder, name, [{"review_id": f"{name}-{n}", "text": text, "label": "positive"} for n, text in enumerate(texts)])
    return folder


@pytest.mark.parametrize("name", sorted(RECIPES))
def test_a_built_bundle_proves_itself(name, data, tmp_path):
    recipe = RECIPES[name]
    recipe = replace(
        recipe,
        shape=replace(recipe.shape, vocabulary=min(28, recipe.shape.vocabulary), hidden=16, embedding=min(8, recipe.shape.embedding)),
        training=LanguageTraining(epochs=2, rows=4, steps=16, rate=1e-2),
        textbook=recipe.textbook and replace(recipe.textbook, epochs=1),
    )
    if recipe.language == "zh":
        recipe = replace(recipe, shape=replace(recipe.shape, vocabulary=12))
    folder = language.build(recipe, data, tmp_path, 1, False, "python -m undertone_training build")
    assert max(check.deviations(folder).values()) <= check.TOLERANCE
    written = json.loads((folder / "manifest.json").read_text())
    said = rf"{recipe.training.epochs} passes in \d+ min {re.escape(f'({spent_on(False)})')}: rows of 16 steps"
    assert re.search(said, (folder / "README.md").read_text())
    assert (written["surprise"], written["labels"], written["tokenizer"]["kind"]) == ("nats0", [], "symbols")
    assert (folder / "token_sequence.onnx").exists() == (written["token_cell"]["sequence_graph"] is not None)


@pytest.mark.parametrize(
    ("book", "said"),
    [
        (b"Short.", "training on passages: expected some of more than 17 symbols, found 32 of 0 symbols in all; give it more text"),
        (
            "The end.".encode("utf-16"),
            "timemachine.txt: expected a book in UTF-8, found bytes that are none (invalid start byte); save it so",
        ),
    ],
)
def test_a_book_that_nothing_can_be_learned_from_is_refused(book, said, tmp_path, capsys):
    (tmp_path / "timemachine.txt").write_bytes(book)
    assert main(["build", "time-machine-rnn", "--data", str(tmp_path), "--out", str(tmp_path / "out")]) == 1
    assert said in capsys.readouterr().err


def test_texts_of_fewer_symbols_than_the_model_are_refused_before_it_learns(data, tmp_path, capsys):
    assert main(["build", "reviews-zh-chars-gru", "--data", str(data), "--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err == (
        "undertone_training: building reviews-zh-chars-gru: expected 3,000 symbols that differ in zh_online_shopping, zh_hotel, zh_waimai, "
        "found 15; give it more text\n"
    )


def test_a_model_that_no_text_could_measure_is_refused(tmp_path):
    (tmp_path / "timemachine.txt").write_text("")
    with pytest.raises(
        ValueError, match=r"building time-machine-rnn: expected a held-out text in The Time Machine .*, found 0; give it more"
    ):
        language.build(RECIPES["time-machine-rnn"], tmp_path, tmp_path / "out", 1, False, "command")
