package io.undertone.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.undertone.cell.Probabilities;
import io.undertone.event.Sentiment;
import io.undertone.model.Bundle;
import io.undertone.model.Golden.GoldenReview;
import io.undertone.operator.model.ModelSource;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was trained is what is served: the goldens' texts through a whole job. */
class BundlesThatShipTest {

  private static final Path BUNDLES = Path.of("..", "models", "bundles").toAbsolutePath();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reviews-en-lstm",
        "reviews-en-lstm-3way",
        "reviews-en-gru",
        "reviews-en-rnn",
        "reviews-zh-gru",
        "reviews-zh-rnn"
      })
  void servesWhatWasTrained(String name) throws Exception {
    Path folder = BUNDLES.resolve(name).normalize();
    List<GoldenReview> goldens = Bundle.open(folder).golden().reviews();

    List<Sentiment> sentiments =
        GoldenStream.sentiments(ModelSource.at(folder.toUri().toString()), goldens);

    assertThat(sentiments).hasSameSizeAs(goldens);
    for (int i = 0; i < sentiments.size(); i++) {
      assertThat(sentiments.get(i).tokens()).isEqualTo(goldens.get(i).tokens().size());
      assertThat(sentiments.get(i).truncated()).isEqualTo(goldens.get(i).truncated());
      assertThat(doubles(sentiments.get(i).labelled().probabilities()))
          .containsExactly(expected(goldens.get(i)), within(1e-5));
    }
  }

  private static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double[] expected(GoldenReview golden) {
    float[] logits = new float[golden.logits().size()];
    for (int label = 0; label < logits.length; label++) {
      logits[label] = golden.logits().get(label).floatValue();
    }
    return Probabilities.softmax(logits);
  }
}
