"""The command line: `python -m undertone_training COMMAND --help` is the manual, and the docstrings below are what it prints."""

import argparse
import sys
from pathlib import Path

import torch

from undertone_training.bring.compare import Brought
from undertone_training.bring.description import Description, read
from undertone_training.bring.export import export
from undertone_training.bundle import amend, check, folder, integer
from undertone_training.data import hold_out
from undertone_training.language import build as language
from undertone_training.language import recipes as language_recipes
from undertone_training.pytorch import file as pytorch
from undertone_training.study import measure
from undertone_training.teach import build, shorter
from undertone_training.teach.command import positive, seed, typed, whole
from undertone_training.teach.recipes import RECIPES
from undertone_training.teach.run import Run, multiplies_bfloat16
from undertone_training.zoo import bundles as zoo

ABOUT = "Trains recurrent nets with a memory per user and writes them as bundles that Undertone serves."
DATA = "folder of the review data sets (NAME.jsonl.gz, timemachine.txt)"
BUNDLE = "folder to write the bundle's folder into"


def main(arguments: list[str]) -> int:
    """Runs one command; returns 0 on success, 1 on failure. argparse exits with 2 on wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except (OSError, ValueError) as broken:
        print(f"undertone_training: {_said(options.command, broken)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        goes_on = "; the same command goes on from the last checkpoint" if getattr(options, "bundle", None) in RECIPES else ""
        print(f"undertone_training: stopped{goes_on}", file=sys.stderr)
        return 130


def _said(command: str, broken: Exception) -> str:
    """Returns a message of ours as it is; of the system's, such as that a disk is full, one that says what met it."""
    if not isinstance(broken, OSError) or broken.errno is None:
        return str(broken)
    where = f" at {broken.filename}" if broken.filename else ""
    return f"running {command}: expected files and output that take and give all that there is, found {broken.strerror}{where}; mend that"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m undertone_training", description=ABOUT)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_build(commands)
    for command in (_check, _add_integer_step):
        _add(commands, command).add_argument("folder", type=lambda path: Path(path).resolve(), help="the bundle's folder")
    _add(commands, _hold_out, DATA, "folder to write the files into")
    own = _add(commands, _study, DATA, "folder for the streams and the results of the job")
    launcher = Path("../../jobs/undertone")
    own.add_argument("--launcher", type=Path, default=launcher, help=f"built launcher of the job (default: {launcher})")
    own.add_argument("--model", default="reviews-en-lstm", help="bundle whose memory is studied (default: reviews-en-lstm)")
    own.add_argument("--language-model", action="append", default=[], help="bundle that gives surprise; may be repeated (default: none)")
    own = _add(commands, _export, out=BUNDLE)
    own.add_argument("description", type=Path, help="TOML file that describes the model and says where it is")
    own.add_argument("--unpickle", action="store_true", help="also load pickled objects; this runs code that the file names")
    _add(commands, _zoo, out="folder to write the archives of the bundles into")
    return parser


def _add_build(commands) -> None:
    own = _add(commands, _build, DATA, BUNDLE)
    own.add_argument("bundle", choices=sorted(RECIPES | language_recipes.RECIPES), help="bundle to build, by the recipe of that name")
    kept = "folder for checkpoints, vocabulary and encoded reviews (default: ~/.cache/undertone-training)"
    own.add_argument("--work", type=Path, default=Path.home() / ".cache" / "undertone-training", help=kept)
    own.add_argument("--seed", type=seed, default=1, help="seed of weights, order and dropout (default: 1)")
    own.add_argument("--epochs", type=positive, help="training epochs (default: the recipe's)")
    own.add_argument("--pretraining-epochs", type=whole, help="pretraining epochs, or 0 (default: the recipe's); not for language models")
    began = "start from the cells of a bundle that was built before; then only teachers are pretrained; not for language models"
    own.add_argument("--from", type=Path, dest="start", metavar="BUNDLE", help=began)
    own.add_argument("--lesson", action="store_true", help="train only the lesson and the memory; needs --from; not for language models")
    own.add_argument("--threads", type=positive, default=2, help="threads of PyTorch (default: 2)")
    native = "do not use bfloat16 autocast; without this option it is used where the CPU has instructions for it"
    own.add_argument("--float32", action="store_true", default=not multiplies_bfloat16(), help=native)


def _add(commands, run, data: str = "", out: str = "") -> argparse.ArgumentParser:
    """Adds the command that a function runs, with --data and --out where there is help for them. The function's docstring is the manual."""
    brief, long = run.__doc__.split("\n\n")
    own = commands.add_parser(run.__name__[1:].replace("_", "-"), help=brief, description=" ".join(long.split()))
    own.set_defaults(run=run)
    for name, said in filter(all, (("--data", data), ("--out", out))):
        own.add_argument(name, type=Path, required=True, help=said)
    return own


def _build(options: argparse.Namespace) -> int:
    """train a bundle and write it

    Trains one bundle, measures it on the held-out tenth and writes it. A stopped run goes on from its last checkpoint in --work. A language
    model takes only minutes and starts again. For reviews of your own, train your own net and `export` it. EXPORT.md has an example from a
    CSV file.
    """
    folder.require_replaceable(options.out / options.bundle)
    torch.set_num_threads(options.threads)
    if options.bundle in RECIPES:
        recipe = shorter.lesson_only(RECIPES[options.bundle], options.start) if options.lesson else RECIPES[options.bundle]
        recipe = shorter.shortened(recipe, options.epochs, options.pretraining_epochs)
        run = Run(options.data, options.work, options.seed, not options.float32, options.start)
        print(build.build(recipe, run, options.out, typed(options)))
        return 0
    given = (("--pretraining-epochs", options.pretraining_epochs), ("--from", options.start), ("--lesson", options.lesson or None))
    if other := [name for name, value in given if value is not None]:
        raise ValueError(
            f"building {options.bundle}: expected no {' and no '.join(other)}, found {' and '.join(other)}; "
            "leave that out: a language model begins anew and has no lesson"
        )
    recipe = language_recipes.shortened(language_recipes.RECIPES[options.bundle], options.epochs)
    print(language.build(recipe, options.data, options.out, options.seed, not options.float32, typed(options)))
    return 0


def _check(options: argparse.Namespace) -> int:
    """check a bundle against its goldens

    Verifies the hashes. Runs the goldens through the bundle's graphs, step by step and whole reviews at once. Prints the largest
    deviations, and on stderr those that are too large.
    """
    rows = integer.measured(options.folder)
    print("\n".join(f"{name}\t{found:.2e}" for name, found, _ in rows))
    far = check.too_far(options.folder.name, rows)
    print("".join(f"undertone_training: {said}\n" for said in far), end="", file=sys.stderr)
    return 1 if far else 0


def _add_integer_step(options: argparse.Namespace) -> int:
    """add an 8-bit integer step to a bundle

    Adds a step graph that multiplies in 8-bit integers. It is made from the weights in the bundle, and has its own goldens and tolerance.
    """
    amend.add_integer_step(options.folder)
    return _check(options)


def _hold_out(options: argparse.Namespace) -> int:
    """write the held-out tenth for replay

    Writes the rows that no recipe learns from, as JSON lines, one file per data set. `jobs/undertone replay --dataset` reads them.
    """
    print("\n".join(f"{name}\t{rows}" for name, rows in hold_out.write(options.data, options.out).items()))
    return 0


def _study(options: argparse.Namespace) -> int:
    """measure whether the memory pays

    Runs `jobs/undertone replay` with memory carried and with memory reset. It uses streams where memory should pay, and streams where it
    must not hurt. Prints tables.
    """
    print(measure.run(options.data, options.out, options.launcher, options.model, options.language_model), end="")
    return 0


def _export(options: argparse.Namespace) -> int:
    """make a bundle of a model that you trained

    Writes a trained PyTorch module or a saved Keras model as a bundle, and checks it. Its goldens are the framework's own answers.
    EXPORT.md explains both.
    """
    description = read(options.description)
    folder.require_replaceable(options.out / description.name)
    written = export(description, _load(description, options.unpickle), options.out)
    for note in written.notes:
        print(f"undertone_training: {note}", file=sys.stderr)
    print(f"{written.folder}\t{max(written.deviations.values()):.2e}")
    return 0


def _load(description: Description, unpickle: bool) -> Brought:
    """Reads the model. Keras is imported only where it is needed: it takes seconds and may be missing."""
    if description.framework != "keras":
        return pytorch.load(description, unpickle)
    from undertone_training.keras import file

    return file.load(description)


def _zoo(options: argparse.Namespace) -> int:
    """write a small bundle of every shape

    Writes a small bundle with random weights for each shape of net that a bundle may have. The Java tests run them from
    ../src/test/resources/zoo. Each is one archive, NAME.zip. Keras bundles need tensorflow (requirements-keras.txt).
    """
    for note in zoo.write(options.out):
        print(f"undertone_training: {note}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
