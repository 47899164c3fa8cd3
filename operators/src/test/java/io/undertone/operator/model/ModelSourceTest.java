package io.undertone.operator.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.model.BundleException;
import org.junit.jupiter.api.Test;

class ModelSourceTest {

  @Test
  void saysWhatIsWrongWithAUri() {
    String place = "s3://bucket/my model";
    String message =
        "Fetching the model from s3://bucket/my model: expected a URI, found Illegal character in"
            + " path at index 14: s3://bucket/my model. Mend it: a space, for one, is written %20.";
    assertThatThrownBy(() -> ModelSource.at(place).manifest())
        .isInstanceOf(BundleException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> FetchedBundle.of(place, null, "anybody"))
        .isInstanceOf(BundleException.class)
        .hasMessage(message);
  }
}
