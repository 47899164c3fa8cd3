"""Writes the card of a language model's bundle from its manifest. Refuses to know weights; invents no figure."""

from undertone_training.bundle.card import KIND, facts, page, parameters, table
from undertone_training.language.recipes import LanguageRecipe

TEXTBOOK_FIGURE = 1.3

ABOUT = {
    "en": "the letters of The Time Machine (H. G. Wells, 1895; public domain). "
    "It knows 28 symbols: a to z, the blank, and one for all else.",
    "zh": "the characters of Chinese reviews of goods, hotels and food deliveries.",
}


def text(manifest: dict, recipe: LanguageRecipe, minutes: float, on: str) -> str:
    """Returns the card as Markdown; `minutes` is what the training took, `on` which threads, and how."""
    cell, training = manifest["token_cell"], recipe.training
    symbols = "one-hot symbols" if not recipe.shape.embedding else f"{recipe.shape.embedding}-wide embeddings"
    rows = [(row["data"], f"{row['symbols']:,}", f"{row['perplexity']:.3f}") for row in manifest["quality"]]
    return page(
        f"# {manifest['name']}",
        [
            f"Predicts {ABOUT[recipe.language]} In the stream it says of each review how much it surprised, in nats a symbol, given "
            "all that its",
            "writer wrote before: a sign of spam, or of an account that changed hands. It also goes on from a prefix (`generate`).",
        ],
        facts(
            [
                ("token cell", f"{KIND[cell['kind']]}, {cell['layers'][0]} units over {symbols}; its state goes on from review to review"),
                ("vocabulary", f"{manifest['tokenizer']['vocabulary']} symbols; {manifest['tokenizer']['tokens_max']} a review at most"),
                parameters(manifest),
            ]
        ),
        "## Quality",
        [
            "Perplexity: exp of the mean surprise of a symbol. Held-out texts are read as a new user's first, from their first symbol on. "
            "Measured by",
            "the command below.",
        ],
        table(("data", "symbols", "perplexity"), rows + _OWN_FIGURE * bool(recipe.textbook)),
        _PROTOCOL * bool(recipe.textbook),
        "## Training",
        [
            f"{training.epochs} passes in {minutes:.0f} min ({on}): rows of {training.steps} steps, adjacent windows, states carried on",
            "detached, gradients clipped to norm 1, dropout before the head, weights a running average.",
        ],
        f"    {manifest['training']['command']}",
        f"Learned from: {', '.join(manifest['training']['data'])}"
        + (
            "."
            if recipe.language == "en"
            else " (ChineseNlpCorpus; ChnSentiCorp, Tan Songbo). No text of theirs is in this bundle; for research and evaluation."
        ),
        "## Limits",
        "It predicts symbols, not meanings. What lies outside its text surprises it, whoever writes.",
    )


_OWN_FIGURE = [("the textbook's own figure for that protocol", "10,000", str(TEXTBOOK_FIGURE))]
_PROTOCOL = [
    'The textbook\'s protocol (Zhang et al., Dive into Deep Learning, "Concise implementation of RNNs": 256 units, batches of 32 adjacent',
    "rows of 35 steps, SGD with rate 1, gradients clipped to norm 1, 500 passes) learns 10,000 symbols by heart. The model that ships",
    "is another one, trained to predict what it has not seen.",
]
