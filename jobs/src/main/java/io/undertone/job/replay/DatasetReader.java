package io.undertone.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertone.operator.parse.Timestamps;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Turns lines of data sets into rows as they would lie on the topic: fills in missing ids, relabels
 * by rating, recognises rows that forget. What it cannot read it passes on as it is, for the parser
 * of the graph to reject. Immutable, thread-safe.
 */
final class DatasetReader {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS.mappedFeature())
          .build();

  private final @Nullable Double positiveRating;

  /**
   * @param positiveRating ratings from here on are positive, those below negative; null to keep the
   *     rows' own labels
   */
  DatasetReader(@Nullable Double positiveRating) {
    this.positiveRating = positiveRating;
  }

  /** The row that a line holds, or null for a blank line. */
  @Nullable DatasetRow read(byte[] line, int file, String fileName, long number) {
    if (isBlank(line)) {
      return null;
    }
    DatasetRow broken = new DatasetRow(0, 0, file, number, "", line);
    try {
      JsonNode row = JSON.readTree(line);
      return row instanceof ObjectNode object
          ? rowOf(object, line, file, fileName, number)
          : broken;
    } catch (IOException unreadable) {
      return broken; // the graph's parser rejects it, with a reason
    }
  }

  private DatasetRow rowOf(ObjectNode row, byte[] line, int file, String fileName, long number)
      throws IOException {
    long timestamp = timestamp(row.path("timestamp"));
    long seq = row.path("seq").asLong(0);
    if (row.path("forget").asBoolean(false)) {
      String user = row.path("user_id").textValue();
      boolean named = user != null && !user.isEmpty() && UTF_8.newEncoder().canEncode(user);
      return new DatasetRow(timestamp, seq, file, number, named ? user : "", named ? null : line);
    }
    boolean changed = fillIn(row, "review_id", fileName + ":" + number);
    changed |= fillIn(row, "user_id", row.path("review_id").asText());
    changed |= relabel(row);
    byte[] value = changed ? JSON.writeValueAsBytes(row) : line;
    return new DatasetRow(timestamp, seq, file, number, row.path("user_id").asText(), value);
  }

  /** The time that the graph will read, or 0 where it reads none. */
  private static long timestamp(JsonNode field) throws IOException {
    try (JsonParser value = field.traverse()) {
      value.nextToken();
      return Timestamps.of(value).orElse(0);
    }
  }

  private static boolean fillIn(ObjectNode row, String field, String value) {
    if (row.hasNonNull(field)) {
      return false;
    }
    row.put(field, value);
    return true;
  }

  /**
   * A row without a rating loses its label: two meanings of "positive" in one figure say nothing.
   */
  private boolean relabel(ObjectNode row) {
    if (positiveRating == null) {
      return false;
    }
    JsonNode rating = row.get("rating");
    if (rating == null || !rating.isNumber()) {
      return row.remove("label") != null;
    }
    row.put("label", rating.asDouble() >= positiveRating ? "positive" : "negative");
    return true;
  }

  private static boolean isBlank(byte[] line) {
    for (byte each : line) {
      if (each != ' ' && each != '\t') {
        return false;
      }
    }
    return true;
  }
}
