"""Says in plain words how a model was trained: from what it began, its passes, what was drawn and who taught. Invents no figure."""

from undertone_training.bundle.card import KIND
from undertone_training.teach.settings import Recipe, Training


def lines(recipe: Recipe, minutes: dict[str, float], on: str, began: dict | None) -> list[str]:
    """Returns the lines of a card that say it: `minutes` of each stage, spent `on` threads and precision; `began` as a card has it."""
    said, training = [], recipe.training
    if began is not None:
        kept = f", which make up {recipe.start_share:g} of the weights that came out" if recipe.start_share else ""
        said.append(f"From the cells of `{began['name']}`, version {began['version']}{kept}, then")
    elif recipe.begins_as is not None:
        said.append(f"From the cells of `{recipe.begins_as}`, then")
    elif recipe.pretraining is not None:
        kept = "" if recipe.pretraining.kind == recipe.shape.kind else "; of it only the embeddings are kept"
        kind = f"{'an' if recipe.pretraining.kind == 'lstm' else 'a'} {KIND[recipe.pretraining.kind]}"
        said.append(
            f"{_passes(recipe.pretraining.epochs)} of next-token prediction by {kind} over all reviews that may be "
            f"learned from, labelled or not ({minutes['pretraining']:.0f} min{kept}), then"
        )
    said += [
        f"{_passes(training.epochs, training.runs)} over all labelled sets ({minutes['training']:.0f} min; {on}): reviews alone, and",
        "users' reviews in order with carried, detached states, some of made-up users that nothing connects. Weights are averaged.",
    ]
    if recipe.then is not None:
        said.append(
            f"Then {_passes(recipe.then.epochs)} mostly over short texts, at {recipe.then.rate / training.rate:.2g} of the rate; "
            "what goes on is the mean of the weights before and after."
        )
    if recipe.lesson is not None:
        said.append(f"Then {_passes(recipe.lesson.epochs)} with the lesson among all else.")
    if recipe.remembering is not None:
        cooled = recipe.remembering.temperature
        cooled = "" if cooled == 1 else f"; all logits are divided by {cooled:g}"
        said.append(
            f"Last, {_passes(recipe.remembering.epochs)} over users in order, users dealt out anew or invented, and reviews in "
            f"sentences, of memory and head alone{cooled}."
        )
    if training.streamed_reviews:
        later = "" if recipe.then is None else f", {recipe.then.streamed_reviews:,} in the later ones,"
        said.append(f"{training.streamed_reviews:,} reviews a pass{later} are read sentence by sentence, as one user's events.")
    if training.rarest_repeats > 1:
        said.append(f"What has the rarest label is read {training.rarest_repeats} times a pass.")
    for stage in (training, recipe.then, recipe.lesson):
        said += teachers(stage) if stage else []
    return said


def teachers(training: Training) -> list[str]:
    """Returns the lines on the texts of the lesson and on those that teach."""
    lines, teaching = [], training.teaching
    if teaching is not None and teaching.tempered:
        lines.append(f"What n-gram judges say that learned from other parts of a set counts {teaching.trust:g} against its labels.")
    if training.lesson_texts:
        lines.append(
            f"{training.lesson_texts:,} texts a pass are of the lesson: short reviews in many trades that are written by rule, so that "
            "their verdict is known."
        )
    if training.trades_texts:
        lines.append(f"{training.trades_texts:,} texts a pass vary reviews in many trades that were written by hand.")
    if teaching is not None and (teaching.recipes or teaching.bundles):
        what = [f"{training.taught_reviews:,} unlabelled reviews, {training.taught_sentences:,} of their sentences"] * bool(
            training.taught_reviews
        )
        if teaching.inventing is not None:
            what.append(
                f"{training.taught_invented:,} invented texts (a GRU of next tokens went on from the beginnings of "
                f"{', '.join(teaching.inventing.after)})"
            )
        nets = [", ".join(teaching.recipes) + " (GRUs of 256 units, one of which reads from the end)"] * bool(teaching.recipes)
        nets += [f"{', '.join(teaching.bundles)} as they shipped before"] * bool(teaching.bundles)
        lines.append(
            f"{' and '.join(what)} a pass bear what teachers say of them: {', '.join(nets)}, and n-gram judges."
            if what
            else f"What teachers say counts {teaching.trust:g} against the labels: {', '.join(nets)}."
        )
    return lines


def _passes(count: int, runs: int = 1) -> str:
    return f"{runs} runs of " * (runs > 1) + f"{count} pass{'es' * (count > 1)}" + ", averaged," * (runs > 1)
