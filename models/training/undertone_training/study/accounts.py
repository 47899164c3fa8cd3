"""Makes up accounts for the surprise section of the study: half of them change hands in the middle.

A writer is known by the subject: reviews of one category, or one book. All texts were held out from the language model.
Refuses to know models.
"""

import json
import random
from dataclasses import dataclass
from pathlib import Path

from undertone_training.data import datasets, sentences, splits
from undertone_training.language import passages

SEED = 17
BEFORE, AFTER = 8, 4
LENGTH_MIN = 10


@dataclass(frozen=True)
class Accounts:
    """A stream of accounts, `BEFORE` reviews and then `AFTER`; `changed` says which accounts the second part was another's."""

    name: str
    file: Path
    changed: dict[str, bool]


def chinese(data: Path, out: Path) -> Accounts:
    """Accounts that write of one category, from the held-out Chinese reviews; or of one, and then of another."""
    by_category: dict[str, list[str]] = {}
    for category, text in passages.chinese(data)[splits.HELD_OUT]:
        if len(text) >= LENGTH_MIN:
            by_category.setdefault(category, []).append(text)
    return _write("zh-accounts", out, list(by_category.values()))


def english(data: Path, out: Path) -> Accounts:
    """Accounts of one who copies out the end of The Time Machine, half of them taken over by film critics."""
    unwrapped = " ".join(passages.book_parts(data)[1].split())
    pieces = [piece for piece in sentences.cut(unwrapped, "en", len(unwrapped)) if len(piece) >= LENGTH_MIN]
    critics = [r for r in datasets.read(data, "rt_critics") if len(r.text) >= LENGTH_MIN]
    others = random.Random(SEED).sample([r.text for r in critics], min(len(critics), len(pieces)))
    return _write("en-accounts", out, [pieces], [others])


def _write(name: str, out: Path, writers: list[list[str]], others: list[list[str]] | None = None) -> Accounts:
    """Deals each writer's texts out to accounts, no text twice among the kept parts; every other account goes on with another's texts.

    Raises ValueError where there is no account of either kind.
    """
    shuffle, rows, changed = random.Random(SEED), [], {}
    pools = [shuffle.sample(texts, len(texts)) for texts in writers]
    strange = [shuffle.sample(texts, len(texts)) for texts in (others or writers)]
    for number, pool in enumerate(pools):
        for start in range(0, len(pool) - BEFORE - AFTER + 1, BEFORE + AFTER):
            account = f"{name}-{len(changed)}"
            changed[account] = len(changed) % 2 == 1
            rest = [texts for place, texts in enumerate(strange) if (others or place != number) and len(texts) >= AFTER]
            _require(name, rest, f"another writer of {AFTER} texts or more", "none")
            other = shuffle.choice(rest)
            end = shuffle.sample(other, AFTER) if changed[account] else pool[start + BEFORE : start + BEFORE + AFTER]
            rows += [
                {"review_id": f"{account}-{seq}", "user_id": account, "seq": seq, "text": text}
                for seq, text in enumerate(pool[start : start + BEFORE] + end)
            ]
    _require(name, len(changed) > 1, f"two accounts of {BEFORE + AFTER} texts by one writer, or more", f"{len(changed)}")
    file = out / f"{name}.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return Accounts(name, file, changed)


def _require(name: str, there: object, expected: str, found: str) -> None:
    if not there:
        raise ValueError(f"making up {name}: expected {expected}, found {found} of {LENGTH_MIN} letters or more; give more held-out texts")
