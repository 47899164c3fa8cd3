"""Cuts a review into pieces that the byte-level BPE merges within.

Refuses to know ids and vocabularies. The split pattern must mean the same in Python (tiktoken's Rust engine, and `re`) and in Java,
so it uses explicit code-point ranges only: no classes such as \\p or \\s, no flags, no repeated groups, every run bounded.
Every code point but the surrogates (which `normalize` replaces) falls in exactly one of four sets.
"""

import re

REPLACEMENT = "\ufffd"
CODE_POINT_MAX = 0x10FFFF
SURROGATES = (0xD800, 0xDFFF)

LETTERS = [
    (0x41, 0x5A),
    (0x61, 0x7A),
    (0xAA, 0xAA),
    (0xB5, 0xB5),
    (0xBA, 0xBA),
    (0xC0, 0xD6),
    (0xD8, 0xF6),
    (0xF8, 0x167F),
    (0x1681, 0x1FFF),
    (0x2C00, 0x2DFF),
    (0x3005, 0x3007),
    (0x3040, 0xD7FF),
    (0xF900, 0xFDFF),
    (0xFE70, 0xFEFE),
    (0xFF21, 0xFF3A),
    (0xFF41, 0xFF5A),
    (0xFF66, 0xFFDC),
    (0x10000, 0x1CFFF),
    (0x1E000, 0x1EFFF),
    (0x20000, 0x3FFFF),
]
DIGITS = [(0x30, 0x39)]
BLANKS = [
    (0x09, 0x0D),
    (0x20, 0x20),
    (0x85, 0x85),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
]


def others() -> list[tuple[int, int]]:
    """Returns the ranges of every code point that is no letter, digit, blank or surrogate: punctuation, symbols, emoji."""
    gaps, start = [], 0
    for first, last in sorted(LETTERS + DIGITS + BLANKS + [SURROGATES]):
        if start < first:
            gaps.append((start, first - 1))
        start = last + 1
    if start <= CODE_POINT_MAX:
        gaps.append((start, CODE_POINT_MAX))
    return gaps


def pattern() -> str:
    """Returns the split pattern: a word with its clitic ("don't"), a word, a number, a run of symbols, or one blank."""
    letters, digits = _class(LETTERS), _class(DIGITS)
    ascii_letters = _class(LETTERS[:2])
    return "|".join(
        [
            f" ?{letters}{{1,32}}'{ascii_letters}{{1,8}}",
            f" ?{letters}{{1,32}}",
            f" ?{digits}{{1,8}}",
            f" ?{_class(others())}{{1,8}}",
            _class(BLANKS),
        ]
    )


def normalize(text: str) -> str:
    """Lower-cases A-Z and nothing else, and replaces every lone surrogate by U+FFFD; a surrogate pair becomes its character."""
    return without_lone_surrogates(text).translate(_LOWER)


def without_lone_surrogates(text: str) -> str:
    """Replaces every lone surrogate by U+FFFD; a surrogate pair becomes its character."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if _SURROGATE.search(text) else text


_SURROGATE = re.compile("[\ud800-\udfff]")
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


def _class(ranges: list[tuple[int, int]]) -> str:
    return "[" + "".join(_bound(a) if a == b else f"{_bound(a)}-{_bound(b)}" for a, b in ranges) + "]"


def _bound(code: int) -> str:
    if code < 0x20 or code == 0x7F:
        return f"\\x{code:02X}"
    return "\\" + chr(code) if chr(code) in "[]\\^-&~" else chr(code)
