"""The split pattern covers every character, and a text's ids decode back to it."""

import itertools
import random
import re
import sys

import pytest

from undertone_training.text import pieces
from undertone_training.text.bpe import ReviewTokenizer, learn, read_ranks

SAMPLE = ["The film wasn't good, it was great!", "a dull , lifeless film .", "我不喜欢这部电影", "10/10 would watch again 😀"] * 20
SEED = 20


@pytest.fixture(scope="module")
def tokenizer():
    return ReviewTokenizer(learn(SAMPLE, 400), tokens_max=50_000)


def scalars():
    return (code for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF)


def random_text(generator, length):
    ranges = [
        (0, 0x7F),
        (0, 0x2FF),
        (0x2000, 0x206F),
        (0x3000, 0x30FF),
        (0x4E00, 0x9FFF),
        (0xE000, 0xFFFF),
        (0x1F300, 0x1FAFF),
        (0x10000, 0x10FFFF),
        (0, 0xD7FF),
    ]
    return "".join(chr(generator.randint(*generator.choice(ranges))) for _ in range(length))


def test_every_code_point_is_in_exactly_one_set():
    ranges = sorted(pieces.LETTERS + pieces.DIGITS + pieces.BLANKS + pieces.others() + [pieces.SURROGATES])
    assert ranges[0][0] == 0 and ranges[-1][1] == sys.maxunicode
    assert all(end + 1 == start for (_, end), (start, _) in itertools.pairwise(ranges))


def test_the_pattern_leaves_no_character_out():
    every = "".join(map(chr, scalars()))
    assert "".join(re.findall(pieces.pattern(), every)) == every


def test_the_pattern_uses_code_points_only():
    outside = re.sub(r"\[(?:\\.|[^\]])*\]", "", pieces.pattern())
    assert set(outside) <= set(" ?{}1,328|'"), outside


def test_words_keep_their_clitics():
    assert re.findall(pieces.pattern(), "i don't like  it , 我 10/10!!") == [
        "i",
        " don't",
        " like",
        " ",
        " it",
        " ,",
        " 我",
        " 10",
        "/",
        "10",
        "!!",
    ]


def test_only_ascii_letters_are_lower_cased():
    assert pieces.normalize("AZaz ÀÉİ ΑΒ \u212a") == "azaz ÀÉİ ΑΒ \u212a"


def test_lone_surrogates_become_replacement_characters():
    assert pieces.normalize("a\ud83d") == "a\ufffd"
    assert pieces.normalize("\udc4d\ud83d b") == "\ufffd\ufffd b"
    assert pieces.normalize("\ud83d\ud83d\udc4d") == "\ufffd\U0001f44d"


def test_random_unicode_decodes_back(tokenizer):
    generator = random.Random(SEED)
    for _ in range(300):
        one = pieces.normalize(random_text(generator, generator.randint(0, 200)))
        ids, truncated = tokenizer.encode(one)
        assert tokenizer.decode(ids) == one, f"seed {SEED}"
        assert not truncated


def test_python_and_tiktoken_split_alike(tokenizer):
    generator = random.Random(SEED)
    one = pieces.normalize(random_text(generator, 5000))
    parts = re.findall(tokenizer.pattern, one)
    apart = [i for piece in parts for i in tokenizer.encode(piece)[0][:-1]]
    assert tokenizer.encode(one)[0][:-1] == apart


def test_every_review_ends_with_end_of_review(tokenizer):
    assert tokenizer.encode("") == ([tokenizer.end_of_review], False)
    assert tokenizer.encode("good")[0][-1] == tokenizer.vocabulary - 1


def test_a_long_review_is_encoded_whole_and_then_cut(tokenizer):
    short = ReviewTokenizer(tokenizer.ranks, tokens_max=10)
    whole, _ = tokenizer.encode("好" * 30)
    assert short.encode("好" * 30) == ([*whole[:9], short.end_of_review], True)
    exact = "\x01\x02" * 4 + "\x03"
    assert short.encode(exact) == (tokenizer.encode(exact)[0], False) and len(short.encode(exact)[0]) == 10


def test_ranks_survive_their_file(tokenizer, tmp_path):
    (tmp_path / "ranks").write_text(tokenizer.ranks_text())
    assert read_ranks(tmp_path / "ranks") == tokenizer.ranks
    assert [bytes([byte]) for byte in range(256)] == list(tokenizer.ranks)[:256]


def test_a_run_of_one_character_does_not_take_forever(tokenizer):
    for character in "a 好!0\n":
        assert tokenizer.decode(tokenizer.encode(character * 15_000)[0]) == character * 15_000
