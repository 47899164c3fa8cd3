"""Loads a saved Keras model from a `.keras` file. Refuses to know tokenizers and bundles."""

import keras
import numpy as np

from undertone_training import from_keras, keras_reference
from undertone_training.bring import Brought, Forward
from undertone_training.description import Description

OWN_START = ("its start values are those of reader.initial, which its forward pass does not know",
             "leave reader.initial out once to have all else compared")


def load(description: Description) -> Brought:
    """Reads the file; raises ValueError where the model has parts that no bundle can have."""
    try:
        model = keras.saving.load_model(description.model, compile=False)
    except (ValueError, TypeError, OSError) as broken:
        raise ValueError(f"reading {description.model.name}: expected what model.save wrote, without layers of your own, found "
                         f"{str(broken).splitlines()[0]}; save it again") from broken
    if description.float16:
        model.set_weights([value.astype(np.float16).astype(np.float32) if value.ndim > 1 else value for value in model.get_weights()])
    parts = from_keras.parts(model)
    if parts.embedding is not None and parts.embedding.mask_zero and description.tokenizer.padding != 0:
        raise from_keras.refused(parts.embedding, "mask_zero=False, as id 0 is a token like any other, or symbols of which the first is "
                                 '"", the padding that a stream has none of', "mask_zero=True")
    net = from_keras.net(parts, description.parts.scope, description.parts.initial)
    reference = keras_reference.KerasReference(net, parts)
    forward = None if description.parts.initial else KerasForward(model, parts, net)
    return Brought(from_keras.FRAMEWORK, net, reference, forward, reference, uncompared=OWN_START)


class KerasForward(Forward):
    """A whole model, as it was saved."""

    ways = "a row of tokens"

    def __init__(self, model: keras.Model, parts: from_keras.Parts, net):
        self.model, self.parts, self.net = model, parts, net

    def candidates(self, tokens: list[int]) -> dict[str, np.ndarray]:
        return {"a row of tokens": keras_reference.forward(self.model, self.parts, self.net, tokens)}
