package io.undertone.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.cell.DeviceChoice;
import io.undertone.cell.ExecutorKind;
import io.undertone.event.Explanation;
import io.undertone.event.Origin;
import io.undertone.event.Review;
import io.undertone.event.Sentiment;
import io.undertone.event.TextPieces;
import io.undertone.job.kafka.TestReviews;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.Batching;
import io.undertone.operator.settings.SentimentSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where one word turns a sentence, on the models that ship. */
class ExplainIT {

  private static final Path BUNDLES = Objects.requireNonNull(TestReviews.BUNDLE.getParent());

  @ParameterizedTest
  @ValueSource(strings = {"reviews-en-lstm", "reviews-en-gru"})
  void notTurnsAnEnglishSentence(String model) {
    List<Sentiment> found = explain(model, "I like mathematics", "I do not like mathematics");

    assertThat(found).extracting(Sentiment::label).containsExactly("positive", "negative");
    assertThat(after(found.get(0), "I like")).isGreaterThan(0.5);
    assertThat(after(found.get(1), "I do")).isGreaterThan(0.5);
    assertThat(after(found.get(1), "I do not like")).isLessThan(0.5);
    assertThat(after(found.get(0), "I like") - after(found.get(1), "I do not like"))
        .as("what 'not' changes")
        .isGreaterThan(0.2);
    found.forEach(ExplainIT::assertEndsWithItsOwnScore);
  }

  @Test
  void notTurnsAChineseSentence() {
    List<Sentiment> found = explain("reviews-zh-gru", "我喜欢数学", "我不喜欢数学");

    assertThat(positive(found.get(1))).isLessThan(positive(found.get(0)));
    assertThat(after(found.get(0), "我喜欢")).isGreaterThan(0.5);
    assertThat(after(found.get(1), "我不喜欢")).isLessThan(0.5);
    assertThat(last(found.get(0))).isGreaterThan(0.5);
    assertThat(last(found.get(1))).isLessThan(0.5);
    found.forEach(ExplainIT::assertEndsWithItsOwnScore);
  }

  @Test
  void coversATextOfAnyScript() {
    String text = "Great 👍🏽 我喜欢数学 – naïve\tİ";
    Sentiment found = explain("reviews-en-lstm", text).get(0);

    TextPieces pieces = explanation(found).pieces();
    StringBuilder joined = new StringBuilder();
    for (int piece = 0; piece < pieces.count(); piece++) {
      assertThat(text.substring(pieces.start(piece), pieces.end(piece)))
          .isEqualTo(pieces.text(piece));
      joined.append(pieces.text(piece));
    }
    assertThat(joined).hasToString(text);
    assertEndsWithItsOwnScore(found);
  }

  @Test
  void explainsUpToTheCut() {
    Sentiment found = explain(settings().withTokensMax(4), "reviews-en-lstm", "I did not like it");

    assertThat(found.truncated()).isTrue();
    assertThat(explanation(found).pieces().text()).isEqualTo("I did not");
    assertEndsWithItsOwnScore(found);
  }

  @Test
  void explainsAnEmptyReviewByOneEmptyPiece() {
    Sentiment found = explain("reviews-en-lstm", "").get(0);

    assertThat(explanation(found).pieces().ends()).containsExactly(0);
    assertEndsWithItsOwnScore(found);
  }

  private static List<Sentiment> explain(String model, String... texts) {
    return List.of(texts).stream().map(text -> explain(settings(), model, text)).toList();
  }

  private static Sentiment explain(SentimentSettings settings, String model, String text) {
    try (var lease = ModelSource.at(BUNDLES.resolve(model).toString()).lease(DeviceChoice.CPU);
        Classifier classifier = new Classifier(lease.model(), settings)) {
      Review review = new Review(new Origin("1", "ann", 0, null), text);
      return classifier.classify(List.of(review)).get(0);
    } catch (Exception broken) {
      throw new AssertionError(broken);
    }
  }

  private static SentimentSettings settings() {
    Batching batching = Batching.defaults();
    return SentimentSettings.defaults()
        .with(new Batching(batching.slots(), ExecutorKind.CELL, batching.delayMax()))
        .withExplained(true);
  }

  /** The probability after a beginning of the text that is a whole number of pieces. */
  private static double after(Sentiment sentiment, String beginning) {
    Explanation explanation = explanation(sentiment);
    for (int piece = 0; piece < explanation.pieces().count(); piece++) {
      if (explanation.pieces().end(piece) == beginning.length()) {
        return explanation.positive().get(piece);
      }
    }
    throw new AssertionError("no piece ends behind '" + beginning + "'");
  }

  private static double last(Sentiment sentiment) {
    List<Double> positive = explanation(sentiment).positive();
    return positive.get(positive.size() - 1);
  }

  private static void assertEndsWithItsOwnScore(Sentiment sentiment) {
    assertThat(last(sentiment)).isEqualTo(positive(sentiment));
  }

  private static double positive(Sentiment sentiment) {
    return sentiment.labelled().probabilities().get(1);
  }

  private static Explanation explanation(Sentiment sentiment) {
    return Objects.requireNonNull(sentiment.labelled().explanation());
  }
}
