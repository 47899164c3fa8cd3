package io.undertone.job.command;

import picocli.CommandLine.Option;

/** Whether scores are explained: of run, replay and classify. */
final class ExplainOption {

  @Option(
      names = "--explain",
      description =
          "Give the probability of 'positive' after each piece of the text, too: as if the review"
              + " had ended there. Takes about twice the time.")
  boolean explain;
}
