package io.undertone.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
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
  void findsItWhateverTheOrderOfTheFields() {
    byte[] valueFirst = message(2, "../w".getBytes(UTF_8), message(1, "location".getBytes(UTF_8)));
    byte[] tensor = message(13, valueFirst);
    assertThat(ExternalData.locations(message(7, message(5, tensor)))).containsExactly("../w");
    byte[] attribute = message(5, tensor);
    assertThat(ExternalData.locations(message(25, message(11, attribute)))).containsExactly("../w");
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

  /** A field of a message, with its content, and what follows it. */
  private static byte[] message(int field, byte[] content, byte... rest) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int tag = (field << 3) | 2;
    if (tag > 127) {
      bytes.write((tag & 127) | 128);
      bytes.write(tag >> 7);
    } else {
      bytes.write(tag);
    }
    bytes.write(content.length);
    bytes.writeBytes(content);
    bytes.writeBytes(rest);
    return bytes.toByteArray();
  }
}
