package io.undertone.job.replay;

import io.undertone.event.Sentiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what came out, in bounded memory: all of metrics.json that the results decide. */
final class Tally implements AutoCloseable {

  /** Heap that scores and user names may each take before they are spilled. */
  private static final long HEAP_BYTES_MAX = 16 << 20;

  private final List<String> labels;
  private final Confusion confusion;
  private final LabelCounts labelCounts;
  private final ExternalSort<Score> scores;
  private final ExternalSort<String> users;
  private long reviews;
  private long tokens;
  private long truncated;
  private double nats;

  /**
   * @param labels the model's
   * @param folder for two folders of what is spilled
   */
  Tally(List<String> labels, Path folder) throws IOException {
    this.labels = List.copyOf(labels);
    this.confusion = new Confusion(labels);
    this.labelCounts = new LabelCounts(labels);
    this.scores =
        new ExternalSort<>(
            Files.createDirectory(folder.resolve("scores")),
            Score.CODEC,
            Score.BY_PROBABILITY,
            HEAP_BYTES_MAX);
    this.users =
        new ExternalSort<>(
            Files.createDirectory(folder.resolve("users")),
            new TextCodec(),
            Comparator.<String>naturalOrder(),
            HEAP_BYTES_MAX);
  }

  void add(Sentiment sentiment) throws IOException {
    reviews++;
    tokens += sentiment.tokens();
    truncated += sentiment.truncated() ? 1 : 0;
    users.add(sentiment.origin().userId());
    if (sentiment.surprise() != null) {
      nats += sentiment.surprise() * sentiment.tokens();
    }
    String gold = sentiment.origin().label();
    String predicted = sentiment.label();
    if (labelCounts.add(gold) && gold != null && predicted != null) {
      confusion.add(gold, predicted);
      if (labels.size() == 2) {
        scores.add(new Score(sentiment.probabilities()[1], gold.equals(labels.get(1))));
      }
    }
  }

  long reviews() {
    return reviews;
  }

  long tokens() {
    return tokens;
  }

  /** Nats per token over all that was read, or null where the model has labels. */
  @Nullable Double surprise() {
    return labels.isEmpty() && tokens > 0 ? nats / tokens : null;
  }

  long truncated() {
    return truncated;
  }

  Confusion confusion() {
    return confusion;
  }

  /** The reviews whose label does not count. */
  LabelCounts labelCounts() {
    return labelCounts;
  }

  /** How many users have a result; to be asked once. */
  long users() throws IOException {
    long distinct = 0;
    try (SortedValues<String> sorted = users.sorted()) {
      @Nullable String before = null;
      for (String user = sorted.next(); user != null; user = sorted.next()) {
        distinct += user.equals(before) ? 0 : 1;
        before = user;
      }
    }
    return distinct;
  }

  /** The area under the curve, or null; to be asked once. */
  @Nullable Double auc() throws IOException {
    try (SortedValues<Score> sorted = scores.sorted()) {
      return AreaUnderCurve.of(sorted);
    }
  }

  @Override
  public void close() throws IOException {
    scores.close();
    users.close();
  }
}
