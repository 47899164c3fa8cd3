"""A split pattern is taken where Java splits as training did, and refused in words where it would split otherwise, or not at all."""

import pytest
import torch

from exporting import TAGGER, Tagger, exported, refused


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
