package io.undertone.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.undertone.event.Sentiment;
import io.undertone.event.Sentiment.Labelled;
import io.undertone.event.Sentiment.Surprise;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what came out, in bounded memory: all of metrics.json that the results decide. */
final class Tally implements AutoCloseable {

  private static final byte[] NOTHING = {};

  private final List<String> labels;
  private final Confusion confusion;
  private final LabelCounts labelCounts;
  private final AreaUnderCurve areaUnderCurve;
  private final DiskSort users;
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
    this.areaUnderCurve = new AreaUnderCurve(folder.resolve("scores"));
    this.users = new DiskSort(folder.resolve("users"));
  }

  void add(Sentiment sentiment) throws IOException {
    reviews++;
    tokens += sentiment.tokens();
    truncated += sentiment.truncated() ? 1 : 0;
    users.put(sentiment.origin().userId().getBytes(UTF_8), NOTHING);
    String gold = sentiment.origin().label();
    boolean known = labelCounts.add(gold);
    if (sentiment.answer() instanceof Surprise surprise && surprise.natsPerToken() != null) {
      nats += surprise.natsPerToken() * sentiment.tokens();
    } else if (sentiment.answer() instanceof Labelled labelled && known && gold != null) {
      confusion.add(gold, labelled.label());
      if (labels.size() == 2) {
        areaUnderCurve.add(labelled.probabilities().get(1), gold.equals(labels.get(1)));
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

  /** How many users have a result. */
  long users() throws IOException {
    long distinct = 0;
    try (DiskSort.Sorted sorted = users.sorted()) {
      while (sorted.next()) {
        distinct++;
      }
    }
    return distinct;
  }

  /** The area under the curve, or null. */
  @Nullable Double auc() throws IOException {
    return areaUnderCurve.value();
  }

  @Override
  public void close() throws IOException {
    areaUnderCurve.close();
    users.close();
  }
}
