package io.undertone.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.undertone.event.Origin;
import io.undertone.event.Sentiment;
import io.undertone.event.Sentiment.Surprise;
import io.undertone.model.Bundle;
import io.undertone.model.Golden.GoldenReview;
import io.undertone.operator.model.ModelSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A language model in the stream says how surprised it is, not how it likes what it reads. */
class LanguageModelsTest {

  private static final Path MODELS = Path.of("..", "models");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "src/test/resources/bundles/tiny-language",
        "src/test/resources/bundles/tiny-characters",
        "bundles/time-machine-rnn",
        "bundles/reviews-zh-chars-gru"
      })
  void givesNatsPerTokenAsTrainingDid(String name) throws Exception {
    Path folder = MODELS.resolve(name).toAbsolutePath().normalize();
    List<GoldenReview> goldens = Bundle.open(folder).golden().reviews();
    List<Sentiment> found = GoldenStream.sentiments(ModelSource.at(folder.toString()), goldens);

    assertThat(found).hasSameSizeAs(goldens);
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < found.size(); i++) {
      Sentiment sentiment = found.get(i);
      int before = seen.merge(goldens.get(i).user(), 1, Integer::sum) - 1;
      assertThat(sentiment.remembered()).isEqualTo(before);
      assertSurprise(sentiment, goldens.get(i));
    }
    assertThat(found).filteredOn(sentiment -> sentiment.tokens() == 0).isNotEmpty();
  }

  @Test
  void saysThatALanguageModelHasNoLabels() {
    Origin origin = new Origin("r", "ann", 1, null);
    var sentiment = new Sentiment(origin, new Surprise(1.5), 0, 3, false, "book@1");
    assertThatThrownBy(sentiment::label)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Asking book@1 for a label: expected a model with labels, found a language model. Ask"
                + " for its surprise, or choose another model.");
  }

  private static void assertSurprise(Sentiment sentiment, GoldenReview golden) {
    int tokens = golden.tokens().size();
    assertThat(sentiment.tokens()).isEqualTo(tokens);
    Double natsPerToken = ((Surprise) sentiment.answer()).natsPerToken();
    if (tokens == 0) {
      assertThat(natsPerToken).isNull();
    } else {
      double nats = Objects.requireNonNull(golden.states().get("nats0")).first().get(0);
      assertThat(natsPerToken).isCloseTo(nats / tokens, within(1e-5));
    }
  }
}
