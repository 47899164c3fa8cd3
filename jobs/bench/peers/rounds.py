"""Plays the rounds: one broker, one topic of reviews, all contenders in turns."""

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import fmean

import answers
import java
from contenders import CONTENDERS, Setting
from contest import run
from kafka import Topics
from model import load
from report import Report
from workload import Workload

REVIEWS, REJECTED = "reviews", "rejected"


def play(options: argparse.Namespace) -> Report:
    """Runs what the command line asked for, and says on stderr how far it is."""
    work = Workload(options.dataset)
    tokenizer = load(options.peers_model)[1]
    lengths = [len(tokenizer.encode(text)) for text in work.texts()]
    report = Report(fmean(lengths), options)
    _say(f"{len(lengths):,} texts, {report.tokens_mean:.0f} tokens on average; building …")
    java.build()
    with tempfile.TemporaryDirectory(prefix="undertone-peers-") as folder, java.broker() as servers:
        topics = Topics(servers, options.cores)
        topics.create(REVIEWS, REJECTED)
        _say(f"Filling the topic with {options.reviews:,} reviews …")
        topics.fill(REVIEWS, work.records(options.reviews))
        setting = Setting(servers, REVIEWS, REJECTED, Path(folder), options)
        for number in range(1, options.rounds + 1):
            _round(number, setting, topics, work, report)
    return report


def _round(number: int, setting: Setting, topics: Topics, work: Workload, report: Report) -> None:
    """Runs each once. Undertone is first: the others are compared with it."""
    options = setting.options
    ours = None
    for contender in CONTENDERS:
        came = run(contender, setting, topics, f"{contender.name}-{number}")
        found = answers.once_each(contender.name, came.results, options.reviews, came.finished)
        ours = ours or found
        compared = answers.compare(contender.name, found, ours, options.tolerance, work)
        report.add(contender.name, came.per_second(), came.per_cpu_second(), compared)
        _say(f"round {number} of {options.rounds}, {contender.name}: {came.per_second():,.0f} reviews/s, {len(found):,} results")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
