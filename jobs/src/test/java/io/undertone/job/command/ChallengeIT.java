package io.undertone.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.cell.DeviceChoice;
import io.undertone.event.Origin;
import io.undertone.event.Review;
import io.undertone.event.Sentiment;
import io.undertone.job.kafka.TestJob;
import io.undertone.operator.settings.SentimentSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How the default model reads what is hard to read: pairs of sentences that differ in a word or
 * two.
 */
class ChallengeIT {

  private static final Path FOLDER = Path.of("../models/training/challenge");

  /** One phenomenon: its pairs, and how many sentences and pairs the model reads right. */
  private record Score(int pairs, int sentences, int bothRight) {

    Score plus(boolean positiveRight, boolean negativeRight) {
      return new Score(
          pairs + 1,
          sentences + (positiveRight ? 1 : 0) + (negativeRight ? 1 : 0),
          bothRight + (positiveRight && negativeRight ? 1 : 0));
    }

    Score plus(Score other) {
      return new Score(
          pairs + other.pairs, sentences + other.sentences, bothRight + other.bothRight);
    }

    String row(String phenomenon) {
      return "| %s | %d | %.0f %% | %.0f %% |"
          .formatted(phenomenon, pairs, 50.0 * sentences / pairs, 100.0 * bothRight / pairs);
    }
  }

  @Test
  void readsTheChallengeAsItsPageSays() throws Exception {
    Map<String, Score> scores = scores(pairs());
    Score all = scores.values().stream().reduce(new Score(0, 0, 0), Score::plus);

    List<String> table = new ArrayList<>();
    scores.forEach((phenomenon, score) -> table.add(score.row(phenomenon)));
    table.add(all.row("all"));
    table.forEach(System.out::println);

    assertThat(2 * all.pairs()).as("sentences").isGreaterThanOrEqualTo(300);
    assertThat(Files.readAllLines(FOLDER.resolve("README.md"))).containsSubsequence(table);
  }

  /** Phenomenon, positive sentence, negative sentence. */
  private static List<String[]> pairs() throws Exception {
    return Files.readAllLines(FOLDER.resolve("pairs.tsv")).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t", -1))
        .toList();
  }

  private static Map<String, Score> scores(List<String[]> pairs) throws Exception {
    List<Review> reviews = new ArrayList<>();
    for (String[] pair : pairs) {
      assertThat(pair).hasSize(3);
      reviews.add(review(reviews.size(), pair[1]));
      reviews.add(review(reviews.size(), pair[2]));
    }
    List<Sentiment> found = classify(reviews);
    Map<String, Score> scores = new LinkedHashMap<>();
    for (int pair = 0; pair < pairs.size(); pair++) {
      boolean positive = "positive".equals(found.get(2 * pair).label());
      boolean negative = "negative".equals(found.get(2 * pair + 1).label());
      scores.merge(pairs.get(pair)[0], new Score(0, 0, 0).plus(positive, negative), Score::plus);
    }
    return scores;
  }

  /** Each sentence is the first of its user. */
  private static Review review(int number, String text) {
    return new Review(new Origin("sentence " + number, "reader " + number, 0, null), text);
  }

  private static List<Sentiment> classify(List<Review> reviews) throws Exception {
    try (var lease = TestJob.MODEL.lease(DeviceChoice.CPU);
        Classifier classifier = new Classifier(lease.model(), SentimentSettings.defaults())) {
      return classifier.classify(reviews);
    }
  }
}
