package io.undertone.job.command;

import picocli.CommandLine.Option;

/** Whether scores are explained: of run, replay and classify. */
final class ExplainOption {

  @Option(
      names = "--explain",
      description =
          "Also give the probability of 'positive' after each piece of the text, as if the"
              + " review had ended there. This takes about twice the time.")
  boolean explain;
}
