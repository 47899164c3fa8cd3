"""Takes one step of an optimizer. Refuses to know models and losses."""

from collections.abc import Iterable

from torch import Tensor, nn
from torch.optim import Optimizer

CLIP = 1.0
"""What the norm of the gradients is cut to, where a recipe says nothing else."""


def descend(optimizer: Optimizer, loss: Tensor, parameters: Iterable[nn.Parameter], rate: float, clip: float = CLIP) -> float:
    """Moves the parameters down the loss at this rate, gradients clipped, and returns the loss."""
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(parameters, clip)
    optimizer.step()
    return loss.item()
