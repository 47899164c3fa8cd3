"""Writes what the framework answers to a few dozen texts, so that whoever serves the bundle can prove that it answers the same.

Refuses to know how the model was trained; it must already be rounded to what is stored. The texts are our own.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from torch import Tensor

FORMAT = "undertone-golden/1"
VALUES_MAX = 8

Texts = Sequence[tuple[str, str]]

REVIEWS = (
    ("ann", "A warm, funny film that I will happily watch again."),
    ("bob", ""),
    ("ann", "The sequel is a lifeless rerun; I wanted my evening back."),
    ("cem", "Not bad at all, actually quite good!"),
    ("ann", "I don't think the third one isn't worth it. It is."),
    ("dee", "😀😀😀 best. concert. ever. 🎸🔥"),
    ("dee", "👩‍👩‍👧‍👦 family emoji, 🇹🇷 a flag, and 🤦🏽‍♀️ a sigh: the plot made no sense."),
    ("eva", "我喜欢数学。"),
    ("eva", "我不喜欢数学。这部电影太无聊了!"),
    ("fay", "ideographic\u3000space, no\u00a0break, thin\u2009space, line\u2028separator and next\u0085line"),
    ("fay", "combining: e\u0301 a\u0308 n\u0303, stacked z\u0351\u036b\u0343\u036a, precomposed: é ä ñ"),
    ("gil", "هذا الفيلم رائع جدا"),
    ("gil", "הסרט הזה היה משעמם \u202ereversed\u202c and \u200fmarked"),
    ("hal", "a lone surrogate \ud83d before the end of this sentence"),
    ("hal", "a low one first \udc4d then a pair turned round \udc4d\ud83d"),
    ("ida", "The Turkish letters İ ı and the long ſ must not be lower-cased. KELVIN SIGN: \u212a"),
    ("jon", "10/10 would fly 747s for $1,234.56 again!!!!!!!!!!!!!!!!!!!!"),
    ("jon", "0/10. Broke after 2 days; refund took 3 months and 17 e-mails :-("),
    ("kim", "   leading blanks,  double  blanks,\ttabs\r\nand line ends\n\n"),
    ("lea", "\u0000\u0001\u001b[31mcontrol characters\u007f\u0080\u009f"),
    ("lea", "private \ue000, non-characters \ufffe\uffff \U0010ffff, tags \U000e0041\U000e007f, replacement \ufffd"),
    ("max", "supercalifragilisticexpialidociousantidisestablishmentarianismpneumonoultramicroscopic"),
    ("max", "don't can't won't shouldn't've rock'n'roll o'clock 'quoted' it’s"),
    (
        "nia",
        "The battery lasts all day, the screen is sharp, and the price is fair. "
        "The strap, on the other hand, fell apart within a week. " * 3,
    ),
    ("nia", "Still working after a year. Love it."),
    ("oli", "It began well enough, with a storm and a stranger at the door. " * 100 + "Then it was wonderful."),
    ("oli", "a" * 5000),
    ("pat", "好" * 1500),
    ("pat", "Отличный фильм, но концовка слабая."),
    ("quy", "素晴らしい映画でした。最高!"),
    ("quy", "정말 재미없어요…"),
    ("quy", "ठीक है, पर लंबी फ़िल्म थी।"),
    ("ros", "worst worst worst worst"),
    ("ros", "worst worst worst worst"),
    ("ros", "worst worst worst worst"),
    ("sam", "."),
    ("sam", " "),
    ("ann", "Back after a long time: superb acting, a clever script, and a finale that hurts."),
)
"""(user, text) in stream order; a lone surrogate is written as an escape in the file."""


class Reference(Protocol):
    """What answers as the framework does: `review` reads one review from a user's states and returns logits [C] and all states."""

    def review(self, tokens: list[int], states: dict[str, Tensor]) -> tuple[Tensor, dict[str, Tensor]]: ...


class Encoder(Protocol):
    """What turns a text into ids, and says whether any were dropped."""

    def encode(self, text: str) -> tuple[list[int], bool]: ...


def write(folder: Path, model: Reference, tokenizer: Encoder, texts: Texts = REVIEWS, per_token: bool = False) -> list[dict]:
    """Writes golden.json: ids, states and logits after every review, users' states carried on.

    `per_token` adds, to the first one, the logits after each token, as if the review ended there: `token_logits` [T, C].
    """
    remembered: dict[str, dict[str, Tensor]] = {}
    reviews = []
    for user, text in texts:
        tokens, truncated = tokenizer.encode(text)
        logits, states = model.review(tokens, remembered.get(user, {}))
        ends = range(1, len(tokens) + 1) if per_token and not reviews else ()
        prefixes = [model.review(tokens[:end], {})[0].tolist() for end in ends]
        remembered[user] = states
        reviews.append(
            {
                "user": user,
                "text": text,
                "tokens": tokens,
                "truncated": truncated,
                "states": {
                    name: {"first": value[:VALUES_MAX].tolist(), "norm": float(value.double().norm().float())}
                    for name, value in states.items()
                },
                "logits": logits.tolist(),
                **({"token_logits": prefixes} if prefixes else {}),
            }
        )
    lines = ",\n".join("  " + json.dumps(review) for review in reviews)
    (folder / "golden.json").write_text(f'{{"format": "{FORMAT}", "reviews": [\n{lines}\n]}}\n', encoding="utf-8")
    return reviews
