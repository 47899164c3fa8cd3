package io.undertone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExternalDataTest {

  @Test
  void findsWhereATensorTakesItsWeightsFrom() throws IOException {
    byte[] graph = Files.readAllBytes(BundleCopy.tiny("tiny-lstm").resolve("token_cell.onnx"));
    assertThat(ExternalData.locations(graph)).containsExactly("weights.bin");
  }

  @Test
  void findsNoneInAnEmptyModel() {
    assertThat(ExternalData.locations(new byte[0])).isEmpty();
  }

  @Test
  void refusesAModelThatWasCut() throws IOException {
    byte[] graph = Files.readAllBytes(BundleCopy.tiny("tiny-lstm").resolve("head.onnx"));
    byte[] cut = Arrays.copyOf(graph, graph.length - 30);
    assertThatThrownBy(() -> ExternalData.locations(cut))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ends within a field");
  }

  @Test
  void readsAnyBytesOrRefusesThem() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      try {
        assertThat(ExternalData.locations(bytes)).isNotNull();
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageMatching("(ends|has) .*");
      }
    }
  }
}
