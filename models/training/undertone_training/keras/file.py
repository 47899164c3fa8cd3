"""Loads a saved Keras model from a `.keras` file. Refuses to know tokenizers and bundles."""

import zipfile

import keras
import numpy as np

from undertone_training.bring.compare import Brought, Forward
from undertone_training.bring.description import Description
from undertone_training.bring.said import line
from undertone_training.keras.net import FRAMEWORK, net
from undertone_training.keras.padding import require_whole_reviews
from undertone_training.keras.parts import Parts, parts
from undertone_training.keras.reference import KerasReference, Whole, of_any_length

OWN_START = (
    "its start values are those of reader.initial, which its forward pass does not know",
    "leave reader.initial out once to have all else compared",
)


def load(description: Description) -> Brought:
    """Reads the file; raises ValueError where the model has parts that no bundle can have, or was trained on what no stream has."""
    model = _model(description)
    found = parts(model)
    _roll_up(found)
    scope = description.parts.scope
    whole = of_any_length(model)
    require_whole_reviews(model.inputs[0].shape[1], whole, found, description)
    for layer in found.recurrent:
        if layer.stateful and scope == "review":
            raise ValueError(
                f'reading the Keras layer {layer.name}: expected stateful=False beside reader.scope = "review", found stateful=True, '
                'whose state goes on from one batch to the next; write scope = "user" if it is to go on from a user\'s review to '
                "the next, else save the model with stateful=False"
            )
    for number, value in enumerate(model.get_weights()):
        if not np.isfinite(value).all():
            raise ValueError(
                f"reading {description.model.name}: expected finite numbers in weight {number}, {list(value.shape)}, found "
                f"{int((~np.isfinite(value)).sum())} of {value.size} that are NaN or infinite; export a checkpoint from before that"
            )
    if description.float16:
        model.set_weights([value.astype(np.float16).astype(np.float32) if value.ndim > 1 else value for value in model.get_weights()])
    read = net(found, scope, description.parts.initial)
    reference = KerasReference(read, found)
    own = None if description.parts.initial else KerasForward(Whole(whole, found, read))
    return Brought(FRAMEWORK, read, reference, own, reference, uncompared=OWN_START)


class KerasForward(Forward):
    """A whole model, as it was saved."""

    ways = "a row of tokens"

    def __init__(self, whole: Whole):
        self.whole = whole

    def candidates(self, tokens: list[int]) -> dict[str, np.ndarray]:
        return {self.ways: self.whole.answer(tokens)}


def _roll_up(found: Parts) -> None:
    """Takes `unroll=True` away: it answers the same, but only to rows of the length that it was built for."""
    for layer in found.recurrent:
        for way in (layer.forward_layer, layer.backward_layer) if isinstance(layer, keras.layers.Bidirectional) else (layer,):
            way.unroll = False


def _model(description: Description) -> keras.Model:
    name = description.model.name
    if not zipfile.is_zipfile(description.model):
        raise ValueError(f"reading {name}: expected what model.save wrote, found no archive of Keras; save it again as .keras")
    try:
        model = keras.saving.load_model(description.model, compile=False)
    except Exception as broken:  # Keras raises what its layers raise
        raise ValueError(
            f"reading {name}: expected what model.save wrote, without layers of your own, found a file that Keras cannot read "
            f"({line(broken)}); save it again"
        ) from broken
    if not isinstance(model, keras.Model) or not model.built or not getattr(model, "inputs", None):
        raise ValueError(
            f"reading {name}: expected a model that knows its input, found one that was never built, or builds itself as it is "
            "called; begin it with Input((None,)), or call it once, and save it again"
        )
    return model
