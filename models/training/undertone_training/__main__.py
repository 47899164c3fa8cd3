"""The command line: `python -m undertone_training COMMAND --help` is the manual."""

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path

import torch

from undertone_training.bring.compare import Brought
from undertone_training.bring.description import Description, read
from undertone_training.bring.export import export
from undertone_training.bundle import check
from undertone_training.data import hold_out
from undertone_training.language import build as language
from undertone_training.study import measure as study
from undertone_training.teach import build
from undertone_training.teach.recipes import RECIPES
from undertone_training.teach.run import Run


def main(arguments: list[str]) -> int:
    """Runs one command; returns 0 on success, 1 on failure. argparse exits with 2 on wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except (OSError, ValueError) as broken:
        print(f"undertone_training: {broken}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        goes_on = "; the same command goes on from the last checkpoint" if getattr(options, "bundle", None) in RECIPES else ""
        print(f"undertone_training: stopped{goes_on}", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m undertone_training", description="Trains recurrent nets with a memory per "
                                     "user and writes them as bundles that Undertone serves.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    build = commands.add_parser("build", help="train a bundle and write it", description="Trains one bundle, measures it on the "
                                "held-out tenth and writes it. A stopped run goes on from its last checkpoint in --work; a language model, which takes minutes, starts again.",
                                formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    build.add_argument("bundle", choices=sorted(RECIPES | language.RECIPES), help="which recipe to follow")
    build.add_argument("--data", type=Path, required=True, help="folder of the review data sets (NAME.jsonl.gz)")
    build.add_argument("--out", type=Path, required=True, help="folder that the bundle's folder is written into")
    build.add_argument("--work", type=Path, default=Path.home() / ".cache" / "undertone-training",
                       help="folder for checkpoints, vocabulary and encoded reviews")
    build.add_argument("--seed", type=int, default=1, help="seed of weights, order and dropout")
    build.add_argument("--epochs", type=int, help="other than the recipe's number of training epochs")
    build.add_argument("--pretraining-epochs", type=int, help="other than the recipe's number of pretraining epochs; 0 for none; language models have none")
    build.add_argument("--from", type=Path, dest="start", metavar="BUNDLE", help="a bundle that was built before: begin with its cells; only "
                       "teachers are pretrained then; not for language models")
    build.add_argument("--threads", type=_positive, default=2, help="threads of PyTorch")
    build.add_argument("--float32", action="store_true", help="no bfloat16 autocast (twice the time on a CPU with AMX)")
    build.set_defaults(run=_build)
    verify = commands.add_parser("check", help="prove a bundle against its goldens", description="Verifies hashes and runs the goldens "
                                 "through the bundle's step and sequence graphs; prints the largest deviation of logits and states.")
    verify.add_argument("folder", type=Path, help="the bundle's folder")
    verify.set_defaults(run=_check)
    aside = commands.add_parser("hold-out", help="write the held-out tenth for replay", description="Writes the rows that no recipe "
                                "learns from as JSON lines, one file a set, for `jobs/undertone replay --dataset`.")
    aside.add_argument("--data", type=Path, required=True, help="folder of the review data sets (NAME.jsonl.gz)")
    aside.add_argument("--out", type=Path, required=True, help="folder that the files are written into")
    aside.set_defaults(run=_hold_out)
    measure = commands.add_parser("study", help="measure whether the memory pays", description="Runs `jobs/undertone replay` with memory "
                                  "carried and reset over streams for which memory should pay, or must not hurt; prints tables.",
                                  formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    measure.add_argument("--data", type=Path, required=True, help="folder of the review data sets (NAME.jsonl.gz, timemachine.txt)")
    measure.add_argument("--out", type=Path, required=True, help="folder for the streams and the job's results")
    measure.add_argument("--launcher", type=Path, default=Path("../../jobs/undertone"), help="the job's launcher, built")
    measure.add_argument("--model", default="reviews-en-lstm", help="the bundle whose memory is studied")
    measure.add_argument("--language-model", action="append", default=[], help="a bundle that yields surprise; may be repeated")
    measure.set_defaults(run=_study)
    bring = commands.add_parser("export", help="make a bundle of a model that you trained", description="Writes a trained PyTorch module or a "
                                 "saved Keras model as a bundle and checks it: its goldens are the framework's own answers. EXPORT.md walks "
                                 "through both.")
    bring.add_argument("description", type=Path, help="TOML file that says what the model is and where it lies")
    bring.add_argument("--out", type=Path, required=True, help="folder that the bundle's folder is written into")
    bring.add_argument("--unpickle", action="store_true", help="load pickled objects too, a whole nn.Module for one, which runs code that the file names")
    bring.set_defaults(run=_export)
    zoo = commands.add_parser("zoo", help="write a small bundle of every shape", description="Writes a small bundle with random weights "
                              "for each shape of net that a bundle may have, which the Java tests run: ../src/test/resources/zoo. Keras's "
                              "are written where tensorflow is installed (requirements-keras.txt).")
    zoo.add_argument("--out", type=Path, required=True, help="folder that the bundles' folders are written into")
    zoo.set_defaults(run=_zoo)
    return parser


def _build(options: argparse.Namespace) -> int:
    torch.set_num_threads(options.threads)
    if options.bundle in language.RECIPES:
        if options.pretraining_epochs is not None:
            raise ValueError(f"building {options.bundle}: expected no --pretraining-epochs, found {options.pretraining_epochs}; leave it out")
        if options.start is not None:
            raise ValueError(f"building {options.bundle}: expected no --from, found {options.start}; a language model begins anew")
        print(language.build(language.shortened(language.RECIPES[options.bundle], options.epochs), options.data, options.out,
                             options.seed, not options.float32, _command(options)))
        return 0
    recipe = build.shortened(RECIPES[options.bundle], options.epochs, options.pretraining_epochs)
    run = Run(options.data, options.work, options.seed, not options.float32, options.start)
    print(build.build(recipe, run, options.out, _command(options)))
    return 0


def _positive(text: str) -> int:
    if int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected 1 or more, found {text}")
    return int(text)


def _command(options: argparse.Namespace) -> str:
    """Returns the command as anyone would type it: folders by what they are, not where they lay."""
    changed = [f"--{name.replace('_', '-')} {value}" for name, value in (
        ("epochs", options.epochs), ("pretraining_epochs", options.pretraining_epochs)) if value is not None]
    changed += [f"--from models/bundles/{options.start.resolve().name}"] if options.start else []
    changed += ["--float32"] if options.float32 else []
    return " ".join(["python -m undertone_training build", options.bundle, "--data DATA --out models/bundles",
                     f"--seed {options.seed}", *changed])


def _check(options: argparse.Namespace) -> int:
    largest = check.deviations(options.folder)
    for name, value in largest.items():
        print(f"{name}\t{value:.2e}")
    return 0 if max(largest.values()) <= check.TOLERANCE else 1


def _hold_out(options: argparse.Namespace) -> int:
    for name, rows in hold_out.write(options.data, options.out).items():
        print(f"{name}\t{rows}")
    return 0


def _study(options: argparse.Namespace) -> int:
    print(study.run(options.data, options.out, options.launcher, options.model, options.language_model), end="")
    return 0


def _export(options: argparse.Namespace) -> int:
    description = read(options.description)
    written = export(description, _load(description, options.unpickle), options.out)
    for note in written.notes:
        print(f"undertone_training: {note}", file=sys.stderr)
    print(f"{written.folder}\t{max(written.deviations.values()):.2e}")
    return 0


def _load(description: Description, unpickle: bool) -> Brought:
    """Reads the model; a framework is imported only where the model is its own, since each takes seconds and Keras may be missing."""
    if description.framework == "keras":
        from undertone_training.keras import file as keras_file
        return keras_file.load(description)
    from undertone_training.pytorch import file as torch_file
    return torch_file.load(description, unpickle)


def _zoo(options: argparse.Namespace) -> int:
    from undertone_training.zoo import bundles as zoo  # not above: it may bring Keras, which takes seconds
    zoo.write_torch(options.out)
    if find_spec("tensorflow") is None:
        print("undertone_training: no Keras bundles: tensorflow is not installed (requirements-keras.txt)", file=sys.stderr)
        return 0
    zoo.write_keras(options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
