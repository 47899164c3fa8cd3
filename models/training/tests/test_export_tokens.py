"""A tokenizer is taken where Java reads texts as training did, and refused in words where it would read them otherwise, or not at all."""

import json
from pathlib import Path

import pytest
import torch
from torch import nn

from exporting import TAGGER, Tagger, exported, refused, save


@pytest.mark.parametrize(
    "tokenizer, said",
    [
        ({"kind": "words"}, "expected tokenizer.kind as bpe or symbols, found the text 'words'"),
        ({"kind": "bpe", "ranks": "none.tiktoken"}, "expected tokenizer.ranks at"),
        ({"kind": "bpe", "ranks": "described.toml"}, "expected a line for each token, base64, a blank, its rank, found another form"),
        (
            {"kind": "bpe", "ranks": "bytes.tiktoken", "tokens_max": 2.0},
            "expected tokenizer.tokens_max as a whole number from 2 on, found the number 2.0",
        ),
        ({"kind": "bpe", "ranks": "bytes.tiktoken", "pattern": "("}, "expected tokenizer.pattern as a regular expression, found one that"),
        ({"kind": "bpe", "ranks": "bytes.tiktoken", "pattern": "[a-z]*"}, "found '[a-z]*', which matches an empty text"),
        (
            {"kind": "bpe", "ranks": "bytes.tiktoken", "pattern": r"[^a]|[\x{C0}-\x{24F}]?"},
            "expected tokenizer.pattern to match a character",
        ),
        ({"kind": "symbols", "symbols": "described.toml"}, "expected a JSON list, found a place that is none"),
        (
            {"kind": "bpe", "ranks": "bytes.tiktoken", "symbols": "x"},
            "of the kind bpe only tokenizer.ranks and tokenizer.pattern, found symbols",
        ),
        (
            {"kind": "symbols", "symbols": "x", "pattern": "x", "ranks": "x"},
            "of the kind symbols only tokenizer.symbols and tokenizer.collapse_others, found pattern, ranks",
        ),
    ],
)
def test_a_tokenizer_that_is_not_there_is_named(folder, capsys, tokenizer, said):
    torch.jit.script(Tagger().eval()).save("tagger.pt")
    assert said in refused(folder, TAGGER, capsys, tokenizer)


@pytest.mark.parametrize(
    "line, said",
    [
        (
            "!!!! 256",
            "found another form (Only base64 data is allowed); write byte-level BPE in tiktoken's format; WordPiece, Unigram and whole",
        ),
        ("= 256", "found another form ("),
        ("YWI 256", "found another form (Incorrect padding)"),
        ("YWI= 257", "expected ranks that count from 0 on, the 256 single bytes among them, found 257 that leave some out"),
        ("YQ== 256", "expected ranks that count from 0 on, the 256 single bytes among them, found 256 that leave some out"),
        ("YWI= 2.5", "found another form (invalid literal"),
        ("ab", "found another form (not enough values"),
    ],
)
def test_a_rank_that_is_none_is_refused(folder, capsys, line, said):
    torch.jit.script(Tagger().eval()).save("tagger.pt")
    with open("bytes.tiktoken", "a") as ranks:
        ranks.write(line + "\n")
    assert said in refused(folder, TAGGER, capsys)


@pytest.mark.parametrize(
    "symbols, first",
    [(["<unk>", "\ud83d"], r"'\ud83d'"), (["<unk>", "<pad>", "ab"], "'<pad>'"), (["<unk>", 1], "1"), ({"<unk>": 0}, "{'<unk>': 0}")],
)
def test_a_symbol_is_one_character_that_a_text_can_have(folder, capsys, symbols, first):
    torch.jit.script(Tagger().eval()).save("tagger.pt")
    Path("symbols.json").write_text(json.dumps(symbols))
    said = refused(folder, TAGGER, capsys, {"kind": "symbols", "symbols": "symbols.json"})
    assert "expected tokenizer.symbols as a list of single characters" in said
    assert f" others, first {first}; correct it" in said


def test_entries_that_never_occur_are_told_of(folder, capsys):
    save(nn.ModuleDict({"rnn": nn.GRU(5, 5), "answer": nn.Linear(5, 2)}), "gru.pt")
    lines = TAGGER | {"model": "gru.pt", "reader": {"layers": ["rnn"]}, "head": {"layers": ["answer"]}}
    never = (
        "undertone_training: reading the tokens: {} hold one of A to Z, as {} does, and never occur: a stream reads A to Z as a to z; train"
    )
    for symbols, said in ((["<unk>", "B", "a", "b", "C"], never.format("2 of 4 entries", "'B'")), (["<unk>", " ", "a", "É", "b"], "")):
        Path("symbols.json").write_text(json.dumps(symbols))
        found = exported(folder, lines, capsys, {"kind": "symbols", "symbols": "symbols.json"})
        assert (said or "undertone_training: NOT COMPARED") in found and ("A to Z" in found) == bool(said)


def test_merged_ranks_with_capitals_are_told_of(folder, capsys):
    with open("bytes.tiktoken", "a") as ranks:
        ranks.write("R28= 256\nZ28= 257\n")
    save(nn.ModuleDict({"rnn": nn.GRU(259, 5), "answer": nn.Linear(5, 2)}), "gru.pt")
    lines = TAGGER | {"model": "gru.pt", "reader": {"layers": ["rnn"]}, "head": {"layers": ["answer"]}}
    assert "reading the tokens: 1 of 2 entries hold one of A to Z, as 'Go' does" in exported(folder, lines, capsys)


@pytest.mark.parametrize("found", [r"\p", r"\P", r"\s", r"\S", r"\w", r"\W", r"\d", r"\D", r"\b", r"\B", r"\R", "(?", ".", "$"])
def test_a_pattern_that_java_reads_otherwise_is_refused(folder, capsys, found):
    torch.jit.script(Tagger().eval()).save("tagger.pt")
    own = {r"\p": r"\p{L}+", r"\P": r"\P{L}+", "(?": "(?i)[a-z]+|[^a-z]", "$": "[a-z]+$|[^a-z]"}.get(found, f"{found}+|[^a-z]")
    said = refused(folder, TAGGER, capsys, {"kind": "bpe", "ranks": "bytes.tiktoken", "pattern": own})
    assert f"expected tokenizer.pattern of characters and classes that list theirs, found {found}, which Java reads otherwise" in said


@pytest.mark.parametrize(
    "own, found",
    [
        (r"([a-z]|[0-9])+|[^a-z0-9]", ")+"),
        (r"(a|b)*c|[^c]|c", ")*"),
        (r"(ab){1,9}|[^x]", "){"),
        (r"[a-z]{2,3}{2}|[^x]", "}{"),
        (r"a+*|[^x]", "+*"),
        (r"a{,2}b|[^x]", "{"),
        (r"a{|[^x]", "{"),
        (r"[[:alpha:]]+|[^x]", "[:"),
        (r"[a-z[0-9]]+|[^x]", "["),
        (r"[a-z&&^b]+|[^x]", "&&"),
        (r"[a--b]+|[^x]", "--"),
        (r"[^a-z~~b]+|[^x]", "~~"),
        (r"\<|[^<]+|<", r"\<"),
        (r"a\>|[^x]", r"\>"),
    ],
)
def test_a_pattern_that_java_splits_otherwise_or_cannot_take_is_refused(folder, capsys, own, found):
    torch.jit.script(Tagger().eval()).save("tagger.pt")
    said = refused(folder, TAGGER, capsys, {"kind": "bpe", "ranks": "bytes.tiktoken", "pattern": own})
    assert f"expected tokenizer.pattern of characters and classes that list theirs, found {found}, which Java reads otherwise" in said


@pytest.mark.parametrize(
    "own",
    [
        r"a+[b]{2}|([a-z])?[0-9]{1,8}|(b|c)|[-+*{(\[&~]+?|[a&b~c\-\-]|[^x]++|x",
        r"[a-z\x{C0}-\x{24F}]+|[\x00-\x{10FFFF}]",
        r"[^.$(?\]a-z\\-]+|[a-z]|[\x00-\x{10FFFF}]",
        r"\.+|\$|\(\?|[^z]|z",
    ],
)
def test_a_pattern_of_code_points_is_taken(folder, capsys, own):
    torch.jit.script(Tagger().eval()).save("tagger.pt")
    exported(folder, TAGGER, capsys, {"kind": "bpe", "ranks": "bytes.tiktoken", "pattern": own, "tokens_max": 20})
