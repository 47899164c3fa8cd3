"""Reads the tokenizer of a description: its file, its limits, its split pattern. Refuses to know models."""

import json
import re
from pathlib import Path

from undertone_training.bring.keys import needed
from undertone_training.bring.said import line
from undertone_training.text.bpe import ReviewTokenizer, read_ranks
from undertone_training.text.pieces import without_lone_surrogates
from undertone_training.text.symbols import BLANK, PADDING, UNKNOWN_SYMBOL, SymbolTokenizer

OWN_KEYS = {"bpe": ("ranks", "pattern"), "symbols": ("symbols", "collapse_others")}
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
BESIDE_CLASSES = re.compile(r"\\.(?:\{\w+\})?|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
CODE_POINT = re.compile(r"\\x\{([0-9A-Fa-f]{1,8})\}")
SAME_ESCAPES = "xnrtf"
WORD_BOUNDARIES = "<>"
"""What these stand for behind a backslash in Rust; in Java they stand for themselves."""

OTHER_SIGNS = re.compile(r"\(\?|\.|\$|\)[*+{]|[*+?}][*{]|\{(?!\d+(?:,\d*)?\})")
"""Flags and look-around; a dot and a dollar sign, which know other line ends in each engine; a repeated group, over which Java recurses
until a long text overflows its stack; a repetition of a repetition; a brace that is none."""

OTHER_IN_CLASSES = re.compile(r"\[:?|&&|--|~~")
"""Classes of POSIX, classes in classes, and their sums and differences, which are letters like any other in Java, or none."""


def tokenizer(path: Path, lines: dict) -> ReviewTokenizer | SymbolTokenizer:
    """Returns the tokenizer that the lines describe; raises ValueError or FileNotFoundError where they do not hold together."""
    own = lines.get("tokenizer", {})
    tokens_max, collapse_others = own.get("tokens_max", 1024), own.get("collapse_others", False)
    kind = needed(path, lines, "tokenizer", "kind")
    if others := sorted(own.keys() - {"kind", "tokens_max", *OWN_KEYS[kind]}):
        raise ValueError(
            f"reading {path}: expected of the kind {kind} only tokenizer.{' and tokenizer.'.join(OWN_KEYS[kind])}, found "
            f"{', '.join(others)}; leave that out"
        )
    if kind == "symbols":
        return SymbolTokenizer(_symbols(_file(path, lines, "symbols"), collapse_others), collapse_others, tokens_max)
    ranks = _ranks(_file(path, lines, "ranks"))
    if (split := own.get("pattern")) is not None:
        _require_same_in_java(path, split)
        _require_no_empty_piece(path, split)
    try:
        return ReviewTokenizer(ranks, tokens_max, split)
    except ValueError as broken:
        raise ValueError(
            f"reading {path}: expected tokenizer.pattern as a regular expression, found one that does not compile "
            f"({line(broken)}); correct it"
        ) from broken


def unreached(tokens: ReviewTokenizer | SymbolTokenizer) -> tuple[str, ...]:
    """Returns what to tell where entries of the vocabulary can never occur, as every review is lower-cased; single bytes must be there."""
    if isinstance(tokens, SymbolTokenizer):
        entries = [symbol for symbol in tokens.symbols if symbol != UNKNOWN_SYMBOL]
    else:
        entries = [token.decode("utf-8", "replace") for token in tokens.ranks if len(token) > 1]
    never = [entry for entry in entries if any("A" <= character <= "Z" for character in entry)]
    if not never:
        return ()
    return (
        f"reading the tokens: {len(never)} of {len(entries)} entries hold one of A to Z, as {never[0]!r} does, and never occur: a stream "
        "reads A to Z as a to z; train on texts that are lower-cased so",
    )


def _require_same_in_java(path: Path, pattern: str) -> None:
    """Raises ValueError at what Python's and Java's regular expressions read differently."""
    found = [f"\\{sign}" for sign in ESCAPED.findall(pattern) if sign in WORD_BOUNDARIES or (sign.isalnum() and sign not in SAME_ESCAPES)]
    found += OTHER_SIGNS.findall(BESIDE_CLASSES.sub("x", pattern))
    classes = [ESCAPED.sub("x", own[1:]) for own in BESIDE_CLASSES.findall(pattern) if own.startswith("[")]
    found += [sign for own in classes for sign in OTHER_IN_CLASSES.findall(own)]
    if found:
        raise ValueError(
            f"reading {path}: expected tokenizer.pattern of characters and classes that list theirs, found "
            f"{', '.join(dict.fromkeys(found))}, which Java reads otherwise than training does, or cannot follow over a long text; write "
            "code points out, as [A-Za-z\\x{C0}-\\x{24F}], repeat classes in place of groups, and train with that"
        )


def _require_no_empty_piece(path: Path, pattern: str) -> None:
    """Raises ValueError at a pattern that can match nothing, as [a-z]* does at a digit: engines go on differently from there."""
    try:
        found = re.match(CODE_POINT.sub(lambda written: f"\\U{int(written[1], 16):08x}", pattern), "")
    except re.error:
        return  # where it is none, whatever encodes with it says so
    if found:
        raise ValueError(
            f"reading {path}: expected tokenizer.pattern to match a character at least, found {pattern!r}, which matches an empty text; "
            "write + for *"
        )


def _file(path: Path, lines: dict, key: str) -> Path:
    file = path.parent / needed(path, lines, "tokenizer", key)
    if not file.is_file():
        raise FileNotFoundError(
            f"reading {path}: expected tokenizer.{key} at {file}, found no file; give its path from the description's folder"
        )
    return file


def _ranks(path: Path) -> dict[bytes, int]:
    try:
        ranks = read_ranks(path)
    except ValueError as broken:
        raise ValueError(
            f"reading {path}: expected a line for each token, base64, a blank, its rank, found another form ({broken}); write "
            "byte-level BPE in tiktoken's format; WordPiece, Unigram and whole words cannot be served"
        ) from broken
    if sorted(ranks.values()) != list(range(len(ranks))) or b"" in ranks or any(bytes([byte]) not in ranks for byte in range(256)):
        raise ValueError(
            f"reading {path}: expected ranks that count from 0 on, the 256 single bytes among them, found {len(ranks)} that leave "
            "some out or count otherwise; write the ranks that it was trained with"
        )
    return ranks


def _symbols(path: Path, collapse_others: bool) -> list[str]:
    try:
        symbols = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as broken:
        raise ValueError(f"reading {path}: expected a JSON list, found a place that is none ({broken}); correct that place") from broken
    named = (UNKNOWN_SYMBOL, PADDING)
    others = [symbol for symbol in symbols if not _is_symbol(symbol) and symbol not in named] if isinstance(symbols, list) else [symbols]
    if others:
        raise ValueError(
            f'reading {path}: expected tokenizer.symbols as a list of single characters, {UNKNOWN_SYMBOL} and "" for padding, '
            f"found {len(others)} others, first {ascii(others[0])[:40]}; correct it"
        )
    for missing in [UNKNOWN_SYMBOL, *([BLANK] if collapse_others else [])]:
        if missing not in symbols:
            raise ValueError(f"reading {path}: expected {missing!r} among tokenizer.symbols, found {len(symbols)} others; add it")
    if len(set(symbols)) < len(symbols):
        raise ValueError(
            f"reading {path}: expected tokenizer.symbols of which no two are alike, found "
            f"{len(symbols) - len(set(symbols))} repeated; correct it"
        )
    return symbols


def _is_symbol(value: object) -> bool:
    """Returns whether a value is one character that a text can have: half a surrogate pair is none."""
    return isinstance(value, str) and len(value) == 1 and without_lone_surrogates(value) == value
