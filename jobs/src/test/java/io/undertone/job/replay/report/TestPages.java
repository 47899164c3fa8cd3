package io.undertone.job.replay.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertone.event.Origin;
import io.undertone.event.Sentiment;
import io.undertone.event.Sentiment.Answer;
import io.undertone.event.Sentiment.Labelled;
import io.undertone.event.Sentiment.Surprise;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Pages of replays that never were, by users who mean harm. */
final class TestPages {

  /** What would do harm if it were more than text. */
  static final String HARM = "</script><img src=x onerror=\"document.title='harmed'\"><!--{{data}}";

  static final String SAID = "what a user said & " + HARM;

  private static final long SEED = 5;
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final int USERS = 10;

  /** How the reviews are answered. */
  enum Kind {
    LABELLED,
    UNLABELLED,
    SURPRISE
  }

  private final Kind kind;
  private final List<String> labels;
  private final Random random = new Random(SEED);
  private long nanos;

  TestPages(Kind kind) {
    this.kind = kind;
    this.labels = kind == Kind.SURPRISE ? List.of() : List.of("negative", "positive");
  }

  /** Writes the page of so many reviews. */
  void write(Path file, int reviews, boolean texts) throws IOException {
    Figures figures = new Figures(labels, () -> nanos);
    Moods moods = new Moods();
    Map<String, TreeMap<Integer, Double>> byUser = new TreeMap<>();
    for (int review = 0; review < reviews; review++) {
      nanos += Duration.ofMillis(40).toNanos();
      Sentiment sentiment = sentiment(review);
      double mood = figures.add(sentiment, sentiment.origin().label() != null);
      byUser
          .computeIfAbsent(sentiment.origin().userId(), unused -> new TreeMap<>())
          .put(review, mood);
    }
    byUser.forEach((user, all) -> all.values().forEach(mood -> moods.add(user, mood)));
    Roc roc = null;
    if (kind == Kind.LABELLED && reviews > 1) {
      Roc.Builder curve = new Roc.Builder(reviews);
      curve.threshold(0, 0);
      curve.threshold(1, 0);
      roc = curve.build(1, 1, 1);
    }
    Map<ReviewName, String> said = new HashMap<>();
    figures.named().forEach(name -> said.put(name, SAID));
    new ReportPage(
            new Input(List.of(HARM), 1, reviews + 3L, Map.of("Memory", HARM)),
            metrics(reviews),
            labels,
            figures,
            moods,
            roc,
            texts ? said : null)
        .write(file);
  }

  private Sentiment sentiment(int review) {
    double positive = random.nextDouble();
    Answer answer =
        kind == Kind.SURPRISE
            ? new Surprise(8 * positive)
            : new Labelled(
                positive > 0.5 ? "positive" : "negative",
                Math.max(positive, 1 - positive),
                List.of(1 - positive, positive),
                null);
    return new Sentiment(
        new Origin(
            review + HARM, HARM + review % USERS, 1_700_000_000_000L + review * HOUR, gold()),
        answer,
        review / USERS,
        1 + random.nextInt(300),
        false,
        "m@1");
  }

  private @Nullable String gold() {
    return kind == Kind.LABELLED ? labels.get(random.nextInt(2)) : null;
  }

  /** Figures with the names of metrics.json; that they fit the reviews does not matter here. */
  private Object metrics(int reviews) {
    ObjectNode metrics = new ObjectMapper().createObjectNode();
    metrics.put("model", "m@1").put("memory", "carry").put("device", "cpu").put("executor", "cell");
    metrics.put("reviews", reviews).put("rejected", 3).put("duplicates", 0).put("users", USERS);
    metrics.putObject("rejected_by_reason").put("not_json", 2).put("text_missing", 1);
    metrics.put("labelled", kind == Kind.LABELLED ? reviews : 0);
    metrics.put("accuracy", 0.5).put("macro_f1", 0.5).put("auc", 0.5);
    ObjectNode confusion = metrics.putObject("confusion");
    labels.forEach(gold -> confusion.putObject(gold).put("negative", 1).put("positive", 2));
    metrics.put("tokens", 10).put("truncated", 0).put("seconds", 2.0);
    metrics.put("reviews_per_second", 5.0).put("tokens_per_second", 5.0);
    metrics.set("surprise", kind == Kind.SURPRISE ? metrics.numberNode(2.0) : metrics.nullNode());
    return metrics;
  }
}
