"""Refuses a Keras model that was trained on padded rows and reads the padding: a stream has none, so it would answer otherwise there.

Refuses to know files.
"""

import keras
import numpy as np

from undertone_training.bring.compare import TOLERANCE, deviation
from undertone_training.bring.description import Description
from undertone_training.keras.net import net
from undertone_training.keras.parts import Parts, refused
from undertone_training.keras.reference import KerasReference, Whole

PADDED = ("Good.", "Not bad at all, actually quite good!", "我不喜欢数学。")
PADDING = 5
"""The texts that a masked row is tried with, and how many places of padding."""

REMEDY = (
    'train it with mask_zero=True, "" being the first of tokenizer.symbols, or on rows without padding; if none of its rows held '
    'padding, write reader.padding = "none"'
)


def require_whole_reviews(length: int | None, model: keras.Model, parts: Parts, description: Description) -> None:
    """Raises ValueError where padding was, or may have been, part of what the model learned to answer to.

    `length` is how many tokens it was saved for, None for any; `model` takes any.
    """
    masked, padding = parts.embedding is not None and parts.embedding.mask_zero, description.tokenizer.padding
    if masked and padding != 0:
        raise refused(
            parts.embedding,
            "mask_zero=False, as id 0 is a token like any other, or symbols of which the first is "
            '"", the padding that a stream has none of',
            "mask_zero=True",
        )
    if not description.padded:
        return
    if masked:
        _require_masked(model, parts, description)
    elif length is not None:
        raise ValueError(
            f"reading the Keras model: expected an input of any length, Input((None,)), found one of {length} tokens, to which "
            f"padding fills a shorter review up, and the model reads it; {REMEDY}"
        )
    elif padding is not None:
        raise ValueError(
            f'reading the Keras model: expected mask_zero=True beside symbols with "", padding, found an embedding or one-hot '
            f"input that reads it; {REMEDY}"
        )


def _require_masked(model: keras.Model, parts: Parts, description: Description) -> None:
    """Raises ValueError where the answer to a padded row is not that to the tokens alone: not every layer keeps the mask."""
    reference = KerasReference(net(parts, description.parts.scope), parts)
    whole = Whole(model, parts, reference.net)
    for text in PADDED:
        tokens = description.tokenizer.encode(text)[0]
        logits = reference.review(tokens, {})[0].double().numpy()
        for where, row in (("behind", tokens + [0] * PADDING), ("before", [0] * PADDING + tokens)):
            answer = whole.answer(row)
            apart = deviation(answer.astype(np.float64), logits)
            if not apart <= TOLERANCE:
                raise ValueError(
                    f"reading the Keras model: expected the same answer with {PADDING} places of padding {where} the tokens as "
                    f"without, since mask_zero=True, found one that is {apart:.1e} off: a layer reads the padding, as "
                    "GlobalMaxPooling1D does behind Bidirectional; use GlobalAveragePooling1D or the last output; if no row held "
                    'padding there, write reader.padding = "none"'
                )
