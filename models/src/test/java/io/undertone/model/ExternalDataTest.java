package io.undertone.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** The numbers of the fields on the way, by onnx.proto, to one that names external data. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "7 5 13", // graph, initializer
        "7 15 1 13", // graph, sparse initializer, values
        "7 15 2 13", // indices
        "7 1 5 5 13", // graph, node, attribute, tensor
        "7 1 5 10 13", // tensors
        "7 1 5 22 1 13", // sparse tensor
        "7 1 5 23 2 13", // sparse tensors
        "7 1 5 6 5 13", // a graph within
        "7 1 5 11 1 5 5 13", // graphs within
        "20 1 5 13", // training, initialization
        "20 2 1 5 5 13", // training, algorithm
        "25 7 5 5 13", // function, node, attribute
        "25 11 5 13" // function, attribute
      })
  void findsItOnEveryWayToATensor(String way) {
    assertThat(ExternalData.locations(atTheEndOf(way))).containsExactly("../w");
  }

  @Test
  void goesSixtyFourMessagesDeepAndNoDeeper() {
    String within = " 1 5 6".repeat(20);
    assertThat(ExternalData.locations(atTheEndOf("7" + within + " 15 1 13"))).hasSize(1);
    assertThatThrownBy(() -> ExternalData.locations(atTheEndOf("7" + within + " 1 5 5 13")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("has more than 64 messages in each other");
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

  /** A model with a location at the end of a way of fields. */
  private static byte[] atTheEndOf(String way) {
    byte[] model = message(1, "location".getBytes(UTF_8), message(2, "../w".getBytes(UTF_8)));
    List<String> fields = new ArrayList<>(List.of(way.split(" ")));
    Collections.reverse(fields);
    for (String field : fields) {
      model = message(Integer.parseInt(field), model);
    }
    return model;
  }

  /** A field of a message, with its content, and what follows it. */
  private static byte[] message(int field, byte[] content, byte... rest) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    writeNumber((field << 3) | 2, bytes);
    writeNumber(content.length, bytes);
    bytes.writeBytes(content);
    bytes.writeBytes(rest);
    return bytes.toByteArray();
  }

  private static void writeNumber(int number, ByteArrayOutputStream bytes) {
    int left = number;
    for (; left > 127; left >>= 7) {
      bytes.write((left & 127) | 128);
    }
    bytes.write(left);
  }
}
