package io.undertone.job.command;

import io.undertone.job.SentimentJson;
import io.undertone.operator.ModelSource;
import io.undertone.operator.SentimentSettings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Reads reviews from stdin and writes results to stdout, without Flink, in order. */
@Command(
    name = "classify",
    description = {
      "Reads lines 'user<TAB>text' from stdin and writes a result a line to stdout, in order.",
      "Each user is remembered from line to line. What is typed is answered at once."
    })
final class ClassifyCommand implements Callable<Integer> {

  @Mixin OutputOptions output;
  @Mixin SharedOptions shared;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ClassifyCommand() {}

  @Override
  public Integer call() throws IOException {
    SentimentSettings settings = shared.settings();
    ModelSource source = shared.modelSource();
    try (var lease = source.lease(settings.device());
        Classifier classifier = new Classifier(lease.model(), settings)) {
      OutputStream out = new BufferedOutputStream(System.out); // stays open, as stdout does
      SentimentJson json = new SentimentJson(lease.model().manifest().labels());
      StdinLines lines = StdinLines.start(System.in, settings.batching().slots());
      for (List<String> some = lines.next(); some != null; some = lines.next()) {
        for (var sentiment : classifier.classify(reviews(some, lines, settings))) {
          out.write(json.write(sentiment));
          out.write('\n');
        }
        out.flush();
      }
    }
    return CommandLines.SUCCESS;
  }

  private static List<UserLine> reviews(
      List<String> some, StdinLines lines, SentimentSettings settings) {
    List<UserLine> reviews = new ArrayList<>();
    long number = lines.taken() - some.size();
    for (String line : some) {
      number++;
      @Nullable String complaint = UserLine.complaint(line, settings.limits());
      if (complaint == null) {
        reviews.add(UserLine.of(line, number));
      } else if (!line.isBlank()) {
        System.err.println("Line " + number + " is skipped: " + complaint);
      }
    }
    return reviews;
  }
}
