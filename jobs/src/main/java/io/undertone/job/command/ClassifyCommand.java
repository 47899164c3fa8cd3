package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.undertone.event.Review;
import io.undertone.event.Sentiment;
import io.undertone.job.SentimentJson;
import io.undertone.job.local.Terminal;
import io.undertone.model.Manifest;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.SentimentSettings;
import io.undertone.operator.tokenize.ScriptCounts;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Reads reviews from stdin and writes results to stdout, without Flink, in order. */
@Command(
    name = "classify",
    description = {
      "Reads lines 'user<TAB>text' from stdin and writes one result per line to stdout,"
          + " in order.",
      "A line that is no review is refused, with its number; behind the first five of a file or"
          + " a pipe, such lines are counted. A blank line is skipped.",
      "Each user is remembered from line to line. A typed line is answered at once.",
      "Results are JSON. With --explain in a terminal, they are the text in colours"
          + " from red to green."
    })
final class ClassifyCommand implements Callable<Integer> {

  @Mixin OutputOptions output;
  @Mixin JobOptions job;
  @Mixin ExplainOption explaining;
  @Mixin EncodingOption text;

  @Override
  public Integer call() throws Exception {
    SentimentSettings settings = job.settings().withExplained(explaining.explain);
    ModelSource source = job.scoring.modelSource();
    settings.requireFit(source.manifest());
    try (var lease = source.lease(settings.device());
        Classifier classifier = new Classifier(lease.model(), settings)) {
      OutputStream out = new BufferedOutputStream(System.out); // not closed, as stdout is not
      Function<Sentiment, byte[]> line = line(lease.model().manifest(), settings);
      TypedReviews reviews =
          new TypedReviews(
              System.in, text.encoding, settings.limits(), System.err, Terminal.isTyped());
      ScriptCounts scripts = new ScriptCounts(lease.model());
      int linesMax = settings.batching().slots();
      for (var some = reviews.next(linesMax); some != null; some = reviews.next(linesMax)) {
        some.forEach(review -> warn(review, scripts, lease.model().manifest()));
        for (var sentiment : classifier.classify(some)) {
          out.write(line.apply(sentiment));
          out.write('\n');
        }
        out.flush();
      }
      reviews.requireSome();
    }
    return CommandLines.SUCCESS;
  }

  /** Warns once of a script that the model does not know. */
  private void warn(Review review, ScriptCounts scripts, Manifest manifest) {
    boolean warned = scripts.hint() != null;
    String script = scripts.add(review.text());
    if (script != null && !warned) {
      output
          .messages()
          .printf(
              "Line %s is in %s, a script that %s does not know; more such lines are not named."
                  + " %s%n",
              review.origin().reviewId(), script, manifest.id(), ScriptCounts.worth(manifest));
    }
  }

  /** The format of a result: coloured text for an explained one in a terminal, else JSON. */
  private static Function<Sentiment, byte[]> line(Manifest manifest, SentimentSettings settings) {
    Terminal terminal = Terminal.ofStdout();
    if (settings.explained() && terminal.showsColours()) {
      ExplainedLine line = new ExplainedLine(terminal);
      return sentiment -> line.of(sentiment).getBytes(UTF_8);
    }
    return new SentimentJson(manifest.labels())::write;
  }
}
