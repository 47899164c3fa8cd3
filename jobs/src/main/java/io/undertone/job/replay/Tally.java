package io.undertone.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.undertone.event.Sentiment;
import io.undertone.event.Sentiment.Labelled;
import io.undertone.event.Sentiment.Surprise;
import io.undertone.job.replay.report.Figures;
import io.undertone.job.replay.report.Moods;
import io.undertone.job.replay.report.Roc;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Accumulates the results into what metrics.json and the report need, in bounded memory. */
final class Tally implements AutoCloseable {

  private final List<String> labels;
  private final ConfusionMatrix confusion;
  private final LabelCounts labelCounts;
  private final AreaUnderCurve areaUnderCurve;
  private final Figures figures;

  /** The mood in each result, by user and then in the order of the results. */
  private final DiskSort moods;

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
    this.confusion = new ConfusionMatrix(labels);
    this.labelCounts = new LabelCounts(labels);
    this.areaUnderCurve = new AreaUnderCurve(folder.resolve("scores"));
    this.figures = new Figures(labels);
    this.moods = new DiskSort(folder.resolve("moods"));
  }

  void add(Sentiment sentiment) throws IOException {
    String gold = sentiment.origin().label();
    boolean known = labelCounts.add(gold);
    addMood(sentiment.origin().userId(), figures.add(sentiment, known));
    reviews++;
    tokens += sentiment.tokens();
    truncated += sentiment.truncated() ? 1 : 0;
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

  /** Nats per token over all tokens; null if the model has labels. */
  @Nullable Double surprise() {
    return labels.isEmpty() && tokens > 0 ? nats / tokens : null;
  }

  long truncated() {
    return truncated;
  }

  ConfusionMatrix confusion() {
    return confusion;
  }

  /** Reviews without a label, or with one that the model does not know. */
  LabelCounts labelCounts() {
    return labelCounts;
  }

  List<String> labels() {
    return labels;
  }

  /** The figures of the report. */
  Figures figures() {
    return figures;
  }

  /** The users' moods over time; reads all results once more. */
  Moods moods() throws IOException {
    Moods read = new Moods();
    try (DiskSort.Sorted sorted = moods.sorted()) {
      while (sorted.next()) {
        byte[] key = sorted.key();
        String user = new String(key, Integer.BYTES, ByteBuffer.wrap(key).getInt(), UTF_8);
        read.add(user, ByteBuffer.wrap(sorted.value()).getFloat());
      }
    }
    return read;
  }

  /** The curve with the area under it, or null. */
  @Nullable Roc roc() throws IOException {
    return areaUnderCurve.roc();
  }

  private void addMood(String user, double mood) throws IOException {
    byte[] name = user.getBytes(UTF_8);
    moods.put(
        ByteBuffer.allocate(Integer.BYTES + name.length + Long.BYTES)
            .putInt(name.length)
            .put(name)
            .putLong(reviews)
            .array(),
        ByteBuffer.allocate(Float.BYTES).putFloat((float) mood).array());
  }

  @Override
  public void close() throws IOException {
    try (moods) {
      areaUnderCurve.close();
    }
  }
}
