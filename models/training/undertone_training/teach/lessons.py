"""Decides what one epoch is made of: which reviews are read alone, and which in their user's order, with a memory.

Refuses to know models. Decided by its seed alone.
"""

import random
from dataclasses import replace

import numpy as np

from undertone_training.data.batches import Chunk, epoch, some, strangers
from undertone_training.data.corpus import Corpus, Example, by_user, rarest
from undertone_training.data.datasets import GOODS, INVENTED, LESSON, TRADES, WITH_USERS
from undertone_training.data.sentences import is_streamed
from undertone_training.data.splits import LEARN
from undertone_training.teach.settings import LONG, Training


def chunks(corpus: Corpus, settings: Training, by_step: bool, seed: int) -> list[Chunk]:
    """Returns one epoch's chunks, decided by the seed: labelled and taught reviews alone, and users' reviews in order.

    Half of the reviews that have a user are also read alone, as a new user's first; more where fewer users are drawn. Users are grouped by
    set, so that like stands by like; a review in sentences is a user too. Half of the made-up users are real ones' reviews dealt out anew.
    """
    shuffle, layout = random.Random(seed), settings.layout
    learned = corpus.select(LEARN)
    whole = [e for e in learned if e.dataset not in (LESSON, TRADES) and not is_streamed(e.dataset)]
    result = epoch(_alone(learned, whole, settings, shuffle), [], layout, by_step, shuffle)
    for number, users in enumerate(_in_order(learned, whole, settings, shuffle)):
        result += [replace(c, lane=(number, c.lane)) for c in epoch([], users, layout, by_step, shuffle)]
    return _interleave(result, shuffle)


def _alone(learned: list[Example], whole: list[Example], settings: Training, shuffle: random.Random) -> list[Example]:
    """Returns the reviews that are read alone, of `learned`, among them `whole` ones that people left."""
    alone = [e for e in whole if e.label >= 0 and (e.dataset not in WITH_USERS or shuffle.random() < 1 - settings.user_share / 2)]
    alone += rarest(alone) * (settings.rarest_repeats - 1)
    alone += [e for e in alone if e.dataset in GOODS] * (settings.goods_repeats - 1)
    taught = [e for e in learned if e.label < 0 and e.soft is not None]
    invented, rest = (([e for e in taught if (e.dataset == INVENTED) == made_up]) for made_up in (True, False))
    for count, part in (
        (settings.taught_reviews, [e for e in rest if not is_streamed(e.dataset)]),
        (settings.taught_sentences, [e for e in rest if is_streamed(e.dataset)]),
        (settings.taught_invented, invented),
        (settings.lesson_texts, [e for e in learned if e.dataset == LESSON]),
        (settings.trades_texts, [e for e in learned if e.dataset == TRADES]),
    ):
        alone += some(part, count, shuffle)
    alone = [e for e in alone if len(e.tokens) <= LONG or e.label < 0 or shuffle.random() < settings.long_share]
    return _share(alone, settings.share, shuffle)


def _in_order(learned: list[Example], whole: list[Example], settings: Training, shuffle: random.Random) -> list[list[list[Example]]]:
    """Returns groups of users, each user's reviews in order: a group for each set, two of made-up users, one of reviews in sentences."""
    with_users = [_cut(e, settings) for e in whole if e.dataset in WITH_USERS]
    groups = [_share(by_user([e for e in with_users if e.dataset == name]), settings.user_share, shuffle) for name in WITH_USERS]
    for part in (whole, with_users):
        groups.append(
            strangers([_cut(e, settings) for e in part if e.label >= 0], settings.stranger_reviews // 2, settings.layout, shuffle)
        )
    streams = by_user([e for e in learned if e.label >= 0 and is_streamed(e.dataset)])
    return [*groups, some(streams, settings.streamed_reviews, shuffle)]


def _share(items: list, share: float, shuffle: random.Random) -> list:
    return shuffle.sample(items, round(share * len(items)))


def _cut(example: Example, settings: Training) -> Example:
    """Returns the review cut to what users' lanes read; <eor> stays its last token."""
    if len(example.tokens) <= settings.lane_tokens_max:
        return example
    return replace(example, tokens=np.append(example.tokens[: settings.lane_tokens_max - 1], example.tokens[-1]))


def _interleave(parts: list[Chunk], shuffle: random.Random) -> list[Chunk]:
    """Shuffles chunks, each lane's own order kept."""
    order = list(parts)
    shuffle.shuffle(order)
    queues: dict = {}
    for part in parts:
        queues.setdefault(part.lane, []).append(part)
    queues[None] = [part for part in order if part.lane is None]
    return [queues[part.lane].pop(0) for part in order]
