package io.undertone.operator.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.event.Origin;
import io.undertone.event.Review;
import io.undertone.event.TokenizedReview;
import io.undertone.event.UserEvent;
import io.undertone.operator.LogLines;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.ReviewLimits;
import io.undertone.operator.settings.SentimentSettings;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** A model that cannot read what comes is said soon, and once. */
@SuppressWarnings("try") // closing a harness may throw anything
class ScriptCountsTest {

  private static final ModelSource ENGLISH =
      ModelSource.at(
          Path.of("..", "models", "bundles", "reviews-en-lstm").toAbsolutePath().toString());

  private static final SentimentSettings SETTINGS = SentimentSettings.defaults();

  @Test
  void saysThatTheModelDoesNotKnowTheScript() throws Exception {
    assertThat(warnings(SETTINGS, 10, 3 * TokenizeReviews.FIRST_TEXTS))
        .containsExactly(
            "Reading the first 100 texts: expected a script that %s knows, found another in 10 (Han 10). Its language is 'en', and its answers to them mean nothing: give a --model that reads them."
                .formatted(ENGLISH.manifest().id()));
  }

  @Test
  void saysNothingOfAStrayOneNorOfFew() throws Exception {
    assertThat(warnings(SETTINGS, 9, TokenizeReviews.FIRST_TEXTS)).isEmpty();
    assertThat(warnings(SETTINGS, 10, TokenizeReviews.FIRST_TEXTS - 1)).isEmpty();
  }

  @Test
  void leavesADataSetToTheReplayWhichLooksAtAllOfIt() throws Exception {
    ReviewLimits limits = SETTINGS.limits().forDataset();

    assertThat(warnings(SETTINGS.with(limits), 100, TokenizeReviews.FIRST_TEXTS)).isEmpty();
  }

  /** What is logged where the first so many of all texts are Chinese. */
  private static List<String> warnings(SentimentSettings settings, int chinese, int count)
      throws Exception {
    var step = new TokenizeReviews(ENGLISH, settings);
    try (LogLines log = LogLines.of(TokenizeReviews.class);
        var tokenize = new OneInputStreamOperatorTestHarness<UserEvent, UserEvent>(step)) {
      tokenize.open();
      for (int each = 0; each < count; each++) {
        String text = each < chinese ? "很好" : "Good 👍";
        Review review = new Review(new Origin("r" + each, "ann", each, null), text);
        tokenize.processElement(new StreamRecord<>(review));
      }
      assertThat(tokenize.extractOutputValues())
          .hasSize(count)
          .hasOnlyElementsOfType(TokenizedReview.class);
      return List.copyOf(log.warnings());
    }
  }
}
