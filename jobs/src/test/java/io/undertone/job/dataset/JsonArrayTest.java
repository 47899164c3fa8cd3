package io.undertone.job.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonArrayTest {

  private static final long SEED = 32;
  private static final Path FILE = Path.of("set.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void cutsAnArrayIntoTheTextsOfItsElements() throws IOException {
    assertThat(rows(" [\n  {\"a\": [1, {\"b\": \"x],}\"}]},\r\n{} , 7,\"no, object\"\n] \n"))
        .containsExactly("{\"a\": [1, {\"b\": \"x],}\"}]}", "{}", "7", "\"no, object\"");
  }

  @Test
  void seesThroughEscapes() throws IOException {
    assertThat(rows("[{\"a\":\"\\\"\"},{\"a\":\"\\\\\"},{\"a\":\"\\\\\\\",\"}]"))
        .containsExactly("{\"a\":\"\\\"\"}", "{\"a\":\"\\\\\"}", "{\"a\":\"\\\\\\\",\"}");
  }

  @Test
  void givesABrokenElementAsItIs() throws IOException {
    assertThat(rows("[{\"a\":nope}, {\"a\":1}}, {\"b\":2}]"))
        .containsExactly("{\"a\":nope}", "{\"a\":1}}", "{\"b\":2}");
  }

  @Test
  void hasNoRowWhereTheArrayIsEmpty() throws IOException {
    assertThat(rows("[]")).isEmpty();
    assertThat(rows("[ \n ]\n")).isEmpty();
  }

  @Test
  void findsTheSameElementsWhereverItsBufferEnds() throws IOException {
    Random random = new Random(SEED);
    ArrayNode array = JSON.createArrayNode();
    List<String> written = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      ObjectNode row = array.addObject();
      row.put("text", "\"],\\é{".repeat(random.nextInt(60)));
      row.putArray("more").add(random.nextInt()).addObject().put("}", "[");
      written.add(row.toString());
    }

    assertThat(rows(array.toString())).as("seed %d", SEED).isEqualTo(written);
    assertThat(rows(array.toPrettyString()).stream().map(JsonArrayTest::compact))
        .as("seed %d", SEED)
        .isEqualTo(written);
  }

  @Test
  void readsAnArrayInAnyEncoding() throws IOException {
    String text = "[" + "{\"text\":\"好😀\"},".repeat(20_000) + "{\"text\":\"end\"}]";
    for (String encoding : List.of("gb18030", "UTF-16LE", "UTF-32BE")) {
      Charset charset = Charset.forName(encoding);
      List<String> rows = rows(text.getBytes(charset), charset);

      assertThat(rows).hasSize(20_001);
      assertThat(rows.subList(0, 20_000)).containsOnly("{\"text\":\"好😀\"}");
    }
  }

  @Test
  void saysThatAnArrayIsCutOff() {
    for (String text : List.of("[{\"a\":1}, {\"b\":", "[{\"a\":1}, {\"b\":\"]", "[{\"a\":1},")) {
      assertThatThrownBy(() -> rows(text))
          .hasMessage(
              "Reading the data set set.json: expected one whole JSON array of objects, found one"
                  + " that is cut off after 1 row. Make the file anew, or mend it there.");
    }
  }

  @Test
  void saysThatSomethingFollowsTheArray() {
    assertThatThrownBy(() -> rows("[{\"a\":1}]\n[{\"a\":2}]"))
        .hasMessageContaining(
            "found more behind its end after 1 row. If there are several arrays, write an object a"
                + " line, such as by jq -c '.[]'; else mend it there.");
  }

  private static String compact(String json) {
    try {
      return JSON.readTree(json).toString();
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }

  private static List<String> rows(String text) throws IOException {
    return rows(text.getBytes(UTF_8), UTF_8);
  }

  private static List<String> rows(byte[] bytes, Charset charset) throws IOException {
    List<String> all = new ArrayList<>();
    InputStream in = StrictText.asUtf8(new ByteArrayInputStream(bytes), charset);
    try (JsonArray rows = new JsonArray(FILE, in)) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        all.add(new String(row.original(), UTF_8));
        assertThat(row.json()).isEqualTo(row.fault() == null ? row.original() : null);
        assertThat(row.number()).isEqualTo(all.size());
      }
    }
    return all;
  }
}
