"""Writes a bundle's model card from its manifest, in plain words. Refuses to know weights; invents no figure."""

from undertone_training.bundle.card import KIND, facts, page, parameters, table
from undertone_training.data.datasets import LESSON, TRADES
from undertone_training.lesson.trades import WRITTEN
from undertone_training.teach import history
from undertone_training.teach.intervals import Figure
from undertone_training.teach.settings import Recipe
from undertone_training.teach.sources import SOURCES_EN, SOURCES_ZH


def text(manifest: dict, recipe: Recipe, seconds: dict[str, float], on: str, gain: Figure | None, began: dict | None) -> str:
    """Returns the card as Markdown.

    `recipe` names those teachers alone that taught; `on` is what the seconds were spent on: threads and precision.
    `gain` is what carried memory adds on rt_critics, with its interval, where that was measured; `began` the manifest of the bundle whose
    cells it began with.
    """
    cell, memory, tokenizer, words = manifest["token_cell"], manifest["review_cell"], manifest["tokenizer"], _WORDS[manifest["language"]]
    rows = (
        (
            f"{row['data']}{'' if 'memory' in row['data'] else ', alone'}",
            f"{row['reviews']:,}",
            f"{row['accuracy']:.4f}",
            f"{row['macro_f1']:.4f}",
        )
        for row in manifest["quality"]
    )
    return page(
        f"# {manifest['name']}",
        f"Says of {'a Chinese' if manifest['language'] == 'zh' else 'an English'} review whether it is {' or '.join(manifest['labels'])}, "
        f"remembering its writer. {_shape(memory)}",
        facts(
            [
                ("token cell", f"{KIND[cell['kind']]}, {cell['layers'][0]} units over {cell['embedding']}-wide embeddings"),
                ("review cell", f"GRU, {memory['layers'][0]} units" if memory else "none"),
                (
                    "vocabulary",
                    f"{tokenizer['vocabulary']} byte-level BPE tokens, ASCII lower-cased; "
                    f"{tokenizer['tokens_max']} tokens a review at most",
                ),
                parameters(manifest),
                ("labels", ", ".join(manifest["labels"])),
            ]
        ),
        "## Quality",
        [
            "On a held-out tenth, chosen by text across all sets so that no text, nor a film sentence that shares eight words in a row "
            "with",
            f"another, stands on both sides{words['split']}. Measured in PyTorch on the weights as stored, by the `build` command",
            "below. *Alone*: each review as a new user's first.",
        ],
        table(("data", "reviews", "accuracy", "macro F1"), rows),
        "The held-out tenth was watched while settings were chosen, so expect slightly less on texts never seen.",
        _findings(gain),
        words["quality"],
        _lesson(manifest),
        "## Training",
        history.lines(recipe, {name: value / 60 for name, value in seconds.items()}, on, began),
        f"    {manifest['training']['command']}",
        "Learned from (no text of theirs is in this bundle; for research and evaluation):",
        [f"- {name}: {what}" for name, what in (SOURCES_EN | SOURCES_ZH).items() if name in manifest["training"]["data"]],
        "## Limits",
        [
            f"{_reads(words['reads'], recipe)} Other languages are read byte by byte and their answers mean little. Irony, and praise",
            "of one thing by blame of another, are often misread."
            + (" Two labels only: a lukewarm review still gets one of them." if len(manifest["labels"]) == 2 else ""),
        ],
    )


_WORDS = {
    "en": {
        "split": " (but utterances of MELD of fewer than five words may)",
        "quality": "Amazon rows are mostly positive: read their macro F1. It is the mean over all labels of the model; "
        "one that a set lacks counts 0. Rows whose label the model does not know are not counted.",
        "reads": "English reviews of films, music and goods",
    },
    "zh": {
        "split": "",
        "quality": "The sets know no users: what memory does was learned from reviews in sentences and from reviews that nothing connects.",
        "reads": "Chinese (simplified) reviews of goods, hotels and food deliveries",
    },
}


def _findings(gain: Figure | None) -> list[str]:
    if gain is None:
        return []
    interval = f"95 % interval {100 * gain.low:+.1f} to {100 * gain.high:+.1f}"
    return [
        f"On rt_critics carried memory adds {100 * gain.value:+.1f} points to reset ({interval}, bootstrap over",
        "critics): what a critic wrote before says little of whether the next film pleased. With users shuffled, what is",
        "remembered is somebody else's.",
    ]


def _lesson(manifest: dict) -> list[str]:
    by_rule, by_hand = (any(row["data"].startswith(name) for row in manifest["quality"]) for name in (LESSON, TRADES))
    lines = []
    if by_rule:
        lines.append(
            "The lesson's rows are texts written by rule, in ways of saying that were kept from the lesson; their words may stand in other "
            "texts that it has read."
        )
    if by_hand:
        lines.append(
            "The rows of trades are reviews by hand: a tenth that was held out, and all that there are of "
            f"{', '.join(WRITTEN[manifest['language']].never_met)}."
        )
    if by_rule:
        lines.append(
            "The pairs are sentences by hand, alike in their words and opposite in their verdicts; they were watched while the lesson was "
            "written. Of trades other than films, music and goods it has read the lesson's texts and those written by hand only."
        )
    return lines


def _reads(sets: str, recipe: Recipe) -> str:
    """Returns what the model can be asked about: what its sets are of, and the trades of the lesson where it has learned them."""
    return f"{sets}, and short ones of many other trades." if any(one.trades_texts for one in recipe.trainings()) else f"{sets}."


def _shape(memory: dict | None) -> str:
    if memory:
        return (
            "A reader (its state starts fresh at each review and it keeps the maximum of its outputs) "
            "and a memory that steps once per review and lives on with the user."
        )
    return (
        "An endless reader: its hidden state simply goes on from a user's review to the next; "
        "only the maximum of its outputs starts fresh at each review."
    )
