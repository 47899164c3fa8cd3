"""Says which keys a description may have, and what each must look like. Refuses to know what they mean to a model."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

KINDS = {str: "the text", list: "the list", dict: "the table", bool: "the truth value", int: "the number", float: "the number"}


@dataclass(frozen=True)
class Form:
    """What a value must look like: in words, and as a test."""

    words: str
    fits: Callable[[object], bool]


def _one_of(*words: str) -> Form:
    return Form(" or ".join(words), lambda value: value in words)


def _texts_of(*words: str) -> Form:
    said = f"a list of at least one of {', '.join(words)}, no two alike"
    return Form(said, lambda value: DISTINCT.fits(value) and set(value) <= set(words))


def _texts(value: object) -> bool:
    return isinstance(value, list) and value != [] and all(isinstance(entry, str) and entry for entry in value)


TEXT = Form("a text of at least one letter", lambda value: isinstance(value, str) and value != "")
FILE_NAME = Form(
    "a text that can name a folder", lambda value: TEXT.fits(value) and not set(value) & set('/\\:*?"<>|') and not value.startswith(".")
)
TEXTS = Form("a list of at least one text", _texts)
DISTINCT = Form("a list of at least one text, no two alike", lambda value: _texts(value) and len(set(value)) == len(value))
WHOLE = Form("a whole number", lambda value: type(value) is int)
FROM_TWO = Form("a whole number from 2 on", lambda value: WHOLE.fits(value) and value >= 2)
TRUTH = Form("true or false, without quotes", lambda value: isinstance(value, bool))
TABLE = Form("a table", lambda value: isinstance(value, dict))

FORMS: dict[str, dict[str, Form]] = {
    "": {
        "name": FILE_NAME,
        "version": TEXT,
        "language": TEXT,
        "labels": DISTINCT,
        "model": TEXT,
        "ignore": TEXTS,
        "float16": TRUTH,
        "tokenizer": TABLE,
        "reader": TABLE,
        "memory": TABLE,
        "head": TABLE,
        "training": TABLE,
    },
    "tokenizer": {
        "kind": _one_of("bpe", "symbols"),
        "ranks": TEXT,
        "pattern": TEXT,
        "symbols": TEXT,
        "collapse_others": TRUTH,
        "tokens_max": FROM_TWO,
    },
    "reader": {
        "embedding": TEXT,
        "layers": TEXTS,
        "nonlinearity": _one_of("tanh", "relu"),
        "readout": DISTINCT,
        "scope": _one_of("review", "user"),
        "initial": TABLE,
        "padding": _one_of("none"),
    },
    "memory": {"cells": TEXTS},
    "head": {"layers": TEXTS, "activation": _one_of("relu", "tanh", "sigmoid"), "reads": _texts_of("readout", "memory")},
    "training": {"data": TEXTS, "seed": WHOLE, "command": TEXT},
}


def require_forms(path: Path, lines: dict) -> None:
    """Raises ValueError at a key that there is not, or a value that no later step would understand."""
    _require(path, "", lines)
    for section in FORMS:
        if section and section in lines:
            _require(path, section, lines[section])


def needed(path: Path, lines: dict, section: str, key: str):
    """Returns a value that must be there; raises ValueError where it is not."""
    own = lines.get(section, {}) if section else lines
    if key not in own:
        raise ValueError(f"reading {path}: expected {_full(section, key)}, {FORMS[section][key].words}, found no such line; add it")
    return own[key]


def _require(path: Path, section: str, lines: dict) -> None:
    forms = FORMS[section]
    unknown = sorted(set(lines) - set(forms))
    if unknown:
        above = [key for key in unknown if section and key in FORMS[""]]
        what = f"write {', '.join(above)} above the first [section]" if above else "correct the name"
        raise ValueError(
            f"reading {path}: expected some of {', '.join(forms)}{f' in [{section}]' if section else ''}, found "
            f"{', '.join(unknown)}; {what}"
        )
    for key, value in lines.items():
        if not forms[key].fits(value):
            raise ValueError(
                f"reading {path}: expected {_full(section, key)} as {forms[key].words}, found "
                f"{KINDS.get(type(value), 'the value')} {value!r}; correct it"
            )


def _full(section: str, key: str) -> str:
    return f"{section}.{key}" if section else key
