package io.undertone.job.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.operator.model.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelNameTest {

  private static final Path RNN =
      Path.of("../models/bundles/reviews-en-rnn").toAbsolutePath().normalize();

  @TempDir Path bundles;

  @BeforeEach
  void putABundleThere() throws IOException {
    System.setProperty("undertone.bundles", bundles.toString());
    Files.createSymbolicLink(bundles.resolve("reviews-en-rnn"), RNN);
  }

  @AfterEach
  void forgetTheFolder() {
    System.clearProperty("undertone.bundles");
  }

  @Test
  void takesANameWithTheVersionAsResultsHaveIt() {
    String bundle = bundles.resolve("reviews-en-rnn").toString();

    assertThat(ModelName.locate("reviews-en-rnn")).isEqualTo(bundle);
    assertThat(ModelName.locate(ModelSource.at(bundle).manifest().id())).isEqualTo(bundle);
  }

  @Test
  void saysWhichVersionIsHereWhereAnotherIsWanted() {
    Path bundle = bundles.resolve("reviews-en-rnn");

    assertThatThrownBy(() -> ModelName.locate("reviews-en-rnn@0"))
        .hasMessage(
            "Looking for the model 'reviews-en-rnn@0': expected that version in %s, found %s. Name"
                    .formatted(bundle, ModelSource.at(bundle.toString()).manifest().id())
                + " reviews-en-rnn without a version to take that one. For another version name its"
                + " folder; the history of the project's repository has those that shipped.");
  }

  @Test
  void knowsNoBundleOfAnotherNameWithAVersion() {
    assertThatThrownBy(() -> ModelName.locate("mine@1"))
        .hasMessageContaining("found none; the names in %s are: reviews-en-rnn.", bundles);
  }
}
