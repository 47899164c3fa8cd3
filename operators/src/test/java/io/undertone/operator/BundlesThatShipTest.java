package io.undertone.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.undertone.cell.Probabilities;
import io.undertone.event.Origin;
import io.undertone.event.Review;
import io.undertone.event.Sentiment;
import io.undertone.event.UserEvent;
import io.undertone.model.Bundle;
import io.undertone.model.Golden.GoldenReview;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was trained is what is served: the goldens' texts through a whole job. */
class BundlesThatShipTest {

  private static final Path BUNDLES = Path.of("..", "models", "bundles").toAbsolutePath();

  @ParameterizedTest
  @ValueSource(strings = {"reviews-en-lstm", "reviews-en-gru", "reviews-en-rnn"})
  void servesWhatWasTrained(String name) throws Exception {
    Path folder = BUNDLES.resolve(name).normalize();
    List<GoldenReview> goldens = Bundle.open(folder).golden().reviews();

    List<Sentiment> sentiments = sentiments(ModelSource.at(folder.toUri().toString()), goldens);

    assertThat(sentiments).hasSameSizeAs(goldens);
    for (int i = 0; i < sentiments.size(); i++) {
      assertThat(sentiments.get(i).tokens()).isEqualTo(goldens.get(i).tokens().size());
      assertThat(sentiments.get(i).truncated()).isEqualTo(goldens.get(i).truncated());
      assertThat(sentiments.get(i).probabilities())
          .containsExactly(expected(goldens.get(i)), within(1e-4));
    }
  }

  private static List<Sentiment> sentiments(ModelSource model, List<GoldenReview> goldens)
      throws Exception {
    List<UserEvent> reviews = new ArrayList<>();
    for (GoldenReview golden : goldens) {
      Origin origin = new Origin("r" + reviews.size(), golden.user(), reviews.size(), null);
      reviews.add(new Review(origin, golden.text()));
    }
    var environment = StreamExecutionEnvironment.createLocalEnvironment(1, configuration());
    var steps = new SentimentSteps(model, Settings.slots(7));
    return ByReview.sorted(
        steps
            .sentiments(environment.fromData(reviews, UserEvent.TYPE))
            .executeAndCollect(goldens.size() + 1));
  }

  private static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    return configuration;
  }

  private static double[] expected(GoldenReview golden) {
    float[] logits = new float[golden.logits().size()];
    for (int label = 0; label < logits.length; label++) {
      logits[label] = golden.logits().get(label).floatValue();
    }
    return Probabilities.softmax(logits);
  }
}
