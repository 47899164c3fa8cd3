"""Takes one step of an optimizer, and lets an average follow. Refuses to know models and losses."""

import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from tqdm import tqdm

SHOWN_EVERY, RECENT = 50, 200
CLIP = 1.0
"""What the norm of the gradients is cut to, where a recipe says nothing else."""


def descend(optimizer: Optimizer, loss: Tensor, rate: float, clip: float = CLIP) -> float:
    """Moves the optimizer's parameters, a single group, down the loss at this rate, gradients clipped; returns the loss."""
    (group,) = optimizer.param_groups
    group["lr"] = rate
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(group["params"], clip)
    optimizer.step()
    return loss.item()


def show(bar: tqdm, losses: list[float]) -> None:
    """Shows the mean of the last losses beside a progress bar, now and then."""
    if len(losses) % SHOWN_EVERY == 1:
        recent = losses[-RECENT:]
        bar.set_postfix(loss=f"{sum(recent) / len(recent):.4f}")


@torch.no_grad()
def follow(average: nn.Module, module: nn.Module, keep: float) -> None:
    """Moves the average towards the module's weights; it keeps this share of its own."""
    for mean, now in zip(average.parameters(), module.parameters()):
        mean.lerp_(now, 1 - keep)
